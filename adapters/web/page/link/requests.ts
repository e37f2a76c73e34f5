/** The page's requests to the service, and what can come of them. */
import type { ApiError, Journey, LinkedChat } from '../../protocol.ts';

export type Outcome<Value> =
  | { kind: 'done'; value: Value }
  /** The service said no, and will say it again: `message` and `action` are for the person. */
  | { kind: 'refused'; message: string; action?: string }
  /** Not now: too much at once, stopping, or a fault. `afterMs`: the pause the service asks for. */
  | { kind: 'later'; message: string; action?: string; afterMs?: number }
  | { kind: 'unreachable' }
  | { kind: 'signed out' };

export interface Requests {
  /** `photos`: names that `sendPhoto` gave. */
  sendMessage(
    chat: string,
    key: string,
    text: string,
    photos: readonly string[],
  ): Promise<Outcome<{ id: number } | { duplicate: true }>>;
  /** Sending the same photo again gives the same name. */
  sendPhoto(chat: string, photo: Blob): Promise<Outcome<{ photo: string }>>;
  /** A pressed button, or `stop`. */
  choose(chat: string, choice: string): Promise<Outcome<unknown>>;
  rename(chat: string, title: string): Promise<Outcome<unknown>>;
  remove(chat: string): Promise<Outcome<unknown>>;
  journey(chat: string, entry: number): Promise<Outcome<Journey>>;
  answerByHand(question: number, text: string): Promise<Outcome<unknown>>;
  closeQuestion(question: number): Promise<Outcome<unknown>>;
  resume(pause: string): Promise<Outcome<unknown>>;
  retryModel(): Promise<Outcome<unknown>>;
  link(account: string, phone?: string): Promise<Outcome<unknown>>;
  unlink(account: string): Promise<Outcome<unknown>>;
  linkedChats(account: string): Promise<Outcome<{ chats: LinkedChat[] }>>;
  switchOn(account: string, chat: string): Promise<Outcome<unknown>>;
  /** Trades the key of the link for a cookie. */
  signIn(key: string): Promise<Outcome<unknown>>;
  /** Asks whether the cookie holds. */
  session(): Promise<Outcome<unknown>>;
}

/** An answer that has not come by then is taken for a lost connection; every write may be sent again. */
const PATIENCE_MS = 30_000;

/** `unknownFault`: what to say when the service gives no words of its own. */
export function createRequests(unknownFault: string): Requests {
  async function ask<Value>(method: string, path: string, body?: object | Blob): Promise<Outcome<Value>> {
    const write = method !== 'GET';
    const bytes = body instanceof Blob;
    let response: Response;
    let content: unknown;
    try {
      response = await fetch(path, {
        method,
        ...(write && {
          headers: { 'x-parley': '1', ...(body && { 'content-type': bytes ? body.type : 'application/json' }) },
        }),
        ...(body && { body: bytes ? body : JSON.stringify(body) }),
        signal: AbortSignal.timeout(PATIENCE_MS),
        cache: 'no-store',
      });
      content = await jsonOf(response);
    } catch {
      return { kind: 'unreachable' };
    }
    if (response.ok) return { kind: 'done', value: content as Value };
    if (response.status === 401) return { kind: 'signed out' };
    const { message, action } = (content as ApiError | null)?.error ?? { message: unknownFault };
    const words = { message, ...(action !== undefined && { action }) };
    if (response.status !== 429 && response.status < 500) return { kind: 'refused', ...words };
    const seconds = Number.parseFloat(response.headers.get('retry-after') ?? '');
    return { kind: 'later', ...words, ...(seconds >= 0 && { afterMs: seconds * 1000 }) };
  }

  const chatPath = (chat: string) => `/api/chats/${encodeURIComponent(chat)}`;
  const accountPath = (account: string) => `/api/connections/${encodeURIComponent(account)}`;
  return {
    sendMessage: (chat, key, text, photos) =>
      ask('POST', `${chatPath(chat)}/messages`, { key, text, ...(photos.length > 0 && { photos }) }),
    sendPhoto: (chat, photo) => ask('POST', `${chatPath(chat)}/photos`, photo),
    choose: (chat, choice) => ask('POST', `${chatPath(chat)}/choices`, { key: newId(), choice }),
    rename: (chat, title) => ask('PATCH', chatPath(chat), { title }),
    remove: (chat) => ask('DELETE', chatPath(chat)),
    journey: (chat, entry) => ask('GET', `${chatPath(chat)}/entries/${entry}/journey`),
    answerByHand: (question, text) => ask('POST', `/api/questions/${question}`, { text }),
    closeQuestion: (question) => ask('DELETE', `/api/questions/${question}`),
    resume: (pause) => ask('DELETE', `/api/pauses/${encodeURIComponent(pause)}`),
    retryModel: () => ask('POST', '/api/model/retry'),
    link: (account, phone) => ask('POST', accountPath(account), phone === undefined ? {} : { phone }),
    unlink: (account) => ask('DELETE', accountPath(account)),
    linkedChats: (account) => ask('GET', `${accountPath(account)}/chats`),
    switchOn: (account, chat) => ask('POST', `${accountPath(account)}/chats`, { chat }),
    signIn: (key) => ask('POST', '/api/session', { key }),
    session: () => ask('GET', '/api/session'),
  };
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A UUID. `crypto.randomUUID` exists only where the page counts as secure, which plain HTTP on a home network does not. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
