/**
 * What a label's columns count for: "per 100 g", "per 40 g bar", "Serving size 40 g". Found in rows that name no
 * nutrient, with the place of each, because values stand below their base.
 */
import type { Base } from '../../evidence.ts';
import { numberOf } from '../../printed/amounts.ts';
import { fold } from '../../printed/letters.ts';
import { centreY } from '../../printed/pieces.ts';
import { printUnder, type Row } from '../../printed/row.ts';
import { TOLD_BEHIND, type Told, toldIn, withoutAdded } from './prepared.ts';

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
  '(?:barretta|barre|barra|bar|riegel|batang|thanh|piece|stuck|unit|unidad|unidade|biscuit|cookie|slice|scoop|cup|glass|taza|vaso|copo|tasse|verre|glas)';
const BAR = 'barretta|barrita|barrinha|barre|barra|bar|riegel|batang|thanh';

/** Whether a serving is one of what people call a bar. */
export const isBar = (name: string | null): boolean => new RegExp(`^(?:${BAR})$`).test(name ?? '');

const SIZE = String.raw`(\d+(?:[.,]\d{1,2})?)\s?(g|ml)(?:(?![a-z])|(?=${THING}|${SERVING}|${TOLD_BEHIND}))`;

/** Stems, since a comparison with what has its liquid must be refused also where an ending was misread. */
const DRAINED_STEM = 'dra[il]n|abtro[pn]|escurr|escorr|egout|sgocc|suzulm';

const COLUMN = new RegExp(
  [
    // 1: the unit of "100 g"
    String.raw`(?:${PER}\s?)?(?<![\d.,])1[0o]{2}\s?(g|ml)(?:(?![a-z])|(?=${TOLD_BEHIND}|${DRAINED_STEM}))`,
    // 2, 3, 4: size, unit, name of "per 40 g bar"
    String.raw`${PER}\s?${SIZE}(?:\s?(${THING}|${SERVING}))?`,
    // 5, 6, 7, 8: name, name, size, unit of "per bar (40 g)", "serving size 1 bar (40 g)"
    String.raw`(?:${PER}\s?(${THING}|${SERVING})|${SERVING}):?(?:[^\d]{0,12}(?:1|ein)\s?(?:(${BAR})(?![a-z])|[a-z]+))?[^\d]{0,12}?${SIZE}`,
    // 9: name of "per serving"
    String.raw`${PER}\s?(${THING}|${SERVING})`,
  ].join('|'),
  'g',
);

const STARTS_PER = new RegExp(`^${PER}`);
const COUNT_OF_SERVINGS = /per (?:container|package|pack)|por (?:envase|embalagem|empaque)|per kemasan|par emballage/;
const DRAINED = new RegExp(`${DRAINED_STEM}|tuntas|(?<![a-z])rao(?![a-z])|rao ?n`);
/** Figures that the reader gives for letters. */
const asLetters = (text: string): string =>
  text.replace(/(?<=[a-z])[0156]|[0156](?=[a-z])/g, (figure) => ({ 0: 'o', 1: 'l', 5: 's', 6: 'o' })[figure]!);
const isDrained = (text: string): boolean => DRAINED.test(asLetters(text));

interface Found extends Head {
  left: number;
  right: number;
  start: number;
  /** Of a footnote, right behind it. */
  stars: string;
  /** Words of its own row say what it is of. */
  told: boolean;
}

export const headsIn = (row: Row): Head[] => foundIn(row);

function foundIn(row: Row): Found[] {
  const whole = inPlace(row.text);
  const text = withoutAdded(whole);
  const drained = isDrained(text) ? ({ drained: true } as const) : {};
  const found = [...text.matchAll(COLUMN)].flatMap((match): (Found & { named: boolean })[] => {
    const [all, per100, size, unit, name, named, one, sizeBehind, unitBehind, bare] = match;
    const end = match.index + all.length;
    const { middle, left, right } = printUnder(row, match.index, end);
    const [stars = ''] = /^\s?\*+/.exec(text.slice(end)) ?? [];
    const at = { middle, left, right, start: match.index, stars: stars.trim(), told: false, named: false };
    if (per100) return [{ ...at, base: { kind: per100 === 'g' ? '100 g' : '100 ml', ...drained } }];
    if (size) return [{ ...at, base: serving(size, unit!, name) }];
    if (sizeBehind)
      return [{ ...at, base: serving(sizeBehind, unitBehind!, named ?? one), named: !STARTS_PER.test(all) }];
    if (COUNT_OF_SERVINGS.test(text)) return [];
    return [{ ...at, base: { kind: 'serving', size: null, unit: 'g', name: bare ?? null } }];
  });
  const told = toldAt(row, whole);
  return found.map(({ named, ...head }, index) => {
    const own = told.find((one) => saidOf(one, told, found).includes(index));
    const base = own ? asTold(head.base, own) : head.base;
    return { ...head, base, told: own !== undefined, middle: named && found.length === 1 ? null : head.middle };
  });
}

/** Which bases of its row a word is said of: those in its own print, else the one before it, or behind it where words come first. */
function saidOf({ start, left, right }: ToldAt, told: readonly ToldAt[], found: readonly Found[]): number[] {
  const beside = found.flatMap((head, index) => (head.left === left && head.right === right ? [index] : []));
  if (beside.length === 1) return beside;
  const leads = told[0]!.start < (found[0]?.start ?? 0);
  if (leads && told.length === 1) return found.map((_, index) => index);
  const behind = found.findIndex((head) => head.start > start);
  if (leads) return [behind < 0 ? found.length - 1 : behind];
  return [(behind < 0 ? found.length : behind) - 1];
}

const asTold = (base: Base, { prepared }: Pick<Told, 'prepared'>): Base =>
  prepared && base.kind !== 'none' ? { ...base, prepared: true } : base;

const asDrained = (base: Base): Base => (base.kind === '100 g' ? { ...base, drained: true } : base);

/** A word that stands above or below bases, and where. */
type ToldAt = Told & { left: number; right: number; middle: number };

const toldAt = (row: Row, text: string): ToldAt[] =>
  toldIn(text).map((one) => ({ ...one, ...printUnder(row, one.start, one.end) }));

/**
 * The bases of a table, with what the rows around each say of it: "as sold" and "prepared" stand below their bases, above
 * them, alone where a column is named by nothing else, in the table's heading, or in a footnote.
 *
 * @param rows that name no nutrient, from top to bottom
 */
export function headsOf(rows: readonly Row[]): Head[] {
  const read = rows.map((row) => {
    const text = inPlace(row.text);
    return { row, text, heads: foundIn(row), told: toldAt(row, text) };
  });
  const footnotes = read.filter(
    ({ text, heads, told }) =>
      heads.length === 0 && told[0]?.prepared === true && /^\W*$/.test(text.slice(0, told[0].start)),
  );
  return read.flatMap((here, index) => {
    const around = read.filter((one, at) => Math.abs(at - index) === 1 && isNear(one.row, here.row));
    if (here.heads.length === 0) {
      const isAlone = around.every(({ heads }) => heads.every(({ middle }) => middle === null));
      return isAlone && isBoth(here.told) ? columnsTold(here.told, SOME_SERVING) : [];
    }
    const beside = around.filter(({ heads, text }) => heads.length === 0 && !text.startsWith('*'));
    const told = beside.flatMap((one) => one.told);
    const drained = beside.some((one) => isDrained(one.text) && !/\d/.test(one.text));
    const [only] = here.heads;
    if (here.heads.length === 1 && only!.middle !== null && isBoth(told)) return columnsTold(told, only!.base);
    const heading = beside.filter(({ text }) => HEADING.test(text)).flatMap((one) => one.told);
    return here.heads.map((head): Head => {
      // The reader may lose its star, but not what it says.
      const note =
        head.stars === '' ? undefined : footnotes.find(({ text }) => ['', head.stars].includes(starsOf(text)));
      const own = told.find(({ left, right }) => left <= head.right && right >= head.left);
      const said = note?.told[0] ?? own ?? (isBoth(heading) ? undefined : heading[0]);
      const base = drained ? asDrained(head.base) : head.base;
      return { middle: head.middle, base: head.told || !said ? base : asTold(base, said) };
    });
  });
}

const HEADING = /nutri|nahrwert|gizi|besin|dinh duong|valeurs|valores|valori|typical|average/;
const starsOf = (text: string): string => /^\**/.exec(text)![0];
const isBoth = (told: readonly Told[]): boolean => new Set(told.map(({ prepared }) => prepared)).size === 2;
const columnsTold = (told: readonly ToldAt[], base: Base): Head[] =>
  told.map((one) => ({ base: asTold(base, one), middle: one.middle }));

/** Rows that stand right above each other, with no other between. */
function isNear(a: Row, b: Row): boolean {
  const middle = ({ pieces }: Row) => pieces.reduce((sum, piece) => sum + centreY(piece), 0) / pieces.length;
  const height = Math.max(...[...a.pieces, ...b.pieces].map((piece) => piece.height));
  return Math.abs(middle(a) - middle(b)) < NEAR_HEIGHTS * height;
}

/** Lines of a table stand less than two letter heights apart. */
const NEAR_HEIGHTS = 2.2;

function serving(size: string, unit: string, name: string | undefined): Base {
  return { kind: 'serving', size: numberOf(size, null), unit: unit === 'ml' ? 'ml' : 'g', name: name ?? null };
}

/** What a person wants values for: "per 100 g", "per serving", "per 40 g". Null: they do not say. */
export function baseAsked(text: string): Base | null {
  const [match] = fold(text).matchAll(COLUMN);
  if (!match) return SERVING_ASKED.test(text.normalize('NFC')) ? SOME_SERVING : null;
  const [, hundred, size, unit, name, , , sizeBehind, unitBehind] = match;
  if (hundred) return { kind: hundred === 'g' ? '100 g' : '100 ml' };
  const measured = size ?? sizeBehind;
  return measured === undefined
    ? SOME_SERVING
    : serving(measured, (unit ?? unitBehind)!, size === undefined ? undefined : name);
}

/** Whatever size it has. */
export const SOME_SERVING: Base = { kind: 'serving', size: null, unit: 'g', name: null };
/** In languages whose labels are not read, and where what is asked is said otherwise than it is printed. */
const SERVING_ASKED =
  /(?:प्रति|हर) (?:सर्विंग|परोस)|(?:لكل|في كل|في) (?:ال)?حصة|للحصة|প্রতি (?:পরিবেশন|সার্ভিং)|(?:на|за|в) (?:одну |одной )?порци[юи]|porsiyon(?:da| başına)|per porsi|(?:mỗi|một|trong) khẩu phần/iu;

/** Folded, letter for letter, so that places stay what they are. */
const inPlace = (text: string): string =>
  Array.from({ length: text.length }, (_, index) => fold(text[index]!)[0] ?? ' ').join('');

export function sameBase(a: Base, b: Base): boolean {
  if (isPrepared(a) !== isPrepared(b)) return false;
  if (a.kind === 'serving') return b.kind === 'serving' && a.size === b.size && a.unit === b.unit;
  if (a.kind === 'none') return b.kind === 'none';
  return a.kind === b.kind && a.drained === ('drained' in b ? b.drained : undefined);
}

export const isPrepared = (base: Base): boolean => 'prepared' in base && base.prepared === true;
