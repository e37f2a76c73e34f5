/**
 * The generic cell rate algorithm: one number per key says when the next event is due. Exact, constant memory, and
 * the waiting time falls out of it. Used for requests; what people are promised about limits is in limits.ts.
 */

export interface Rate {
  /** Distance between events at the steady rate, ms. */
  everyMs: number;
  /** How many may come at once after a pause. */
  burst: number;
}

/** `due` is the key's stored number (ms; 0 at first). Returns the number to store, or how long to wait. */
export function admitEvent(due: number, now: number, { everyMs, burst }: Rate): { due: number } | { waitMs: number } {
  const next = Math.max(due, now) + everyMs;
  const earliest = next - everyMs * burst;
  return earliest > now ? { waitMs: Math.ceil(earliest - now) } : { due: next };
}

/** A limit kept in memory, for requests. Keys that are idle are forgotten. */
export function createLimit(rate: Rate, now: () => number = () => performance.now()): (key: string) => number {
  const dueBy = new Map<string, number>();
  const capacity = 10_000;
  /** 0 when the event may pass, otherwise the ms to wait. */
  return (key) => {
    const time = now();
    const result = admitEvent(dueBy.get(key) ?? 0, time, rate);
    if ('waitMs' in result) return result.waitMs;
    // Insertion order is order of use, so the first keys are the longest idle.
    dueBy.delete(key);
    dueBy.set(key, result.due);
    if (dueBy.size > capacity)
      for (const [old, due] of dueBy)
        if (due <= time || dueBy.size > capacity) dueBy.delete(old);
        else break;
    return 0;
  };
}
