/**
 * Pace: how far apart requests leave, by each channel's own rates, and the pauses its platform asks for. Finals go
 * before previews, previews before typing. A pause belongs to the chat it was asked for, or to the whole account once
 * several chats are hit, and it is durable: a restart does not run into the same wall again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import Bottleneck from 'bottleneck';
import type { Address, Channel, SendResult } from '../../adapters/contract.ts';
import type { Ask } from '../conversation/record.ts';
import type { Log } from '../log.ts';

export interface Pace {
  /**
   * Sends when its turn has come. In a pause it is not sent but comes back as failed, to be tried when the pause is
   * over.
   */
  send(channel: Channel, address: Address, work: () => Promise<SendResult>): Promise<SendResult>;
  /**
   * Shows a preview when nothing of more weight waits; `work` is to take the newest there is by then. In a pause it is
   * dropped. Resolves when the next one may be offered: the distance grows where the platform finds us too fast.
   */
  preview(channel: Channel, address: Address, work: () => Promise<SendResult> | void): Promise<void> | void;
  /** At most one waits for each chat. */
  typing(channel: Channel, address: Address): void;
}

/** bottleneck's priorities: 0 goes first, 9 last. */
const PRIORITY = { final: 2, preview: 5, typing: 8 };
/**
 * A chat's limiter is let go when nothing began there for so long. bottleneck counts from the last start even while a
 * job runs, so this has to be far longer than any send.
 */
const IDLE_MS = 3_600_000;
/** So many chats in a pause at once mean the account. */
const SEVERAL_CHATS = 2;
/** Previews after the platform asked for a pause: so much farther apart, at most so much, and back in steps. */
const SLOWER = { times: 2, most: 8, back: 0.25 };
/** Where the pauses of an account are kept. */
const PAUSES = 'delivery.pauses';

type Rates = Exclude<Channel['capabilities']['rates'], 'none'>;

/** When pauses end, in ms since 1970. */
interface Pauses {
  account: number;
  chats: Record<string, number>;
}

interface Account {
  rates: Rates;
  limiter: Bottleneck;
  chats: Bottleneck.Group;
  pauses: Pauses;
  typing: Set<string>;
  /** By chat, how much slower than usual its previews follow each other. */
  slower: Map<string, number>;
}

const NOT_NOW = { status: 'sent', id: '' } satisfies SendResult;

export function createPace({ ask, log }: { ask: Ask; log: Log }): Pace {
  const accounts = new Map<string, Promise<Account>>();

  return { send, preview, typing };

  async function send(channel: Channel, address: Address, work: () => Promise<SendResult>): Promise<SendResult> {
    if (channel.capabilities.rates === 'none') return work();
    const account = await accountOf(channel);
    const job = async (): Promise<{ result: SendResult; asked: boolean }> => {
      const waitMs = pausedMs(account, address);
      return waitMs > 0 ? { result: paused(waitMs), asked: false } : { result: await work(), asked: true };
    };
    // What waits behind a pause waits in its lane, where a restart finds it.
    if (pausedMs(account, address) > 0) return paused(pausedMs(account, address));
    const { result, asked } = await inTurn(account, address, PRIORITY.final, job);
    if (asked) await heed(channel, account, address, result);
    return result;
  }

  function preview(channel: Channel, address: Address, work: () => Promise<SendResult> | void): Promise<void> | void {
    if (channel.capabilities.rates === 'none') return settled(work());
    return paced();

    async function paced(): Promise<void> {
      const account = await accountOf(channel);
      const job = async () => (pausedMs(account, address) > 0 ? NOT_NOW : ((await work()) ?? NOT_NOW));
      // A draft is no message: it counts for the account and not for the chat.
      const draft = channel.capabilities.streaming === 'draft' && !address.group;
      const result = draft
        ? await inTurnOfAccount(account, PRIORITY.preview, job)
        : await inTurn(account, address, PRIORITY.preview, job);
      await heed(channel, account, address, result);
      await rest(channel, account, address, result);
    }
  }

  async function rest(channel: Channel, account: Account, { chat, group }: Address, result: SendResult): Promise<void> {
    const { previewEveryMs } = channel.capabilities;
    if (!previewEveryMs) return;
    const before = account.slower.get(chat) ?? 1;
    const tooFast = result.status === 'failed' && result.error.retryAfterMs !== undefined;
    const slower = tooFast ? Math.min(SLOWER.most, before * SLOWER.times) : Math.max(1, before - SLOWER.back);
    if (slower === 1) account.slower.delete(chat);
    else account.slower.set(chat, slower);
    await sleep((group ? previewEveryMs.group : previewEveryMs.chat) * slower, undefined, { ref: false });
  }

  function typing(channel: Channel, address: Address): void {
    if (!channel.typing) return;
    if (channel.capabilities.rates === 'none') return void channel.typing(address);
    const unshown = (error: unknown) => log.warn({ err: error, channel: channel.id }, 'typing could not be shown');
    const type = async () => {
      const account = await accountOf(channel);
      if (account.typing.has(address.chat)) return;
      account.typing.add(address.chat);
      await inTurnOfAccount(account, PRIORITY.typing, async () => {
        account.typing.delete(address.chat);
        if (pausedMs(account, address) > 0) return;
        // Its answer is not waited for here: what is of more weight would wait as well.
        const typed = channel.typing!(address);
        if (typed) void typed.then((result) => heed(channel, account, address, result)).catch(unshown);
      });
    };
    type().catch(unshown);
  }

  function accountOf(channel: Channel): Promise<Account> {
    const name = nameOf(channel);
    let account = accounts.get(name);
    if (!account) {
      account = open(channel);
      accounts.set(name, account);
      // A store that could not answer now is asked again.
      account.catch(() => accounts.delete(name));
    }
    return account;
  }

  async function open(channel: Channel): Promise<Account> {
    const { rates } = channel.capabilities;
    if (rates === 'none') throw new Error(`The channel ${channel.id} has no rates, so nothing there is paced.`);
    const kept = (await ask('recall', { account: nameOf(channel), name: PAUSES })) as Pauses | null;
    const limiter = new Bottleneck({ maxConcurrent: 1 });
    return {
      limiter,
      rates,
      chats: new Bottleneck.Group({ maxConcurrent: 1, timeout: IDLE_MS }),
      pauses: kept ?? { account: 0, chats: {} },
      typing: new Set(),
      slower: new Map(),
    };
  }

  /** Takes a platform's "not so fast" to heart. */
  async function heed(channel: Channel, account: Account, { chat }: Address, result: SendResult): Promise<void> {
    if (result.status !== 'failed' || !result.error.retryable || result.error.retryAfterMs === undefined) return;
    const now = Date.now();
    const until = now + result.error.retryAfterMs;
    const { pauses } = account;
    for (const [other, end] of Object.entries(pauses.chats)) if (end <= now) delete pauses.chats[other];
    pauses.chats[chat] = Math.max(until, pauses.chats[chat] ?? 0);
    if (Object.keys(pauses.chats).length >= SEVERAL_CHATS) pauses.account = Math.max(until, pauses.account);
    const whole = pauses.account > now;
    log.warn(
      { channel: channel.id, ms: until - now },
      `the platform asks for a pause ${whole ? 'of all' : 'in a chat'}`,
    );
    await ask('keep', { account: nameOf(channel), name: PAUSES, value: { ...pauses, chats: { ...pauses.chats } } });
  }
}

const nameOf = ({ id, account }: Channel): string => JSON.stringify([id, account]);

/**
 * Runs when the account's turn has come. The slot is given on after the distance, whether or not the work has ended.
 * bottleneck's own `minTime` would hand out all its slots ahead of time, and nothing of more weight could go before.
 */
function inTurnOfAccount<Result>(
  { limiter, rates }: Account,
  priority: number,
  work: () => Promise<Result>,
): Promise<Result> {
  return new Promise((done, fail) => {
    void limiter.schedule({ priority }, async () => {
      work().then(done, fail);
      await sleep(rates.perAccountMs, undefined, { ref: false });
    });
  });
}

/** Runs when its chat's turn has come, and then the account's: one at a time, and apart from when each really began. */
function inTurn<Result>(
  account: Account,
  { chat, group }: Address,
  priority: number,
  work: () => Promise<Result>,
): Promise<Result> {
  return new Promise((done, fail) => {
    void account.chats.key(chat).schedule({ priority }, async () => {
      let begunMs = performance.now();
      const begin = () => {
        begunMs = performance.now();
        return work();
      };
      await inTurnOfAccount(account, priority, begin).then(done, fail);
      const distanceMs = group ? account.rates.perGroupMs : account.rates.perChatMs;
      await sleep(Math.max(0, begunMs + distanceMs - performance.now()), undefined, { ref: false });
    });
  });
}

const pausedMs = ({ pauses }: Account, { chat }: Address): number =>
  Math.max(0, Math.max(pauses.account, pauses.chats[chat] ?? 0) - Date.now());

const paused = (waitMs: number): SendResult => ({
  status: 'failed',
  error: { retryable: true, retryAfterMs: waitMs, reason: 'in a pause the platform asked for' },
});

const settled = (showing: Promise<SendResult> | void): Promise<void> | void => showing?.then(() => {});
