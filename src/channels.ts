/** The channels that are configured: made, started and stopped together, each with a host of its own. */
import { readFile } from 'node:fs/promises';
import type { Address, Channel, Host } from '../adapters/contract.ts';
import type { Check } from '../adapters/meta/doctor.ts';
import { WHATSAPP_CLOUD } from '../adapters/whatsapp-cloud/limits.ts';
import { type Book, readBook } from './assistant/business/book.ts';
import { type Config, ConfigError } from './config.ts';
import { conversationName } from './conversation/names.ts';
import type { Ask } from './conversation/record.ts';
import type { Door } from './http.ts';
import type { Log } from './log.ts';

/** https://www.whatsapp.com/legal/business-solution-terms, section on AI providers */
export const WHATSAPP_POLICY =
  "WhatsApp Cloud does not start: since 15 January 2026 WhatsApp's business terms forbid assistants whose main purpose is general " +
  'conversation. Name a file with your own answers in PARLEY_WHATSAPP_CLOUD_BOOK, and it answers from that alone; or, if a general ' +
  'assistant is allowed where you are, set PARLEY_WHATSAPP_CLOUD_POLICY_ACKNOWLEDGED=yes.';

export interface ChannelsOptions {
  admit: Host['admit'];
  file: Host['file'];
  door: Door;
  ask: Ask;
  secret: Buffer;
  log: Log;
  /** Aborted when the service stops. */
  signal: AbortSignal;
}

export interface Channels {
  /** The channel that speaks for an address; undefined: it is not configured any more. */
  of(address: Address): Channel | undefined;
  readonly all: readonly Channel[];
  /** Starts one and, whether or not its platform can be reached, keeps it. */
  start(channel: Channel, options: ChannelsOptions): Promise<void>;
  stop(): Promise<void>;
}

export function createChannels(): Channels {
  const channels = new Map<string, Channel>();
  return {
    of: ({ channel, account }) => channels.get(nameOf(channel, account)),
    get all() {
      return [...channels.values()];
    },
    async start(channel, options) {
      channels.set(nameOf(channel.id, channel.account), channel);
      await channel.start(hostFor(channel, options));
    },
    async stop() {
      await Promise.all([...channels.values()].map((channel) => channel.stop()));
    },
  };
}

/** What people see of a page before they write. */
const PROFILE = {
  menu: [
    { title: 'Help', command: '/help' },
    { title: 'Switch on', command: '/on' },
    { title: 'Switch off', command: '/off' },
    { title: 'Privacy', command: '/privacy' },
    { title: 'Erase this chat', command: '/forget' },
  ],
  questions: ['What can you do?'],
};

export interface ConfiguredChannels {
  channels: Channel[];
  /** What a channel answers from where it answers from the operator's own words alone. */
  book: (address: Address) => Book | undefined;
  /** Why one that is configured does not start. */
  warnings: string[];
}

/** The channels the settings name. What the others need is never loaded. `forget` erases a chat that Meta asks to have deleted. */
export async function configuredChannels(
  config: Config,
  { forget }: { forget?: (address: Address) => Promise<void> } = {},
): Promise<ConfiguredChannels> {
  const { meta, whatsappCloud, messenger, instagram } = config;
  const channels: Channel[] = [];
  const warnings: string[] = [];
  const app = meta && { ...meta, forget };
  const book = whatsappCloud?.book === undefined ? undefined : await bookIn(whatsappCloud.book);
  if (app && whatsappCloud && (book || whatsappCloud.policyAcknowledged))
    channels.push(
      (await import('../adapters/whatsapp-cloud/whatsapp-cloud.ts')).createWhatsAppCloudChannel({
        ...app,
        ...whatsappCloud,
      }),
    );
  else if (whatsappCloud) warnings.push(WHATSAPP_POLICY);
  if (app && messenger)
    channels.push(
      (await import('../adapters/messenger/messenger.ts')).createMessengerChannel({
        ...app,
        ...messenger,
        profile: PROFILE,
      }),
    );
  if (app && instagram)
    channels.push(
      (await import('../adapters/instagram/instagram.ts')).createInstagramChannel({
        ...app,
        ...instagram,
        profile: PROFILE,
      }),
    );
  return { channels, warnings, book: ({ channel }) => (channel === WHATSAPP_CLOUD ? book : undefined) };
}

/** @throws ConfigError saying what is wrong with the file. */
async function bookIn(file: string): Promise<Book> {
  try {
    return readBook(await readFile(file, 'utf8'));
  } catch (error) {
    throw new ConfigError([`PARLEY_WHATSAPP_CLOUD_BOOK (${file}): ${(error as Error).message}`]);
  }
}

/** What `npm run doctor` looks at for the channels of Meta that the settings name. */
export async function configuredChecks({ meta, whatsappCloud, messenger, instagram }: Config): Promise<Check[]> {
  if (!meta) return [];
  const { doctorChecks } = await import('../adapters/meta/doctor.ts');
  return [
    ...(whatsappCloud
      ? doctorChecks({
          ...meta,
          ...whatsappCloud,
          channel: 'whatsapp-cloud',
          account: whatsappCloud.numberId,
          withinTerms: whatsappCloud.policyAcknowledged || whatsappCloud.book !== undefined,
        })
      : []),
    ...(messenger ? doctorChecks({ ...meta, ...messenger, channel: 'messenger', account: messenger.pageId }) : []),
    ...(instagram
      ? doctorChecks({
          ...meta,
          ...instagram,
          channel: 'instagram',
          account: instagram.pageId ?? instagram.accountIds[0],
        })
      : []),
  ];
}

const nameOf = (channel: string, account: string): string => JSON.stringify([channel, account]);

function hostFor(channel: Channel, { admit, file, door, ask, secret, log, signal }: ChannelsOptions): Host {
  const account = nameOf(channel.id, channel.account);
  return {
    admit,
    file,
    route: door.forOwner,
    hook: door.hook,
    replay: (address, after, limit) => ask('replay', { conversation: conversationName(secret, address), after, limit }),
    state: {
      get: (name) => ask('recall', { account, name }),
      set: (name, value) => ask('keep', { account, name, value }),
    },
    log,
    signal,
  };
}
