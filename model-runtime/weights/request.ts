/** One question to a web server: through a proxy where there is one, along its redirects, never waiting for ever. */
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { networkTrouble, spanInWords } from './in-words.ts';
import type { Limits } from './options.ts';
import { addressOf, type ProxySettings, proxyFor, proxyHeaders, tunnel } from './proxy.ts';
import type { Answered } from './range.ts';
import { SourceTrouble } from './trouble.ts';

export interface Way {
  proxy: ProxySettings | undefined;
  limits: Limits;
  signal: AbortSignal;
}

export interface Question {
  method: 'GET' | 'HEAD';
  headers?: Record<string, string>;
  /** `same origin`: a redirect to another server is itself the answer, since that server knows less about the file. */
  follow: 'same origin' | 'anywhere';
}

export interface Answer extends Answered {
  /** Reads the body. @throws SourceTrouble when it breaks off or falls silent. */
  body(): AsyncGenerator<Buffer>;
  /** Lets go of the connection without reading on. */
  drop(): void;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * @throws SourceTrouble `unreachable` when nobody is there, `passing` when the connection failed, `final` when the
 * server leads nowhere or to where it must not. Any status that is not a redirect to follow is an answer.
 */
export async function ask(url: URL, question: Question, way: Way): Promise<Answer> {
  let here = url;
  for (let hops = 0; ; hops++) {
    const response = await send(here, question, way);
    const location = response.headers.location;
    if (!REDIRECTS.has(response.statusCode ?? 0) || location === undefined) return answerOf(response, way);
    const next = URL.canParse(location, here) ? new URL(location, here) : undefined;
    if (next && question.follow === 'same origin' && next.origin !== here.origin) return answerOf(response, way);
    response.destroy();
    if (!next || (next.protocol !== 'https:' && next.protocol !== 'http:'))
      throw new SourceTrouble('final', 'it redirects to something that is not a web address');
    if (here.protocol === 'https:' && next.protocol === 'http:')
      throw new SourceTrouble('final', 'it redirects to an address without encryption');
    if (hops >= way.limits.redirects) throw new SourceTrouble('final', 'it redirects in circles');
    here = next;
  }
}

/** Sends one request and waits for the head of its answer. */
async function send(url: URL, question: Question, way: Way): Promise<IncomingMessage> {
  const { signal, limits } = way;
  signal.throwIfAborted();
  const proxy = proxyFor(url, way.proxy);
  try {
    const headers: Record<string, string> = {
      'user-agent': 'parley',
      'accept-encoding': 'identity',
      ...question.headers,
    };
    // A connection of its own for each request: after a break nothing of the old one is trusted.
    const common = { method: question.method, signal, agent: false } as const;
    let request: http.ClientRequest;
    if (proxy && url.protocol === 'https:') {
      const socket = await tunnel(url, proxy, { signal, connectMs: limits.connectMs });
      request = https.request(url, { method: question.method, signal, headers, createConnection: () => socket });
    } else if (proxy) {
      request = (proxy.protocol === 'https:' ? https : http).request({
        ...common,
        ...addressOf(proxy),
        path: url.href.slice(0, url.href.length - url.hash.length),
        headers: { ...headers, host: url.host, ...proxyHeaders(proxy) },
      });
    } else request = (url.protocol === 'https:' ? https : http).request(url, { ...common, headers });
    return await headOf(request, limits);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceTrouble) throw error;
    const { kind, why } = networkTrouble(error);
    throw new SourceTrouble(kind, proxy ? `${why} (through the proxy ${proxy.host})` : why, { cause: error });
  }
}

function headOf(request: http.ClientRequest, limits: Limits): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const giveUp = (ms: number) =>
      setTimeout(() => request.destroy(new SourceTrouble('passing', `it did not answer for ${spanInWords(ms)}`)), ms);
    let timer = giveUp(limits.connectMs);
    request.once('socket', (socket) => {
      const connected = () => {
        clearTimeout(timer);
        timer = giveUp(limits.stallMs);
      };
      if (socket.connecting) socket.once('connect', connected);
      else connected();
    });
    // Stays for good: an error may also come after the head, and the body's reader hears of it then.
    request.on('error', reject);
    request.once('response', resolve);
    request.once('close', () => clearTimeout(timer));
    request.once('response', () => clearTimeout(timer));
    request.end();
  });
}

function answerOf(response: IncomingMessage, { limits, signal }: Way): Answer {
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    drop: () => response.destroy(),
    async *body() {
      let timer: NodeJS.Timeout | undefined;
      const watch = () => {
        timer = setTimeout(() => {
          const silence = `nothing came for ${spanInWords(limits.stallMs)}`;
          response.destroy(new SourceTrouble('passing', silence));
        }, limits.stallMs);
      };
      try {
        watch();
        for await (const chunk of response) {
          // While the reader writes to the disk, silence is ours and not the server's.
          clearTimeout(timer);
          yield chunk;
          watch();
        }
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof SourceTrouble) throw error;
        throw new SourceTrouble('passing', networkTrouble(error).why, { cause: error });
      } finally {
        clearTimeout(timer);
        response.destroy();
      }
    },
  };
}
