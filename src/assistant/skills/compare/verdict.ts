/** Which of several labels fits a wish: better in something wished for, and worse in nothing of it. */
import { Decimal } from 'decimal.js';
import type { Fact } from '../../evidence.ts';
import type { Nutrient } from '../../printed/nutrients.ts';
import { type Side, valueIn } from './base.ts';

export interface Want {
  what: Nutrient;
  way: 'more' | 'less';
}

export interface Difference {
  what: Nutrient;
  /** Of the label that fits against the other: more or less, and by how much, a decimal without a sign. */
  way: 'more' | 'less';
  by: string;
  unit: Fact['unit'];
}

export type Verdict =
  | { kind: 'fits'; place: number; differences: Difference[] }
  /** One is better in this, another in that. */
  | { kind: 'torn'; best: { want: Want; places: number[] }[] }
  | { kind: 'same' }
  /** A wished nutrient was not read on every label. */
  | { kind: 'unread'; what: Nutrient[] };

export function verdict(sides: readonly Side[], wants: readonly Want[]): Verdict {
  const unread = wants.filter(({ what }) => sides.some((side) => !exact(valueIn(side, what)))).map(({ what }) => what);
  if (unread.length > 0 || wants.length === 0) return { kind: 'unread', what: unread };
  const best = wants.map((want) => ({ want, places: bestOf(sides, want) }));
  const open = best.filter(({ places }) => places.length < sides.length);
  if (open.length === 0) return { kind: 'same' };
  const place = sides.findIndex((_, index) => best.every(({ places }) => places.includes(index)));
  if (place < 0) return { kind: 'torn', best };
  const other = sides.length === 2 ? sides[1 - place]! : null;
  return {
    kind: 'fits',
    place,
    differences: other
      ? differences(
          sides[place]!,
          other,
          open.map(({ want }) => want.what),
        )
      : [],
  };
}

const exact = (fact: Fact | null): fact is Fact => fact !== null && !fact.below;

function bestOf(sides: readonly Side[], { what, way }: Want): number[] {
  const values = sides.map((side) => new Decimal(valueIn(side, what)!.value));
  const best = way === 'more' ? Decimal.max(...values) : Decimal.min(...values);
  return values.flatMap((value, index) => (value.eq(best) ? [index] : []));
}

/** How one label differs from another in these; what is equal or unread is left out. */
export function differences(one: Side, other: Side, whats: readonly Nutrient[]): Difference[] {
  return whats.flatMap((what): Difference[] => {
    const [mine, theirs] = [valueIn(one, what), valueIn(other, what)];
    if (!exact(mine) || !exact(theirs) || mine.unit !== theirs.unit) return [];
    const by = new Decimal(mine.value).minus(theirs.value);
    if (by.isZero()) return [];
    return [{ what, way: by.isPositive() ? 'more' : 'less', by: by.abs().toString(), unit: mine.unit }];
  });
}
