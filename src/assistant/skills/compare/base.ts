/**
 * Labels on one base, or the reason why there is none. Per 100 g or per 100 ml as printed, or calculated from a serving
 * whose size is printed; grams and millilitres never meet, because no label prints its density, and neither do a powder and a
 * drink made of one.
 */
import { Decimal } from 'decimal.js';
import type { Base, Fact, Label } from '../../evidence.ts';
import { gramsPer } from '../../printed/amounts.ts';
import type { Nutrient } from '../../printed/nutrients.ts';
import { isPrepared, sameBase } from '../label/bases.ts';
import { converted } from '../label/converted.ts';
import { perHundred } from '../label/label.ts';

/** What a comparison shows besides what was wished for. */
export const COMPARED: readonly Nutrient[] = ['energy', 'protein', 'sugars', 'fat', 'salt'];

export interface Side {
  label: Label;
  /** What the label itself counts in. */
  printed: Base;
  /** 100 / size of its serving; null: printed per 100. */
  factor: string | null;
  facts: Fact[];
}

export type Common =
  | { kind: 'common'; base: Base; sides: Side[] }
  /** `bases` in the order of the labels; null: none that could be read. */
  | { kind: 'apart'; why: Apart; bases: (Base | null)[] };
export type Apart = 'units' | 'drained' | 'prepared' | 'no base';

/** @param prepared whether values of what is made of it are wanted: else of what is sold, where all labels print them */
export function commonBase(labels: readonly Label[], prepared = false): Common {
  const states = [prepared, !prepared].map((state) => labels.map((label) => baseOf(label, state)));
  const printed =
    states.find((bases) => !bases.includes(null)) ?? labels.map((_, at) => states[0]![at] ?? states[1]![at]!);
  const apart = (why: Apart): Common => ({ kind: 'apart', why, bases: printed });
  if (printed.includes(null)) return apart('no base');
  const bases = printed as Base[];
  if (new Set(bases.map(isPrepared)).size > 1) return apart('prepared');
  const units = bases.map((base) => (base.kind === 'serving' ? base.unit : base.kind === '100 ml' ? 'ml' : 'g'));
  if (new Set(units).size > 1) return apart('units');
  const drained = bases.map((base) => 'drained' in base && base.drained === true);
  if (new Set(drained).size > 1) return apart('drained');
  const base: Base = {
    kind: units[0] === 'ml' ? '100 ml' : '100 g',
    ...(drained[0] && { drained: true }),
    ...(isPrepared(bases[0]!) && { prepared: true }),
  };
  return { kind: 'common', base, sides: labels.map((label, index) => sideOf(label, bases[index]!)) };
}

/** The base a label can be compared by: per 100 first, then a serving with its size, which of a prepared one tells nothing. */
function baseOf({ bases }: Label, prepared: boolean): Base | null {
  const own = bases.filter((base) => isPrepared(base) === prepared);
  return (
    own.find(({ kind }) => kind === '100 g' || kind === '100 ml') ??
    own.find((base) => base.kind === 'serving' && base.size !== null && !prepared) ??
    null
  );
}

function sideOf(label: Label, printed: Base): Side {
  const own = label.facts.filter(({ base }) => sameBase(base, printed));
  const facts = printed.kind === 'serving' ? own.map(perHundred) : own;
  return {
    label,
    printed,
    factor: printed.kind === 'serving' ? new Decimal(100).div(printed.size!).toDecimalPlaces(4).toString() : null,
    facts,
  };
}

/** A nutrient's value per 100, in kcal for energy and grams else; null: not read. "Less than" is a value only to look at. */
export function valueIn({ facts }: Side, what: Nutrient): Fact | null {
  const found = facts.filter((fact) => fact.what === what);
  const fact = found.find(({ unit }) => unit === 'kcal') ?? found.find(({ unit }) => unit !== 'kJ') ?? null;
  if (!fact && what === 'salt') return converted(facts, { what, energy: 'kcal' }) ?? null;
  return fact && inGrams(fact);
}

function inGrams(fact: Fact): Fact {
  if (fact.unit !== 'mg' && fact.unit !== 'µg') return fact;
  const value = new Decimal(fact.value).times(gramsPer(fact.unit)).toString();
  return { ...fact, value, unit: 'g', rule: `${fact.rule}, ${fact.unit} in g` };
}

/** Digits a nutrient is shown with, so that both sides read alike. */
export const shownDigits = (what: Nutrient): number =>
  what === 'energy' ? 0 : what === 'salt' || what === 'sodium' ? 2 : 1;
