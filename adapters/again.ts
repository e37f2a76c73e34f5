/** Which events have to come again. */
import type { Admission, Reason } from './contract.ts';

/** These lie with the service, and pass. */
const PASSING: ReadonlySet<Reason> = new Set(['overloaded', 'store unavailable', 'stopping']);
const AGAIN_MS = 5_000;

/**
 * In how many ms what was refused is to be offered again; undefined: not at all. Every other refusal is an answer to the
 * event: who writes too much is told so, and a platform that is asked to bring it again and again gives the whole account
 * up (Meta after eight hours).
 */
export const againInMs = (admission: Admission): number | undefined =>
  admission.status === 'refused' && PASSING.has(admission.reason) ? (admission.retryAfterMs ?? AGAIN_MS) : undefined;
