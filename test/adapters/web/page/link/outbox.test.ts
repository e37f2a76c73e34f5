import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Outbox, type Unsent } from '../../../../../adapters/web/page/link/outbox.ts';
import {
  type KeptMessage,
  memoryStorage,
  type OutboxStorage,
} from '../../../../../adapters/web/page/link/outbox-storage.ts';
import type { Outcome } from '../../../../../adapters/web/page/link/requests.ts';

type Sent = Outcome<{ id: number } | { duplicate: true }>;

/** What may happen to one try: it arrives; it arrives and the answer is lost; it does not arrive; and the refusals. */
type Fate = 'arrives' | 'answer lost' | 'unreachable' | 'later' | 'refused';

/** A service that keeps what arrives, and knows a key it has seen. */
function service(fates: () => Fate) {
  const taken: KeptMessage[] = [];
  async function send(message: KeptMessage): Promise<Sent> {
    // An answer takes its time, and other things happen meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 5));
    const fate = fates();
    if (fate === 'unreachable') return { kind: 'unreachable' };
    if (fate === 'later') return { kind: 'later', message: 'Not now.', afterMs: 3000 };
    const known = taken.findIndex(({ key }) => key === message.key) + 1;
    if (fate === 'refused' && !known) return { kind: 'refused', message: 'No.' };
    if (!known) taken.push(message);
    if (fate === 'answer lost') return { kind: 'unreachable' };
    return { kind: 'done', value: known ? { duplicate: true } : { id: taken.length } };
  }
  return { taken, send };
}

function outboxOf(storage: OutboxStorage, send: (message: KeptMessage) => Promise<Sent>) {
  const refused: string[] = [];
  let unsent: readonly Unsent[] = [];
  const outbox = new Outbox({
    storage,
    send,
    onChange: (now) => {
      unsent = now;
    },
    onRefused: ({ text }) => refused.push(text),
    onSignedOut: () => undefined,
  });
  return { outbox, refused, unsent: () => unsent };
}

const always = (fate: Fate) => () => fate;
const texts = (messages: readonly KeptMessage[], chat = 'a') =>
  messages.filter((message) => message.chat === chat).map(({ text }) => text);

describe('the outbox', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('whatever happens on the way, each message is taken once, in order, or given back', async () => {
    const fates = fc.array(fc.constantFrom<Fate>('arrives', 'answer lost', 'unreachable', 'later', 'refused'), {
      maxLength: 30,
    });
    const chats = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 8 });
    const wakes = fc.array(fc.nat(8));
    await fc.assert(
      fc.asyncProperty(fates, chats, wakes, async (fates, chats, wakes) => {
        const coming = [...fates];
        const { taken, send } = service(() => coming.shift() ?? 'arrives');
        const { outbox, refused } = outboxOf(memoryStorage(), send);
        for (const [index, chat] of chats.entries()) {
          void outbox.add(chat, `message ${index}`);
          if (wakes.includes(index)) outbox.wake();
          await vi.advanceTimersByTimeAsync(7);
        }
        await vi.runAllTimersAsync();
        for (const chat of ['a', 'b']) {
          const written = chats.flatMap((one, index) => (one === chat ? [`message ${index}`] : []));
          expect(texts(taken, chat)).toEqual(written.filter((text) => !refused.includes(text)));
        }
        expect(taken.length + refused.length).toBe(chats.length);
      }),
      { numRuns: 60 },
    );
  });

  test('keeps a message before it is sent, and no longer than until the service has it', async () => {
    const storage = memoryStorage();
    const kept: boolean[] = [];
    const { send } = service(always('arrives'));
    const { outbox } = outboxOf(storage, async (message) => {
      kept.push(await storage.has(message.key));
      return send(message);
    });
    await outbox.add('a', 'hello');
    await vi.runAllTimersAsync();
    expect(kept).toEqual([true]);
    expect(await storage.all()).toEqual([]);
  });

  test('sends what an earlier page left, after a crash in the middle of sending', async () => {
    const storage = memoryStorage();
    const { taken, send } = service(always('arrives'));
    const crashed = outboxOf(storage, () => new Promise(() => undefined));
    await crashed.outbox.add('a', 'one');
    await crashed.outbox.add('a', 'two');
    const next = outboxOf(storage, send);
    await next.outbox.load();
    await vi.runAllTimersAsync();
    expect(texts(taken)).toEqual(['one', 'two']);
  });

  test('two tabs with the same outbox send nothing twice', async () => {
    const storage = memoryStorage();
    const { taken, send } = service(always('arrives'));
    const one = outboxOf(storage, send);
    const other = outboxOf(storage, send);
    await Promise.all([one.outbox.add('a', 'x'), one.outbox.add('a', 'y')]);
    await other.outbox.load();
    await vi.runAllTimersAsync();
    expect(texts(taken)).toEqual(['x', 'y']);
    expect(other.unsent()).toEqual([]);
  });

  test('a message taken back is not sent, here or in another tab', async () => {
    const storage = memoryStorage();
    let fate: Fate = 'unreachable';
    const { taken, send } = service(() => fate);
    const { outbox, unsent } = outboxOf(storage, send);
    const other = outboxOf(storage, send);
    await outbox.add('a', 'never mind');
    await other.outbox.load();
    await vi.advanceTimersByTimeAsync(100);
    await outbox.remove(unsent()[0]!.key);
    fate = 'arrives';
    await vi.runAllTimersAsync();
    expect(taken).toEqual([]);
    expect(other.unsent()).toEqual([]);
  });

  test('a message that was accepted stays in sight until the record shows it', async () => {
    const { send } = service(always('arrives'));
    const { outbox, unsent } = outboxOf(memoryStorage(), send);
    await outbox.add('a', 'hello');
    await vi.runAllTimersAsync();
    expect(unsent()).toMatchObject([{ text: 'hello', state: { name: 'accepted', id: 1 } }]);
    outbox.recorded('a', 1, unsent()[0]!.key);
    expect(unsent()).toEqual([]);
  });

  test('forgets what was written before an erasure, in that chat or in all', async () => {
    const storage = memoryStorage();
    const { outbox, unsent } = outboxOf(storage, service(always('unreachable')).send);
    await outbox.add('a', 'one');
    await outbox.add('b', 'two');
    await outbox.add('a', 'three');
    const [one, , three] = unsent();
    await outbox.forget(one!.at, 'a');
    expect(unsent().map(({ text }) => text)).toEqual(['two', 'three']);
    await outbox.forget(three!.at);
    expect(unsent()).toEqual([]);
    expect(await storage.all()).toEqual([]);
  });

  test('an accepted message that was erased before the record was read is not shown for ever', async () => {
    const { send } = service(always('arrives'));
    const { outbox, unsent } = outboxOf(memoryStorage(), send);
    await outbox.add('a', 'forgotten');
    await vi.runAllTimersAsync();
    outbox.recorded('a', 9);
    expect(unsent()).toEqual([]);
  });

  test('the entry may arrive before the answer to the request', async () => {
    const { send } = service(always('arrives'));
    const { outbox, unsent } = outboxOf(memoryStorage(), send);
    await outbox.add('a', 'quick');
    await vi.advanceTimersByTimeAsync(1);
    outbox.recorded('a', 1, unsent()[0]!.key);
    await vi.runAllTimersAsync();
    expect(unsent()).toEqual([]);
  });

  test('a connection that comes back ends the pause, a pause the service asked for stays', async () => {
    let tries = 0;
    let fate: Fate = 'unreachable';
    const { send } = service(() => fate);
    const { outbox } = outboxOf(memoryStorage(), (message) => {
      tries++;
      return send(message);
    });
    await outbox.add('a', 'hello');
    await vi.advanceTimersByTimeAsync(10);
    expect(tries).toBe(1);
    fate = 'later';
    outbox.wake();
    await vi.advanceTimersByTimeAsync(10);
    expect(tries).toBe(2);
    outbox.wake();
    await vi.advanceTimersByTimeAsync(2900);
    expect(tries).toBe(2);
    await vi.advanceTimersByTimeAsync(100);
    expect(tries).toBe(3);
  });
});
