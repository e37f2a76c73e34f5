/**
 * A label held against its own arithmetic. Energy by Regulation (EU) 1169/2011 annex XIV: 4 kcal a gram of protein and
 * carbohydrate, 9 of fat, 2 of fibre; 1 kcal is 4.184 kJ. What is printed was rounded first, so half a unit of each
 * last digit is allowed besides the margins of product.md R13.
 */
import { Decimal } from 'decimal.js';
import type { Base, Check, Fact } from '../../evidence.ts';
import { gramsPer, KJ_PER_KCAL } from '../../printed/amounts.ts';
import { fold } from '../../printed/letters.ts';
import type { Nutrient } from '../../printed/nutrients.ts';
import { isPrepared, sameBase } from './bases.ts';
import { SALT_PER_SODIUM } from './converted.ts';

const ENERGY_MARGIN = 0.12;
const KILOJOULE_MARGIN = 0.03;
const COLUMN_MARGIN = 0.02;
/** US labels round calories to ten (21 CFR 101.9(c)(1)), so they may be off by five. */
const CALORIES_ROUNDED = 5;

/** What has energy of its own besides the four: no sum can be held against it. */
const OTHER_ENERGY = /polyol|polialcohol|polioles|mehrwertige|sugar alcohol|alcohol|erythrit|eritrit/;

/** What energy is made of, in kcal a gram. */
const MAKING: readonly { what: Nutrient; perGram: number }[] = [
  { what: 'protein', perGram: 4 },
  { what: 'carbohydrate', perGram: 4 },
  { what: 'fat', perGram: 9 },
];

const PARTS: [Nutrient, Nutrient][] = [
  ['saturates', 'fat'],
  ['sugars', 'carbohydrate'],
  ['added sugars', 'sugars'],
];

export interface Audit {
  facts: Fact[];
  /** Whose columns contradict each other: digits that cannot both be right. */
  unread: Nutrient[];
  checks: Check[];
}

export function audit(facts: readonly Fact[], text: string): Audit {
  const { kept, unread, failed } = holdColumns(facts);
  const bases = kept
    .map(({ base }) => base)
    .filter((base, i, all) => all.findIndex((other) => sameBase(other, base)) === i);
  const checks = [...failed];
  for (const base of bases) {
    const own = kept.filter((fact) => sameBase(fact.base, base));
    checks.push(...energy(own, text), ...kilojoule(own), ...parts(own, base));
  }
  return {
    facts: kept.map((fact) => ({ ...fact, checks: checks.filter(({ of }) => of.includes(fact.what)) })),
    unread,
    checks,
  };
}

interface Measured {
  value: Decimal;
  /** How far the printed digits may be from it. */
  slack: Decimal;
}

/** Grams, or the unit itself for energy. */
function measured(fact: Fact | undefined): Measured | null {
  if (!fact) return null;
  const scale = gramsPer(fact.unit);
  const printed = new Decimal(fact.value).times(scale);
  if (fact.below) return { value: printed.div(2), slack: printed.div(2) };
  const digits = fact.value.split('.')[1]?.length ?? 0;
  return { value: printed, slack: new Decimal(10).pow(-digits).times(scale).div(2) };
}

const find = (facts: readonly Fact[], what: Nutrient, unit?: string): Measured | null =>
  measured(facts.find((fact) => fact.what === what && (unit === undefined || fact.unit === unit)));

/** Where one of the three that make energy was not read, the others must not make more than all of it. */
function energy(facts: readonly Fact[], text: string): Check[] {
  if (OTHER_ENERGY.test(fold(text))) return [];
  const us = /calories|nutrition facts|total carbohydrate/.test(fold(text));
  const kcal = find(facts, 'energy', 'kcal') ?? scaled(find(facts, 'energy', 'kJ'), new Decimal(1).div(KJ_PER_KCAL));
  const read = MAKING.filter(({ what }) => find(facts, what) !== null);
  if (!kcal || read.length === 0) return [];
  const fibre = find(facts, 'fibre') ?? { value: new Decimal(0), slack: new Decimal(0) };
  const total = (of: 'value' | 'slack') =>
    read.reduce((sum, { what, perGram }) => sum.plus(find(facts, what)![of].times(perGram)), new Decimal(0));
  const slack = total('slack')
    .plus(fibre.slack.times(2))
    .plus(us ? CALORIES_ROUNDED : kcal.slack);
  const margin = (calculated: Decimal) => Decimal.max(kcal.value, calculated).times(ENERGY_MARGIN).plus(slack);
  // In Europe carbohydrate is without fibre, in the Americas fibre is part of it.
  const ways = [total('value').plus(fibre.value.times(2)), total('value').minus(fibre.value.times(2))];
  const of = ['energy', ...read.map(({ what }) => what)];
  const check = (calculated: Decimal, passed: boolean, of: string[]): Check => ({
    ...{ name: 'energy', passed, of },
    ...{ calculated: whole(calculated), printed: whole(kcal.value) },
  });
  if (read.length < MAKING.length) {
    const least = Decimal.min(...ways);
    return least.minus(kcal.value).gt(margin(least)) ? [check(least, false, of)] : [];
  }
  const best = ways.sort((a, b) => a.minus(kcal.value).abs().cmp(b.minus(kcal.value).abs()))[0]!;
  return [check(best, best.minus(kcal.value).abs().lte(margin(best)), [...of, 'fibre'])];
}

function kilojoule(facts: readonly Fact[]): Check[] {
  const both = inBothUnits(facts);
  if (!both) return [];
  const { calculated, kj, slack } = both;
  const passed = calculated.minus(kj).abs().lte(kj.times(KILOJOULE_MARGIN).plus(slack));
  return [{ name: 'kilojoule', passed, calculated: whole(calculated), printed: whole(kj), of: ['energy'] }];
}

/** Energy out of kcal, in kJ, and as it is printed in kJ. */
function inBothUnits(facts: readonly Fact[]): { calculated: Decimal; kj: Decimal; slack: Decimal } | null {
  const [kcal, kj] = [find(facts, 'energy', 'kcal'), find(facts, 'energy', 'kJ')];
  if (!kcal || !kj) return null;
  const slack = kcal.slack.times(KJ_PER_KCAL).plus(kj.slack);
  return { calculated: kcal.value.times(KJ_PER_KCAL), kj: kj.value, slack };
}

/** Whether digits that were read unsurely are just those that the same energy makes in its other unit, which was read surely. */
export function isConfirmed(unsure: Fact, sure: readonly Fact[]): boolean {
  const other = sure.find(
    ({ what, unit, base }) => what === 'energy' && unit !== unsure.unit && sameBase(base, unsure.base),
  );
  const both = unsure.what === 'energy' && other ? inBothUnits([unsure, other]) : null;
  return both?.calculated.minus(both.kj).abs().lte(both.slack) ?? false;
}

/**
 * Whether a decimal mark that was read unsurely between sure digits is there: the energy that is printed fits the number
 * with it, and not without.
 */
export function markIsMeant(unsure: Fact, sure: readonly Fact[], text: string): boolean {
  const others = sure.filter(({ what, base }) => what !== unsure.what && sameBase(base, unsure.base));
  const fits = (value: string) => energy([...others, { ...unsure, value }], text)[0]?.passed;
  return unsure.value.includes('.') && fits(unsure.value) === true && fits(unsure.value.replace('.', '')) === false;
}

function parts(facts: readonly Fact[], base: Base): Check[] {
  const checks: Check[] = [];
  const atMost = (part: Nutrient, whole: Nutrient | string, a: Measured | null, b: Measured | null) => {
    if (!a || !b) return;
    const passed = a.value.minus(a.slack).lte(b.value.plus(b.slack));
    const of = [part, whole].filter((name) => name !== 'total');
    checks.push({ name: 'parts', passed, calculated: a.value.toString(), printed: b.value.toString(), of });
  };
  for (const [part, whole] of PARTS) atMost(part, whole, find(facts, part), find(facts, whole));
  const sodium = scaled(find(facts, 'sodium'), new Decimal(SALT_PER_SODIUM));
  atMost('sodium', 'salt', sodium, find(facts, 'salt'));
  // A serving that was prepared may be larger than what is printed of it: flakes with their milk.
  const size = base.kind === 'serving' ? (isPrepared(base) ? null : base.size) : base.kind === 'none' ? null : '100';
  if (size !== null) {
    const all = (['fat', 'carbohydrate', 'protein', 'salt'] as const).map((what) => find(facts, what));
    const sum = all.reduce((total, one) => total.plus(one?.value ?? 0), new Decimal(0));
    const slack = all.reduce((total, one) => total.plus(one?.slack ?? 0), new Decimal(0));
    const passed = sum.minus(slack).lte(size);
    const of = ['fat', 'carbohydrate', 'protein', 'salt'];
    checks.push({ name: 'parts', passed, calculated: sum.toString(), printed: size, of });
  }
  return checks;
}

/**
 * Two columns of one table must agree by the size of the serving. What does not is unread in both, energy in the unit
 * in which it does not; where most do not, the size or the column itself was misread, and the serving's values go.
 */
function holdColumns(facts: readonly Fact[]): { kept: Fact[]; unread: Nutrient[]; failed: Check[] } {
  const sold = facts.filter(({ base }) => !isPrepared(base));
  const serving = sold.find(({ base }) => base.kind === 'serving' && base.size !== null)?.base;
  const per100 = sold.find(({ base }) => base.kind === '100 g' || base.kind === '100 ml')?.base;
  if (serving?.kind !== 'serving' || !per100) return { kept: [...facts], unread: [], failed: [] };
  const share = new Decimal(serving.size!).div(100);
  const pairs = facts
    .filter((fact) => sameBase(fact.base, per100))
    .flatMap((large) => {
      const small = facts.find(
        ({ what, unit, base }) => what === large.what && unit === large.unit && sameBase(base, serving),
      );
      return small ? [{ large, small }] : [];
    });
  const wrong = pairs.filter(({ large, small }) => {
    const [a, b] = [measured(large)!, measured(small)!];
    const calculated = a.value.times(share);
    const slack = a.slack.times(share).plus(b.slack).plus(calculated.times(COLUMN_MARGIN));
    // Calories may be rounded to ten, and small amounts to halves.
    return calculated
      .minus(b.value)
      .abs()
      .gt(slack.plus(large.what === 'energy' ? CALORIES_ROUNDED : 0.5));
  });
  const failed = wrong.map(
    ({ large, small }): Check => ({
      name: 'columns',
      passed: false,
      calculated: new Decimal(large.value).times(share).toDecimalPlaces(2).toString(),
      printed: small.value,
      of: [large.what],
    }),
  );
  if (wrong.length * 2 > pairs.length)
    return { kept: facts.filter(({ base }) => !sameBase(base, serving)), unread: [], failed };
  const unread = [...new Set(wrong.map(({ large }) => large.what as Nutrient))];
  const isWrong = ({ what, unit }: Fact) => wrong.some(({ large }) => large.what === what && large.unit === unit);
  return { kept: facts.filter((fact) => !isWrong(fact)), unread, failed };
}

const scaled = (one: Measured | null, by: Decimal): Measured | null =>
  one && { value: one.value.times(by), slack: one.slack.times(by) };

const whole = (value: Decimal): string => value.toDecimalPlaces(0).toString();
