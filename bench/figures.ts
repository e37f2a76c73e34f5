/** Medians and percentiles, and the one line every measurement ends with. */

/** The value below which `share` (0 to 1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('Nothing was measured.');
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Three significant digits are more than these measurements are worth. */
export const figure = (value: number): number => Number(value.toPrecision(3));

export function result(figures: Record<string, number | string>): void {
  process.stdout.write(`RESULT ${JSON.stringify(figures)}\n`);
}
