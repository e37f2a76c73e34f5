/** The channels that are configured: made, started and stopped together, each with a host of its own. */
import type { Address, Channel, Host } from '../adapters/contract.ts';
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
