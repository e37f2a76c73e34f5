/**
 * Numbers with a unit, as printed. Strict: a letter is taken for a digit only inside a number that stands right before
 * a unit (the reader gives "Og" for "0g", and is sure of it), a digit inside a word counts for nothing, and a number that could be
 * meant in two ways is said to be ambiguous instead of chosen.
 */

export type Unit = 'g' | 'mg' | 'µg' | 'kg' | 'kcal' | 'kJ' | 'ml' | 'cl' | 'l' | '%';

/** Which mark parts whole from fraction where this was printed. */
export type DecimalMark = 'point' | 'comma';

export interface Amount {
  /** Decimal with a point; null: ambiguous. */
  value: string | null;
  unit: Unit;
  /** "< 0.5 g": less than the value. */
  below: boolean;
  /** Letters were taken for digits. */
  repaired: boolean;
  start: number;
  end: number;
}

const SPELLED: Record<string, Unit> = {
  ...{ g: 'g', gr: 'g', mg: 'mg', kg: 'kg', kcal: 'kcal', kj: 'kJ', ml: 'ml', cl: 'cl', l: 'l', '%': '%' },
  ...{ μg: 'µg', µg: 'µg', ug: 'µg', mcg: 'µg' },
};

/** One number: digits (or letters mistaken for them) in groups parted by a mark, or by a blank before three digits. */
const NUMBER = String.raw`[\dOolI]+(?:[.,][\dOolI]+|[\u0020\u00a0\u202f]\d{3}(?![\dOolI]))*`;
const AMOUNT = new RegExp(
  String.raw`(?<![\p{L}\d.,])(<\s?)?(${NUMBER})\s?(kcal|kj|mcg|[mµμu]g|kg|gr|ml|cl|g|l|%|[\p{L}|\]]{0,2}(?=\s?\/\s?\d+\s?kcal))(?!\p{L})`,
  'giu',
);

/** Every amount in a text, in order. `mark` is the print's own decimal mark, where it is known. */
export function amountsIn(text: string, mark: DecimalMark | null): Amount[] {
  return [...text.matchAll(AMOUNT)].flatMap((match) => {
    const [all, below, printed = '', spelled = ''] = match;
    const digits = asDigits(printed);
    if (digits === null) return [];
    const start = match.index;
    // "1586 k/379 kcal": the J is what a reader loses most. With its k gone or changed, arithmetic says what it was.
    const known = SPELLED[spelled.toLowerCase()] !== undefined || /^k[il1|\]]?$/i.test(spelled);
    if (!known && !isEnergyOf(Number(numberOf(digits, mark)), text.slice(start + all.length))) return [];
    const unit = SPELLED[spelled.toLowerCase()] ?? 'kJ';
    return [
      {
        value: numberOf(digits, mark),
        unit,
        below: below !== undefined,
        repaired: digits !== printed || SPELLED[spelled.toLowerCase()] === undefined,
        start,
        end: start + all.length,
      },
    ];
  });
}

/** Regulation (EU) 1169/2011, annex XIV. */
export const KJ_PER_KCAL = 4.184;

/** Of one of a mass printed in this unit, in g. */
export const gramsPer = (unit: Unit | ''): number => (unit === 'mg' ? 0.001 : unit === 'µg' ? 0.000_001 : 1);

/** Whether so many kJ are the kcal that stand behind a stroke, but for what was rounded. */
function isEnergyOf(kj: number, behind: string): boolean {
  const kcal = Number(/^\s?\/\s?(\d+)/.exec(behind)?.[1]);
  return Math.abs(kj - kcal * KJ_PER_KCAL) <= KJ_PER_KCAL / 2 + 0.5;
}

/** Letters as the digits they were; null for what has no digit at all, but for a lone O. */
function asDigits(printed: string): string | null {
  if (!/\d/.test(printed) && !/^O$/i.test(printed)) return null;
  return printed.replace(/[Oo]/g, '0').replace(/[lI]/g, '1');
}

/**
 * What a printed number means; null where it could mean two things ("1.200" with no hint which mark is which).
 * Digits only, parted by points, commas or blanks.
 */
export function numberOf(printed: string, mark: DecimalMark | null): string | null {
  const text = printed.replace(/[\u0020\u00a0\u202f]/g, '');
  const marks = text.replace(/\d/g, '');
  const groups = text.split(/[.,]/);
  if (marks === '') return tidy(text);
  const last = marks.at(-1)!;
  const fraction = groups.at(-1)!;
  const thousands = groups.slice(1).every((group) => group.length === 3) && /^[1-9]\d{0,2}$/.test(groups[0]!);
  if (marks.length > 1) {
    const mixed = new Set(marks).size > 1;
    if (!mixed) return thousands ? tidy(groups.join('')) : null;
    // "1.234,5": the last mark is the decimal one, and those before all part thousands.
    const whole = groups.slice(0, -1);
    const grouped = whole.slice(1).every((group) => group.length === 3) && !marks.slice(0, -1).includes(last);
    return grouped ? tidy(`${whole.join('')}.${fraction}`) : null;
  }
  if (!thousands) return tidy(`${groups[0]}.${fraction}`);
  if (mark === null) return null;
  return (mark === 'point') === (last === '.') ? tidy(`${groups[0]}.${fraction}`) : tidy(groups.join(''));
}

const tidy = (text: string): string => text.replace(/^0+(?=\d)/, '').replace(/^\./, '0.');

/** The decimal mark that a print's own numbers show; null where they show none, or both. */
export function markOf(texts: readonly string[]): DecimalMark | null {
  const seen = new Set<DecimalMark>();
  for (const text of texts)
    for (const match of text.matchAll(/(?<![\d.,])(\d+)(?:[.,]\d{3})*([.,])(\d+)(?![\d.,])/g)) {
      const [, whole = '', mark = '', fraction = ''] = match;
      // One mark before three digits is the very question; a leading zero answers it.
      const mixed = new Set(match[0].replace(/\d/g, '')).size > 1;
      if (fraction.length !== 3 || /^0/.test(whole) || mixed) seen.add(mark === '.' ? 'point' : 'comma');
    }
  return seen.size === 1 ? [...seen][0]! : null;
}
