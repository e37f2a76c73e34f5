/**
 * A strict stand-in for a model hub and for the store it redirects to, on two ports, as the real ones are two
 * origins: `resolve` addresses answer with size and hash and redirect; the store serves bytes and knows neither.
 * Requests a real one would refuse, or that give something away, are noted as violations. Faults are played one by
 * one, in the order given. It also serves a plain mirror under /mirror/.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface HubFile {
  repository: string;
  file: string;
  content: Buffer;
}

export type Fault =
  /** Sends so many bytes of the body and then nothing, for ever. */
  | { kind: 'stall'; after: number }
  /** Sends so many bytes and breaks the connection. */
  | { kind: 'cut'; after: number }
  /** Ignores the range: 200 and the whole file. */
  | { kind: 'whole' }
  /** 200 and the whole file, broken off. */
  | { kind: 'whole, cut'; after: number }
  /** Right headers, one bit wrong. */
  | { kind: 'corrupt' }
  | { kind: 'status'; status: number; retryAfter?: string }
  /** Announces more than it sends, and ends as if all were well. */
  | { kind: 'length too large'; by: number }
  /** Announces less than the file has. */
  | { kind: 'length too small'; by: number }
  /** 206 that begins somewhere else than asked. */
  | { kind: 'wrong range' }
  /** 206 with fewer bytes than there are; without a range it changes nothing. */
  | { kind: 'small range'; bytes: number }
  | { kind: 'slow'; bytesPerSecond: number }
  | { kind: 'packed' };

export interface Hub {
  /** Base address of the hub. */
  base: string;
  /** Base address of the mirror. */
  mirror: string;
  /** Faults of the store and of the mirror, and faults of the hub's own answers; the first is used first. */
  store: Fault[];
  hub: Fault[];
  /** What the store was asked for: the Range header, or 'all'. */
  asked: string[];
  /** All requests, as `METHOD /path`. */
  seen: string[];
  violations: string[];
  /** Whether the store gives an ETag; the real one often does not. */
  storeEtag: 'strong' | 'weak' | 'none';
  /** Leaves size and hash out of the hub's answers. */
  silent: boolean;
  commit: string;
  close(): Promise<void>;
}

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

const PIECE = 16_384;

/** A hub that was asked nothing yet, and works. */
export const untouched = (): Omit<Hub, 'base' | 'mirror' | 'commit' | 'close'> => ({
  store: [],
  hub: [],
  asked: [],
  seen: [],
  violations: [],
  storeEtag: 'strong',
  silent: false,
});

export async function startHub(files: HubFile[]): Promise<Hub> {
  const tickets = new Map<string, HubFile>();
  const sockets = new Set<Socket>();

  const onHub = (request: IncomingMessage, response: ServerResponse) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', hub.base).pathname);
    hub.seen.push(`${request.method} ${path}`);
    checkCommon(request);
    if (request.method === 'HEAD' && request.headers.range) hub.violations.push('a HEAD request with a Range');
    if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405).end();
    const mirrored = files.find(({ file }) => path === `/mirror/${file}`);
    if (mirrored) return serve(mirrored.content, request, response, hub.store.shift());

    const fault = hub.hub.shift();
    if (fault?.kind === 'status') return refuse(response, fault);
    if (fault?.kind === 'stall') return;
    const [, repository, revision, file] = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(path) ?? [];
    // The real hub does not say whether a repository is missing or private.
    if (!files.some((known) => known.repository === repository)) return void response.writeHead(401).end();
    const found = files.find((known) => known.repository === repository && known.file === file);
    if (!found || (revision !== 'main' && revision !== hub.commit)) return void response.writeHead(404).end();
    const ticket = randomBytes(8).toString('hex');
    tickets.set(ticket, found);
    response.setHeader('x-repo-commit', hub.commit);
    if (!hub.silent) {
      response.setHeader('x-linked-size', found.content.length);
      response.setHeader('x-linked-etag', `"${sha256(found.content)}"`);
    }
    response.writeHead(302, { location: `${storeBase}/blob/${ticket}?signature=x` }).end();
  };

  const onStore = (request: IncomingMessage, response: ServerResponse) => {
    checkCommon(request);
    const ticket = /^\/blob\/([0-9a-f]+)\?signature=x$/.exec(request.url ?? '')?.[1] ?? '';
    const found = tickets.get(ticket);
    // Signed addresses live a short while: one that is kept for later is a mistake.
    if (!found) hub.violations.push('an address of the store used twice, or made up');
    tickets.delete(ticket);
    if (request.headers.authorization || request.headers.cookie) hub.violations.push('a login sent to the store');
    if (request.method !== 'GET') hub.violations.push(`${request.method} to the store`);
    if (!found) return void response.writeHead(403).end();
    serve(found.content, request, response, hub.store.shift());
  };

  function checkCommon(request: IncomingMessage) {
    const { range, 'if-range': ifRange, 'accept-encoding': coding } = request.headers;
    if (coding !== 'identity') hub.violations.push(`Accept-Encoding: ${coding}`);
    if (range !== undefined && !/^bytes=[1-9]\d*-$/.test(range)) hub.violations.push(`Range: ${range}`);
    if (ifRange !== undefined && (range === undefined || !/^"[^"]+"$/.test(String(ifRange))))
      hub.violations.push(`If-Range: ${ifRange}`);
  }

  function serve(content: Buffer, request: IncomingMessage, response: ServerResponse, fault?: Fault) {
    if (fault?.kind === 'status') return refuse(response, fault);
    const { range, 'if-range': ifRange } = request.headers;
    const etag = `"${sha256(content).slice(0, 16)}"`;
    if (request.method === 'GET') hub.asked.push(range ?? 'all');
    const stale = ifRange !== undefined && (hub.storeEtag !== 'strong' || ifRange !== etag);
    const ignored = stale || fault?.kind === 'whole' || fault?.kind === 'whole, cut';
    const from = range === undefined || ignored ? 0 : Number(/\d+/.exec(range)?.[0]);
    if (from >= content.length && from > 0)
      return void response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();

    let body = content.subarray(from);
    if (fault?.kind === 'small range' && from > 0) body = body.subarray(0, fault.bytes);
    if (fault?.kind === 'corrupt') {
      body = Buffer.from(body);
      body[body.length >> 1]! ^= 1;
    }
    let length = body.length;
    if (fault?.kind === 'length too large') length += fault.by;
    if (fault?.kind === 'length too small') length = Math.max(0, length - fault.by);
    if (hub.storeEtag !== 'none') response.setHeader('etag', hub.storeEtag === 'weak' ? `W/${etag}` : etag);
    if (fault?.kind === 'packed') response.setHeader('content-encoding', 'gzip');
    response.setHeader('content-length', length);
    const start = fault?.kind === 'wrong range' ? from + 1 : from;
    if (from > 0)
      response.writeHead(206, { 'content-range': `bytes ${start}-${from + body.length - 1}/${content.length}` });
    else response.writeHead(200);
    if (request.method === 'HEAD') return void response.end();
    void play(body, response, fault);
  }

  async function play(body: Buffer, response: ServerResponse, fault?: Fault) {
    const stop =
      fault?.kind === 'stall' || fault?.kind === 'cut' || fault?.kind === 'whole, cut' ? fault.after : undefined;
    const end = Math.min(body.length, stop ?? body.length);
    for (let at = 0; at < end && !response.destroyed; at += PIECE) {
      const piece = body.subarray(at, Math.min(end, at + PIECE));
      if (!response.write(piece)) await drained(response);
      if (fault?.kind === 'slow')
        await new Promise((resolve) => setTimeout(resolve, (piece.length / fault.bytesPerSecond) * 1000));
    }
    if (fault?.kind === 'stall') return;
    if (stop !== undefined) response.socket?.destroySoon();
    else if (fault?.kind === 'length too large') response.socket?.end();
    else response.end();
  }

  const track = (server: Server) =>
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
  const front = track(createServer(onHub));
  const back = track(createServer(onStore));
  const hub: Hub = {
    base: '',
    mirror: '',
    ...untouched(),
    commit: 'c0ffee'.padEnd(40, '0'),
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([front, back].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
  hub.base = await listen(front);
  hub.mirror = `${hub.base}/mirror`;
  const storeBase = await listen(back);
  return hub;
}

/** Until the receiver has taken what was written, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

function refuse(response: ServerResponse, fault: { status: number; retryAfter?: string }) {
  if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
  response.writeHead(fault.status).end();
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
