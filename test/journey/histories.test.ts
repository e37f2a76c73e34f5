/**
 * Law 2 on the real store and everything around it: many chats at once, each with a history of its own, and nobody
 * waits for anybody. The pure machine has its 10,000 histories in test/conversation/consent.test.ts; here are 10,000
 * more, through the database file.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Address, Inbound, Member } from '../../adapters/contract.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import { choice, type JourneyUnderTest, message } from './journey-under-test.ts';
import { journeys } from './journeys.ts';
import { answerAll, groupChat, privateChat } from './people.ts';

const journeyOf = journeys();

const ROUNDS = 8;
const CHATS = 5_000;

type Step =
  | 'message'
  | 'aside'
  | 'start'
  | 'start by a member'
  | 'owner starts'
  | 'yes'
  | 'no'
  | 'more'
  | 'forged'
  | 'off'
  | 'forget';

/** What is true of a chat by the rules as people are told them, without asking the service. */
class Expected {
  on = false;
  wasOn = false;
  shown = false;
  declined = false;
  left = false;
  ownerOn = false;
  /** How often what may be said before consent may have been said at most. */
  allowed = 0;
  readonly group: boolean;
  readonly personal: boolean;

  constructor(group: boolean, personal: boolean) {
    this.group = group;
    this.personal = personal;
  }

  does(step: Step): void {
    const open = !this.personal || this.ownerOn;
    switch (step) {
      case 'message':
        if (!this.group && !this.on && open && !this.shown && !this.declined && !this.left) this.show();
        return;
      case 'start':
        if (this.on || !open) return;
        if (this.group) this.switchOn();
        else this.show();
        return;
      case 'owner starts':
        if (!this.personal || this.on) return;
        this.ownerOn = true;
        this.show();
        return;
      case 'yes':
        if (!this.on && open && this.shown) this.switchOn();
        return;
      case 'no':
        if (open && this.shown) {
          this.on = false;
          this.declined = true;
          this.allowed += 1;
        }
        return;
      case 'more':
        if (open && this.shown) this.allowed += 1;
        return;
      case 'start by a member':
        if (this.group && !this.on && open) this.allowed += 1;
        return;
      case 'off':
        if (!this.on) return;
        this.on = false;
        this.left = true;
        this.ownerOn = false;
        return;
      case 'forget':
        if (!this.wasOn) return;
        this.on = false;
        this.wasOn = false;
        this.shown = false;
        this.declined = false;
        this.left = true;
        this.ownerOn = false;
        return;
      case 'aside':
      case 'forged':
        return;
      default:
        step satisfies never;
    }
  }

  private switchOn(): void {
    this.on = true;
    this.wasOn = true;
    this.declined = false;
    this.allowed += 1;
  }

  private show(): void {
    this.shown = true;
    this.allowed += 1;
  }
}

const CLOSED_LIST =
  /^(Hi, I’m Parley|What answers is a language model|I’m on\. Try one|On for this group|Fine\. I kept nothing|Only an admin can|I’m here but off)/;
/** The last words of a chat that was on: off and erased are told. */
const FAREWELL = /^(Off\. I stay silent|Erased at|I’m on already)/;
/** A number typed once more is what was offered under it: a sum, which needs no model. */
const ANSWER = /^(You asked: |350 °F = 176\.7 °C$)/;

function bytesOf({ folder }: JourneyUnderTest): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('');
}

describe.each(['person', 'owner and person'] as const)('with consent of %s', (consent) => {
  it(`nothing of ${CHATS} chats is kept or answered without it, whatever happens in which order (law 2)`, async () => {
    const personal = consent === 'owner and person';
    const channel = createNotebookChannel({ consent, buttons: personal ? 0 : 3 });
    channel.admins.add('admin');
    const journey = await journeyOf({ consent: false, channel });
    answerAll(journey, (asked) => `You asked: ${asked}`);

    const step = fc.constantFrom<Step>(
      ...(['message', 'message', 'message', 'aside', 'start', 'start by a member', 'yes', 'yes'] as const),
      ...([
        'no',
        'more',
        'forged',
        'off',
        'forget',
        ...(personal ? (['owner starts', 'owner starts'] as const) : []),
      ] as const),
    );
    const histories = fc.sample(fc.array(step, { minLength: ROUNDS, maxLength: ROUNDS }), CHATS);
    const chats = histories.map((history, index) => {
      const group = !personal && index % 3 === 0;
      const id = `${group ? 'g' : 'p'}${index}`;
      return {
        id,
        history,
        group,
        address: group ? groupChat(id) : privateChat(id),
        expected: new Expected(group, personal),
        kept: new Set<string>(),
        gone: new Set<string>(),
      };
    });

    for (let round = 0; round < ROUNDS; round++) {
      const batch: Inbound[] = [];
      const judged: { chat: (typeof chats)[number]; canary: string; on: boolean }[] = [];
      for (const chat of chats) {
        const what = chat.history[round]!;
        const canary = `canary-${chat.id}-${round}.`;
        const before = chat.expected.on;
        if (what === 'message' || what === 'aside') {
          const kept = what === 'message' && before;
          (kept ? chat.kept : chat.gone).add(canary);
          judged.push({ chat, canary, on: kept });
        } else judged.push({ chat, canary: '', on: before });
        batch.push(eventOf(what, chat.address, canary, personal, journey.notice.version));
        chat.expected.does(what);
        if (what === 'forget' && !chat.expected.wasOn) {
          for (const one of chat.kept) chat.gone.add(one);
          chat.kept.clear();
        }
      }
      const results = await journey.admit(batch);
      for (const [index, { canary, on, chat }] of judged.entries())
        if (canary !== '') {
          const result = results[index]!;
          expect(result.status === 'admitted' && result.id > 0, `${chat.id}: ${chat.history.slice(0, round + 1)}`).toBe(
            on,
          );
        }
      await expect.poll(async () => (await journey.store.stats()).items, { timeout: 100_000 }).toBe(0);
    }
    // Law 4: every message that was taken in has ended in one way, and is counted there.
    const { admitted = 0, ...ends } = await journey.ask('tally', {});
    const counted = Object.entries(ends).filter(([name]) => /^(answered|merged|superseded|refused|ignored)/.test(name));
    expect(counted.reduce((sum, [, n]) => sum + n, 0)).toBe(admitted);
    await journey.store.scrub();

    const disk = new Set(bytesOf(journey).match(/canary-\w+-\d+\./g));
    for (const { id, history, kept, gone, expected } of chats) {
      for (const canary of gone) expect(disk.has(canary), `${id}: ${history}`).toBe(false);
      for (const canary of kept) expect(disk.has(canary), `${id}: ${history}`).toBe(true);
      const said = channel.replies(id);
      const strange = said.filter((text) => ![CLOSED_LIST, FAREWELL, ANSWER].some((known) => known.test(text)));
      expect(strange, `${id}: ${history}`).toEqual([]);
      expect(said.filter((text) => CLOSED_LIST.test(text)).length, `${id}: ${history}`).toBeLessThanOrEqual(
        expected.allowed,
      );
      // Whoever never said yes has no row of content, and was shown nothing but the list.
      if (!history.some((what) => what === 'yes' || what === 'start')) {
        expect(await journey.entries(privateChat(id))).toEqual([]);
        expect(channel.calls.every(({ chat, call }) => chat !== id || call === 'send')).toBe(true);
      }
    }
  }, 240_000);
});

function eventOf(what: Step, address: Address, canary: string, personal: boolean, version: number): Inbound {
  const member: Member = { id: address.group ? 'admin' : address.chat };
  const by = { address, member };
  const press = (value: string): Inbound => ({ ...choice(value, address), member }) as Inbound;
  switch (what) {
    case 'message':
      return message(canary, by);
    case 'aside':
      return message(canary, { ...by, addressed: false });
    case 'start':
      return message('/start', by);
    case 'start by a member':
      return address.group
        ? message('/on', { address, member: { id: 'somebody' } })
        : message('x', { ...by, addressed: false });
    case 'owner starts':
      return message('/on', { address, member: { id: 'me', owner: true } });
    case 'yes':
      return personal ? message('1', by) : press(`notice:on:${version}`);
    case 'no':
      return personal ? message('2', by) : press(`notice:declined:${version}`);
    case 'more':
      return press(`notice:more:${version}`);
    case 'forged':
      return press(`notice:on:${version + 1}`);
    case 'off':
      return message('/off', by);
    case 'forget':
      return press('forget:all');
    default:
      return what satisfies never;
  }
}
