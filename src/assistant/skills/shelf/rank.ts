/**
 * Packs in order of a claim, on a base they share (product.md Q8): per 100 g when all have it, else the base all of them
 * name, else as printed, which is said. Ties share a rank; what is unread is listed and never ranked.
 */
import { Decimal } from 'decimal.js';
import type { Base, Fact, Pack, Shelf } from '../../evidence.ts';
import type { Unit } from '../../printed/amounts.ts';
import type { Nutrient } from '../../printed/nutrients.ts';
import { isPrepared, sameBase } from '../label/bases.ts';

export interface Ranked {
  rank: number;
  pack: Pack;
  fact: Fact;
  /** On the common base; as printed where there is none. */
  value: string;
  unit: Unit | '';
}

export interface Ranking {
  what: Nutrient;
  ranked: Ranked[];
  unread: Pack[];
  /** Null: none in common, the numbers are of packs as they are. */
  base: Base | null;
}

export function rank({ packs }: Shelf, what: Nutrient, way: 'most' | 'least'): Ranking {
  const read = packs.flatMap((pack) => {
    const fact = claimOf(pack, what);
    return fact ? [{ pack, fact }] : [];
  });
  const base = commonBase(read.map(({ fact }) => fact));
  const valued = read.map(({ pack, fact }) => ({ pack, fact, ...onBase(fact, base) }));
  const sign = way === 'most' ? -1 : 1;
  const sorted = [...valued].sort((a, b) => sign * new Decimal(inGrams(a)).cmp(inGrams(b)));
  return {
    what,
    ranked: sorted.map((one) => ({
      ...one,
      rank: 1 + sorted.filter((other) => sign * new Decimal(inGrams(other)).cmp(inGrams(one)) < 0).length,
    })),
    unread: packs.filter((pack) => !read.some((one) => one.pack === pack)),
    base,
  };
}

/** What a pack claims of a nutrient; energy in kcal where both are printed. */
export function claimOf(pack: Pack, what: Nutrient): Fact | undefined {
  const facts = pack.facts.filter((fact) => fact.what === what);
  return facts.find(({ unit }) => unit === 'kcal') ?? facts[0];
}

function commonBase(facts: readonly Fact[]): Base | null {
  const first = facts[0];
  if (!first) return null;
  const prepared = isPrepared(first.base);
  if (facts.some(({ base }) => isPrepared(base) !== prepared)) return null;
  const hundred = (unit: 'g' | 'ml'): boolean =>
    facts.every(
      ({ base }) =>
        base.kind === `100 ${unit}` ||
        (base.kind === 'serving' && base.size !== null && base.unit === unit && !prepared),
    );
  const state = prepared ? ({ prepared } as const) : {};
  if (hundred('g')) return { kind: '100 g', ...state };
  if (hundred('ml')) return { kind: '100 ml', ...state };
  if (first.base.kind === 'none') return null;
  return facts.every(({ base }) => sameBase(base, first.base)) ? first.base : null;
}

function onBase(fact: Fact, base: Base | null): { value: string; unit: Unit | '' } {
  const { base: own, value, unit } = fact;
  if (base === null || own.kind !== 'serving' || own.size === null || base.kind === 'serving') return { value, unit };
  const scaled = new Decimal(value).times(100).div(own.size);
  return { value: scaled.toDecimalPlaces(1).toString(), unit };
}

const inGrams = ({ value, unit }: { value: string; unit: Unit | '' }): Decimal =>
  new Decimal(value).times(unit === 'mg' ? 0.001 : unit === 'kJ' ? 1 / 4.184 : 1);
