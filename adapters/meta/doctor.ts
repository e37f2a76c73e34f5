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

interface Guide {
  /** As the app dashboard names the product in its list of webhooks, and as the webhooks themselves name it. */
  product: string;
  object: string;
  /** What the webhook has to be subscribed to. */
  fields: readonly string[];
  /** Where the token comes from, and what it has to be allowed. */
  token: string;
  permission: string;
  /** Where the account itself is subscribed to the app; absent where that goes along with the webhook. */
  subscribe?: string;
}

/**
 * Where things are in Meta's pages: https://developers.facebook.com/documentation/business-messaging/whatsapp/get-started,
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/get-started and
 * https://developers.facebook.com/documentation/instagram-platform/webhooks.
 */
const GUIDES: { [Channel in DoctorOptions['channel']]: Guide } = {
  'whatsapp-cloud': {
    product: 'WhatsApp Business Account',
    object: 'whatsapp_business_account',
    fields: ['messages'],
    token: 'in the Business settings under System users, for the app and the number, without an end',
    permission: 'whatsapp_business_messaging',
  },
  messenger: {
    product: 'Page',
    object: 'page',
    fields: ['messages', 'messaging_postbacks', 'message_echoes', 'message_reactions', 'message_edits'],
    token: 'in the app dashboard under Messenger → API settings, beside the page',
    permission: 'pages_messaging',
    subscribe: 'In the app dashboard under Messenger → API settings, add subscriptions to the page',
  },
  instagram: {
    product: 'Instagram',
    object: 'instagram',
    fields: ['messages', 'messaging_postbacks', 'message_reactions'],
    token: 'in the app dashboard under Instagram → API setup, beside the account',
    permission: 'instagram_business_manage_messages (by a page: instagram_manage_messages and pages_messaging)',
    subscribe: 'In the app dashboard under Instagram → API setup, switch on the webhook subscription of the account',
  },
};

const REACH_MS = 15_000;

const fine = (words: string): CheckResult => ({ state: 'fine', words });
const wrong = (words: string, remedy: string): CheckResult => ({ state: 'bad', words, remedy });

/** In the order in which they make sense: the first that fails explains those after it. `ask` goes by way of the public address. */
export function doctorChecks(options: DoctorOptions, ask: typeof fetch = fetch): Check[] {
  const { channel, account, graph: base, token, appId, appSecret } = options;
  const graph = createGraph({ base, token });
  const guide = GUIDES[channel];
  return [
    ...(options.withinTerms === undefined
      ? []
      : [{ name: `${channel}: terms`, run: async () => terms(options.withinTerms === true) }]),
    { name: `${channel}: token`, run: () => tokenCheck(graph, account, guide) },
    { name: `${channel}: webhook reachable`, run: () => reachable(options, ask) },
    {
      name: `${channel}: webhook set up`,
      run: async () =>
        appId === undefined
          ? wrong('It is not known which app the webhook belongs to.', 'Set PARLEY_META_APP_ID to have this checked.')
          : // An app signs in as itself with its id and secret: https://developers.facebook.com/docs/facebook-login/guides/access-tokens#apptokens
            webhookSet(createGraph({ base, token: `${appId}|${appSecret}` }), appId, options),
    },
    ...(guide.subscribe === undefined
      ? []
      : [{ name: `${channel}: account subscribed`, run: () => subscribed(graph, guide, options) }]),
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

async function tokenCheck(graph: Graph, account: string, { token, permission }: Guide): Promise<CheckResult> {
  const found = await graph.get(account, { fields: 'id' });
  if (found.status === 'ok' && identifier(found.body.id) === account) return fine(`The token opens ${account}.`);
  if (found.status === 'ok')
    return wrong(`The token opens another account than ${account}.`, 'Make the token for the account whose id is set.');
  const reason = reasonOf(found);
  if (found.status === 'unknown')
    return wrong(`Meta did not answer: ${reason}.`, 'Check the connection of this machine.');
  switch (found.error.kind) {
    case 'token refused':
      return wrong('Meta refuses the token: it is wrong, has expired or was withdrawn.', `Make a new one ${token}.`);
    case 'no permission':
    case 'request refused':
      return wrong(
        `The token may not use ${account} (${reason}).`,
        `Check the id, and that the token is for this account, with the permission ${permission}; it is made ${token}.`,
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
async function webhookSet(graph: Graph, appId: string, { channel, publicUrl }: DoctorOptions): Promise<CheckResult> {
  const { product, object, fields } = GUIDES[channel];
  const hook = `${publicUrl ?? 'https://YOUR-ADDRESS'}/hooks/${channel}`;
  const setUp = `In the app dashboard under Webhooks, choose ${product}, set the callback ${hook} with the word in PARLEY_META_VERIFY_TOKEN, and subscribe to ${fields.join(', ')}.`;
  const found = await graph.get(`${appId}/subscriptions`);
  if (found.status !== 'ok')
    return wrong(
      `The app could not be asked: ${reasonOf(found)}.`,
      'Check PARLEY_META_APP_ID and PARLEY_META_APP_SECRET.',
    );
  const own = records(found.body.data).find((row) => row.object === object && row.active !== false);
  if (!own) return wrong(`The app has no webhook for ${product}.`, setUp);
  const callback = text(own.callback_url);
  if (publicUrl !== undefined && callback !== hook)
    return wrong(`The webhook leads to ${callback ?? 'nowhere'}.`, setUp);
  const names = records(own.fields).map(({ name }) => name);
  const missing = fields.filter((field) => !names.includes(field));
  return missing.length === 0
    ? fine(`The webhook is subscribed to ${fields.join(', ')}.`)
    : wrong(`The webhook is not subscribed to ${missing.join(', ')}.`, setUp);
}

/**
 * A webhook hears only of accounts that are subscribed to the app besides:
 * https://developers.facebook.com/docs/graph-api/reference/page/subscribed_apps
 */
async function subscribed(
  graph: Graph,
  { subscribe, fields }: Guide,
  { account, appId }: DoctorOptions,
): Promise<CheckResult> {
  const found = await graph.get(`${account}/subscribed_apps`);
  if (found.status !== 'ok')
    return wrong(`${account} could not be asked which apps it tells: ${reasonOf(found)}.`, 'Check the token first.');
  const own = records(found.body.data).find(({ id }) => appId === undefined || identifier(id) === appId);
  const told: unknown[] = Array.isArray(own?.subscribed_fields) ? own.subscribed_fields : [];
  const missing = fields.filter((field) => !told.includes(field));
  if (missing.length === 0) return fine(`${account} tells the app what people write.`);
  const what = own
    ? `${account} does not tell the app of ${missing.join(', ')}.`
    : `${account} tells this app nothing.`;
  return wrong(what, `${subscribe}: ${fields.join(', ')}.`);
}

const reasonOf = (result: Exclude<GraphResult, { status: 'ok' }>): string =>
  result.status === 'failed' ? result.error.failure.reason : result.why;
