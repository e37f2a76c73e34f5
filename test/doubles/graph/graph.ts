/**
 * A strict stand-in for Meta's Graph API and its media servers. It takes what the documentation allows and refuses the rest
 * with the platform's codes; a token in an address, a call without a version and other sins are noted as violations.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ServerMediaRetrieveResponse, ServerSentMessageResponse, ValidMimeTypes } from 'whatsapp-api-js/types';
import { z } from 'zod';
import { AUTH, GraphRefusal, SEND_API, WHATSAPP } from './errors.ts';
import { createMediaServer, type HostedFile } from './media-server.ts';
import { fits, profile, readSendApiRequest } from './send-api-rules.ts';
import { createUploads } from './uploads.ts';
import { choicesOf, labelsOf, readWhatsAppRequest, wordsOf } from './whatsapp-rules.ts';

export type Product = 'whatsapp' | 'messenger' | 'instagram';

export interface GraphAccount {
  product: Product;
  /** Phone number id, page id or Instagram account id. */
  id: string;
  token: string;
  /** Of an Instagram account that is reached by its page: files can be uploaded then. */
  linked?: boolean;
}

/** What the API does to the next call that sends a message. */
export type Fault =
  /** Takes it and breaks the connection. */
  | { kind: 'cut' }
  /** A refusal with this code. */
  | { kind: 'code'; status: number; code: number; subcode?: number; retryAfterS?: number }
  /** A proxy's own error page, and nothing of Meta's. */
  | { kind: 'page'; status: number }
  /** Takes it and answers later. */
  | { kind: 'late answer'; ms: number };

export interface SentMessage {
  account: string;
  to: string;
  id: string;
  /** As a person reads it; a file as its name or type. */
  text: string;
  /** What was sent with it to be handed back: `biz_opaque_callback_data` or `metadata`. */
  key: string | undefined;
  quotes: string | undefined;
  /** Values of its buttons, and what stands on them. */
  choices: string[];
  labels: string[];
  /** The bytes of its file. */
  file?: { mime: string; bytes: Buffer; name: string };
}

export interface StandInGraph {
  base: string;
  sent: SentMessage[];
  /** Marks and typing: `read wamid.1`, `typing_on 123`. */
  shown: string[];
  faults: Fault[];
  violations: string[];
  /** Calls as `METHOD path`. */
  calls: string[];
  readonly uploads: number;
  /** So many of the next addresses of media have run out before they are used. */
  staleAddresses: number;
  /** Percent of the allowed calls used, as the header tells. */
  usagePercent: number;
  profiles: Map<string, unknown>;
  /** What `GET /<app>/subscriptions` gives to the app itself (`<id>|<secret>`). */
  subscriptions: object[];
  app: { id: string; secret: string } | null;
  /** What `GET /<account>/subscribed_apps` gives. */
  subscribers: { id: string; subscribed_fields: string[] }[];
  /** Pages by app-scoped id: who a person is on a page. */
  pageScoped: Map<string, string>;
  /** A person wrote: opens the window for a day. */
  heard(account: string, person: string): void;
  /** Takes the token away. */
  revoke(account: string): void;
  restore(account: string): void;
  /** Moves the stand-in's clock on. */
  passMs(ms: number): void;
  /** Puts a file where webhooks point to; gives its media id (WhatsApp) and its address. */
  host(file: HostedFile): { id: string; url: string };
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;
/** https://developers.facebook.com/docs/graph-api/changelog/versions */
const VERSION = /^v2[2-6]\.0$/;
/** Pair rate: one message in 6 s, 45 ahead of it at most. https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput */
const PAIR = { everyMs: 6_000, burst: 45 };
const PER_SECOND = 80;

interface Incoming {
  path: string[];
  query: URLSearchParams;
  request: IncomingMessage;
  body: Buffer;
  account: GraphAccount;
}

export async function startGraph(accounts: GraphAccount[]): Promise<StandInGraph> {
  const sockets = new Set<Socket>();
  const revoked = new Set<string>();
  const lastHeard = new Map<string, number>();
  const pairs = new Map<string, number>();
  const recent: number[] = [];
  const files = new Map<string, HostedFile>();
  const uploads = createUploads();
  let offsetMs = 0;
  let counter = 0;
  const now = () => Date.now() + offsetMs;
  const nextId = (prefix: string) => `${prefix}${randomBytes(12).toString('base64url')}${++counter}`;

  const graph: StandInGraph = {
    base: '',
    sent: [],
    shown: [],
    faults: [],
    violations: [],
    calls: [],
    get uploads() {
      return uploads.count;
    },
    staleAddresses: 0,
    usagePercent: 0,
    profiles: new Map(),
    pageScoped: new Map(),
    subscriptions: [],
    app: null,
    subscribers: [],
    heard: (account, person) => void lastHeard.set(`${account} ${person}`, now()),
    revoke: (account) => void revoked.add(account),
    restore: (account) => void revoked.delete(account),
    passMs(ms) {
      offsetMs += ms;
    },
    host(file) {
      const id = String(100_000_000_000_000 + ++counter);
      files.set(id, file);
      return { id, url: media.addressOf(file, undefined) };
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };

  const media = createMediaServer({
    now,
    base: () => graph.base,
    isStale: () => graph.staleAddresses > 0 && graph.staleAddresses-- > 0,
    violations: graph.violations,
  });

  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      if (response.writableEnded) return;
      if (response.headersSent) return void response.destroy();
      const refusal = error instanceof GraphRefusal ? error : new GraphRefusal(500, 1, `stand-in: ${String(error)}`);
      if (refusal.retryAfterS !== undefined) response.setHeader('retry-after', String(refusal.retryAfterS));
      json(response, refusal.status, refusal.body(nextId('A')));
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  graph.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return graph;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', graph.base);
    graph.calls.push(`${request.method} ${url.pathname}`);
    if (url.searchParams.has('access_token')) graph.violations.push('a token in an address');
    const body = await readAll(request);
    const [first, ...path] = url.pathname.split('/').filter(Boolean);
    if (first === 'lookaside') return media.serve(path[0] ?? '', request, response);
    if (first === undefined || !VERSION.test(first)) throw AUTH.version();
    if (path[1] === 'subscriptions') return subscriptions(request, path[0] ?? '', response);
    const account = authorised(request, url.searchParams, path[0] ?? '');
    response.setHeader(
      'x-app-usage',
      JSON.stringify({ call_count: graph.usagePercent, total_time: 0, total_cputime: 0 }),
    );
    await route({ path, query: url.searchParams, request, body, account }, response);
  }

  /** https://developers.facebook.com/docs/graph-api/reference/app/subscriptions: "An app access token is required." */
  function subscriptions({ headers }: IncomingMessage, id: string, response: ServerResponse): void {
    const { app } = graph;
    if (!app || headers.authorization !== `Bearer ${app.id}|${app.secret}`) throw AUTH.invalid();
    if (id !== app.id) throw AUTH.permission();
    json(response, 200, { data: graph.subscriptions });
  }

  /** The account whose token it is; an account's node takes no other token. In an address the platform takes it as well, and we note it. */
  function authorised(request: IncomingMessage, query: URLSearchParams, node: string): GraphAccount {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? query.get('access_token');
    if (token === null) throw AUTH.missing();
    const account = accounts.find((known) => known.token === token);
    if (!account || revoked.has(account.id)) throw AUTH.invalid();
    if (accounts.some(({ id }) => id === node) && node !== account.id) throw AUTH.permission();
    return account;
  }

  async function route(incoming: Incoming, response: ServerResponse): Promise<void> {
    const { path, account, request } = incoming;
    const [node = '', edge] = path;
    const asked = `${request.method} ${edge ?? ''}`;
    if (node === account.id || node === 'me') {
      switch (`${account.product} ${asked}`) {
        case 'whatsapp POST messages':
          return whatsAppMessage(incoming, response);
        case 'whatsapp POST media':
          return json(response, 200, { id: await uploads.media(incoming) });
        case 'messenger POST messages':
        case 'instagram POST messages':
          return sendApi(incoming, response);
        case 'messenger POST message_attachments':
        case 'instagram POST message_attachments':
          return json(response, 200, { attachment_id: await uploads.attachment(incoming) });
        case 'messenger GET subscribed_apps':
        case 'instagram GET subscribed_apps':
          return json(response, 200, { data: graph.subscribers });
        case 'messenger POST messenger_profile':
        case 'instagram POST messenger_profile':
          graph.profiles.set(account.id, parsed(profile, incoming.body));
          return json(response, 200, { result: 'success' });
        default:
          if (asked === 'GET ')
            return json(response, 200, { id: account.id, user_id: account.id, name: account.product });
          throw AUTH.unknown();
      }
    }
    // https://developers.facebook.com/docs/messenger-platform/identity/id-matching
    if (asked === 'GET ids_for_pages') {
      const person = graph.pageScoped.get(node);
      if (person === undefined) throw AUTH.unknown();
      return json(response, 200, { data: [{ id: person, page: { id: account.id } }] });
    }
    if (account.product === 'whatsapp' && asked === 'GET ') return mediaInfo(node, account, response);
    throw AUTH.unknown();
  }

  async function whatsAppMessage({ body, account }: Incoming, response: ServerResponse): Promise<void> {
    const request = parsedBy(() => readWhatsAppRequest(object(body)), WHATSAPP.invalid);
    if (request.kind === 'mark') {
      graph.shown.push(`read ${request.messageId}`);
      if (request.typing) graph.shown.push(`typing ${request.messageId}`);
      return json(response, 200, { success: true });
    }
    const { to, content, key, context } = request;
    if (!isOpen(account.id, to)) throw WHATSAPP.window();
    pace(`${account.id} ${to}`);
    const fault = await faulty(response);
    const id = nextId('wamid.');
    const file =
      content.type === 'text' || content.type === 'interactive' ? undefined : uploads.sentWith(content, account.id);
    if (content.type !== 'reaction')
      graph.sent.push({
        account: account.id,
        to,
        id,
        text: wordsOf(content),
        key,
        quotes: context,
        choices: choicesOf(content),
        labels: labelsOf(content),
        ...(file ? { file } : {}),
      });
    if (fault?.kind === 'cut') return void response.socket?.destroy();
    if (fault?.kind === 'late answer') await new Promise((done) => setTimeout(done, fault.ms));
    const who = to.includes('.') ? { user_id: to } : { wa_id: to };
    const answered: ServerSentMessageResponse = {
      messaging_product: 'whatsapp',
      contacts: [{ input: to, ...who }],
      messages: [{ id, message_status: 'accepted' }],
    };
    json(response, 200, answered);
  }

  async function sendApi({ body, account }: Incoming, response: ServerResponse): Promise<void> {
    const product = account.product === 'instagram' ? 'instagram' : 'messenger';
    const request = parsedBy(() => readSendApiRequest(object(body), product), SEND_API.invalid);
    if (request.kind === 'action') {
      graph.shown.push(`${request.action} ${request.to}`);
      return json(response, 200, { recipient_id: request.to });
    }
    const { to, message, replyTo } = request;
    if (message.text !== undefined && !fits(message.text, product)) throw SEND_API.tooLong();
    if (!lastHeard.has(`${account.id} ${to}`)) throw SEND_API.noPerson();
    if (!isOpen(account.id, to))
      throw product === 'messenger' ? SEND_API.messengerWindow() : SEND_API.instagramWindow();
    const id = message.attachment?.payload.attachment_id;
    const file = id === undefined ? undefined : uploads.get(id);
    if (id !== undefined && file?.account !== account.id) throw SEND_API.attachment();
    const fault = await faulty(response);
    const mid = nextId('m_');
    graph.sent.push({
      account: account.id,
      to,
      id: mid,
      text: message.text ?? `[${message.attachment?.type}]`,
      key: message.metadata,
      quotes: replyTo,
      choices: (message.quick_replies ?? []).map(({ payload }) => payload),
      labels: (message.quick_replies ?? []).map(({ title }) => title),
      ...(file ? { file } : {}),
    });
    if (fault?.kind === 'cut') return void response.socket?.destroy();
    if (fault?.kind === 'late answer') await new Promise((done) => setTimeout(done, fault.ms));
    json(response, 200, { recipient_id: to, message_id: mid });
  }

  function isOpen(account: string, person: string): boolean {
    const at = lastHeard.get(`${account} ${person}`);
    return at !== undefined && now() - at < 24 * HOUR_MS;
  }

  /** Both limits as buckets that fill with time. */
  function pace(pair: string): void {
    const at = now();
    while (recent[0] !== undefined && recent[0] <= at - 1000) recent.shift();
    if (recent.length >= PER_SECOND) throw WHATSAPP.throughput();
    const busyUntil = Math.max(at, pairs.get(pair) ?? 0);
    if (busyUntil - at > PAIR.everyMs * (PAIR.burst - 1)) throw WHATSAPP.pair();
    pairs.set(pair, busyUntil + PAIR.everyMs);
    recent.push(at);
  }

  async function faulty(response: ServerResponse): Promise<Fault | undefined> {
    const fault = graph.faults.shift();
    switch (fault?.kind) {
      case 'code': {
        const { status, code, subcode, retryAfterS } = fault;
        throw new GraphRefusal(status, code, 'as the test wants it', {
          ...(subcode === undefined ? {} : { subcode }),
          ...(retryAfterS === undefined ? {} : { retryAfterS }),
        });
      }
      case 'page':
        response.writeHead(fault.status, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>');
        throw new Error('answered');
      default:
        return fault;
    }
  }

  function mediaInfo(id: string, account: GraphAccount, response: ServerResponse): void {
    const own = uploads.get(id);
    const file = files.get(id) ?? (own?.account === account.id ? own : undefined);
    if (!file) throw WHATSAPP.unknownMedia();
    const info: ServerMediaRetrieveResponse = {
      messaging_product: 'whatsapp',
      url: media.addressOf(file, account.token),
      mime_type: file.mime as ValidMimeTypes,
      sha256: ('sha256' in file ? file.sha256 : undefined) ?? createHash('sha256').update(file.bytes).digest('hex'),
      file_size: String(file.bytes.length),
      id,
    };
    json(response, 200, info);
  }
}

function object(body: Buffer): { [name: string]: unknown } {
  try {
    return JSON.parse(body.toString('utf8')) as { [name: string]: unknown };
  } catch {
    throw new GraphRefusal(400, 100, 'The body is not valid JSON.');
  }
}

const parsed = <Type extends z.ZodType>(schema: Type, body: Buffer): z.infer<Type> =>
  parsedBy(() => schema.parse(object(body)), SEND_API.invalid);

function parsedBy<Value>(read: () => Value, refuse: (why: string) => GraphRefusal): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw refuse(error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '));
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body));
}
