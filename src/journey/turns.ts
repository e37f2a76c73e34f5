/**
 * The turns of the inbox: messages that one person wrote in a row become an answer, and how it ended is recorded. What
 * runs can be ended from outside: by a stop, by whoever forgets or keeps somebody out.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Address } from '../../adapters/contract.ts';
import type { Focus } from '../assistant/skills/skill.ts';
import type { Limits } from '../conversation/limits.ts';
import { removeLost } from '../conversation/lost-files.ts';
import { say } from '../conversation/notices.ts';
import { type Call, call } from '../conversation/record.ts';
import { type Answering, answerTurn, type Outcome } from './answer.ts';
import type { Finish, Step } from './finish.ts';
import { quotesOf } from './interrupt.ts';
import { type InboxItem, TOGETHER_MS } from './items.ts';
import type { Arrivals } from './lane.ts';

export interface TurnsOptions extends Answering {
  limits: Limits;
  /** Told when a question is for a person. */
  handedOver: (address: Address) => void;
}

export interface MessageItem {
  seq: number;
  /** By the store's clock, ms since 1970. */
  storedAt: number;
  item: InboxItem & { kind: 'message' | 'late' };
}

export interface Turns {
  /** Answers the messages at the head of a lane. */
  answer(at: Step, run: MessageItem[], held: AbortSignal, arrivals: Arrivals): Promise<void>;
  /** Ends a message that failed too often. */
  giveUp(at: Step, seq: number): Promise<void>;
  /** The last lane item of the turn that runs in a lane. */
  running(lane: string): number | undefined;
  end(lane: string): void;
  /** Ends, without a word, whatever runs for somebody whom an account keeps out. */
  keepOut(person: string): void;
}

/** Who asks what was held back, in place of a member: it is answered in one turn. */
export const HELD = 'held';

export function createTurns(options: TurnsOptions, finish: Finish): Turns {
  const { ask, limits, files, handedOver, log } = options;
  const turns = new Map<string, { last: number; person?: string; end: () => void; keepOut: () => void }>();

  return {
    answer,
    giveUp,
    running: (lane) => turns.get(lane)?.last,
    end: (lane) => turns.get(lane)?.end(),
    keepOut(person) {
      for (const turn of turns.values()) if (turn.person === person) turn.keepOut();
    },
  };

  async function answer(at: Step, run: MessageItem[], held: AbortSignal, arrivals: Arrivals): Promise<void> {
    const { lane } = at.claim;
    const [first, last] = [run[0]!.seq, run.at(-1)!.seq];
    if (!(await takeTurn(at, held))) return;
    const ours = new AbortController();
    const end = () => ours.abort();
    held.addEventListener('abort', end);
    if (held.aborted) end();
    const out = new AbortController();
    const { item: head } = run[0]!;
    const asker = head.kind === 'message' && head.person !== undefined ? { person: head.person } : {};
    const turn = { last, ...asker, end, keepOut: () => out.abort() };
    turns.set(lane, turn);
    let outcome: Outcome;
    try {
      outcome = await answerTurn(
        options,
        {
          lane,
          address: at.address,
          member: head.member,
          ...asker,
          keptOut: out.signal,
          first,
          last,
          chat: at.chat,
          arrivals,
          more: at.claim.items.length > run.length,
          togetherMs: togetherIn(run),
          language: at.language,
          ...quotesOf(run),
          ...(head.member === HELD ? {} : { leavesBehind: 'came late' }),
          onJoin(seq, language) {
            turn.last = seq;
            at.language = language;
          },
        },
        at.channel,
        ours.signal,
      );
    } finally {
      turns.delete(lane);
      held.removeEventListener('abort', end);
    }
    const said = await conclude(at, first, outcome, asker);
    // What hung on the message it answers to has served.
    if (run.some(({ item }) => item.kind === 'message' && item.pictured)) await removeLost(ask, files);
    // Where nothing durable takes its place, what was shown of the answer goes away.
    if (!said) at.channel.preview?.(at.address, null);
  }

  /** Two bots that answer each other get no faster than this; false: the lane is no longer ours. */
  async function takeTurn({ chat, channel: to }: Step, held: AbortSignal): Promise<boolean> {
    if (limits.turns === null || to.capabilities.consent === 'page') return true;
    for (;;) {
      const waitMs = await ask('turnIn', { chat, rate: limits.turns });
      if (waitMs <= 0) return true;
      await pause(waitMs, undefined, { signal: held, ref: false }).catch(() => {});
      if (held.aborted) return false;
    }
  }

  /** True when an answer is on its way to the person. */
  async function conclude(at: Step, first: number, outcome: Outcome, asker: { person?: string }): Promise<boolean> {
    if (outcome.kind === 'released') return false;
    const items = range(first, outcome.last);
    const base = { upto: outcome.last, items, fenced: asker };
    switch (outcome.kind) {
      case 'gone':
        await finish(at, { upto: outcome.last, items, state: 'ignored', reason: outcome.reason });
        return false;
      case 'answered': {
        const {
          markdown,
          ended,
          notice: before,
          photo,
          seenBy,
          ofPrint,
          quotes,
          handedOver: forPerson,
          timing,
        } = outcome;
        const whole = [
          ...(before ? [`*${say(before.id, before.values, at.language)}*`] : []),
          markdown,
          ...(ofPrint ? [`*${say('photo.worded', {}, at.language)}*`] : []),
          ...(seenBy === undefined ? [] : [`*${say('photo.seen', { name: seenBy }, at.language)}*`]),
        ].join('\n\n');
        const done = await finish(at, {
          ...base,
          state: 'answered',
          say: {
            kind: 'answer',
            markdown: whole,
            ...(ended ? { ended } : {}),
            ...(quotes === undefined ? {} : { quotes }),
            ...(photo?.buttons.length ? { buttons: photo.buttons } : {}),
            ...(photo?.files.length ? { files: photo.files } : {}),
          },
          effects: [
            ...(photo?.focus ? [focused(at, photo.focus)] : []),
            ...(forPerson ? [call('handOver', { conversation: at.conversation, items, address: at.address })] : []),
          ],
          timing,
        });
        if (done && forPerson) handedOver(at.address);
        return done;
      }
      case 'wordless':
        return finish(at, {
          ...base,
          state: 'answered',
          say: { kind: 'notice', markdown: say(outcome.notice.id, outcome.notice.values, at.language) },
          timing: outcome.timing,
        });
      case 'refused':
        return finish(at, {
          ...base,
          state: 'refused',
          reason: outcome.reason,
          say: { kind: 'notice', markdown: say(outcome.notice.id, outcome.notice.values, at.language), trouble: true },
          timing: outcome.timing,
        });
      default:
        return outcome satisfies never;
    }
  }

  async function giveUp(at: Step, seq: number): Promise<void> {
    log.error({ lane: at.claim.lane, seq, attempts: at.claim.attempts }, 'a message failed too often and is refused');
    await finish(at, {
      upto: seq,
      items: [seq],
      state: 'refused',
      reason: 'failed too often',
      fenced: {},
      say: { kind: 'notice', markdown: say('answer.failed', {}, at.language), trouble: true },
    });
  }
}

/** How long what comes with media without words may still be on its way; the words of a person often come in between. */
function togetherIn(run: readonly MessageItem[]): number {
  const waiting = run.filter(({ item }) => item.kind === 'message' && item.waits);
  return Math.max(0, ...waiting.map(({ storedAt }) => storedAt + TOGETHER_MS - Date.now()));
}

/** What later questions are about. */
export const focused = ({ conversation }: Step, focus: Focus): Call =>
  call('setFocus', { conversation, focus: { ...focus } });

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
