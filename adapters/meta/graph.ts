/**
 * The Graph API as the three channels call it. The token goes into a header, never into an address. Nothing is tried
 * again here: the outbox does that, and it must know what came of each call.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SendResult } from '../contract.ts';
import { type GraphError, ownRefusal, readGraphError } from './graph-errors.ts';
import { type Fields, fields } from './json.ts';
import { createUsage } from './usage.ts';

/** Newest at the time of writing; each lives two years: https://developers.facebook.com/docs/graph-api/changelog/versions */
export const GRAPH_VERSION = 'v26.0';

/** An answer to a send takes a second or two; uploads get longer. */
const CALL_MS = 30_000;
const UPLOAD_MS = 90_000;
/** Longer waits are given back to the outbox. */
const LONGEST_WAIT_MS = 6_000;
const LONGEST_BODY = 1_000_000;

/** `unknown`: the call left and no answer came, so the platform may or may not have done it. */
export type GraphResult =
  | { status: 'ok'; body: Fields }
  | { status: 'failed'; error: GraphError }
  | { status: 'unknown'; why: string };

export interface Graph {
  /** Origin of the API, as given. */
  readonly origin: string;
  readonly token: string;
  get(path: string, query?: Record<string, string>): Promise<GraphResult>;
  post(path: string, body: object): Promise<GraphResult>;
  upload(path: string, form: FormData): Promise<GraphResult>;
  /** Whether the last call was refused because of the token. */
  readonly tokenRefused: boolean;
}

export interface GraphOptions {
  /** e.g. `https://graph.facebook.com` */
  base: string;
  token: string;
  signal?: AbortSignal;
}

export function createGraph({ base, token, signal }: GraphOptions): Graph {
  const usage = createUsage();
  let tokenRefused = false;

  async function call(path: string, init: RequestInit, timeoutMs: number): Promise<GraphResult> {
    const waitMs = usage.waitMs();
    if (waitMs > LONGEST_WAIT_MS) {
      const { kind, failure } = ownRefusal('too many calls');
      return { status: 'failed', error: { kind, failure: { ...failure, retryAfterMs: waitMs } } };
    }
    if (waitMs > 0) await sleep(waitMs);
    let response: Response;
    try {
      response = await fetch(`${base}/${GRAPH_VERSION}/${path}`, {
        ...init,
        redirect: 'error',
        headers: { ...init.headers, authorization: `Bearer ${token}`, accept: 'application/json' },
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
      });
    } catch (error) {
      return notAnswered(error);
    }
    usage.read(response.headers);
    const body = await readBody(response);
    if (response.ok && body) {
      tokenRefused = false;
      return { status: 'ok', body };
    }
    if (response.ok) return { status: 'unknown', why: `the answer to ${init.method} was cut off` };
    // Without Meta's own words a failing server may have done its work before it failed.
    if (response.status >= 500 && !fields(body?.error))
      return { status: 'unknown', why: `the platform answered HTTP ${response.status}` };
    const error = readGraphError(response.status, body, retryAfterMs(response.headers));
    tokenRefused = error.kind === 'token refused';
    return { status: 'failed', error };
  }

  return {
    origin: new URL(base).origin,
    token,
    get tokenRefused() {
      return tokenRefused;
    },
    get: (path, query) => call(query ? `${path}?${new URLSearchParams(query)}` : path, { method: 'GET' }, CALL_MS),
    post: (path, body) =>
      call(
        path,
        { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
        CALL_MS,
      ),
    upload: (path, form) => call(path, { method: 'POST', body: form }, UPLOAD_MS),
  };
}

/** A send's result, with the id found in the answer by `idOf`. */
export function asSendResult(result: GraphResult, idOf: (body: Fields) => string | undefined): SendResult {
  switch (result.status) {
    case 'ok': {
      const id = idOf(result.body);
      return id === undefined ? { status: 'unknown', why: 'the answer names no message' } : { status: 'sent', id };
    }
    case 'failed':
      return { status: 'failed', error: result.error.failure };
    case 'unknown':
      return result;
    default:
      return result satisfies never;
  }
}

async function readBody(response: Response): Promise<Fields | undefined> {
  try {
    const text = await response.text();
    return text.length <= LONGEST_BODY ? fields(JSON.parse(text)) : undefined;
  } catch {
    return undefined;
  }
}

/** These end a call before anything has left. */
const NOTHING_LEFT = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

function notAnswered(error: unknown): GraphResult {
  const code = String((error as { cause?: { code?: unknown } } | null)?.cause?.code ?? '');
  if (!NOTHING_LEFT.includes(code))
    return { status: 'unknown', why: `no answer from the platform${code === '' ? '' : ` (${code})`}` };
  return {
    status: 'failed',
    error: {
      kind: 'platform trouble',
      failure: { retryable: true, reason: `the platform cannot be reached (${code})` },
    },
  };
}

/** Retry-After in seconds; the form with a date is not used here. */
function retryAfterMs(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) * 1000 : undefined;
}
