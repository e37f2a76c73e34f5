/** The channels that are configured: made, started and stopped together, each with a host of its own. */
import { createHmac } from 'node:crypto';
import type { Address, Channel, Host } from '../adapters/contract.ts';
import type { Config, TelegramConfig } from './config.ts';
import { conversationName } from './conversation/names.ts';
import type { Ask } from './conversation/record.ts';
import type { Door } from './http.ts';
import type { Log } from './log.ts';

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

/** The channels the settings name besides the page. What they are made of is only loaded for those. */
export async function configuredChannels(config: Config, secret: Buffer): Promise<Channel[]> {
  return Promise.all([...(config.telegram ? [telegram(config.telegram, secret)] : [])]);
}

async function telegram({ webhook, ...options }: TelegramConfig, secret: Buffer): Promise<Channel> {
  const { createTelegramChannel } = await import('../adapters/telegram/telegram.ts');
  return createTelegramChannel({
    ...options,
    ...(webhook === undefined ? {} : { webhook: { url: webhook, secret: hookSecret(secret, 'telegram') } }),
    commands: new Map(),
  });
}

/** What a platform says to be known at our door: made from the installation's secret, and telling nothing of it. */
const hookSecret = (secret: Buffer, channel: string): string =>
  createHmac('sha256', secret).update(`hook ${channel}`).digest('hex');

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
