/** What can be checked of a channel of Meta's before anybody writes, and what to do where it is not right. */
import { randomBytes } from 'node:crypto';
import type { Check } from '../contract.ts';
import { createGraph, type Graph, type GraphResult } from './graph.ts';
import { identifier, records, text } from './json.ts';

type CheckResult = Awaited<ReturnType<Check['run']>>;

export interface DoctorOptions {
  /** The channel's id, which is also the last part of its webhook's address. */
  channel: 'whatsapp-cloud' | 'messenger' | 'instagram';
  account: string;
  graph: string;
  token: string;
  appSecret: string;
  verifyToken: string;
  appId: string | undefined;
  publicUrl: string | undefined;
  /** WhatsApp only: whether the owner gives the business's own answers alone, or has acknowledged the platform's terms. */
  withinTerms?: boolean;
}

/** What each webhook has to be subscribed to, by the object it is about. */
const SUBSCRIPTIONS = {
  'whatsapp-cloud': { object: 'whatsapp_business_account', fields: ['messages'] },
  messenger: {
    object: 'page',
    fields: ['messages', 'messaging_postbacks', 'message_echoes', 'message_reactions', 'message_edits'],
  },
  instagram: { object: 'instagram', fields: ['messages', 'messaging_postbacks', 'message_reactions'] },
} as const;

const REACH_MS = 15_000;

const fine = (words: string): CheckResult => ({ state: 'fine', words });
const wrong = (words: string, remedy: string): CheckResult => ({ state: 'bad', words, remedy });

/** In the order in which they make sense: the first that fails explains those after it. `ask` goes by way of the public address. */
export function doctorChecks(options: DoctorOptions, ask: typeof fetch = fetch): Check[] {
  const { channel, account, graph: base, token, appId, appSecret } = options;
  const graph = createGraph({ base, token });
  return [
    ...(options.withinTerms === undefined
      ? []
      : [{ name: `${channel}: terms`, run: async () => terms(options.withinTerms === true) }]),
    { name: `${channel}: token`, run: () => tokenCheck(graph, account) },
    { name: `${channel}: webhook reachable`, run: () => reachable(options, ask) },
    {
      name: `${channel}: webhook set up`,
      run: async () =>
        appId === undefined
          ? wrong('It is not known which app the webhook belongs to.', 'Set PARLEY_META_APP_ID to have this checked.')
          : // An app signs in as itself with its id and secret: https://developers.facebook.com/docs/facebook-login/guides/access-tokens#apptokens
            subscribed(createGraph({ base, token: `${appId}|${appSecret}` }), appId, options),
    },
  ];
}

function terms(within: boolean): CheckResult {
  return within
    ? fine('What is answered is within the terms, by your own word or by your own answers.')
    : wrong(
        "WhatsApp's business terms restrict general assistants since 15 January 2026.",
        'Name your own answers in PARLEY_WHATSAPP_CLOUD_BOOK; or read the terms (https://www.whatsapp.com/legal/business-solution-terms) and, if your use is allowed, set PARLEY_WHATSAPP_CLOUD_POLICY_ACKNOWLEDGED=yes.',
      );
}

async function tokenCheck(graph: Graph, account: string): Promise<CheckResult> {
  const found = await graph.get(account, { fields: 'id' });
  if (found.status === 'ok' && identifier(found.body.id) === account) return fine(`The token opens ${account}.`);
  if (found.status === 'ok')
    return wrong(`The token opens another account than ${account}.`, 'Make the token for the account whose id is set.');
  const reason = reasonOf(found);
  if (found.status === 'unknown')
    return wrong(`Meta did not answer: ${reason}.`, 'Check the connection of this machine.');
  switch (found.error.kind) {
    case 'token refused':
      return wrong(
        'Meta refuses the token: it is wrong, has expired or was withdrawn.',
        'Make a new one in the app dashboard.',
      );
    case 'no permission':
    case 'request refused':
      return wrong(
        `The token may not use ${account} (${reason}).`,
        'Check the id, and that the token has the messaging permission for this account.',
      );
    default:
      return wrong(`The account could not be opened: ${reason}.`, 'Try again in a while.');
  }
}

/** Asks ourselves as Meta does when the webhook is set up, by way of the public address. */
async function reachable({ channel, publicUrl, verifyToken }: DoctorOptions, ask: typeof fetch): Promise<CheckResult> {
  const hook = `${publicUrl ?? 'https://YOUR-ADDRESS'}/hooks/${channel}`;
  if (publicUrl === undefined)
    return wrong(
      'There is no public address under which Meta could reach this machine.',
      `Open a tunnel to this port or put a proxy in front of it, and set PARLEY_PUBLIC_URL. Meta will call ${hook}.`,
    );
  if (!publicUrl.startsWith('https://'))
    return wrong(
      `${publicUrl} is not https, and Meta calls nothing else.`,
      'Use the https address of the tunnel or proxy.',
    );
  const challenge = randomBytes(8).toString('hex');
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.verify_token': verifyToken,
    'hub.challenge': challenge,
  });
  try {
    const response = await ask(`${hook}?${query}`, { signal: AbortSignal.timeout(REACH_MS), redirect: 'manual' });
    if (response.status === 200 && (await response.text()) === challenge) return fine(`${hook} answers.`);
    return wrong(
      `${hook} answers ${response.status}, but not as Parley does.`,
      'Start Parley with these settings, and check that the public address leads to its port.',
    );
  } catch {
    return wrong(`${hook} does not answer.`, 'Start Parley and the tunnel or proxy, then check again.');
  }
}

/** https://developers.facebook.com/docs/graph-api/reference/app/subscriptions */
async function subscribed(graph: Graph, appId: string, { channel, publicUrl }: DoctorOptions): Promise<CheckResult> {
  const { object, fields } = SUBSCRIPTIONS[channel];
  const hook = `${publicUrl ?? 'https://YOUR-ADDRESS'}/hooks/${channel}`;
  const setUp = `In the app dashboard under Webhooks → ${object}, set the callback ${hook} with your verify token, and subscribe to ${fields.join(', ')}.`;
  const found = await graph.get(`${appId}/subscriptions`);
  if (found.status !== 'ok')
    return wrong(
      `The app could not be asked: ${reasonOf(found)}.`,
      'Check PARLEY_META_APP_ID and PARLEY_META_APP_SECRET.',
    );
  const own = records(found.body.data).find((row) => row.object === object && row.active !== false);
  if (!own) return wrong(`The app has no webhook for ${object}.`, setUp);
  const callback = text(own.callback_url);
  if (publicUrl !== undefined && callback !== hook)
    return wrong(`The webhook leads to ${callback ?? 'nowhere'}.`, setUp);
  const names = records(own.fields).map(({ name }) => name);
  const missing = fields.filter((field) => !names.includes(field));
  return missing.length === 0
    ? fine(`The webhook is subscribed to ${fields.join(', ')}.`)
    : wrong(`The webhook is not subscribed to ${missing.join(', ')}.`, setUp);
}

const reasonOf = (result: Exclude<GraphResult, { status: 'ok' }>): string =>
  result.status === 'failed' ? result.error.failure.reason : result.why;
