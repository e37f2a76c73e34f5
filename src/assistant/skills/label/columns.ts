/**
 * The columns that values stand in, and the base above each. They are found from the values themselves, so that a
 * column whose head was not read keeps its values from going to another.
 */
import type { Base } from '../../evidence.ts';
import type { Head } from './bases.ts';

export interface Span {
  left: number;
  right: number;
}

export interface ValueColumn extends Span {
  /** Null: what it counts for could not be read. */
  base: Base | null;
}

/** @param spans where single values stand */
export function valueColumns(spans: readonly Span[], heads: readonly Head[]): ValueColumn[] {
  const placed = heads.flatMap(({ base, middle }) => (middle === null ? [] : [{ base, middle }]));
  const [first] = heads;
  if (first && placed.length === 0)
    return [{ left: Number.NEGATIVE_INFINITY, right: Number.POSITIVE_INFINITY, base: first.base }];
  const columns = merged(spans).map((span): ValueColumn => ({ ...span, base: null }));
  if (heads.length === 0) return columns.length === 1 ? [{ ...columns[0]!, base: { kind: 'none' } }] : columns;
  const sorted = [...placed].sort((a, b) => a.middle - b.middle);
  if (sorted.length === columns.length)
    return columns.map((column, index) => ({ ...column, base: sorted[index]!.base }));
  // Each head takes the column nearest to it; a column that none takes has no base.
  for (const head of sorted) {
    const nearest = [...columns].sort((a, b) => distance(a, head.middle) - distance(b, head.middle))[0];
    if (!nearest) continue;
    const nearer = sorted.some(
      (other) => other !== head && distance(nearest, other.middle) < distance(nearest, head.middle),
    );
    if (!nearer) nearest.base = head.base;
  }
  return columns;
}

/** The column a value stands in. */
export const columnAt = (columns: readonly ValueColumn[], span: Span): ValueColumn | undefined =>
  columns
    .filter(({ left, right }) => span.left <= right && span.right >= left)
    .sort((a, b) => distance(a, (span.left + span.right) / 2) - distance(b, (span.left + span.right) / 2))[0];

const distance = ({ left, right }: Span, x: number): number =>
  Number.isFinite(left) ? Math.abs((left + right) / 2 - x) : 0;

function merged(spans: readonly Span[]): Span[] {
  const columns: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.left - b.left)) {
    const last = columns.at(-1);
    if (last && span.left <= last.right) last.right = Math.max(last.right, span.right);
    else columns.push({ ...span });
  }
  return columns;
}
