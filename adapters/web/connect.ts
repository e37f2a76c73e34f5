/** The page's requests: what is posted is decoded and admitted, and answered only once it is durable. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Host, RouteHandler } from '../contract.ts';
import {
  type Decoded,
  decodeChat,
  decodeChoice,
  decodeLanguage,
  decodeLinkedChat,
  decodeMessage,
  decodePhone,
  decodeTitle,
  type From,
} from './decode.ts';
import type { Connections, Desk } from './desk.ts';
import { connectPauses } from './pauses.ts';
import { connectPhotos } from './photos.ts';
import { connectQuestions } from './questions.ts';
import { rasterType } from './raster.ts';
import { refusal } from './refusals.ts';
import { type ChatRoute, failure, say } from './routes.ts';
import type { TabRequest } from './stream.ts';

/** Longest a script may wait for an answer (`Prefer: wait=N`, RFC 7240), in s. */
const LONGEST_WAIT_S = 600;

export interface Tabs {
  /** Opens a tab's event stream. */
  open(tab: TabRequest, response: ServerResponse): void;
  /** The answer to an entry as Markdown, or null when none came within `ms`. */
  answerTo(chat: string, entry: number, ms: number): Promise<string | null>;
}

export function connectPage(host: Host, desk: Desk, tabs: Tabs): void {
  /** A route below `/api/chats/:chat`, with the name checked. */
  const chatRoute: ChatRoute = (method, path, handle) =>
    host.route(method, `/api/chats/:chat${path}`, (request, response) => {
      const chat = decodeChat(request.params.chat);
      return chat === null
        ? say(response, 400, failure('This is not the name of a conversation.'))
        : handle(chat, request, response);
    });

  host.route('get', '/api/stream', (request, response) => {
    const query = new URL(request.url ?? '/', 'http://page').searchParams;
    const chat = decodeChat(query.get('chat'));
    if (chat === null) return say(response, 400, failure('The stream of which conversation? `chat` is missing.'));
    const after = entryId(header(request, 'last-event-id') ?? query.get('after'));
    tabs.open({ chat, after, language: languageOf(request) }, response);
  });

  chatRoute('post', '/messages', async (chat, request, response) => {
    const decoded = timed(() => decodeMessage(chat, request.body, from(request)));
    if ('problem' in decoded) return say(response, 400, failure(decoded.problem));
    const [...events] = decoded.value;
    const message = events.at(-1)!;
    // A script's Start has to be durable before the message is asked for consent.
    for (const event of events.slice(0, -1)) await host.admit([event]);
    const [admission] = await host.admit([{ ...message, heard: decoded.heard }]);
    if (admission?.status !== 'admitted') return answer(response, admission!);
    const wait = /\bwait=(\d{1,4})\b/.exec(header(request, 'prefer') ?? '')?.[1];
    if (wait === undefined) return answer(response, admission);
    const markdown = await tabs.answerTo(chat, admission.id, Math.min(Number(wait), LONGEST_WAIT_S) * 1000);
    if (markdown === null) return answer(response, admission);
    response
      .writeHead(200, { 'content-type': 'text/markdown; charset=utf-8', 'preference-applied': `wait=${wait}` })
      .end(`${markdown}\n`);
  });

  chatRoute('post', '/choices', async (chat, request, response) => {
    const decoded = timed(() => decodeChoice(chat, request.body, from(request)));
    if ('problem' in decoded) return say(response, 400, failure(decoded.problem));
    const [admission] = await host.admit([{ ...decoded.value, heard: decoded.heard }]);
    answer(response, admission!);
  });

  chatRoute('patch', '', async (chat, request, response) => {
    const title = decodeTitle(request.body);
    if ('problem' in title) return say(response, 400, failure(title.problem));
    if (!(await desk.rename(chat, title.value)))
      return say(response, 404, failure('There is no such conversation any more.'));
    response.writeHead(204).end();
  });

  chatRoute('delete', '', async (chat, _request, response) => {
    await desk.remove(chat);
    response.writeHead(204).end();
  });

  chatRoute('get', '/entries/:id/journey', async (chat, request, response) => {
    const journey = await desk.journey(chat, entryId(request.params.id));
    say(response, journey ? 200 : 404, journey ?? failure('There are no times for this entry.'));
  });

  host.route('get', '/api/files/:id', async (request, response) => {
    const id = String(request.params.id);
    const bytes = await host.file(id).catch(() => null);
    if (bytes === null) return say(response, 404, failure('This file is gone: it was erased, or its time is over.'));
    // A picture may be shown; whatever else it is, it is saved and never shown as a page of ours.
    const picture = await rasterType(bytes);
    response
      .writeHead(200, {
        'content-type': picture ?? 'application/octet-stream',
        'content-disposition': picture ? 'inline' : 'attachment',
        'content-length': bytes.length,
        'cache-control': 'no-store',
      })
      .end(bytes);
  });

  host.route('post', '/api/model/retry', (_request, response) => {
    desk.retryModel();
    response.writeHead(204).end();
  });

  connectPhotos(chatRoute, desk);
  if (desk.questions) connectQuestions(host, desk.questions);
  if (desk.pauses) connectPauses(host, desk.pauses);
  if (desk.connections) connectNumbers(host, desk.connections);

  function answer(response: ServerResponse, admission: Awaited<ReturnType<Host['admit']>>[number]): void {
    switch (admission.status) {
      case 'admitted':
        return say(response, 202, { id: admission.id });
      case 'duplicate':
        return say(response, 200, { duplicate: true });
      case 'refused': {
        const { status, retryAfterMs, body } = refusal(admission);
        if (retryAfterMs !== undefined) response.setHeader('retry-after', String(Math.ceil(retryAfterMs / 1000)));
        return say(response, status, body);
      }
      default:
        admission satisfies never;
    }
  }
}

/** Routes for linking numbers of one's own. */
function connectNumbers(host: Host, connections: Connections): void {
  const accountRoute = (
    method: 'get' | 'post' | 'delete',
    path: string,
    handle: (account: string, ...rest: Parameters<RouteHandler>) => Promise<unknown>,
  ) =>
    host.route(method, `/api/connections/:account${path}`, async (request, response) => {
      const account = decodeChat(request.params.account);
      if (account === null || (await handle(account, request, response)) === false)
        say(response, 404, failure('There is no such account here.'));
    });
  const done = (response: ServerResponse) => response.writeHead(204).end();

  accountRoute('post', '', async (account, { body }, response) => {
    const phone = decodePhone(body);
    if ('problem' in phone) return say(response, 400, failure(phone.problem));
    return (await connections.connect(account, phone.value)) && done(response);
  });
  accountRoute('delete', '', async (account, _request, response) => {
    return (await connections.unlink(account)) && done(response);
  });
  accountRoute('get', '/chats', async (account, _request, response) => {
    const chats = await connections.chats(account);
    return chats !== null && say(response, 200, { chats });
  });
  accountRoute('post', '/chats', async (account, { body }, response) => {
    const chat = decodeLinkedChat(body);
    if ('problem' in chat) return say(response, 400, failure(chat.problem));
    return (await connections.switchOn(account, chat.value)) && done(response);
  });
}

/** Decodes and keeps when the request got here and how long it took. */
function timed<Value>(
  decode: () => Decoded<Value>,
): { problem: string } | { value: Value; heard: { atMs: number; decodeMs: number } } {
  const atMs = performance.now();
  const decoded = decode();
  return 'problem' in decoded ? decoded : { value: decoded.value, heard: { atMs, decodeMs: performance.now() - atMs } };
}

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

const languageOf = (request: IncomingMessage): string | undefined => decodeLanguage(header(request, 'accept-language'));

const from = (request: IncomingMessage): From => ({ now: Date.now(), language: languageOf(request) });

/** Anything that is no entry's number means "from the beginning". */
const entryId = (text: unknown): number => (typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : 0);
