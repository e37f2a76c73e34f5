/**
 * One request to the Bot API, over telegraf as a thin transport: it builds the request (JSON, or multipart where a file
 * goes along) and reads the answer. What may go wrong is told in kinds; the token is in none of it.
 */
import { Agent } from 'node:http';
import { Telegram, TelegramError } from 'telegraf';

/** A request that was not answered with a result. */
export class CallError extends Error {
  readonly problem: CallProblem;
  constructor(method: string, problem: CallProblem) {
    super(`${method}: ${wordsOf(problem)}`);
    this.name = 'CallError';
    this.problem = problem;
  }
}

export type CallProblem =
  /** Telegram said no. `description` is its own text. */
  | { kind: 'refused'; code: number; description: string; retryAfterMs?: number; migratedTo?: number }
  /** Something between us and Telegram, or Telegram's inside, failed after it may have read the request. */
  | { kind: 'unsure'; why: string }
  /** The request never left. */
  | { kind: 'unreachable'; why: string };

export interface CallOptions {
  signal?: AbortSignal;
  /** The answer is given up after this, in ms. */
  timeoutMs?: number;
}

/** Calls a method by its name. @throws CallError */
export type Call = <Result = unknown>(method: string, payload: object, options?: CallOptions) => Promise<Result>;

/** Uploads of 50 MB over a slow line take their time; everything else is quick. */
const TIMEOUT_MS = 60_000;

export function createCall(token: string, apiRoot: string): Call {
  // telegraf answers webhooks with calls by default, which swallows their errors.
  const telegram = new Telegram(token, { apiRoot, webhookReply: false });
  // It keeps connections to Telegram open, and to a Bot API server of one's own (http) makes a new one for each call.
  if (apiRoot.startsWith('http://')) telegram.options.agent = new Agent({ keepAlive: true });
  return async <Result>(method: string, payload: object, { signal, timeoutMs = TIMEOUT_MS }: CallOptions = {}) => {
    // Not AbortSignal.timeout: its timers outlive the call and at hundreds of calls a second are most of the garbage.
    const ending = new AbortController();
    const end = () => ending.abort();
    const timeout = setTimeout(end, timeoutMs);
    if (signal?.aborted) end();
    signal?.addEventListener('abort', end);
    try {
      // telegraf's types end at Bot API 7.1; the newer methods go through the same door.
      return (await telegram.callApi(method as never, payload as never, { signal: ending.signal as never })) as Result;
    } catch (error) {
      throw new CallError(method, problemOf(error));
    } finally {
      clearTimeout(timeout);
      signal?.removeEventListener('abort', end);
    }
  };
}

/**
 * Errors of a connection that was never made: https://nodejs.org/api/errors.html#common-system-errors and undici's,
 * TLS's.
 */
const NEVER_LEFT: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'],
  ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
]);

function problemOf(error: unknown): CallProblem {
  if (error instanceof TelegramError) {
    if (error.code >= 500) return { kind: 'unsure', why: `Telegram failed with ${error.code}` };
    const { retry_after: seconds, migrate_to_chat_id: chat } = error.parameters ?? {};
    return {
      kind: 'refused',
      code: error.code,
      description: error.description,
      ...(seconds === undefined ? {} : { retryAfterMs: seconds * 1000 }),
      ...(chat === undefined ? {} : { migratedTo: chat }),
    };
  }
  const code = codeOf(error);
  if (code !== undefined && NEVER_LEFT.has(code)) return { kind: 'unreachable', why: code };
  // A text that is no JSON, a cut connection, our own timeout: nobody knows. Messages of node-fetch hold the address,
  // and it the token.
  return { kind: 'unsure', why: code ?? (error instanceof Error ? error.name : 'no answer') };
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

function wordsOf(problem: CallProblem): string {
  switch (problem.kind) {
    case 'refused':
      return `${problem.code} ${problem.description}`;
    case 'unsure':
    case 'unreachable':
      return problem.why;
    default:
      return problem satisfies never;
  }
}
