/**
 * The HTTP door. Everything that reaches a handler has passed, in this order: a known Host (against DNS rebinding), our
 * own Origin (against foreign pages), a limit, a session where the route wants one, and our own header on every write.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isIP } from 'node:net';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { HookRequest, HookResponse } from '../adapters/contract.ts';
import { createLimit } from './gcra.ts';
import type { Log } from './log.ts';
import type { Sessions } from './session.ts';

export type Method = 'get' | 'post' | 'patch' | 'delete';
export type Handler = (request: Request, response: Response) => void | Promise<void>;
/** Answers a request for a file and says whether it did. */
export type Files = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface Door {
  /** A route for the owner: session, and our header on writes. JSON bodies only. */
  forOwner(method: Method, path: string, handler: Handler): void;
  /** A route for anybody who may reach the port: the page's own files and the health checks. */
  open(method: Method, path: string, handler: Handler): void;
  /**
   * A route for a platform's own requests, with the bytes as they came. Any Host and Origin may ask, since a platform
   * calls us by whatever public name the owner gave it; the channel checks the signature.
   */
  hook(path: string, options: { maxBytes: number }, handler: (request: HookRequest) => Promise<HookResponse>): void;
  /** Listens on the port or the next free one; resolves with the address to print. */
  listen(host: string, port: number): Promise<{ url: string; port: number }>;
  /** Stops taking requests, lets running ones end for `graceMs`, then cuts them. */
  close(graceMs: number): Promise<void>;
}

/** An error whose message is meant for the person at the other end. */
export class RequestError extends Error {
  readonly status: number;
  readonly action: string | undefined;
  readonly retryAfterMs: number | undefined;
  constructor(status: number, message: string, options: { action?: string; retryAfterMs?: number } = {}) {
    super(message);
    this.name = 'RequestError';
    this.status = status;
    this.action = options.action;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Largest JSON body: 200,000 characters of text, in the widest encoding JSON has for them (six bytes each). */
const BODY_BYTES = 1_200_000;
/** Per sender and route group; a person clicks slower, the page's own retries are spaced wider. */
const REQUESTS = { everyMs: 50, burst: 200 };
/** Guessing a key is hopeless at this pace, mistyping a token is not. */
const SIGN_INS = { everyMs: 3_000, burst: 20 };
/** A browser or script that writes now and then finds its connection still there. */
const KEEP_ALIVE_MS = 65_000;
/** How many ports after the wanted one are tried. */
const PORTS_TRIED = 20;

const OUR_HEADER = 'x-parley';

export function openDoor({
  sessions,
  hostNames,
  log,
  onLink,
  files,
  paced,
}: {
  sessions: Sessions;
  hostNames: string[];
  log: Log;
  onLink: () => string;
  files: Files;
  /** Whether requests are paced; without it a test or a benchmark may ask as fast as it can. */
  paced: boolean;
}): Door {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
      },
      strictTransportSecurity: false,
      referrerPolicy: { policy: 'no-referrer' },
    }),
  );
  const hooks = express.Router({ caseSensitive: true, strict: true });
  app.use(hooks);
  app.use(knownHost(hostNames), ownOrigin);

  app.use(async (request, response, next) => {
    if (!(await files(request, response))) next();
  });

  const json = express.json({ limit: BODY_BYTES, strict: true, type: 'application/json' });
  const requests = limited(paced ? createLimit(REQUESTS) : () => 0, sessions);
  const signIns = limited(createLimit(SIGN_INS), sessions);

  app.post('/api/session', signIns, ownHeader(sessions), json, (request, response) => {
    const key = (request.body as { key?: unknown } | undefined)?.key;
    const cookie = typeof key === 'string' ? sessions.trade(key) : undefined;
    if (!cookie)
      throw new RequestError(401, 'This link has been used already, or is older than 10 minutes.', {
        action: 'Run `npm run link` for a new one.',
      });
    response.setHeader('set-cookie', cookie);
    response.status(204).end();
  });
  app.get(
    '/api/session',
    requests,
    (request, response) => void response.status(sessions.holds(request.headers) ? 204 : 401).end(),
  );
  app.post('/api/session/link', signIns, (request, response) => {
    if (!sessions.bearer(request.headers))
      throw new RequestError(401, 'Only the owner on this machine can ask for a link.', {
        action: 'Run `npm run link` in the folder Parley was started in.',
      });
    response.json({ url: onLink() });
  });

  const owner = (request: Request, _response: Response, next: NextFunction) => {
    if (!sessions.holds(request.headers))
      throw new RequestError(401, 'This browser is not signed in.', {
        action: 'Open the link that `npm start` printed, or run `npm run link` for a new one.',
      });
    next();
  };

  let server: Server | undefined;
  return {
    forOwner: (method, path, handler) => void app[method](path, requests, owner, ownHeader(sessions), json, handler),
    open: (method, path, handler) => void app[method](path, handler),
    hook(path, { maxBytes }, handler) {
      const bytes = express.raw({ limit: maxBytes, type: () => true, inflate: false });
      const handle = async (request: Request, response: Response) => {
        const { status, headers, body } = await handler({
          method: request.method === 'POST' ? 'POST' : 'GET',
          query: new URL(request.originalUrl, 'http://hook').searchParams,
          headers: request.headers,
          body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        });
        response.writeHead(status, headers).end(body);
      };
      hooks.get(path, handle);
      hooks.post(path, bytes, handle);
    },
    async listen(host, port) {
      finish(app, log);
      server = createServer(app);
      server.keepAliveTimeout = KEEP_ALIVE_MS;
      const free = await bind(server, host, port);
      return { port: free, url: `http://${host.includes(':') ? `[${host}]` : host}:${free}` };
    },
    async close(graceMs) {
      if (!server) return;
      const closed = new Promise<void>((done) => server!.close(() => done()));
      server.closeIdleConnections();
      const cut = setTimeout(() => server!.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

/** A name that resolves to us is not enough: only loopback names, plain addresses and the names the owner listed. */
function knownHost(hostNames: string[]) {
  return (request: Request, _response: Response, next: NextFunction) => {
    const name = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    const known = name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0 || hostNames.includes(name);
    if (!known)
      throw new RequestError(421, 'This address is not known here.', {
        action: 'Open the page by the address `npm start` printed, or list the name in PARLEY_HOST_NAMES.',
      });
    next();
  };
}

/** Browsers name the page a request comes from; ours is the only one that may. */
function ownOrigin(request: Request, _response: Response, next: NextFunction) {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const foreign =
    (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) ||
    (site !== undefined && !['same-origin', 'none'].includes(String(site)) && !isNavigation(request));
  if (foreign) throw new RequestError(403, 'Requests from other pages are not accepted.');
  next();
}

/** A click on a link from anywhere may open the page itself, which holds nothing until the cookie is checked. */
const isNavigation = (request: Request) => request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';

function ownHeader(sessions: Sessions) {
  return (request: Request, _response: Response, next: NextFunction) => {
    if (request.method !== 'GET' && request.headers[OUR_HEADER] === undefined && !sessions.bearer(request.headers))
      throw new RequestError(403, `A write needs the header ${OUR_HEADER}: 1.`);
    next();
  };
}

function limited(limit: (key: string) => number, sessions: Sessions) {
  return (request: Request, _response: Response, next: NextFunction) => {
    const waitMs = limit(
      `${sessions.bearer(request.headers) ? 'bearer' : 'cookie'} ${request.socket.remoteAddress} ${request.method}`,
    );
    if (waitMs > 0)
      throw new RequestError(429, 'Too many requests at once.', {
        action: `Try again in ${Math.ceil(waitMs / 1000)} s.`,
        retryAfterMs: waitMs,
      });
    next();
  };
}

/** The last two layers: unknown paths, and the one place where errors become answers. */
function finish(app: Express, log: Log): void {
  app.use(() => {
    throw new RequestError(404, 'There is nothing at this address.');
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const known = asRequestError(error);
    if (!known) log.error({ err: error, method: request.method, path: request.route?.path ?? '?' }, 'request failed');
    if (response.headersSent) return void response.destroy();
    const { status, message, action, retryAfterMs } =
      known ??
      new RequestError(500, 'Something went wrong here. It is in the log.', {
        action: 'Try again; if it stays, look into the log in the data folder.',
      });
    if (retryAfterMs !== undefined) response.setHeader('retry-after', String(Math.ceil(retryAfterMs / 1000)));
    response.status(status).json({ error: { message, ...(action ? { action } : {}) } });
  });
}

function asRequestError(error: unknown): RequestError | undefined {
  if (error instanceof RequestError) return error;
  // body-parser marks its own errors by `type`: https://github.com/expressjs/body-parser#errors
  switch ((error as { type?: unknown } | null)?.type) {
    case 'entity.too.large':
      return new RequestError(413, `This is too long: at most ${BODY_BYTES.toLocaleString('en')} bytes at once.`, {
        action: 'Send it in parts.',
      });
    case 'entity.parse.failed':
    case 'encoding.unsupported':
    case 'charset.unsupported':
    case 'request.size.invalid':
    case 'request.aborted':
      return new RequestError(400, 'The body is not valid JSON.');
    default:
      return error instanceof URIError ? new RequestError(400, 'The address is not well formed.') : undefined;
  }
}

async function bind(server: Server, host: string, wanted: number): Promise<number> {
  for (let port = wanted; ; port++) {
    try {
      await new Promise<void>((done, fail) => {
        server.once('error', fail);
        server.listen(port, host, () => {
          server.off('error', fail);
          done();
        });
      });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE' || wanted === 0 || port >= wanted + PORTS_TRIED) throw error;
    }
  }
}
