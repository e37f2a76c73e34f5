/** What is said of one label: all of it, or one nutrient; with the line that does not add up, where one does not. */
import { Decimal } from 'decimal.js';
import { say } from '../../../conversation/notices.ts';
import type { Base, Check, Evidence, Fact, Label } from '../../evidence.ts';
import { fold, quoted } from '../../printed/letters.ts';
import { isNutrient, NUTRIENTS, type Nutrient } from '../../printed/nutrients.ts';
import { piecesOf } from '../../printed/pieces.ts';
import { rowsOf, textOf } from '../../printed/rows.ts';
import { offer } from '../offers.ts';
import { focusOn, type SkillReply, saying, type Talk } from '../skill.ts';
import { amount, asPrepared, factAmount, listed, number, nutrientName, per, sentence, source } from '../wording.ts';
import { isBar, isPrepared, SOME_SERVING, sameBase } from './bases.ts';
import { converted } from './converted.ts';
import type { Portion } from './portions.ts';

export type LabelEvidence = Evidence & { seen: Label };

export interface Asked {
  /** The nutrients wanted; none: everything that is printed. */
  asked: readonly Nutrient[];
  /** What values are wanted for, whatever the label counts in; null: as it is printed, per 100 first. */
  base: Base | null;
  /** How many of its bars or servings they are wanted for. */
  portion?: Portion | null;
  /** Whether they are wanted of what is made of it; else of what is sold, where both are printed. */
  prepared?: boolean;
  /** Energy in kJ, where it is printed. */
  kilojoules?: boolean;
}

export function sayLabel(
  evidence: LabelEvidence,
  { asked, base: named, portion = null, prepared = false, kilojoules = false }: Asked,
  talk: Talk,
): SkillReply {
  const { language } = talk;
  const { seen, photo } = evidence;
  const wanted = asked.length > 0 ? asked : NUTRIENTS;
  const base = named ?? (portion && portionOf(seen, portion));
  const how = { base, prepared, energy: kilojoules ? 'kJ' : 'kcal', isAsked: asked.length > 0 } as const;
  const { facts, from: printed, also } = factsFor(seen, wanted, how);
  const unread = wanted.filter((what) => seen.unread.includes(what));
  const absent = asked.filter((what) => !unread.includes(what) && !facts.some((fact) => fact.what === what));
  const names = (all: readonly Nutrient[]) => listed(all.map((what) => nutrientName(what, language)));
  const from = source(evidence, talk);
  const first = facts[0];
  const lost = base ?? (portion && SOME_SERVING);
  const missed =
    first !== undefined && ((lost !== null && !isOf(first.base, lost)) || (prepared && !isPrepared(first.base)));
  const missing = lost === null ? '' : per(lost, language);
  const below = [
    unread.length > 0 ? say('skill.unread', { names: names(unread) }, language) : '',
    absent.length > 0 ? say('skill.label.absent', { names: names(absent) }, language) : '',
    ...(printed ? [] : facts.filter(({ certainty }) => certainty === 'calculated')).map((fact) =>
      converting(fact, language),
    ),
    printed ? say('skill.label.calculated', { per: per(printed, language) }, language) : '',
    missed ? say('skill.label.other', { per: prepared ? asPrepared(missing, language) : missing }, language) : '',
    also ? say('skill.label.also', { per: per(also, language) }, language) : '',
    ...failures(seen.checks, language),
  ].filter(Boolean);
  const values = facts.map((fact) => `${nutrientName(fact.what as Nutrient, language)} ${factAmount(fact, language)}`);
  const said = first && {
    per: per(first.base, language) || 'none',
    values: listed(values),
    source: from,
  };
  const head = said
    ? sentence(say('skill.label.values', said, language), language)
    : say('skill.label.nothing', { source: from }, language);
  return {
    sheet: {
      items: [{ name: 'label', shown: say('skill.label.name', {}, language) }],
      slots: facts.map((fact) => ({
        name: `label.${NUTRIENT_SLOT(fact)}`,
        item: 'label',
        shown: `${factAmount(fact, language)} ${nutrientName(fact.what as Nutrient, language)}`,
      })),
      asked: asked.length > 0 ? facts.map((fact) => `label.${NUTRIENT_SLOT(fact)}`) : [],
      template: head,
      besides: [first ? sentence(per(first.base, language), language) : '', `(${from})`].filter(Boolean).join(' '),
      below: below.join('\n'),
    },
    facts,
    buttons: facts.length > 0 ? [offer({ kind: 'shown', photo: photo.id }, language)] : [],
    drawings: [],
    focus: { photos: [photo.id], what: asked[0] ?? null, way: 'most' },
  };
}

/** "Sodium is calculated: salt 0.90 g / 2.5." */
function converting({ what, rule }: Fact, language: string): string {
  const from = what === 'salt' ? 'sodium' : what === 'sodium' ? 'salt' : null;
  const sum = from === null ? rule : `${nutrientName(from, language)} ${rule}`;
  const values = { name: nutrientName(what as Nutrient, language), rule: sum };
  return sentence(say('skill.label.converted', values, language), language);
}

/** "8 servings per container": how many there are, as it is printed. */
export function sayServings(evidence: LabelEvidence, talk: Talk): SkillReply {
  const { language } = talk;
  const rows = rowsOf(piecesOf(evidence.reading)).map(textOf);
  const print = rows.filter((row) => SERVINGS.test(fold(row))).map(quoted);
  const said =
    print.length > 0
      ? say('skill.print', { print: print.join(' · ') }, language)
      : say('skill.label.nothing', { source: source(evidence, talk) }, language);
  return saying(said, {
    buttons: [offer({ kind: 'shown', photo: evidence.photo.id }, language)],
    focus: focusOn(evidence.photo),
  });
}

/** A number of them, before or behind their name; folded. */
const SERVINGS =
  /\d\s?(?:servings?|portions?|raciones|porciones|porcoes|sajian|takaran saji|khau phan|porsiyon|portionen|porzioni)(?!\p{L})|(?:servings|portions|raciones|porciones|porcoes|sajian|khau phan|porsiyon|portionen|porzioni)\s(?:per|par|por|pro|trong|each)\s[\p{L}\s.:]*\d+\s*$/u;

/** The size of so many bars or servings; null: the label does not say how large one is. */
function portionOf({ bases }: Label, { times, of }: Portion): Base | null {
  for (const base of bases) {
    if (base.kind !== 'serving' || base.size === null || isPrepared(base)) continue;
    const size = new Decimal(base.size).times(times).toString();
    if (of === 'serving' || isBar(base.name))
      return times === '1' ? base : { kind: 'serving', size, unit: base.unit, name: null };
  }
  return null;
}

const NUTRIENT_SLOT = (fact: Fact): string => (fact.unit === 'kJ' ? 'energy.kJ' : fact.what);

/**
 * The wanted nutrients under one base: the one that is asked for where it is printed or can be calculated (`from` is what it
 * was calculated from), else per 100 where that is printed, else as the label counts. `also`: where it is printed of what is
 * made of it, besides.
 */
function factsFor(
  label: Label,
  wanted: readonly Nutrient[],
  {
    base: asked,
    prepared,
    energy,
    isAsked,
  }: { base: Base | null; prepared: boolean; energy: 'kcal' | 'kJ'; isAsked: boolean },
): { facts: Fact[]; from?: Base; also?: Base } {
  const all: readonly Base[] = label.bases.length > 0 ? label.bases : [{ kind: 'none' }];
  const meant = all.filter((base) => isPrepared(base) === prepared);
  const bases = meant.length > 0 ? meant : all;
  const unit = asked && measureOf(asked)?.unit;
  const hundreds = bases.filter(({ kind }) => kind === '100 g' || kind === '100 ml');
  const hundred = hundreds.find((base) => measureOf(base)?.unit === unit) ?? hundreds[0];
  // "Per 100 ml" of a powder is of the drink.
  const exactly =
    asked && [...bases, ...(prepared || !isMeasured(asked) ? [] : all)].find((base) => isExactly(base, asked));
  const printed = exactly ?? (asked && bases.find((base) => isOf(base, asked)));
  const base = printed ?? hundred ?? bases[0]!;
  const own = label.facts.filter((fact) => sameBase(fact.base, base));
  const facts = wanted.flatMap((what) => {
    const found = own.filter((fact) => fact.what === what);
    const other = isAsked && !label.unread.includes(what) ? converted(own, { what, energy }) : undefined;
    return found.find(({ unit }) => unit === energy) ?? other ?? found[0] ?? [];
  });
  if (asked === null) {
    const besides = label.facts.find((fact) => wanted.includes(fact.what as Nutrient) && isPrepared(fact.base));
    return { facts, ...(besides && !isPrepared(base) && { also: besides.base }) };
  }
  if (printed || !isMeasured(asked)) return { facts };
  const calculated = facts.map((fact) => scaled(fact, asked));
  return calculated.some((fact, index) => fact !== facts[index]) ? { facts: calculated, from: base } : { facts };
}

/** The same amount of the same thing, whichever of its states is meant. */
const isExactly = (base: Base, asked: Base): boolean =>
  base.kind === 'serving'
    ? asked.kind === 'serving' && base.size === asked.size && base.unit === asked.unit
    : base.kind === asked.kind;

/** Whether a base is what was asked for: of a serving without a size any serving is, and g may be said of ml. */
function isOf(base: Base, asked: Base): boolean {
  if (asked.kind === 'serving' && asked.size === null) return base.kind === 'serving';
  if (asked.kind === '100 g' || asked.kind === '100 ml') return base.kind === '100 g' || base.kind === '100 ml';
  return sameBase(base, asked);
}

/** How much of the food a base is; null: it does not say. */
function measureOf(base: Base): { size: Decimal; unit: 'g' | 'ml' } | null {
  switch (base.kind) {
    case '100 g':
    case '100 ml':
      return { size: new Decimal(100), unit: base.kind === '100 g' ? 'g' : 'ml' };
    case 'serving':
      // The size that is printed of a prepared one may be that of the powder.
      return base.size === null || isPrepared(base) ? null : { size: new Decimal(base.size), unit: base.unit };
    case 'none':
      return null;
    default:
      return base satisfies never;
  }
}

const isMeasured = (base: Base): boolean => measureOf(base) !== null;

/** A value for another amount of the same food. Where one of the two amounts is unknown, or g stands against ml, it stays. */
function scaled(fact: Fact, to: Base): Fact {
  const [from, wanted] = [measureOf(fact.base), measureOf(to)];
  // Whoever asks per 100 g of a drink means per 100 ml.
  const hundred = to.kind === '100 g' || to.kind === '100 ml';
  if (from === null || wanted === null || from.size.isZero() || (!hundred && from.unit !== wanted.unit)) return fact;
  const factor = wanted.size.div(from.size);
  const digits =
    fact.unit === 'kcal' || fact.unit === 'kJ' ? 0 : fact.what === 'salt' || fact.what === 'sodium' ? 2 : 1;
  return {
    ...fact,
    value: factor.times(fact.value).toFixed(digits),
    base: { ...(hundred ? ({ kind: from.unit === 'ml' ? '100 ml' : '100 g' } as const) : to), ...stateOf(fact.base) },
    certainty: 'calculated',
    rule: `${fact.value} × ${factor.toDecimalPlaces(4).toString()}`,
  };
}

const stateOf = (base: Base): { prepared?: true } => (isPrepared(base) ? { prepared: true } : {});

/** A value of a serving whose size is printed, per 100 of it. Others stay as they are. */
export const perHundred = (fact: Fact): Fact => (fact.base.kind === 'serving' ? scaled(fact, { kind: '100 g' }) : fact);

const ENERGY_OF = ['protein', 'carbohydrate', 'fat'] as const satisfies readonly Nutrient[];

/** Each check that failed, in a sentence. */
export function failures(checks: readonly Check[], language: string): string[] {
  const failed = checks.filter(({ passed }) => !passed);
  const said = failed.map((check) => {
    const [calculated, printed] = [number(check.calculated, language), number(check.printed, language)];
    const of = check.of.map((name) => (isNutrient(name) ? nutrientName(name, language) : name));
    switch (check.name) {
      case 'energy': {
        if (ENERGY_OF.every((what) => check.of.includes(what)))
          return say('skill.label.fails.energy', { calculated, printed }, language);
        const names = listed(
          ENERGY_OF.filter((what) => check.of.includes(what)).map((what) => nutrientName(what, language)),
        );
        return say('skill.label.fails.least', { names, calculated, printed }, language);
      }
      case 'kilojoule':
        return say('skill.label.fails.kilojoule', { calculated, printed }, language);
      case 'columns':
        return say('skill.label.fails.columns', { name: of[0]!, calculated, printed }, language);
      case 'parts':
        return of.length === 2
          ? say(
              'skill.label.fails.parts',
              {
                part: of[0]!,
                whole: of[1]!,
                calculated: amount(check.calculated, 'g', language),
                printed: amount(check.printed, 'g', language),
              },
              language,
            )
          : say('skill.label.fails.whole', { names: listed(of), calculated, printed }, language);
      case 'sum':
        return '';
      default:
        return check.name satisfies never;
    }
  });
  return [...new Set(said)].filter(Boolean);
}
