/** What the page is told when something was not taken in: an HTTP status, what happened, and what to do. */
import type { Admission, Reason } from '../contract.ts';
import type { ApiError } from './protocol.ts';

const WORDS: Record<Reason, { status: number; message: string; action?: string }> = {
  'no consent': {
    status: 403,
    message: 'I’m not switched on here yet, so I kept nothing of this.',
    action: 'Read the notice and press Start, then send it again.',
  },
  'not addressed': { status: 400, message: 'This was not meant for me.' },
  'not let in': { status: 403, message: 'This page is its owner’s alone.' },
  'taken over': { status: 409, message: 'Somebody answers here themselves at the moment.' },
  'too many messages': {
    status: 429,
    message: 'That was a lot at once; this one was not taken.',
    action: 'It is sent again in a moment.',
  },
  'too long': {
    status: 413,
    message: 'This is longer than I can keep: 200,000 characters at most.',
    action: 'Send it in parts.',
  },
  empty: { status: 400, message: 'There is nothing in this message.' },
  'not understood': {
    status: 400,
    message: 'This button belongs to something that has changed since.',
    action: 'Reload the page.',
  },
  overloaded: { status: 503, message: 'Too much is waiting already.', action: 'It is sent again in a moment.' },
  'store unavailable': {
    status: 503,
    message: 'This computer’s disk is full or failing, so nothing can be taken in.',
    action: 'Make room; waiting messages are sent by themselves.',
  },
  broken: {
    status: 503,
    message: 'Something here broke over this message; it was not taken.',
    action: 'It is sent again in a moment. Should that not help, see the log.',
  },
  stopping: { status: 503, message: 'Parley is stopping.', action: 'Start it again with `npm start`.' },
};

export function refusal(admission: Admission & { status: 'refused' }): {
  status: number;
  retryAfterMs: number | undefined;
  body: ApiError;
} {
  const { status, message, action } = WORDS[admission.reason];
  return { status, retryAfterMs: admission.retryAfterMs, body: { error: { message, ...(action ? { action } : {}) } } };
}
