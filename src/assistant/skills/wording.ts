/** How values, names, times and sources are written in a language. */
import { TIME_OF_DAY } from '../../conversation/clock.ts';
import { say } from '../../conversation/notices.ts';
import type { Base, Evidence, Fact } from '../evidence.ts';
import type { Unit } from '../printed/amounts.ts';
import { quoted } from '../printed/letters.ts';
import type { Nutrient } from '../printed/nutrients.ts';
import type { Talk } from './skill.ts';

/** A number or a name inside right-to-left text keeps its own direction between isolates. */
const isolated = (text: string, language: string): string => (/^ar\b/.test(language) ? `\u2068${text}\u2069` : text);

/** A decimal in the language's own format, with as many digits as it has. */
export function number(value: string, language: string): string {
  const digits = value.split('.')[1]?.length ?? 0;
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  // Decimals are given as text, which keeps digits that a binary number would not.
  return format.format(value as Intl.StringNumericLiteral);
}

export function amount(value: string, unit: Unit | '', language: string, below = false): string {
  return isolated(`${below ? '< ' : ''}${number(value, language)}${unit === '' ? '' : ` ${unit}`}`, language);
}

export const factAmount = (fact: Fact, language: string): string => amount(fact.value, fact.unit, language, fact.below);

export const nutrientName = (what: Nutrient, language: string): string =>
  say(`skill.nutrient.${NUTRIENT_IDS[what]}`, {}, language);

const NUTRIENT_IDS = {
  energy: 'energy',
  fat: 'fat',
  saturates: 'saturates',
  carbohydrate: 'carbohydrate',
  sugars: 'sugars',
  'added sugars': 'added-sugars',
  fibre: 'fibre',
  protein: 'protein',
  salt: 'salt',
  sodium: 'sodium',
} as const satisfies Record<Nutrient, string>;

/** A printed name, safe in Markdown. */
export const named = (text: string, language: string): string => isolated(quoted(text), language);

/** Names in a row: "Choc Wafer, Corn Chips, Gummy Frogs". */
export const listed = (names: readonly string[]): string => names.join(', ');

/** "14:05", and the day where it was another. */
export function clock(at: number, { language, timeZone, now }: Talk): string {
  const day = (ms: number) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(ms);
  const date = day(at) === day(now) ? {} : ({ day: 'numeric', month: 'short' } as const);
  return new Intl.DateTimeFormat(language, { ...date, ...TIME_OF_DAY, timeZone }).format(at);
}

/** What a photo is called. */
export type PhotoKind = 'shelf' | 'pack' | 'label' | 'receipt' | 'table' | 'chart' | 'photo';

export function kindOf({ seen }: Evidence): PhotoKind {
  if (seen.kind === 'shelf') return seen.packs.length > 1 ? 'shelf' : 'pack';
  return seen.kind === 'text' || seen.kind === 'unreadable' ? 'photo' : seen.kind;
}

/** Which photo a value is from: "your shelf photo, 14:05". */
export const source = (evidence: Evidence, talk: Talk): string =>
  say('skill.source', { kind: kindOf(evidence), time: clock(evidence.photo.at, talk) }, talk.language);

/** "per 100 g", "per 40 g bar", "per 100 ml as prepared", or nothing where no base is printed. */
export function per(base: Base, language: string): string {
  const words = perSold(base, language);
  return 'prepared' in base ? asPrepared(words, language) : words;
}

/** @param words what it is said of; empty: of whatever it is */
export const asPrepared = (words: string, language: string): string =>
  say('skill.per.prepared', { per: words || 'none' }, language);

function perSold(base: Base, language: string): string {
  switch (base.kind) {
    case '100 g':
    case '100 ml':
      return say('skill.per.hundred', { unit: base.kind.slice(4), drained: base.drained ? 'yes' : 'no' }, language);
    case 'serving':
      return base.size === null
        ? say('skill.per.serving', { name: base.name ?? 'none' }, language)
        : say('skill.per.size', { size: amount(base.size, base.unit, language), name: base.name ?? 'none' }, language);
    case 'none':
      return '';
    default:
      return base satisfies never;
  }
}

/** As a sentence begins. */
export const sentence = (text: string, language: string): string => {
  const [first = ''] = text;
  return first.toLocaleUpperCase(language) + text.slice(first.length);
};

/** At most this many UTF-16 units in a button's label: the least that our platforms take (Meta's quick replies). */
const LONGEST_LABEL = 20;

export const label = (text: string): string =>
  text.length <= LONGEST_LABEL
    ? text
    : `${text
        .slice(0, LONGEST_LABEL - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')
        .trimEnd()}…`;
