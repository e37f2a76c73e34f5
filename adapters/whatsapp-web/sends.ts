/**
 * Sending through the page, in the browser's process: one message at a time, its echo recognised, its tick waited for.
 * The echo comes before the library says which message it was, so it is known by its words until then.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { plainId } from './ids.ts';
import type { RawMessage } from './raw.ts';
import type { SendFacts } from './verdict.ts';

export interface PageSends {
  /**
   * Sends through `press`, which resolves with the message's id where the library tells it. Never rejects.
   * `text`: what its echo will say.
   */
  send(chat: string, text: string, press: () => Promise<string | undefined>): Promise<SendFacts>;
  /** Whether a message from this account is one of ours. */
  isOurs(message: RawMessage): boolean;
  ticked(id: string, ack: number): void;
}

/** Messages of ours that are remembered as such. */
const REMEMBERED = 2_000;
/** An echo that comes later than this is of something else; in ms. */
const ECHO_MS = 120_000;
/** After the library failed, a tick may still be on its way. */
const AFTER_FAILURE_MS = 2_000;

interface Pending {
  chat: string;
  text: string;
  until: number;
  id?: string;
  seen(id: string): void;
}

export function createPageSends({ sendMs, ackMs }: { sendMs: number; ackMs: number }): PageSends {
  const ours = new Map<string, number>();
  const waits = new Map<string, (ack: number) => void>();
  const pending = new Set<Pending>();
  let queue: Promise<unknown> = Promise.resolve();

  return {
    send(chat, text, press) {
      const result = queue.then(() => sendNow(chat, text, press));
      queue = result;
      return result;
    },

    isOurs(message) {
      if (ours.has(message.id)) return true;
      for (const one of pending) if (one.until < Date.now()) pending.delete(one);
      // The page may name the chat by the person's other id; the words are ours all the same.
      const same = [...pending].filter(({ id, text }) => id === undefined && text === message.text);
      const one = same.find(({ chat }) => plainId(chat) === plainId(message.chat)) ?? same[0];
      if (!one) return false;
      remember(message.id);
      one.id = message.id;
      one.seen(message.id);
      return true;
    },

    ticked(id, ack) {
      if (ours.has(id)) ours.set(id, ack);
      waits.get(id)?.(ack);
    },
  };

  function remember(id: string): void {
    if (!ours.has(id)) ours.set(id, 0);
    if (ours.size > REMEMBERED) ours.delete(ours.keys().next().value!);
  }

  async function sendNow(chat: string, text: string, press: () => Promise<string | undefined>): Promise<SendFacts> {
    const one: Pending = { chat, text, until: Date.now() + ECHO_MS, seen: () => {} };
    pending.add(one);
    const echo = new Promise<string>((seen) => {
      one.seen = seen;
    });
    const pressed = press().then(
      (id) => ({ id }),
      (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
    );
    const late = sleep(sendMs, { late: true } as const, { ref: false });
    // The echo is enough: the library may hang after the page has the message.
    const first = await Promise.race([pressed, late, echo.then((id) => ({ id }))]);
    const id = ('id' in first ? first.id : undefined) ?? one.id;
    if (id === undefined) {
      // A hanging page may still send it; then its echo has to be known for ours.
      if (!('late' in first)) pending.delete(one);
      return { ...('error' in first ? { error: first.error } : {}), ...('late' in first ? { late: true } : {}) };
    }
    remember(id);
    one.id = id;
    pending.delete(one);
    const ack = await tick(id, pressed);
    return { id, ack, ...('error' in first ? { error: first.error } : {}) };
  }

  /** The tick, or 0 when none came in time. */
  async function tick(id: string, pressed: Promise<{ id: string | undefined } | { error: string }>): Promise<number> {
    const known = ours.get(id) ?? 0;
    if (known !== 0) return known;
    const ticked = new Promise<number>((resolve) => {
      waits.set(id, (ack) => {
        if (ack !== 0) resolve(ack);
      });
    });
    const failed = pressed.then((result) =>
      'error' in result ? sleep(AFTER_FAILURE_MS, 0, { ref: false }) : new Promise<number>(() => {}),
    );
    try {
      return await Promise.race([ticked, failed, sleep(ackMs, 0, { ref: false })]);
    } finally {
      waits.delete(id);
    }
  }
}
