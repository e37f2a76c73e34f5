/** The channels that are configured: made, started and stopped together, each with a host of its own. */
import type { Address, Channel, Host } from '../adapters/contract.ts';
import type { Check } from '../adapters/meta/doctor.ts';
import type { Config } from './config.ts';
import { conversationName } from './conversation/names.ts';
import type { Ask } from './conversation/record.ts';
import type { Door } from './http.ts';
import type { Log } from './log.ts';

/** https://www.whatsapp.com/legal/business-solution-terms, section on AI providers */
export const WHATSAPP_POLICY =
  "WhatsApp Cloud does not start: since 15 January 2026 WhatsApp's business terms forbid assistants whose main purpose is general " +
  'conversation. If your use is allowed, or you run it where the rule does not hold, set PARLEY_WHATSAPP_CLOUD_POLICY_ACKNOWLEDGED=yes.';

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
  if (app && whatsappCloud?.policyAcknowledged)
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
  return { channels, warnings };
}

/** What `npm run doctor` looks at for the channels of Meta that the settings name. */
export async function configuredChecks({ meta, whatsappCloud, messenger, instagram }: Config): Promise<Check[]> {
  if (!meta) return [];
  const { doctorChecks } = await import('../adapters/meta/doctor.ts');
  return [
    ...(whatsappCloud
      ? doctorChecks({ ...meta, ...whatsappCloud, channel: 'whatsapp-cloud', account: whatsappCloud.numberId })
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
