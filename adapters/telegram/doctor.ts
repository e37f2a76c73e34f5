/**
 * What can be wrong between us and Telegram, each asked for and answered in words, with the remedy. Nothing is changed
 * by asking.
 */
import type { Check } from '../contract.ts';
import { type Call, createCall } from './call.ts';
import { problemOf } from './failures.ts';
import { troubleOf } from './trouble.ts';

type CheckResult = Awaited<ReturnType<Check['run']>>;

export interface DoctorOptions {
  token: string;
  apiRoot: string;
  /** Our own webhook's public address; absent: we ask for updates ourselves. */
  webhook?: string | undefined;
  /** Whether the settings say who may talk to it, so that no pairing is needed. */
  open: boolean;
  /** Whether somebody opened the pairing link already; undefined where that cannot be told now. */
  paired: boolean | undefined;
}

/** Asking must not take longer than a person waits. */
const TIMEOUT_MS = 15_000;

export function telegramChecks({ token, apiRoot, webhook, open, paired }: DoctorOptions): Check[] {
  const call = createCall(token, apiRoot);
  return [
    {
      name: 'Telegram: token',
      run: () => asked(call, 'getMe', (me: Me) => well(`This is @${me.username}.`)),
    },
    {
      name: 'Telegram: webhook',
      run: () => asked(call, 'getWebhookInfo', (info: WebhookInfo) => webhookCheck(info, webhook)),
    },
    { name: 'Telegram: groups', run: () => asked(call, 'getMe', privacyCheck) },
    { name: 'Telegram: pairing', run: async () => pairingCheck(open, paired) },
  ];
}

function pairingCheck(open: boolean, paired: boolean | undefined): CheckResult {
  if (paired) return well('The bot knows its owner.');
  if (paired === undefined)
    return {
      state: 'note',
      words: 'It cannot be told now whether the bot knows its owner: the conversations’ file is in use.',
      remedy: 'Stop Parley and ask again; or write /start to the bot.',
    };
  return open
    ? well('No pairing is needed: the settings say who may talk to the bot.')
    : {
        state: 'bad',
        words: 'Nobody has paired, so the bot answers nobody.',
        remedy: 'Run npm start and open the link that it prints, or set PARLEY_TELEGRAM_OPEN=yes.',
      };
}

interface Me {
  username?: string;
  can_read_all_group_messages?: boolean;
}
interface WebhookInfo {
  url?: string;
  pending_update_count?: number;
  /** Of the newest delivery that failed, in s since 1970; it is told for ever, also when all went well since. */
  last_error_date?: number;
  last_error_message?: string;
}

async function asked<Result>(call: Call, method: string, judge: (result: Result) => CheckResult): Promise<CheckResult> {
  try {
    return judge(await call<Result>(method, {}, { timeoutMs: TIMEOUT_MS }));
  } catch (error) {
    const { reason, remedy } = troubleOf(problemOf(error));
    return { state: 'bad', words: reason, remedy };
  }
}

/** An error this long ago, with nothing that waits, is over: Telegram tries again within minutes. */
const ERROR_OVER_MS = 3_600_000;

function webhookCheck(
  {
    url = '',
    pending_update_count: pending = 0,
    last_error_message: error,
    last_error_date: failedAt = 0,
  }: WebhookInfo,
  ours?: string,
): CheckResult {
  if (ours === undefined)
    return url === ''
      ? well('No webhook is set, so Parley can ask for messages.')
      : {
          state: 'bad',
          words: `A webhook is set to ${new URL(url).host}, so messages go there.`,
          remedy:
            'Parley takes it away at its start. If it comes back, another program uses this bot: ask @BotFather for a new token.',
        };
  if (!isUnder(url, ours))
    return {
      state: 'bad',
      words:
        url === ''
          ? 'No webhook is set.'
          : `The webhook is set to ${new URL(url).host}, which is not PARLEY_TELEGRAM_WEBHOOK.`,
      remedy: 'Start Parley, which sets it; if it changes again, another program uses this bot.',
    };
  const over = pending === 0 || Date.now() - failedAt * 1000 > ERROR_OVER_MS;
  return error === undefined || over
    ? well(`Telegram posts to ${new URL(url).host}; ${pending} wait.`)
    : {
        state: 'bad',
        words: `Telegram cannot post to ${new URL(url).host}: ${error}.`,
        remedy: 'Check that this address is reachable from outside by https and leads to Parley.',
      };
}

/** Whether an address is one of ours: the same origin, and below our path. */
function isUnder(url: string, ours: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(ours)) return false;
  const [theirs, own] = [new URL(url), new URL(ours)];
  const folder = own.pathname.replace(/\/*$/, '/');
  return theirs.origin === own.origin && `${theirs.pathname}/`.startsWith(folder);
}

/** https://core.telegram.org/bots/features#privacy-mode */
function privacyCheck({ can_read_all_group_messages: all }: Me): CheckResult {
  return all
    ? well('In groups the bot is handed every message, and keeps only those that speak to it.')
    : {
        state: 'note',
        words: 'In groups the bot hears commands, replies to it and its commands’ mentions (privacy mode).',
        remedy:
          'To be heard as @name in any message, make it an admin there or turn privacy off at @BotFather (/setprivacy).',
      };
}

const well = (words: string): CheckResult => ({ state: 'fine', words });
