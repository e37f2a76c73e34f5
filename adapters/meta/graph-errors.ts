/**
 * What the Graph API's refusals mean, by code and subcode and never by their words.
 * Sources: https://developers.facebook.com/docs/graph-api/guides/error-handling,
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes,
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes.
 */
import type { SendFailure } from '../contract.ts';
import { type Fields, fields, number } from './json.ts';

export type GraphErrorKind =
  /** The token is wrong, expired or revoked: nothing leaves until the owner gives another. */
  | 'token refused'
  | 'no permission'
  | 'too many calls'
  /** Too many messages to this one person. */
  | 'too many to one person'
  | 'outside the 24-hour window'
  /** Blocked us, left, or cannot be written to. */
  | 'person cannot be reached'
  | 'media refused'
  | 'restricted by the platform'
  | 'number not ready'
  | 'request refused'
  | 'platform trouble';

export interface GraphError {
  kind: GraphErrorKind;
  code?: number;
  failure: SendFailure;
}

interface Rule {
  kind: GraphErrorKind;
  codes: readonly number[];
  /** Absent: whatever the subcode is. */
  subcodes?: readonly number[];
}

/** The first that fits counts. */
const RULES: readonly Rule[] = [
  // Messenger and Instagram put the window under the permission code; 1545041 also stands for people who blocked us.
  { kind: 'outside the 24-hour window', codes: [10, 100], subcodes: [2018278, 2534022] },
  { kind: 'outside the 24-hour window', codes: [131047] },
  { kind: 'restricted by the platform', codes: [10], subcodes: [1893063] },
  { kind: 'person cannot be reached', codes: [100], subcodes: [2018001] },
  { kind: 'person cannot be reached', codes: [551, 131026, 131030, 131050, 130472] },
  { kind: 'media refused', codes: [100], subcodes: [2018074, 2018109, 2018047, 2018294] },
  { kind: 'media refused', codes: [131052, 131053] },
  { kind: 'token refused', codes: [0, 102, 190] },
  { kind: 'no permission', codes: [3, 10] },
  { kind: 'too many to one person', codes: [131056] },
  { kind: 'too many calls', codes: [4, 17, 32, 613, 80007, 130429, 131048] },
  { kind: 'restricted by the platform', codes: [368, 131031, 131042, 131049, 130497] },
  { kind: 'number not ready', codes: [131045, 133000, 133004, 133005, 133006, 133010, 133016] },
  { kind: 'platform trouble', codes: [-1, 1, 2, 131000, 131016, 131057, 133015] },
];

/** What the outbox is to do about each kind: how long to wait, or nothing any more. Absent: it tries at its own pace. */
const RETRY: { [Kind in GraphErrorKind]: number | 'never' | 'at its own pace' } = {
  // The window stays open for a day: an owner who gives a new token within it loses no answer.
  'token refused': 600_000,
  'no permission': 'never',
  'too many calls': 60_000,
  // 4^X seconds, X counted by whoever sends.
  'too many to one person': 4_000,
  'outside the 24-hour window': 'never',
  'person cannot be reached': 'never',
  'media refused': 'never',
  'restricted by the platform': 'never',
  'number not ready': 600_000,
  'request refused': 'never',
  'platform trouble': 'at its own pace',
};

/** Reads a refusal; `retryAfterMs` is what the answer's Retry-After header says. */
export function readGraphError(status: number, body: Fields | undefined, retryAfterMs?: number): GraphError {
  const error = fields(body?.error);
  const code = number(error?.code);
  const subcode = number(error?.error_subcode);
  const kind = kindOf(status, code, subcode, error?.is_transient === true);
  return {
    kind,
    ...(code === undefined ? {} : { code }),
    failure: failureOf(kind, [code ?? `HTTP ${status}`, subcode], retryAfterMs),
  };
}

/** A refusal we make ourselves, before anything leaves. */
export const ownRefusal = (kind: GraphErrorKind): GraphError => ({ kind, failure: failureOf(kind, []) });

function failureOf(kind: GraphErrorKind, codes: (number | string | undefined)[], retryAfterMs?: number): SendFailure {
  const named = codes.filter((code) => code !== undefined).join('/');
  const reason = named === '' ? kind : `${kind} (${named})`;
  const retry = RETRY[kind];
  if (retry === 'never') return { retryable: false, reason };
  const waitMs = retryAfterMs ?? (retry === 'at its own pace' ? undefined : retry);
  return { retryable: true, reason, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) };
}

function kindOf(
  status: number,
  code: number | undefined,
  subcode: number | undefined,
  transient: boolean,
): GraphErrorKind {
  const rule = RULES.find(
    ({ codes, subcodes }) =>
      code !== undefined &&
      codes.includes(code) &&
      (!subcodes || (subcode !== undefined && subcodes.includes(subcode))),
  );
  if (rule) return rule.kind;
  if (code !== undefined && code >= 200 && code <= 299) return 'no permission';
  if (status === 429) return 'too many calls';
  if (status === 401) return 'token refused';
  if (transient || status >= 500) return 'platform trouble';
  return 'request refused';
}
