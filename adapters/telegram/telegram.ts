/** Telegram as a channel: one bot, by polling or by webhook. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Address, Channel, ChannelHealth, Host, Member, SendResult } from '../contract.ts';
import { TELEGRAM } from './address.ts';
import { bodyOf } from './body.ts';
import { createCall } from './call.ts';
import { capabilitiesAt } from './capabilities.ts';
import { type Commands, type Connection, connect } from './connect.ts';
import { movedEvent } from './decode.ts';
import { encode } from './encode.ts';
import { problemOf, remedyFor } from './failures.ts';
import { fetchFile } from './fetch.ts';
import { createIntake, type Intake, type Take } from './intake.ts';
import { createPreviews, type TelegramPreviews } from './previews.ts';
import { send } from './send.ts';
import { answerWebhook, WEBHOOK_BYTES } from './webhook.ts';

export interface TelegramOptions {
  /** From BotFather: `<number>:<secret>`. */
  token: string;
  /** Where the Bot API is. */
  apiRoot: string;
  /** Anybody may talk to it; else whoever opens the pairing link is the owner. */
  open: boolean;
  /** Telegram posts to us: our public address, and what it says to be known. Absent: we ask. */
  webhook?: { url: string; secret: string };
  /** How much slower than usual sends leave; 0: as fast as they go. */
  pace: number;
  commands: Commands;
  /** Waits between tries; rejects when the signal is aborted. */
  pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Starting waits so long for Telegram to say who we are; then it goes on in the background. */
const INTRODUCTION_MS = 5_000;
/** A restart takes about so long. */
const STOPPED_MS = 5_000;

export const botIdOf = (token: string): string => token.slice(0, token.indexOf(':'));

export function createTelegramChannel(options: TelegramOptions): Channel {
  const { token, apiRoot, webhook, pace, open, commands } = options;
  const pause = options.pause ?? ((ms, signal) => sleep(ms, undefined, { signal, ref: false }));
  const call = createCall(token, apiRoot);
  const account = botIdOf(token);
  const path = `/hooks/telegram/${account}`;
  const stopped = new AbortController();
  let running: { host: Host; intake: Intake; previews: TelegramPreviews; connection: Connection } | undefined;

  const channel: Channel & { mention?: string; onlySpokenTo?: true } = {
    id: TELEGRAM,
    account,
    capabilities: capabilitiesAt(pace, open),

    async start(host) {
      const unsure = (why: string) =>
        host.log.warn({ why }, 'the beginning of an answer may stay in a group, beside the answer');
      const previews = await createPreviews({ call, state: host.state, unsure });
      const intake = createIntake(host, call, () => running?.connection.bot);
      // What is posted while we stop is posted again to whoever comes after us.
      const take: Take = async (updates) =>
        stopped.signal.aborted ? { from: 0, afterMs: STOPPED_MS } : intake.take(updates);
      if (webhook)
        host.hook(path, { maxBytes: WEBHOOK_BYTES }, (request) => answerWebhook(request, webhook.secret, take));
      const connection = connect({
        call,
        take: intake.take,
        commands,
        webhook: webhook && { ...webhook, url: webhook.url + path },
        pause,
        signal: stopped.signal,
        log: host.log,
      });
      running = { host, intake, previews, connection };
      const introduced = connection.introduced.then(() => {
        if (connection.bot) channel.mention = `@${connection.bot.username}`;
        if (connection.onlySpokenTo) channel.onlySpokenTo = true;
      });
      await Promise.race([introduced, sleep(INTRODUCTION_MS, undefined, { ref: false })]);
    },

    async stop() {
      stopped.abort();
      running?.previews.stop();
      await running?.connection.ended;
    },

    encode,

    async send(part, key) {
      if (!running) return { status: 'failed', error: { retryable: true, reason: 'not started' } };
      const { host, intake, previews } = running;
      await previews.settled(part.address);
      const result = await send(part, key, {
        call,
        file: host.file,
        shown: previews.shown,
        moved: ({ chat }, to) =>
          void intake.admitOwn(movedEvent({ id: account, username: '' }, Number(chat), to, Date.now())),
        silenced: (address, sent) => void intake.admitOwn(silencedEvent(address, sent)),
      });
      const { kind, leads } = bodyOf(part);
      if (result.status === 'sent' && leads) {
        if (kind === 'text') previews.became(part.address);
        else await previews.end(part.address);
      }
      return result;
    },

    preview(address, preview) {
      if (preview === null) return void running?.previews.end(address);
      return running?.previews.show(address, preview);
    },

    async typing({ chat, thread }): Promise<SendResult> {
      const shown = call('sendChatAction', {
        chat_id: chat,
        action: 'typing',
        ...(thread ? { message_thread_id: Number(thread) } : {}),
      });
      // Nobody misses it; only a "too fast" is worth knowing.
      return shown.then(
        () => ({ status: 'sent', id: '' }),
        (error: unknown) => {
          const remedy = remedyFor(problemOf(error));
          const told = remedy.kind === 'result' || remedy.kind === 'silenced';
          return told ? remedy.result : { status: 'failed', error: { retryable: false, reason: remedy.kind } };
        },
      );
    },

    async isAdmin({ chat }, { id }) {
      // Only admins can speak as the group itself.
      if (id === `chat:${chat}`) return true;
      if (!isPerson(id)) return false;
      try {
        const { status } = await call<{ status?: string }>('getChatMember', { chat_id: chat, user_id: Number(id) });
        return status === 'creator' || status === 'administrator';
      } catch (error) {
        running?.host.log.warn({ err: error }, 'Telegram could not say who is an admin');
        return false;
      }
    },

    privately: (address, { id }: Member): Address | null =>
      isPerson(id) ? { channel: TELEGRAM, account: address.account, chat: id } : null,

    // https://core.telegram.org/bots/features#deep-linking: up to 64 characters of A-Z, a-z, 0-9, _ and -.
    invitation(code) {
      const bot = running?.connection.bot;
      return bot && /^[\w-]{1,64}$/.test(code) ? `https://t.me/${bot.username}?start=${code}` : null;
    },

    fetch: (recipe, limits) => fetchFile(recipe, limits, { call, apiRoot, token }),

    health(): ChannelHealth {
      const { connection, intake } = running ?? {};
      const seen = intake?.lastInboundAt === undefined ? {} : { lastInboundAt: intake.lastInboundAt };
      if (connection?.trouble) {
        const { reason, remedy } = connection.trouble;
        return { state: 'trouble', ...seen, reason, remedy };
      }
      if (intake && intake.lost > 0)
        return {
          ...{
            state: 'trouble',
            ...seen,
            reason: `Updates that could not be stored, and are lost: ${intake.lost}.`,
          },
          remedy: 'Look for "could not be admitted" in the log. What came after them is heard.',
        };
      if (!connection?.bot) return { state: connection ? 'connecting' : 'off', ...seen };
      return { state: intake?.lastInboundAt === undefined ? 'unproven' : 'ok', ...seen };
    },
  };
  return channel;
}

/** People have positive numbers; groups and channels that speak have other names (address.ts). */
const isPerson = (member: string): boolean => /^\d+$/.test(member);

/** Telegram tells it as an update too, unless it happened while nobody was listening. */
const silencedEvent = (address: Address, key: string) =>
  ({
    kind: 'membership',
    address,
    eventId: `silenced.${key}`,
    at: Date.now(),
    member: { id: address.group ? address.account : address.chat },
    change: address.group ? 'removed' : 'blocked',
  }) as const;
