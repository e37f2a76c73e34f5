/**
 * What a label's columns count for: "per 100 g", "per 40 g bar", "Serving size 40 g". Found in rows that name no
 * nutrient, with the place of each, because values stand below their base.
 */
import type { Base } from '../../evidence.ts';
import { numberOf } from '../../printed/amounts.ts';
import { fold } from '../../printed/letters.ts';
import { printUnder, type Row } from '../../printed/row.ts';

export interface Head {
  base: Base;
  /** Where it stands above its values; null: it counts for all of them ("Serving size 40 g"). */
  middle: number | null;
}

const PER = '(?:per|pro|por|pour|par|je|tren|trong|cada)';
/** Words that mean a serving wherever they stand. */
const SERVING =
  '(?:serving size|serving|tamano de (?:la )?porcion|porcion|porcao|portion|portionsgrosse|porzione|takaran saji|sajian|khau phan|porsiyon)';
/** Words that mean one only behind "per". */
const THING =
  '(?:barretta|barre|barra|bar|riegel|batang|thanh|piece|stuck|unit|unidad|unidade|biscuit|cookie|slice|scoop)';
const SIZE = String.raw`(\d+(?:[.,]\d{1,2})?)\s?(g|ml)(?:(?![a-z])|(?=${THING}|${SERVING}))`;

const COLUMN = new RegExp(
  [
    // 1: the unit of "100 g"
    String.raw`(?:${PER}\s?)?(?<![\d.,])1[0o]{2}\s?(g|ml)(?![a-z])`,
    // 2, 3, 4: size, unit, name of "per 40 g bar"
    String.raw`${PER}\s?${SIZE}(?:\s?(${THING}|${SERVING}))?`,
    // 5, 6, 7: name, size, unit of "per bar (40 g)", "serving size 1 bar (40 g)"
    String.raw`(?:${PER}\s?(${THING}|${SERVING})|${SERVING}):?(?:[^\d]{0,12}(?:1|ein)\s?[a-z]+)?[^\d]{0,12}?${SIZE}`,
    // 8: name of "per serving"
    String.raw`${PER}\s?(${THING}|${SERVING})`,
  ].join('|'),
  'g',
);

const STARTS_PER = new RegExp(`^${PER}`);
const COUNT_OF_SERVINGS = /per (?:container|package|pack)|por (?:envase|embalagem|empaque)|per kemasan|par emballage/;
const DRAINED = /drained|abtropf|escurrid|escorrid|egoutt|sgocciolat|suzulmus|bobot tuntas|rao nuoc/;

export function headsIn(row: Row): Head[] {
  const text = inPlace(row.text);
  const drained = DRAINED.test(text) ? ({ drained: true } as const) : {};
  const found = [...text.matchAll(COLUMN)].flatMap((match): { base: Base; middle: number; named: boolean }[] => {
    const { middle } = printUnder(row, match.index, match.index + match[0].length);
    const [all, per100, size, unit, name, named, sizeBehind, unitBehind, bare] = match;
    if (per100) return [{ base: { kind: per100 === 'g' ? '100 g' : '100 ml', ...drained }, middle, named: false }];
    if (size) return [{ base: serving(size, unit!, name), middle, named: false }];
    if (sizeBehind) return [{ base: serving(sizeBehind, unitBehind!, named), middle, named: !STARTS_PER.test(all) }];
    if (COUNT_OF_SERVINGS.test(text)) return [];
    return [{ base: { kind: 'serving', size: null, unit: 'g', name: bare ?? null }, middle, named: false }];
  });
  return found.map(({ base, middle, named }) => ({ base, middle: named && found.length === 1 ? null : middle }));
}

function serving(size: string, unit: string, name: string | undefined): Base {
  return { kind: 'serving', size: numberOf(size, null), unit: unit === 'ml' ? 'ml' : 'g', name: name ?? null };
}

/** What a person wants values for: "per 100 g", "per serving", "per 40 g". Null: they do not say. */
export function baseAsked(text: string): Base | null {
  const [match] = fold(text).matchAll(COLUMN);
  if (!match) return SERVING_ASKED.test(text.normalize('NFC')) ? SOME_SERVING : null;
  const [, hundred, size, unit, name, , sizeBehind, unitBehind] = match;
  if (hundred) return { kind: hundred === 'g' ? '100 g' : '100 ml' };
  const measured = size ?? sizeBehind;
  return measured === undefined
    ? SOME_SERVING
    : serving(measured, (unit ?? unitBehind)!, size === undefined ? undefined : name);
}

const SOME_SERVING: Base = { kind: 'serving', size: null, unit: 'g', name: null };
/** In languages whose labels are not read, and where what is asked is said otherwise than it is printed. */
const SERVING_ASKED =
  /(?:प्रति|हर) (?:सर्विंग|परोस)|(?:لكل|في كل|في) (?:ال)?حصة|للحصة|প্রতি (?:পরিবেশন|সার্ভিং)|(?:на|за|в) (?:одну |одной )?порци[юи]|porsiyon(?:da| başına)|per porsi|(?:mỗi|một|trong) khẩu phần/iu;

/** Folded, letter for letter, so that places stay what they are. */
const inPlace = (text: string): string =>
  Array.from({ length: text.length }, (_, index) => fold(text[index]!)[0] ?? ' ').join('');

export function sameBase(a: Base, b: Base): boolean {
  if (a.kind === 'serving') return b.kind === 'serving' && a.size === b.size && a.unit === b.unit;
  if (a.kind === 'none') return b.kind === 'none';
  return a.kind === b.kind && a.drained === ('drained' in b ? b.drained : undefined);
}
