/**
 * A service for the page to talk to, strict about the protocol and obedient otherwise: a test says what the service
 * knows and how it answers. The page's files are the real ones, served by the real code.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createPageFiles } from '../../../../adapters/web/page-files.ts';
import type {
  ChatSummary,
  Journey,
  LinkedChat,
  PageEntry,
  PagePreview,
  ServiceState,
  StreamEvents,
} from '../../../../adapters/web/protocol.ts';

export const KEY = 'the-key-of-the-link';
const COOKIE = 'parley_test=holds';

/** A request of the page that changes something. */
export interface Received {
  method: string;
  path: string;
  body: Record<string, unknown>;
}

export interface Reply {
  status: number;
  body?: object;
  headers?: Record<string, string>;
}

interface Tab {
  chat: string;
  response: ServerResponse;
}

export class StandIn {
  readonly received: Received[] = [];
  readonly entries = new Map<string, PageEntry[]>();
  readonly waiting = new Map<string, number[]>();
  readonly previews = new Map<string, PagePreview>();
  chats: ChatSummary[] = [];
  journey: Journey = { steps: [] };
  linkedChats: LinkedChat[] = [];
  /** What was uploaded, by name; each can be had again. */
  readonly photos = new Map<string, Buffer>();
  service: ServiceState;
  /** Takes the place of the usual answer to a write while it returns one. */
  answer: (received: Received) => Reply | undefined = () => undefined;
  /** What has been opened as a stream, in order: the query of each. */
  readonly streams: URLSearchParams[] = [];

  readonly #tabs = new Set<Tab>();
  readonly #sockets = new Set<Socket>();
  readonly #files = createPageFiles();
  readonly #keys = new Map<string, number>();
  #server: Server | undefined;
  #port = 0;
  #lastId = 0;

  constructor(service: ServiceState) {
    this.service = service;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get openTabs(): number {
    return this.#tabs.size;
  }

  /** Listens, on the same port as before where there was one. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#handle(request, response));
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** As when the process is killed: every connection is cut. */
  async kill(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve) ?? resolve(undefined));
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    this.#tabs.clear();
    await closed;
  }

  // ------------------------------------------------------------------------------------------------ what it knows

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  add(chat: string, entry: PageEntry): void {
    this.entries.set(chat, [...(this.entries.get(chat) ?? []), entry]);
    this.#tell(chat, 'entry', entry, entry.id);
  }

  person(chat: string, text: string, more: Partial<Extract<PageEntry, { by: 'person' }>> = {}): number {
    const id = this.nextId();
    this.add(chat, { id, at: Date.now(), by: 'person', key: `key-${id}`, text, state: 'answered', ...more });
    return id;
  }

  parley(chat: string, more: Partial<Extract<PageEntry, { by: 'parley' }>>): number {
    const id = this.nextId();
    this.add(chat, {
      id,
      at: Date.now(),
      by: 'parley',
      kind: 'answer',
      key: `key-${id}`,
      blocks: [],
      source: '',
      answers: [],
      ...more,
    });
    return id;
  }

  setWaiting(chat: string, ids: number[]): void {
    this.waiting.set(chat, ids);
    this.#tell(chat, 'waiting', ids);
  }

  /** A piece of the running answer, or its end. */
  preview(chat: string, more: Partial<PagePreview> | null): void {
    const preview: PagePreview | null = more && {
      turn: 't',
      phase: { name: 'answering' },
      seconds: 0,
      answers: [],
      from: 0,
      blocks: [],
      ...more,
    };
    if (preview) this.previews.set(chat, { ...preview, from: 0 });
    else this.previews.delete(chat);
    this.#tell(chat, 'preview', preview);
  }

  setService(change: Partial<ServiceState>): void {
    this.service = { ...this.service, ...change };
    this.#tell(undefined, 'service', this.service);
  }

  setChats(chats: ChatSummary[]): void {
    this.chats = chats;
    this.#tell(undefined, 'chats', chats);
  }

  /** Texts of the messages taken in, in order. */
  messages(): string[] {
    return [...this.entries.values()].flat().flatMap((entry) => (entry.by === 'person' ? [entry.text] : []));
  }

  // ------------------------------------------------------------------------------------------------ how it answers

  #tell<Name extends keyof StreamEvents>(
    chat: string | undefined,
    name: Name,
    data: StreamEvents[Name],
    id?: number,
  ): void {
    for (const tab of this.#tabs) if (chat === undefined || tab.chat === chat) write(tab.response, name, data, id);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    if (await this.#files(request, response)) return;
    if (pathname === '/api/session' && request.method === 'POST') {
      const { key } = await jsonOf(request);
      const good = key === KEY && request.headers['x-parley'] === '1';
      return say(
        response,
        good
          ? { status: 204, headers: { 'set-cookie': `${COOKIE}; Path=/; HttpOnly` } }
          : refused(401, 'The link is used up.'),
      );
    }
    if (request.headers.cookie !== COOKIE) return say(response, refused(401, 'This browser is not signed in.'));
    if (pathname === '/api/session') return say(response, { status: 204 });
    if (pathname === '/api/stream') return this.#stream(searchParams, response);
    if (request.method === 'GET' && pathname.startsWith('/api/connections/'))
      return say(response, { status: 200, body: { chats: this.linkedChats } });
    if (pathname.endsWith('/journey')) return say(response, { status: 200, body: this.journey });
    if (/^\/api\/chats\/[\w-]+\/photos\b/.test(pathname)) return this.#photo(request, pathname, response);
    return say(response, await this.#write(request, pathname));
  }

  async #photo(request: IncomingMessage, path: string, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      const bytes = this.photos.get(path.split('/').at(-1)!);
      if (!bytes) return say(response, refused(404, 'This photo is gone.'));
      return void response.writeHead(200, { 'content-type': 'image/jpeg' }).end(bytes);
    }
    if (request.headers['x-parley'] !== '1') return say(response, refused(403, 'A write needs our header.'));
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const told = this.answer({ method: 'POST', path, body: {} });
    if (told) return say(response, told);
    const photo = `photo-${this.photos.size + 1}`;
    this.photos.set(photo, Buffer.concat(pieces));
    return say(response, { status: 201, body: { photo } });
  }

  #stream(query: URLSearchParams, response: ServerResponse): void {
    const chat = query.get('chat') ?? '';
    const after = Number(query.get('after'));
    this.streams.push(query);
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    response.write(': ok\n\n');
    write(response, 'service', this.service);
    write(response, 'chats', this.chats);
    for (const entry of this.entries.get(chat) ?? []) if (entry.id > after) write(response, 'entry', entry, entry.id);
    write(response, 'waiting', this.waiting.get(chat) ?? []);
    write(response, 'preview', this.previews.get(chat) ?? null);
    const tab = { chat, response };
    this.#tabs.add(tab);
    response.on('close', () => this.#tabs.delete(tab));
  }

  async #write(request: IncomingMessage, path: string): Promise<Reply> {
    if (request.headers['x-parley'] !== '1') return refused(403, 'A write needs our header.');
    const received: Received = { method: request.method ?? '', path, body: await jsonOf(request) };
    this.received.push(received);
    const told = this.answer(received);
    if (told) return told;
    const [, chat = '', what] = /^\/api\/chats\/([\w-]{1,64})(?:\/(messages|choices))?$/.exec(path) ?? [];
    if (path === '/api/model/retry' || path.startsWith('/api/connections/')) return { status: 204 };
    if (chat === '') return refused(404, 'There is nothing at this address.');
    const { key, text, photos } = received.body;
    switch (`${received.method} ${what ?? ''}`) {
      case 'POST messages': {
        if (typeof key !== 'string' || typeof text !== 'string')
          return refused(400, 'Key and text have to be strings.');
        if (this.#keys.has(key)) return { status: 200, body: { duplicate: true } };
        const paths = Array.isArray(photos) ? photos.map((photo) => `/api/chats/${chat}/photos/${photo}`) : undefined;
        const id = this.person(chat, text, { key, state: 'waiting', ...(paths && { photos: paths }) });
        this.#keys.set(key, id);
        return { status: 202, body: { id } };
      }
      case 'POST choices':
        return { status: 202, body: { id: this.nextId() } };
      case 'PATCH ':
        this.setChats(
          this.chats.map((one) => (one.id === chat ? { ...one, title: String(received.body.title) } : one)),
        );
        return { status: 204 };
      case 'DELETE ':
        this.entries.delete(chat);
        this.setChats(this.chats.filter(({ id }) => id !== chat));
        return { status: 204 };
      default:
        return refused(405, 'This cannot be done here.');
    }
  }
}

export function refused(
  status: number,
  message: string,
  more: { action?: string; headers?: Record<string, string> } = {},
): Reply {
  const { action, headers } = more;
  return { status, body: { error: { message, ...(action && { action }) } }, ...(headers && { headers }) };
}

function say(response: ServerResponse, { status, body, headers }: Reply): void {
  response.writeHead(status, { ...(body && { 'content-type': 'application/json' }), ...headers });
  response.end(body && JSON.stringify(body));
}

function write<Name extends keyof StreamEvents>(
  response: ServerResponse,
  name: Name,
  data: StreamEvents[Name],
  id?: number,
): void {
  response.write(`event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
}

async function jsonOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const piece of request) text += piece;
  return text === '' ? {} : JSON.parse(text);
}
