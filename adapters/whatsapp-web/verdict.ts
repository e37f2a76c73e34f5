/**
 * What became of a send. The library's own answer is not it: it says yes to failed sends and nothing to good ones
 * (github.com/wwebjs/whatsapp-web.js, issue 201870). The truth is the tick: WhatsApp's acknowledgement of the message.
 */
import type { SendResult } from '../contract.ts';

/** What was seen of one send. */
export interface SendFacts {
  /** The message as the page shows it; absent: it never appeared there. */
  id?: string;
  /** The newest tick: below 0 failed, 0 waiting, from 1 on WhatsApp has it. */
  ack?: number;
  /** The library gave up with these words. */
  error?: string;
  /** The library did not come back in time. */
  late?: boolean;
}

const RETRY_MS = 5_000;

/** Said by the page of somebody who cannot be written to; another try changes nothing. */
const NOBODY = /no lid for user|invalid wid|wid error|not a (valid )?(contact|user)/i;

export function verdict({ id, ack, error, late }: SendFacts): SendResult {
  if (id !== undefined && ack !== undefined && ack >= 1) return { status: 'sent', id };
  if (ack !== undefined && ack < 0) return failed('WhatsApp did not take the message', true);
  if (error !== undefined && NOBODY.test(error)) return failed('there is nobody under this address', false);
  if (id !== undefined) return { status: 'unknown', why: 'the message waits in the page without a tick' };
  if (late) return { status: 'unknown', why: 'the page did not answer' };
  if (error !== undefined) return failed('the page refused the message', true);
  // Neither an error nor a message: the page knows no such chat.
  return failed('chat not found', false);
}

function failed(reason: string, retryable: boolean): SendResult {
  return { status: 'failed', error: { retryable, reason, ...(retryable ? { retryAfterMs: RETRY_MS } : {}) } };
}
