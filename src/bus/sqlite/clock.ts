/** What the store reads time from; both in ms. */
export interface Clock {
  /** Since 1970, for what people read and for what is kept for days. It may jump. */
  wall(): number;
  /**
   * For leases, delays and back-off: it never jumps while the store is open. It starts at the wall clock's value,
   * so that a time kept in the file still means something after a restart; the fraction orders lanes within one ms.
   */
  steady(): number;
}

export function systemClock(): Clock {
  const start = Date.now() - performance.now();
  return { wall: () => Date.now(), steady: () => start + performance.now() };
}

/** Two cells of shared memory, `[wall, steady]`: a clock that stands until another thread moves it. */
export type ClockCells = Float64Array<SharedArrayBuffer>;

export function sharedClock(cells: ClockCells): Clock {
  const [wall, steady] = [0, 1];
  return { wall: () => cells[wall] ?? 0, steady: () => cells[steady] ?? 0 };
}
