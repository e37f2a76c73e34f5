/**
 * What an answer to "give me the file from this byte on" means. Pure, so that every answer a server can give is
 * decided in one place, and tested without one.
 */
import { sizeInWords, spanInWords } from './in-words.ts';
import { SourceTrouble } from './trouble.ts';

/** As much of an HTTP answer as the decision needs. Header names in lower case. */
export interface Answered {
  status: number;
  headers: Record<string, string | string[] | undefined>;
}

export type Verdict =
  /** The body goes on where the part ends. */
  | { kind: 'append' }
  /** The body is the whole file: what is there already has to go. */
  | { kind: 'restart' }
  /** Of no use, and what is there does not fit this server: ask again, from the first byte. */
  | { kind: 'from the start' }
  | { kind: 'trouble'; trouble: SourceTrouble };

/**
 * @param offset first byte asked for; with 0 no range was asked for
 * @param bytes size of the whole file as its publisher states it
 */
export function judge(answer: Answered, offset: number, bytes: number, longestRetryAfterMs: number): Verdict {
  const coding = header(answer, 'content-encoding');
  if (answer.status < 300 && coding !== undefined && coding !== 'identity')
    return final(`it sends the file packed (${coding}) although it was asked not to`);
  if (answer.status === 206) return judgePart(header(answer, 'content-range'), offset, bytes);
  if (answer.status === 200) {
    const length = wholeNumber(header(answer, 'content-length'));
    if (length !== undefined && length !== bytes) return final(otherFile(length, bytes));
    return offset === 0 ? { kind: 'append' } : { kind: 'restart' };
  }
  if (answer.status === 416 && offset > 0) return { kind: 'from the start' };
  return { kind: 'trouble', trouble: troubleOf(answer, longestRetryAfterMs) };
}

function judgePart(range: string | undefined, offset: number, bytes: number): Verdict {
  const [, first, last, total] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(range ?? '') ?? [];
  const sound = first !== undefined && Number(first) === offset && Number(last) >= offset && Number(last) < bytes;
  if (total !== undefined && total !== '*' && Number(total) !== bytes) return final(otherFile(Number(total), bytes));
  if (sound) return { kind: 'append' };
  return offset > 0 ? { kind: 'from the start' } : final('it sends a piece of the file that nobody asked for');
}

/** Statuses that may be gone in a moment. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Any answer that is not the file. */
export function troubleOf(answer: Answered, longestRetryAfterMs: number): SourceTrouble {
  const { status } = answer;
  if (status === 401 || status === 403)
    return new SourceTrouble('final', `it does not give the file without a sign-in (${status})`);
  if (status === 404 || status === 410) return new SourceTrouble('final', `it does not have the file (${status})`);
  if (status === 407)
    return new SourceTrouble('final', 'the proxy wants a sign-in (407), as in http://user:password@host:port');
  if (PASSING.has(status)) {
    const retryAfterMs = retryAfter(header(answer, 'retry-after'));
    const busy = status === 429 ? 'it has too many requests' : 'it has a trouble of its own';
    if (retryAfterMs !== undefined && retryAfterMs > longestRetryAfterMs)
      return new SourceTrouble('final', `${busy} (${status}) and asks to come back in ${spanInWords(retryAfterMs)}`);
    return new SourceTrouble('passing', `${busy} (${status})`, { retryAfterMs });
  }
  return new SourceTrouble('final', `it answers with ${status}, which makes no sense here`);
}

const final = (why: string): Verdict => ({ kind: 'trouble', trouble: new SourceTrouble('final', why) });

const otherFile = (got: number, want: number): string =>
  `it has another file there: ${got.toLocaleString('en')} bytes where ${want.toLocaleString('en')} are expected (${sizeInWords(want)})`;

/** Seconds, or a date (RFC 9110, Retry-After). */
function retryAfter(value: string | undefined, now = Date.now()): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

export function header(answer: Answered, name: string): string | undefined {
  const value = answer.headers[name];
  return (Array.isArray(value) ? value[0] : value)?.trim();
}

export function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
