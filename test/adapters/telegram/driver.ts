/** The channel in front of the stand-in, for the suite and for tests of the adapter alone. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Update, User } from '@grammyjs/types';
import { expect } from 'vitest';
import type { HookRequest, HookResponse, OutPart } from '../../../adapters/contract.ts';
import { bodyOf } from '../../../adapters/telegram/body.ts';
import { createTelegramChannel, type TelegramOptions } from '../../../adapters/telegram/telegram.ts';
import type { ChannelDriver, ScriptedHost, Told } from '../../contract/channel.ts';
import {
  openTelegramStandIn,
  type StandInOptions,
  type TelegramStandIn,
  tooFast,
} from '../../doubles/telegram/stand-in.ts';
import type { Place } from '../../doubles/telegram/world.ts';

export interface TelegramDriver extends ChannelDriver {
  standIn: TelegramStandIn;
  ana: User;
  chat: Place;
  /** Resolves when the bot said whether it has an update. */
  told(update: Update | null, again?: boolean): Promise<Told>;
}

export interface DriverOptions {
  webhook?: boolean;
  standIn?: StandInOptions;
  channel?: Partial<TelegramOptions>;
}

const WEBHOOK_SECRET = 'the-secret-of-the-webhook';

/** Waits as the adapter wants, and far shorter. */
export const hurried = (ms: number, signal: AbortSignal) => sleep(Math.min(ms, 5), undefined, { signal });

export async function openDriver(
  host: ScriptedHost,
  { webhook = false, standIn: platform = {}, channel: over = {} }: DriverOptions = {},
): Promise<TelegramDriver> {
  const standIn = await openTelegramStandIn({ speed: 1000, ...platform });
  const door = await openDoor(host);
  const options: TelegramOptions = {
    token: standIn.token,
    apiRoot: standIn.url,
    open: true,
    pace: 0,
    commands: new Map(),
    pause: hurried,
    ...(webhook ? { webhook: { url: door.url, secret: WEBHOOK_SECRET } } : {}),
    ...over,
  };
  let channel = createTelegramChannel(options);
  await channel.start(host);
  const ana = standIn.server.world.person();
  const chat = standIn.server.world.privately(ana);
  const said = new Map<string, Update>();
  const { updates } = standIn.server;
  let nextOdd = 900_000;

  async function told(update: Update | null, again = false): Promise<Told> {
    const id = update!.update_id;
    if (webhook) {
      const before = updates.answers.filter(({ updateId }) => updateId === id).length;
      const answer = () => updates.answers.filter(({ updateId }) => updateId === id)[Math.max(0, before)];
      await expect.poll(answer, { interval: 2, timeout: 10_000 }).toBeDefined();
      return answer()!.status === 200 ? 'received' : 'not received';
    }
    // The poll that is open now is the one that gives it.
    const since = again ? updates.polls.length - 1 : 0;
    const given = () => updates.polls.findIndex(({ gave }, index) => index >= since && gave.includes(id));
    await expect.poll(given, { interval: 2, timeout: 10_000 }).toBeGreaterThan(-1);
    const first = given();
    await expect.poll(() => updates.polls.length, { interval: 2, timeout: 10_000 }).toBeGreaterThan(first + 1);
    return (updates.polls[first + 1]!.offset ?? 0) > id ? 'received' : 'not received';
  }
  const odd = (update: object) => async (): Promise<Told> => {
    const numbered = { update_id: nextOdd++, ...update } as Update;
    const telling = told(numbered);
    updates.again(numbered);
    return telling;
  };

  return {
    standIn,
    ana,
    chat,
    told,
    get channel() {
      return channel;
    },
    async say(text, id) {
      const before = said.get(id);
      if (before) {
        const telling = told(before, true);
        updates.again(before);
        return telling;
      }
      const { update } = standIn.say(chat, ana, text);
      said.set(id, update!);
      return told(update);
    },
    sayTogether: (messages) =>
      Promise.all(messages.map(({ text }) => standIn.say(chat, ana, text).update).map((update) => told(update!))),
    besides: {
      'the echo of a send of ours': { never: 'Telegram hands a bot nothing that it said itself.' },
      'a message of our own account': odd({
        message: { message_id: 1, date: 1, chat: chat.chat, from: standIn.server.world.bot, text: 'me' },
      }),
      'a kind nobody knows': odd({ telepathy: { from: ana } }),
      'a broken event': odd({ message: { message_id: 'one', date: {}, text: 'x' } }),
    },
    oddities: {
      'a message of another bot': odd({
        message: { message_id: 1, date: 1, chat: chat.chat, from: { ...ana, id: 5, is_bot: true }, text: 'beep' },
      }),
      'something that happened in the chat': odd({
        message: { message_id: 1, date: 1, chat: chat.chat, from: ana, pinned_message: { message_id: 1 } },
      }),
      'an update of nothing': odd({}),
    },
    textOf: (part) => {
      const body = bodyOf(part);
      return body.kind === 'file' ? (body.caption ?? '') : body.text;
    },
    fileOf: (part: OutPart) => {
      const body = bodyOf(part);
      return body.kind === 'words' ? body.text : null;
    },
    shown: async () => standIn.shown(chat),
    trouble(kind) {
      const faults = {
        cut: { kind: 'cut', done: true },
        busy: tooFast(3),
        refused: { kind: 'refuse', code: 400, description: 'Bad Request: chat not found' },
      } as const;
      standIn.faults.push({ method: 'sendMessage', fault: faults[kind] });
    },
    async restart() {
      await channel.stop();
      channel = createTelegramChannel(options);
      await channel.start(host);
    },
    secrets: [standIn.token, standIn.token.split(':')[1]!, WEBHOOK_SECRET],
    async close() {
      await channel.stop();
      await standIn.close();
      await door.close();
      expect(standIn.complaints).toEqual([]);
    },
  };
}

/** A door with nothing but hooks. */
async function openDoor(host: ScriptedHost) {
  const hooks = new Map<string, (request: HookRequest) => Promise<HookResponse>>();
  host.hook = (path, _options, handler) => void hooks.set(path, handler);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams: query } = new URL(request.url!, 'http://door');
    const handler = hooks.get(pathname);
    const answer = await handler?.({
      method: request.method === 'POST' ? 'POST' : 'GET',
      query,
      headers: request.headers,
      body: Buffer.concat(chunks),
    });
    response.writeHead(answer?.status ?? 404, answer?.headers).end(answer?.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
