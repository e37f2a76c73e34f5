/** Which events have to come again, and which are lost. */
import type { Admission, Reason } from './contract.ts';

/** These lie with the service; where it says when, they come again. */
const PASSING: ReadonlySet<Reason> = new Set(['overloaded', 'store unavailable', 'stopping', 'broken']);

/**
 * In how many ms what was refused is to be offered again; undefined: not at all. Every other refusal is an answer to the
 * event: who writes too much is told so, and a platform that is asked to bring it again and again gives the whole account
 * up (Meta after eight hours).
 */
export const againInMs = (admission: Admission): number | undefined =>
  admission.status === 'refused' && PASSING.has(admission.reason) ? admission.retryAfterMs : undefined;

/** A fault of ours kept it out for good. */
export const isLost = (admission: Admission): boolean =>
  admission.status === 'refused' && admission.reason === 'broken' && admission.retryAfterMs === undefined;
