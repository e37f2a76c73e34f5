/** The channels that are configured: made, started and stopped together, each with a host of its own. */
import { createHmac } from 'node:crypto';
import type { Address, Channel, Host } from '../adapters/contract.ts';
import { commandMenus } from './assistant/command-menu.ts';
import type { Config, TelegramConfig } from './config.ts';
import { accountName, conversationName } from './conversation/names.ts';
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
  of(address: Pick<Address, 'channel' | 'account'>): Channel | undefined;
  /** The same by its account's name (`accountName`). */
  byAccount(account: string): Channel | undefined;
  readonly all: readonly Channel[];
  /** Starts one and, whether or not its platform can be reached, keeps it. */
  start(channel: Channel, options: ChannelsOptions): Promise<void>;
  stop(): Promise<void>;
}

export function createChannels(): Channels {
  const channels = new Map<string, Channel>();
  return {
    of: (address) => channels.get(accountName(address)),
    byAccount: (account) => channels.get(account),
    get all() {
      return [...channels.values()];
    },
    async start(channel, options) {
      channels.set(nameOf(channel), channel);
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
    commands: commandMenus(),
  });
}

/** What a platform says to be known at our door: made from the installation's secret, and telling nothing of it. */
const hookSecret = (secret: Buffer, channel: string): string =>
  createHmac('sha256', secret).update(`hook ${channel}`).digest('hex');

const nameOf = ({ id, account }: Channel): string => accountName({ channel: id, account });

function hostFor(channel: Channel, { admit, file, door, ask, secret, log, signal }: ChannelsOptions): Host {
  const account = nameOf(channel);
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
