/** What each refusal of Telegram means for a send, as rules by its code and text. */
import type { SendFailure, SendResult } from '../contract.ts';
import { CallError, type CallProblem } from './call.ts';

/** What is done about a problem. */
export type Remedy =
  | { kind: 'result'; result: SendResult }
  /** The chat goes on under another number; send there. */
  | { kind: 'moved'; to: number }
  /** Send the words without their marks. */
  | { kind: 'plain' }
  /** Send without what it answers to. */
  | { kind: 'alone' }
  /** The message to be changed is gone: send a new one. */
  | { kind: 'new' }
  /** Send the picture as a file: Telegram makes no photo of it. */
  | { kind: 'document' }
  /** This chat, or this server, knows no such thing. */
  | { kind: 'unknown here' }
  /** It is there already as it should be. */
  | { kind: 'done' }
  /** Nobody there hears us any more: the person blocked us, or we were put out of the group. */
  | { kind: 'silenced'; result: SendResult };

interface Rule {
  code: number;
  text: RegExp;
  remedy: Remedy;
}

const gone = (reason: string): SendResult => ({ status: 'failed', error: { retryable: false, reason } });
const result = (reason: string): Remedy => ({ kind: 'result', result: gone(reason) });

/**
 * The texts are those of the server itself (https://github.com/tdlib/telegram-bot-api and Telegram's error names);
 * Telegram promises none of them, so each only makes better what the code alone would do.
 */
const RULES: readonly Rule[] = [
  { code: 400, text: /message is not modified/i, remedy: { kind: 'done' } },
  { code: 400, text: /message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i, remedy: { kind: 'new' } },
  { code: 400, text: /IMAGE_PROCESS_FAILED|PHOTO_INVALID_DIMENSIONS|PHOTO_EXT_INVALID/i, remedy: { kind: 'document' } },
  { code: 400, text: /TEXTDRAFT_/i, remedy: { kind: 'unknown here' } },
  { code: 404, text: /method not found/i, remedy: { kind: 'unknown here' } },
  { code: 400, text: /can't parse entities|ENTITY_|ENTITIES_/i, remedy: { kind: 'plain' } },
  {
    code: 400,
    text: /message to be replied not found|replied message not found|reply message not found/i,
    remedy: { kind: 'alone' },
  },
  { code: 400, text: /chat not found|PEER_ID_INVALID/i, remedy: result('there is no such chat') },
  { code: 400, text: /message thread not found|TOPIC_(CLOSED|DELETED)/i, remedy: result('the topic is gone') },
  {
    code: 400,
    text: /not enough rights|CHAT_WRITE_FORBIDDEN|need administrator rights/i,
    remedy: result('we may not write there'),
  },
  { code: 400, text: /message is too long|MESSAGE_TOO_LONG|caption is too long/i, remedy: result('too long') },
  { code: 403, text: /blocked by the user/i, remedy: { kind: 'silenced', result: gone('blocked') } },
  { code: 403, text: /user is deactivated/i, remedy: { kind: 'silenced', result: gone('the account was deleted') } },
  {
    code: 403,
    text: /kicked|not a member|was deleted/i,
    remedy: { kind: 'silenced', result: gone('we are out of the group') },
  },
  { code: 413, text: /./, remedy: result('too large') },
];

export function remedyFor(problem: CallProblem): Remedy {
  switch (problem.kind) {
    case 'unsure':
      return { kind: 'result', result: { status: 'unknown', why: problem.why } };
    case 'unreachable':
      return failed({ retryable: true, reason: `Telegram cannot be reached: ${problem.why}` });
    case 'refused':
      return refusal(problem);
    default:
      return problem satisfies never;
  }
}

function refusal({ code, description, retryAfterMs, migratedTo }: CallProblem & { kind: 'refused' }): Remedy {
  if (code === 429) return failed({ retryable: true, retryAfterMs: retryAfterMs ?? 1_000, reason: 'too fast' });
  if (migratedTo !== undefined) return { kind: 'moved', to: migratedTo };
  const rule = RULES.find((one) => one.code === code && one.text.test(description));
  if (rule) return rule.remedy;
  // A token that is not taken may be put right; the words wait for that.
  if (code === 401 || code === 404) return failed({ retryable: true, reason: 'the token is not taken' });
  return failed({ retryable: false, reason: code === 403 ? 'we may not write there' : `refused with ${code}` });
}

const failed = (error: SendFailure): Remedy => ({ kind: 'result', result: { status: 'failed', error } });

/** The problem of a failed call. @throws what is no problem of a call: a fault of ours. */
export function problemOf(error: unknown): CallProblem {
  if (error instanceof CallError) return error.problem;
  throw error;
}
