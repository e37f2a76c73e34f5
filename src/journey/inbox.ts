/**
 * What is done with the items of a lane, oldest first: messages become a turn, a command or a button its reply. Each step
 * ends in one `complete` (finish.ts), which consumes the items, records how they ended and puts the reply's parts into
 * the outbox, all or nothing. A step that dies before it leaves everything as it was.
 */
import type { Access, Address, Channel } from '../../adapters/contract.ts';
import type { CommandReplies, CommandReply } from '../assistant/command-replies.ts';
import type { CommandContext } from '../assistant/reply-context.ts';
import { type Step as PhotoStep, stepOf } from '../assistant/skills/offers.ts';
import type { Claim, Enqueue } from '../bus/store.ts';
import { accountName, chatName } from '../conversation/names.ts';
import { say } from '../conversation/notices.ts';
import { call } from '../conversation/record.ts';
import type { Files } from '../media/files.ts';
import { askAboutLate, isLateChoice } from './backlog.ts';
import { eraseElsewhere, type Scrubber } from './erase.ts';
import { createFinish, type Step } from './finish.ts';
import { type By, conversationOf, INBOX, type InboxItem, inboxLane, outboxLane, readItem } from './items.ts';
import { type Arrivals, type Lanes, workLanes } from './lane.ts';
import { noticeFor } from './notice-for.ts';
import { type Able, sayingOf } from './sayings.ts';
import { createTurns, focused, HELD, type MessageItem, type TurnsOptions } from './turns.ts';

export interface InboxOptions extends TurnsOptions {
  channel: (address: Address) => Channel | undefined;
  replies: CommandReplies;
  policy: (address: Address) => Access;
  files: Files;
  scrub: Scrubber;
  able: Able;
  secret: Buffer;
  changed: (address: Address) => void;
  /** Told when a chat was switched off, forgotten or taken up again; `receipt`: what the page is to show of that. */
  consentChanged: (receipt?: ErasureReceipt) => void;
}

/** What a person is told once everything of theirs was erased: Markdown, and the language it is in. */
export interface ErasureReceipt {
  text: string;
  language: string;
}

export interface Inbox extends Lanes {
  /** The last lane item of the turn that runs in a lane. */
  running(lane: string): number | undefined;
  /** Ends, without a word, whatever runs for somebody whom an account keeps out. */
  keepOut(person: string): void;
  /** Ends whatever runs in the conversation and drops what waits there; what becomes of its record is the caller's. */
  letGo(conversation: string): Promise<void>;
}

/** Conversations attended to at once. They mostly wait: for the model, or for its turn. */
const CONCURRENCY = 512;
const ITEMS = 64;
/** What a button says whose photo is forgotten. */
const NO_PHOTO = { buttons: [], files: [], focus: null };
/** A step that died this often in mid-work is ended with a notice instead of being tried again. */
const DEATHS = 8;

interface Item {
  seq: number;
  /** By the store's clock, ms since 1970. */
  storedAt: number;
  item: InboxItem;
}

export function startInbox(options: InboxOptions): Inbox {
  const { store, ask, runtime, channel, replies, notice, limits, policy, files, scrub, secret, consentChanged, log } =
    options;
  const finish = createFinish(options);
  const turns = createTurns(options, finish);
  const lanes = workLanes({
    store,
    topic: INBOX,
    concurrency: CONCURRENCY,
    maxItems: ITEMS,
    work: step,
    emptiesOnStop: false,
    log,
  });

  return {
    stop: (graceMs) => lanes.stop(graceMs),
    running: turns.running,
    keepOut: turns.keepOut,
    letGo,
  };

  async function letGo(conversation: string): Promise<void> {
    turns.end(inboxLane(conversation));
    await store.cancel(inboxLane(conversation), { drop: true });
    await store.cancel(outboxLane(conversation), { drop: true });
    runtime.forget(conversation);
  }

  async function step(claim: Claim, held: AbortSignal, arrivals: Arrivals): Promise<void> {
    const items = claim.items.map(({ seq, payload, at }) => ({
      ...{ seq, storedAt: at },
      item: readItem<InboxItem>(claim.lane, seq, payload),
    }));
    const { seq, item } = items[0]!;
    const to = channel(item.address);
    if (!to) throw new Error(`There is no channel ${item.address.channel} here any more.`);
    const at: Step = {
      claim,
      conversation: conversationOf(claim.lane),
      chat: chatName(secret, item.address),
      address: item.address,
      channel: to,
      // A photo has no words: in which language to answer is told by what came with it.
      language: (item.kind === 'message' ? leading(items).at(-1)! : items[0]!).item.language,
      heardAt: Math.max(...leading(items).map((one) => one.item.at)),
    };
    switch (item.kind) {
      case 'message':
        return claim.attempts >= DEATHS ? turns.giveUp(at, seq) : turns.answer(at, leading(items), held, arrivals);
      case 'late':
        return void (await finish(
          at,
          await askAboutLate(
            ask,
            at,
            leading(items).map(({ seq }) => seq),
          ),
        ));
      case 'command': {
        const reply = await replies.command(item.command, await context(at, item.by, seq), item.stops !== undefined);
        return answerCommand(at, seq, reply, item.entry ? [seq] : []);
      }
      case 'choice':
        return chosen(at, seq, item.choice, item.by);
      case 'stop':
      case 'quiet':
        // It was seen by the turn it was meant for, or came too late for it.
        return void (await finish(at, { upto: seq, items: [], state: 'answered' }));
      case 'say':
        return sayIt(at, seq, item);
      case 'warning': {
        const markdown = words(at, 'limit.questions', { n: limits.questions?.n ?? 0 });
        return void (await finish(at, { upto: seq, items: [], state: 'answered', say: { kind: 'notice', markdown } }));
      }
      case 'erased':
        return erased(at, seq, item);
      default:
        return item satisfies never;
    }
  }

  async function context(at: Step, by: By, item: number): Promise<CommandContext> {
    const { conversation, chat, address, channel: to, language } = at;
    const page = to.capabilities.consent === 'page';
    const role = page ? 'owner' : await ask('role', { account: accountName(address), person: by.person });
    return {
      conversation,
      chat,
      address,
      channel: to,
      group: address.group === true,
      page,
      by,
      owner: role === 'owner' || by.member.owner === true,
      guarded: policy(address) !== 'open',
      facts: (await noticeFor(ask, notice(), to, address)).facts,
      language,
      item,
    };
  }

  // ------------------------------------------------------------------------------------------- what the service says

  async function sayIt(at: Step, seq: number, item: InboxItem & { kind: 'say' }): Promise<void> {
    const { by, saying, title } = item;
    const spoken = sayingOf({
      saying,
      notice: await noticeFor(ask, notice(), at.channel, at.address),
      language: at.language,
      group: at.address.group === true,
      consent: await ask('consentOf', { chat: at.chat }),
      capabilities: at.channel.capabilities,
      mention: at.channel.mention ?? '',
      name: by.member.name ?? words(at, 'group.somebody'),
      title: title ?? '',
      owner: (await ask('role', { account: accountName(at.address), person: by.person })) === 'owner',
      able: options.able,
    });
    await finish(at, {
      upto: seq,
      items: [],
      state: 'answered',
      ...(spoken ? { say: { kind: 'notice' as const, ...spoken } } : {}),
      // Before consent nothing is recorded, not even what we said ourselves; and what a group is called never is.
      unrecorded: saying !== 'on' || at.address.group === true,
    });
  }

  async function chosen(at: Step, seq: number, choice: string, by: By): Promise<void> {
    if (isLateChoice(choice)) {
      const held = await ask('held', { conversation: at.conversation });
      return answerCommand(
        at,
        seq,
        choice === 'late:yes'
          ? { markdown: null, answers: { entries: held } }
          : {
              markdown: words(at, 'backlog.no'),
              effects: [call('drop', { conversation: at.conversation, reason: 'came late' })],
            },
        [],
      );
    }
    const step = stepOf(choice);
    if (step) return pressed(at, seq, step);
    return answerCommand(at, seq, await replies.choice(choice, await context(at, by, seq)), []);
  }

  /** A button under what a photo answered. */
  async function pressed(at: Step, seq: number, step: PhotoStep): Promise<void> {
    const { conversation, chat, language } = at;
    const photo = await options.photos.press(step, { conversation, chat, language });
    const {
      markdown,
      buttons,
      files: attached,
      focus,
    } = photo ?? { ...NO_PHOTO, markdown: words(at, 'photo.forgotten') };
    await finish(at, {
      upto: seq,
      items: [],
      state: 'answered',
      say: {
        kind: 'answer',
        markdown,
        ...(buttons.length > 0 ? { buttons } : {}),
        ...(attached.length > 0 ? { files: attached } : {}),
      },
      ...(focus ? { effects: [focused(at, focus)] } : {}),
    });
  }

  async function answerCommand(at: Step, seq: number, reply: CommandReply, items: number[]): Promise<void> {
    const { markdown, buttons, offers, files: attached, language, privately, effects = [], erases, answers } = reply;
    if (erases?.conversations.length) {
      await store.cancel(outboxLane(at.conversation), { drop: true });
      runtime.forget(at.conversation);
    }
    const said = markdown !== null && !erases;
    const done = await finish(at, {
      upto: seq,
      items,
      state: 'answered',
      ...(said
        ? {
            say: {
              kind: 'notice' as const,
              markdown,
              ...(buttons?.length ? { buttons } : {}),
              ...(offers ? { offers } : {}),
              ...(attached ? { files: attached } : {}),
              ...(language === undefined ? {} : { language }),
            },
          }
        : {}),
      ...(privately ? { privately } : {}),
      effects,
      emits: [
        ...(erases ? [afterErasure(at, { kind: 'erased', erasure: erases, words: markdown })] : []),
        ...(answers ? answers.entries.map((entry) => askedAgain(at, entry)) : []),
      ],
      ...(reply.switchesOff || erases?.whole ? { unrecorded: at.channel.capabilities.consent !== 'page' } : {}),
    });
    if (done && reply.resumes) consentChanged();
    if (done && reply.keepsOut !== undefined) turns.keepOut(reply.keepsOut);
    if (done && (reply.switchesOff || erases?.whole)) {
      turns.end(at.claim.lane);
      consentChanged();
    }
  }

  /** In a lane of its own, since the conversation's own lanes are emptied by it. */
  function afterErasure(at: Step, rest: Pick<InboxItem & { kind: 'erased' }, 'kind' | 'erasure' | 'words'>): Enqueue {
    const item: InboxItem = { ...forLater(at), member: '', ...rest };
    return { topic: INBOX, lane: inboxLane(`${at.conversation}.erased`), payload: JSON.stringify(item) };
  }

  function askedAgain(at: Step, entry: number): Enqueue {
    const item: InboxItem = { ...forLater(at), member: HELD, kind: 'message' };
    return {
      topic: INBOX,
      lane: at.claim.lane,
      payload: JSON.stringify(item),
      effects: [call('carry', { entry })],
    };
  }

  async function erased(
    at: Step,
    seq: number,
    { erasure, words: told }: InboxItem & { kind: 'erased' },
  ): Promise<void> {
    await eraseElsewhere({ forget: (name) => runtime.forget(name), files, letGo, scrub }, erasure);
    const page = at.channel.capabilities.consent === 'page';
    // The page shows its notice again, and the receipt with it; nothing is written into a chat that is gone.
    const receipt = page && erasure.whole && told !== null ? { text: told, language: at.language } : undefined;
    const spoken = told === null || receipt ? {} : { say: { kind: 'notice' as const, markdown: told } };
    const own = conversationOf(at.claim.lane).replace(/\.erased$/, '');
    const done = await finish(
      { ...at, conversation: own },
      // A member of a group is called by name.
      { upto: seq, items: [], state: 'answered', ...spoken, unrecorded: erasure.whole || at.address.group === true },
    );
    if (done && erasure.whole) consentChanged(receipt);
  }

  function words({ language }: Step, id: Parameters<typeof say>[0], values: Parameters<typeof say>[1] = {}): string {
    return say(id, values, language);
  }
}

/** What is done for a step's person later, in an item of its own. */
const forLater = ({ address, language, heardAt }: Step) => ({ address, language, at: heardAt });

/** The messages at the head that one person wrote in a row: one turn reads them together. */
function leading(items: Item[]): MessageItem[] {
  const { kind, member } = items[0]!.item;
  const end = items.findIndex(({ item }) => item.kind !== kind || item.member !== member);
  return (end === -1 ? items : items.slice(0, end)) as MessageItem[];
}
