/**
 * What can be wrong between us and Telegram, each asked for and answered in words, with the remedy. Nothing is changed
 * by asking.
 */
import { type Call, createCall } from './call.ts';
import { problemOf } from './failures.ts';
import { troubleOf } from './trouble.ts';

export interface Check {
  name: string;
  run(): Promise<CheckResult>;
}

/** `fix` is what the owner can do; empty where there is nothing to be done. */
export interface CheckResult {
  ok: boolean;
  what: string;
  fix: string;
}

export interface DoctorOptions {
  token: string;
  apiRoot: string;
  /** Our own webhook's public address; absent: we ask for updates ourselves. */
  webhook?: string | undefined;
  open: boolean;
  /** Whether somebody opened the pairing link already; undefined where that is not known. */
  paired?: boolean;
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
    ...(paired === undefined ? [] : [ownerCheck(open, paired)]),
  ];
}

function ownerCheck(open: boolean, paired: boolean): Check {
  return {
    name: 'Telegram: owner',
    run: async () =>
      open || paired
        ? well(open ? 'Anybody may talk to the bot.' : 'The bot knows its owner.')
        : {
            ok: false,
            what: 'Nobody has opened the pairing link yet, so the bot answers nobody.',
            fix: 'Open the link that `npm start` prints, or set PARLEY_TELEGRAM_OPEN=yes.',
          },
  };
}

interface Me {
  username?: string;
  can_read_all_group_messages?: boolean;
}
interface WebhookInfo {
  url?: string;
  pending_update_count?: number;
  last_error_message?: string;
}

async function asked<Result>(call: Call, method: string, judge: (result: Result) => CheckResult): Promise<CheckResult> {
  try {
    return judge(await call<Result>(method, {}, { timeoutMs: TIMEOUT_MS }));
  } catch (error) {
    const { reason, remedy } = troubleOf(problemOf(error));
    return { ok: false, what: reason, fix: remedy };
  }
}

function webhookCheck(
  { url = '', pending_update_count: pending = 0, last_error_message: error }: WebhookInfo,
  ours?: string,
): CheckResult {
  if (ours === undefined)
    return url === ''
      ? well('No webhook is set, so Parley can ask for messages.')
      : {
          ok: false,
          what: `A webhook is set to ${new URL(url).host}, so messages go there.`,
          fix: 'Parley takes it away at its start. If it comes back, another program uses this bot: ask @BotFather for a new token.',
        };
  if (!url.startsWith(ours))
    return {
      ok: false,
      what:
        url === ''
          ? 'No webhook is set.'
          : `The webhook is set to ${new URL(url).host}, which is not PARLEY_TELEGRAM_WEBHOOK.`,
      fix: 'Start Parley, which sets it; if it changes again, another program uses this bot.',
    };
  return error === undefined
    ? well(`Telegram posts to ${new URL(url).host}; ${pending} wait.`)
    : {
        ok: false,
        what: `Telegram cannot post to ${new URL(url).host}: ${error}.`,
        fix: 'Check that this address is reachable from outside by https and leads to Parley.',
      };
}

/** https://core.telegram.org/bots/features#privacy-mode */
function privacyCheck({ can_read_all_group_messages: all }: Me): CheckResult {
  return all
    ? well('In groups the bot is handed every message, and keeps only those that speak to it.')
    : {
        ok: true,
        what: 'In groups the bot hears commands, replies to it and its commands’ mentions (privacy mode).',
        fix: 'To be heard as @name in any message, make it an admin there or turn privacy off at @BotFather (/setprivacy).',
      };
}

const well = (what: string): CheckResult => ({ ok: true, what, fix: '' });
