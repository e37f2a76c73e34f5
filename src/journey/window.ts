/**
 * Some platforms let us write for a while after the person did, and not at all later (`replyWindowMs`). When the person last
 * wrote stands in the part itself and in the record, so a restart forgets nothing.
 */
import type { Channel } from '../../adapters/contract.ts';
import type { Ask } from '../conversation/record.ts';

/** Whether a part that answers what was done at `heardAt` may leave now. Times in ms since 1970, by the platform's clock. */
export async function isOpen(
  ask: Ask,
  { capabilities: { replyWindowMs } }: Channel,
  conversation: string,
  heardAt: number,
): Promise<boolean> {
  const earliest = Date.now() - replyWindowMs;
  if (heardAt > earliest) return true;
  // They may have written again meanwhile.
  const wroteAt = await ask('wroteAt', { conversation });
  return wroteAt !== null && wroteAt > earliest;
}
