/** What is said of one label: all of it, or one nutrient; with the line that does not add up, where one does not. */
import { Decimal } from 'decimal.js';
import { say } from '../../../conversation/notices.ts';
import type { Base, Check, Evidence, Fact, Label } from '../../evidence.ts';
import { NUTRIENTS, type Nutrient } from '../../printed/nutrients.ts';
import { offer } from '../offers.ts';
import type { SkillReply, Talk } from '../skill.ts';
import { amount, factAmount, listed, number, nutrientName, per, sentence, source } from '../wording.ts';
import { sameBase } from './bases.ts';

export type LabelEvidence = Evidence & { seen: Label };

/**
 * @param asked the nutrients wanted; none: everything that is printed
 * @param per100 values are wanted per 100 g or ml, whatever the label counts in
 */
export function sayLabel(
  evidence: LabelEvidence,
  { asked, per100 }: { asked: readonly Nutrient[]; per100: boolean },
  talk: Talk,
): SkillReply {
  const { language } = talk;
  const { seen, photo } = evidence;
  const wanted = asked.length > 0 ? asked : NUTRIENTS;
  const facts = factsFor(seen, wanted, per100);
  const unread = wanted.filter((what) => seen.unread.includes(what));
  const absent = asked.filter((what) => !unread.includes(what) && !facts.some((fact) => fact.what === what));
  const names = (all: readonly Nutrient[]) => listed(all.map((what) => nutrientName(what, language)));
  const from = source(evidence, talk);
  const first = facts[0];
  const calculated = facts.find(({ certainty }) => certainty === 'calculated');
  const below = [
    unread.length > 0 ? say('skill.unread', { names: names(unread) }, language) : '',
    absent.length > 0 ? say('skill.label.absent', { names: names(absent) }, language) : '',
    calculated ? say('skill.label.calculated', { per: per(printedBase(seen, calculated), language) }, language) : '',
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
      template: head,
      below: below.join('\n'),
    },
    facts,
    buttons: facts.length > 0 ? [offer({ kind: 'shown', photo: photo.id }, language)] : [],
    drawings: [],
    focus: { photos: [photo.id], what: asked[0] ?? null, way: 'most' },
  };
}

const NUTRIENT_SLOT = (fact: Fact): string => (fact.unit === 'kJ' ? 'energy.kJ' : fact.what);

/** The wanted nutrients under one base: per 100 where that is printed or can be calculated, else as the label counts. */
function factsFor(label: Label, wanted: readonly Nutrient[], per100: boolean): Fact[] {
  const bases = label.bases.length > 0 ? label.bases : [{ kind: 'none' } as const];
  const hundred = bases.find(({ kind }) => kind === '100 g' || kind === '100 ml');
  const base: Base = hundred ?? bases[0]!;
  const own = label.facts.filter((fact) => sameBase(fact.base, base));
  const facts = wanted.flatMap((what) => {
    const found = own.filter((fact) => fact.what === what);
    return found.find(({ unit }) => unit === 'kcal') ?? found[0] ?? [];
  });
  return per100 && !hundred ? facts.map(perHundred) : facts;
}

/** A value of a serving whose size is printed, per 100 of it. Others stay as they are. */
export function perHundred(fact: Fact): Fact {
  const { base } = fact;
  if (base.kind !== 'serving' || base.size === null) return fact;
  const factor = new Decimal(100).div(base.size);
  const digits =
    fact.unit === 'kcal' || fact.unit === 'kJ' ? 0 : fact.what === 'salt' || fact.what === 'sodium' ? 2 : 1;
  return {
    ...fact,
    value: factor.times(fact.value).toFixed(digits),
    base: { kind: base.unit === 'ml' ? '100 ml' : '100 g' },
    certainty: 'calculated',
    rule: `${fact.value} × ${factor.toDecimalPlaces(4).toString()}`,
  };
}

const printedBase = (label: Label, { what }: Fact): Base =>
  label.facts.find((fact) => fact.what === what && fact.base.kind === 'serving')?.base ?? { kind: 'none' };

/** Each check that failed, in a sentence. */
export function failures(checks: readonly Check[], language: string): string[] {
  const failed = checks.filter(({ passed }) => !passed);
  const said = failed.map((check) => {
    const [calculated, printed] = [number(check.calculated, language), number(check.printed, language)];
    const of = check.of.map((name) => (isNutrient(name) ? nutrientName(name, language) : name));
    switch (check.name) {
      case 'energy':
        return say('skill.label.fails.energy', { calculated, printed }, language);
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

const isNutrient = (name: string): name is Nutrient => NUTRIENTS.some((one) => one === name);
