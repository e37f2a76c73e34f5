/** Connect: who we are, what `/` offers, and then by webhook or by polling, until it is stopped or over for good. */
import type { ChannelLog } from '../contract.ts';
import type { Bot } from './address.ts';
import type { Call, CallProblem } from './call.ts';
import { problemOf } from './failures.ts';
import type { Take } from './intake.ts';
import { HEARD_UPDATES } from './kinds.ts';
import { isOver, poll, retryMs } from './poll.ts';
import { type Trouble, troubleOf } from './trouble.ts';

/** What `/` offers, by language; '' is for every language without a list of its own. */
export type Commands = ReadonlyMap<string, readonly { command: string; description: string }[]>;

export interface Connection {
  readonly bot: Bot | undefined;
  /** Privacy mode, https://core.telegram.org/bots/features#privacy-mode. */
  readonly onlySpokenTo: boolean;
  readonly trouble: Trouble | undefined;
  /** Resolves when Telegram said who we are, or never will. */
  introduced: Promise<void>;
  /** Resolves when nothing is heard any more. Never rejects. */
  ended: Promise<void>;
}

interface Me {
  id: number;
  username?: string;
  can_read_all_group_messages?: boolean;
}

export interface ConnectOptions {
  call: Call;
  take: Take;
  commands: Commands;
  webhook: { url: string; secret: string } | undefined;
  pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
  signal: AbortSignal;
  log: ChannelLog;
}

/** A list of commands is offered again so often; the next start offers it anyway. */
const OFFERS = 20;

export function connect({ call, take, commands, webhook, pause, signal, log }: ConnectOptions): Connection {
  let bot: Bot | undefined;
  let onlySpokenTo = false;
  let trouble: Trouble | undefined;
  const introduced = introduce();
  const ended = introduced.then(listen).catch((error: unknown) => {
    log.error({ err: error }, 'the connection to Telegram ended');
    trouble = { reason: 'The connection to Telegram ended.', remedy: 'Restart Parley.', over: true };
  });
  return {
    get bot() {
      return bot;
    },
    get onlySpokenTo() {
      return onlySpokenTo;
    },
    get trouble() {
      return trouble;
    },
    introduced,
    ended,
  };

  async function introduce(): Promise<void> {
    await persist('getMe', {}, (me) => {
      const { id, username, can_read_all_group_messages: all } = me as Me;
      onlySpokenTo = all === false;
      bot = { id: String(id), username: username ?? '' };
    });
  }

  async function listen(): Promise<void> {
    if (!bot || signal.aborted) return;
    void offerCommands();
    if (webhook)
      return persist('setWebhook', {
        url: webhook.url,
        secret_token: webhook.secret,
        allowed_updates: HEARD_UPDATES,
      });
    // While a webhook is set, nothing is given to who asks.
    await persist('deleteWebhook', {});
    if (!trouble?.over) await poll({ call, take, tell, pause, signal });
  }

  /** Calls until it is answered; gives up for good only where nobody takes our token. */
  async function persist(method: string, payload: object, then: (result: unknown) => void = () => {}): Promise<void> {
    for (let failures = 0; !signal.aborted && !trouble?.over; failures++) {
      try {
        then(await call(method, payload, { signal }));
        return tell(null);
      } catch (error) {
        if (signal.aborted) return;
        const problem = problemOf(error);
        tell(problem);
        if (!isOver(problem)) await pause(retryMs(problem, failures), signal).catch(() => {});
      }
    }
  }

  /** Said once for each trouble, and loudly where it is over. */
  function tell(problem: CallProblem | null): void {
    const before = trouble;
    trouble = problem ? troubleOf(problem) : undefined;
    if (trouble && trouble.reason !== before?.reason)
      log[trouble.over ? 'error' : 'warn']({ remedy: trouble.remedy }, trouble.reason);
    if (!trouble && before) log.info({}, 'Telegram is there again.');
  }

  async function offerCommands(): Promise<void> {
    for (const [language, list] of commands)
      await offer({ commands: list, ...(language === '' ? {} : { language_code: language }) }).catch((error: unknown) =>
        log.warn({ err: error, language }, 'the commands could not be registered'),
      );
  }

  /** Tried again where Telegram, or the network, only wants us to wait. @throws CallError when it says no. */
  async function offer(list: object): Promise<void> {
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        await call('setMyCommands', list, { signal });
        return;
      } catch (error) {
        if (signal.aborted) return;
        const problem = problemOf(error);
        const waits = problem.kind !== 'refused' || problem.retryAfterMs !== undefined;
        if (!waits || failures >= OFFERS) throw error;
        await pause(retryMs(problem, failures), signal).catch(() => {});
      }
    }
  }
}
