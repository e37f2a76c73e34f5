/**
 * A strict Bot API server over HTTP, for tests: it refuses what the real one refuses, with its error texts, and plays
 * the people on the other side. Its rules come from https://core.telegram.org/bots/api and, for texts and order, from
 * the server's own source (https://github.com/tdlib/telegram-bot-api). grammY and the Chat SDK's adapter run against it
 * too.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BotCommand, Message, Update, User } from '@grammyjs/types';
import { perform, type Server } from './methods.ts';
import { createRates } from './rates.ts';
import { Refusal } from './refusal.ts';
import { parametersOf } from './request.ts';
import { createUpdates } from './updates.ts';
import { createWorld, draftIn, hears, keyboardOf, type Place, shownIn } from './world.ts';

/** What happens to a request instead of, or besides, being answered. */
export type Fault =
  | { kind: 'refuse'; code: number; description: string; retryAfter?: number }
  /** The connection breaks before or after the request was done. */
  | { kind: 'cut'; done: boolean }
  | { kind: 'slow'; ms: number };

/** What somebody is told who asks too fast. @param seconds until they may ask again */
export const tooFast = (seconds: number): Fault => ({
  ...{ kind: 'refuse', code: 429, retryAfter: seconds },
  description: `Too Many Requests: retry after ${seconds}`,
});

export interface StandInOptions {
  token?: string;
  /** Rate limits, on the server's clock; without them everything is taken. */
  rates?: boolean;
  /** So many of the server's seconds pass in one of ours. */
  speed?: number;
  port?: number;
  random?: () => number;
}

export interface CallSeen {
  method: string;
  chat: string | undefined;
  text: string | undefined;
  ok: boolean;
}

export interface TelegramStandIn {
  url: string;
  token: string;
  server: Server;
  /** Requests with a token that is taken, in the order they came; not those that ask for updates. */
  calls: CallSeen[];
  /** What the real server would have mended in silence. */
  complaints: string[];
  /** Each is used up by the next request it fits; `*` fits all but getUpdates. */
  faults: { method: string; fault: Fault }[];
  /** Nobody has this token any more. */
  revoke(): void;
  /** Writes in a chat: as a person, with any field of a message. */
  say(place: Place, from: User, message: string | Partial<Message>): { update: Update | null; message: Message };
  edit(place: Place, message: Message, text: string): Update | null;
  /** Presses the button with this label under the newest message that has it. @throws when nobody sees one. */
  press(place: Place, from: User, label: string): Update | null;
  /** Presses a button of a message so old that the server does not show it any more: only its value is known. */
  choose(place: Place, from: User, data: string): Update | null;
  /** The platform's own stop button under a draft. */
  stopDraft(place: Place): Update | null;
  block(person: User, blocked: boolean): Update | null;
  addTo(place: Place, by: User): Update | null;
  removeFrom(place: Place, by: User): Update | null;
  /** A group becomes a supergroup. */
  upgrade(place: Place): Place;
  shown(place: Place): string[];
  close(): Promise<void>;
}

export async function openTelegramStandIn(options: StandInOptions = {}): Promise<TelegramStandIn> {
  const {
    token = '4242:stand-in-token-of-telegram',
    rates = false,
    speed = 1,
    port = 0,
    random = Math.random,
  } = options;
  const world = createWorld(Number(token.split(':')[0]));
  const updates = createUpdates(speed, random);
  const stored = new Map<string, { bytes: Uint8Array; path: string }>();
  const complaints: string[] = [];
  const calls: CallSeen[] = [];
  const faults: TelegramStandIn['faults'] = [];
  let revoked = false;
  let nextButton = 1;
  const server: Server = {
    world,
    speed,
    updates,
    rates: rates ? createRates(speed) : null,
    files: {
      keep(bytes, name) {
        const id = `file${stored.size + 1}`;
        stored.set(id, { bytes, path: `documents/${id}/${name}` });
        return id;
      },
      get: (id) => stored.get(id),
    },
    complain: (text) => void complaints.push(text),
    pressed: new Set(),
    onSent: () => {},
    commands: new Map<string, readonly BotCommand[]>(),
  };

  const http = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => http.listen(port, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const standIn: TelegramStandIn = {
    url,
    token,
    server,
    calls,
    complaints,
    faults,
    revoke() {
      revoked = true;
      // Whoever waits for updates is told as well.
      updates.setWebhook(null);
    },
    say(place, from, message) {
      const content = typeof message === 'string' ? { text: message } : message;
      const said = world.keep(place, { from, ...content }, false);
      const heard = hears(world.bot, place, said.message);
      const update = heard ? updates.push({ message: said.message } as Omit<Update, 'update_id'>) : null;
      return { message: said.message, update };
    },
    edit(place, message, text) {
      const edited = { ...message, text, edit_date: Math.floor(Date.now() / 1000) };
      place.said.get(message.message_id)!.message = edited;
      return updates.push({ edited_message: edited } as Omit<Update, 'update_id'>);
    },
    press(place, from, label) {
      const under = [...place.said.values()]
        .reverse()
        .find((said) => keyboardOf(said).some((row) => row.some(({ text }) => text === label)));
      if (!under) throw new Error(`Nobody sees a button "${label}" in ${shownIn(place).join(' | ')}.`);
      const button = keyboardOf(under)
        .flat()
        .find(({ text }) => text === label)!;
      const id = `press${nextButton++}`;
      server.pressed.add(id);
      return updates.push({
        callback_query: {
          id,
          from,
          chat_instance: String(place.chat.id),
          message: under.message,
          ...('callback_data' in button ? { data: button.callback_data } : {}),
        },
      } as Omit<Update, 'update_id'>);
    },
    choose(place, from, data) {
      const id = `press${nextButton++}`;
      server.pressed.add(id);
      const message = { chat: place.chat, message_id: 1, date: 0 as const };
      return updates.push({ callback_query: { id, from, chat_instance: String(place.chat.id), message, data } });
    },
    stopDraft(place) {
      if (place.chat.type !== 'private' || !draftIn(place)?.canStop)
        throw new Error('There is no draft with a stop button.');
      return updates.push({ stopped_message_generation: { chat: place.chat, draft_id: place.draft!.id } });
    },
    block(person, blocked) {
      const place = world.privately(person);
      place.silent = blocked ? 'blocked' : null;
      return membership(place, person, blocked ? ['member', 'kicked'] : ['kicked', 'member']);
    },
    addTo(place, by) {
      place.silent = null;
      return membership(place, by, ['left', 'member']);
    },
    removeFrom(place, by) {
      place.silent = 'kicked';
      return membership(place, by, ['member', 'kicked']);
    },
    upgrade(place) {
      const title = 'title' in place.chat ? (place.chat.title ?? 'Group') : 'Group';
      const after = world.group({ title, type: 'supergroup' });
      for (const [id, status] of place.members) after.members.set(id, status);
      place.movedTo = after.chat.id;
      standIn.say(place, world.bot, { migrate_to_chat_id: after.chat.id });
      standIn.say(after, world.bot, { migrate_from_chat_id: place.chat.id });
      return after;
    },
    shown: shownIn,
    async close() {
      updates.close();
      http.closeAllConnections();
      await new Promise((done) => http.close(done));
    },
  };
  return standIn;

  function membership(
    { chat }: Place,
    from: User,
    [before, after]: ['left' | 'member' | 'kicked', 'member' | 'kicked'],
  ): Update | null {
    const member = (status: typeof before) => ({
      user: world.bot,
      status,
      ...(status === 'kicked' ? { until_date: 0 } : {}),
    });
    return updates.push({
      my_chat_member: {
        chat,
        from,
        date: Math.floor(Date.now() / 1000),
        old_chat_member: member(before),
        new_chat_member: member(after),
      },
    } as Omit<Update, 'update_id'>);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = new URL(request.url ?? '/', url);
    const [, sent, rest] = /^\/bot([^/]+)\/(\w+)$/.exec(asked.pathname) ?? [];
    if (sent === undefined || rest === undefined) return file(asked.pathname, response);
    try {
      if (!/^\d+:[\w-]+$/.test(sent)) throw new Refusal(404, 'Not Found');
      if (revoked || sent !== token) throw new Refusal(401, 'Unauthorized');
      const given = await parametersOf(request, asked);
      const seen: CallSeen = { method: rest, chat: given.text('chat_id'), text: given.text('text'), ok: false };
      if (rest !== 'getUpdates') calls.push(seen);
      const fault = takeFault(rest);
      if (fault?.kind === 'slow') await sleep(fault.ms);
      if (fault?.kind === 'cut' && !fault.done) return void response.destroy();
      if (fault?.kind === 'refuse')
        throw new Refusal(
          fault.code,
          fault.description,
          fault.retryAfter === undefined ? undefined : { retry_after: fault.retryAfter },
        );
      const result = await perform(rest, given, server);
      seen.ok = true;
      if (fault?.kind === 'cut') return void response.destroy();
      // A poll that was open when the token was revoked.
      if (revoked) throw new Refusal(401, 'Unauthorized');
      reply(response, 200, { ok: true, result });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, message, parameters } = error;
      reply(response, code, {
        ok: false,
        error_code: code,
        description: message,
        ...(parameters ? { parameters } : {}),
      });
    }
  }

  function takeFault(method: string): Fault | undefined {
    const index = faults.findIndex((one) => one.method === method || (one.method === '*' && method !== 'getUpdates'));
    return index === -1 ? undefined : faults.splice(index, 1)[0]!.fault;
  }

  function file(path: string, response: ServerResponse): void {
    const asked = decodeURIComponent(path);
    const found = [...stored.values()].find((one) => asked === `/file/bot${token}/${one.path}`);
    if (!found) return reply(response, 404, { ok: false, error_code: 404, description: 'Not Found' });
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': found.bytes.length });
    response.end(found.bytes);
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text);
}
