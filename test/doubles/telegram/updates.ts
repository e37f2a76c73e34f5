/**
 * Updates on their way to the bot (https://core.telegram.org/bots/api#getting-updates): kept until they are confirmed,
 * given to who asks, or posted to a webhook, in order for each chat, and again until it is answered.
 */
import type { Update } from '@grammyjs/types';
import { conflict } from './refusal.ts';

export type UpdateKind = Exclude<keyof Update, 'update_id'>;
export type NewUpdate = Omit<Update, 'update_id'>;

/** "all update types except chat_member, message_reaction, and message_reaction_count (default)". */
const NOT_BY_DEFAULT: ReadonlySet<string> = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);
/** After a failure a webhook is asked again later and later, in the server's seconds. */
const RETRY_S = { first: 1, longest: 60 };
const LONGEST_HOLD_S = 50;

export interface Webhook {
  url: string;
  secret: string | undefined;
}

export interface Updates {
  /** Null where the bot did not ask for this kind. */
  push(update: NewUpdate): Update | null;
  /**
   * Puts one on its way as it is, whether it was given before or not: a redelivery, or something nobody should send.
   */
  again(update: Update): void;
  get(options: { offset?: number; limit: number; timeout: number; allowed?: string[] }): Promise<Update[]>;
  setWebhook(webhook: Webhook | null, allowed?: string[], drop?: boolean): void;
  readonly webhook: Webhook | null;
  readonly pending: readonly Update[];
  /** Why the newest post that failed did, and when, in s since 1970; it stays when later ones are taken. */
  lastError: { message: string; date: number } | null;
  /** Each batch in any order, and some of it twice. */
  shuffled: boolean;
  /** What webhooks were answered, in order. */
  readonly answers: { updateId: number; status: number }[];
  /** What was asked for, and what was given, in order. */
  readonly polls: { offset: number | undefined; gave: number[] }[];
  close(): void;
}

/** `speed`: so many of the server's seconds pass in one of ours. */
export function createUpdates(speed: number, random: () => number): Updates {
  let next = 100_000;
  let pending: Update[] = [];
  let allowed: string[] | undefined;
  let webhook: Webhook | null = null;
  let repeats: Update[] = [];
  const polls: Updates['polls'] = [];
  let waiting: { answer: () => void; refuse: (error: Error) => void } | undefined;
  let closed = false;
  const posting = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  const answers: { updateId: number; status: number }[] = [];

  const wake = () => {
    waiting?.answer();
    if (webhook) deliverHeads();
  };

  const updates: Updates = {
    push(update) {
      const kind = Object.keys(update)[0]!;
      const wanted = allowed && allowed.length > 0 ? allowed.includes(kind) : !NOT_BY_DEFAULT.has(kind);
      if (!wanted) return null;
      const numbered = { update_id: next++, ...update };
      pending.push(numbered);
      wake();
      return numbered;
    },
    again(update) {
      if (webhook) pending.push(update);
      else repeats.push(update);
      wake();
    },
    async get({ offset, limit, timeout, allowed: asked }) {
      if (webhook)
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      waiting?.refuse(
        conflict('terminated by other getUpdates request; make sure that only one bot instance is running'),
      );
      if (asked) allowed = asked;
      if (offset !== undefined)
        pending = offset < 0 ? pending.slice(offset) : pending.filter(({ update_id: id }) => id >= offset);
      const poll = { offset, gave: [] as number[] };
      polls.push(poll);
      if (pending.length === 0 && repeats.length === 0 && timeout > 0) await held(timeout);
      const batch = [...repeats, ...pending].slice(0, limit);
      repeats = repeats.slice(limit);
      const given = updates.shuffled ? shuffle([...batch, ...batch.filter(() => random() < 0.3)], random) : batch;
      poll.gave = given.map(({ update_id: id }) => id);
      return given;
    },
    setWebhook(to, asked, drop = false) {
      webhook = to;
      if (asked) allowed = asked;
      if (drop) pending = [];
      if (webhook) waiting?.refuse(conflict('terminated by setWebhook request'));
      wake();
    },
    get webhook() {
      return webhook;
    },
    get pending() {
      return pending;
    },
    shuffled: false,
    lastError: null,
    answers,
    polls,
    close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      waiting?.answer();
    },
  };
  return updates;

  function held(seconds: number): Promise<void> {
    return new Promise((done, fail) => {
      const ours = {
        answer: () => settle(done),
        refuse: (error: Error) => settle(() => fail(error)),
      };
      const timer = setTimeout(ours.answer, (Math.min(seconds, LONGEST_HOLD_S) * 1000) / speed);
      timers.add(timer);
      const settle = (then: () => void) => {
        clearTimeout(timer);
        timers.delete(timer);
        if (waiting === ours) waiting = undefined;
        then();
      };
      waiting = ours;
    });
  }

  function deliverHeads(): void {
    const seen = new Set<string>();
    for (const update of pending) {
      const queue = queueOf(update);
      if (seen.has(queue)) continue;
      seen.add(queue);
      if (!posting.has(queue)) void post(update, queue, RETRY_S.first);
    }
  }

  async function post(update: Update, queue: string, delayS: number): Promise<void> {
    if (!webhook || closed) return;
    posting.add(queue);
    const { url, secret } = webhook;
    const { status, retryAfterS } = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret }),
      },
      body: JSON.stringify(update),
    }).then(
      async (response) => {
        await response.arrayBuffer();
        return { status: response.status, retryAfterS: Number(response.headers.get('retry-after') ?? 0) };
      },
      () => ({ status: 0, retryAfterS: 0 }),
    );
    answers.push({ updateId: update.update_id, status });
    if (status >= 200 && status < 300) {
      pending = pending.filter(({ update_id: id }) => id !== update.update_id);
      posting.delete(queue);
      return deliverHeads();
    }
    updates.lastError = {
      message: status === 0 ? 'Connection refused' : `Wrong response from the webhook: ${status}`,
      date: Math.floor(Date.now() / 1000),
    };
    const waitS = Math.max(delayS, retryAfterS);
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        void post(update, queue, Math.min(RETRY_S.longest, delayS * 2));
      },
      (waitS * 1000) / speed,
    );
    timers.add(timer);
  }
}

/** Updates of one chat, or of one person where there is no chat, wait for each other. */
function queueOf({ update_id: id, ...kinds }: Update): string {
  const body = (Object.values(kinds)[0] ?? {}) as {
    chat?: { id: number };
    message?: { chat?: { id: number } };
    from?: { id: number };
  };
  return String(body.chat?.id ?? body.message?.chat?.id ?? body.from?.id ?? id);
}

function shuffle<Item>(items: Item[], random: () => number): Item[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}
