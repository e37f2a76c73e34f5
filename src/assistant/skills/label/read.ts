/**
 * A nutrition table out of print: rows of a name and its amounts, each under its base. A row with a digit left over,
 * an amount without its unit, or print too small is named as unread; nothing is guessed.
 */
import type { Reading } from '../../../../model-runtime/contract.ts';
import type { Base, Fact, Label } from '../../evidence.ts';
import { type Amount, amountsIn, type DecimalMark, markOf, numberOf, type Unit } from '../../printed/amounts.ts';
import { LEAST_CONFIDENCE, largeEnough } from '../../printed/legible.ts';
import { asName, fold } from '../../printed/letters.ts';
import { type Mention, type Nutrient, nutrientsPrinted } from '../../printed/nutrients.ts';
import { linesOf, type Piece, piecesOf } from '../../printed/pieces.ts';
import { asRow, printUnder, type Row } from '../../printed/row.ts';
import { rowsOf } from '../../printed/rows.ts';
import { audit, isConfirmed, markIsMeant } from './audit.ts';
import { type Head, headsIn, headsOf, isPrepared, sameBase } from './bases.ts';
import { columnAt, type Span, type ValueColumn, valueColumns } from './columns.ts';
import { percentColumn, textBeside, withUnits } from './signs.ts';

/** Fewer nutrients than this are a claim on a front, not a table. */
const LEAST_NUTRIENTS = 3;

/** A nutrient's name and what stands behind it in the row. */
interface Entry {
  nutrient: Nutrient;
  row: Row;
  amounts: Amount[];
  /** Every digit behind the name belongs to an amount that we understood. */
  clear: boolean;
}

export function readLabel(asRead: Reading): Label | null {
  const reading = withUnits(asRead, rowsIn(asRead));
  const rows = rowsIn(reading);
  const mark = markOf(rows.map(({ text }) => text));
  const printed = { mark, percent: percentColumn(rows) };
  const entries: Entry[] = [];
  const mentioned = rows.map(({ text }) => nutrientsPrinted(text));
  const named = mentioned.flat().some(({ nutrient }) => nutrient === 'energy');
  for (const [index, row] of rows.entries()) {
    const mentions = mentioned[index]!;
    if (mentions.length > 0) {
      entries.push(...entriesOf(row, mentions, printed));
      continue;
    }
    const first = !named && entries.length === 0 && (mentioned[index + 1]?.length ?? 0) > 0;
    entries.push(...(first ? energyUnnamed(row, mark) : energyBelow(entries.at(-1), row, mark)));
  }
  if (new Set(entries.map(({ nutrient }) => nutrient)).size < LEAST_NUTRIENTS) return null;

  const bases = distinct(headsOf(rows.filter((_, index) => mentioned[index]!.length === 0)));
  const columns = valueColumns(entries.flatMap(spansOf), bases);
  const facts: Value[] = [];
  const unread = new Set<Nutrient>();
  for (const entry of entries) {
    const found = factsOf(entry, columns);
    if (found === null) unread.add(entry.nutrient);
    else facts.push(...found);
  }
  const name = nameAbove(linesOf(reading), rows);
  const text = reading.lines.map((line) => line.text).join('\n');
  const found = facts.map(({ fact, ...value }) => ({ ...value, fact: { ...fact, item: name ?? '' } }));
  const sure = found.filter((value) => !isFaint(value)).map(({ fact }) => fact);
  const stands = (value: (typeof found)[number]) =>
    !isFaint(value) ||
    isConfirmed(value.fact, sure) ||
    (value.weakestDigit >= LEAST_CONFIDENCE && markIsMeant(value.fact, sure, text));
  const audited = audit(
    found.filter(stands).map(({ fact }) => fact),
    text,
  );
  const faint = found.filter((value) => !stands(value)).map(({ fact }) => fact.what);
  for (const nutrient of [...audited.unread, ...faint]) unread.add(nutrient);
  if (audited.facts.length === 0 && unread.size < LEAST_NUTRIENTS) return null;
  return {
    kind: 'label',
    name,
    facts: audited.facts,
    unread: [...unread].filter((nutrient) => !audited.facts.some(({ what }) => what === nutrient)),
    bases: bases.map(({ base }) => base),
    checks: audited.checks,
  };
}

const rowsIn = (reading: Reading): Row[] => rowsOf(piecesOf(reading)).map(asRow);

/** What a table shows of itself, for all of its rows. */
interface Printed {
  mark: DecimalMark | null;
  percent: Span | null;
}

/** Names and their amounts, in the order they stand; names of the same nutrient in two languages are one. */
function entriesOf(row: Row, mentions: readonly Mention[], { mark, percent }: Printed): Entry[] {
  const amounts = amountsIn(row.text, mark);
  const merged = mentions.filter(
    (mention, index) =>
      mention.nutrient !== mentions[index + 1]?.nutrient ||
      amounts.some(({ start }) => start >= mention.end && start < mentions[index + 1]!.start),
  );
  return merged.flatMap((mention, index): Entry[] => {
    if (mention.nutrient === 'other') return [];
    const end = merged[index + 1]?.start ?? row.text.length;
    let behind = amounts.filter(({ start }) => start >= mention.end && start < end && !sized(row.text, start));
    let segment = { start: mention.end, end };
    // "Includes 8 g Added Sugars": the amount stands before the name.
    if (mention.nutrient === 'added sugars' && index === 0 && behind.every(({ unit }) => unit === '%')) {
      behind = amounts.filter(({ end: stop, unit }) => stop <= mention.start && unit !== '%');
      segment = { start: 0, end: mention.start };
    } else if (behind.every(({ unit }) => unit === '%')) behind = [...behind, ...bare(row.text, mention, end, mark)];
    return [
      {
        nutrient: mention.nutrient,
        row,
        amounts: behind.filter(({ unit }) => unit !== '%'),
        clear: nothingLeft(textBeside(row, percent), segment, behind),
      },
    ];
  });
}

/** Whether an amount stands in brackets behind "per": the size of a serving, not a value. */
const sized = (text: string, start: number): boolean => /(?:per|pro|por|pour|par|je)\s?$/i.test(text.slice(0, start));

/** Numbers whose unit stands behind the name, "Fat (g) 16.0", or is meant by it, "Calories 174". */
function bare(text: string, { nutrient, start, end }: Mention, stop: number, mark: DecimalMark | null): Amount[] {
  const segment = text.slice(end, stop);
  const spelled = /^\s?[([]\s?(g|mg|kcal|kj)\s?[)\]]/i.exec(segment)?.[1]?.toLowerCase();
  const meant = nutrient === 'energy' && /^(?:calori|kalori)/.test(fold(text.slice(start, end))) ? 'kcal' : undefined;
  const unit: Unit | undefined = spelled === 'kj' ? 'kJ' : ((spelled ?? meant) as Unit | undefined);
  if (!unit) return [];
  return [...segment.matchAll(/(?<![\p{L}\d.,])(<\s?)?(\d+(?:[.,]\d+)*)(?![\p{L}\d.,%]|\s?%)/gu)].map((match) => ({
    value: numberOf(match[2]!, mark),
    unit,
    below: match[1] !== undefined,
    repaired: false,
    start: end + match.index,
    end: end + match.index + match[0].length,
  }));
}

/** Whether no digit is left over: one more would mean that a number fell apart, or that two rows are mixed. */
function nothingLeft(text: string, segment: { start: number; end: number }, amounts: readonly Amount[]): boolean {
  let rest = text;
  for (const { start, end } of amounts) rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
  return !/(?<!\p{L})\d/u.test(
    rest
      .slice(segment.start, segment.end)
      .replace(/\d+\s?%/g, ' ')
      // What the name itself says in brackets, and footnotes' marks right behind a letter.
      .replace(/\([^)]*\)/g, ' '),
  );
}

/** "Energy 1820 kJ" with "435 kcal" on a row of its own below. */
function energyBelow(last: Entry | undefined, row: Row, mark: DecimalMark | null): Entry[] {
  const amounts = energyIn(row, mark);
  if (last?.nutrient !== 'energy' || last.amounts.some(({ unit }) => unit === amounts[0]?.unit)) return [];
  return energyOf(row, amounts);
}

/**
 * "Nang lurgng 615 kJ / 147 kcal", where a reader spelt the name in its own way: no other row right above a table that
 * has no energy has both units side by side. Values in brackets are those of something else.
 */
function energyUnnamed(row: Row, mark: DecimalMark | null): Entry[] {
  if (!/^[^\d(]*\d+\s?kJ\s?\/\s?\d+\s?kcal(?!.*[()])/i.test(row.text)) return [];
  return energyOf(row, energyIn(row, mark));
}

/** The amounts of a row that has no others than energies; none where it says what it counts for. */
function energyIn(row: Row, mark: DecimalMark | null): Amount[] {
  const amounts = amountsIn(row.text, mark).filter(({ unit }) => unit !== '%');
  return headsIn(row).length === 0 && amounts.every(({ unit }) => ENERGY.includes(unit)) ? amounts : [];
}

const energyOf = (row: Row, amounts: Amount[]): Entry[] =>
  amounts.length === 0
    ? []
    : [
        {
          nutrient: 'energy',
          row,
          amounts,
          clear: nothingLeft(row.text, { start: 0, end: row.text.length }, amounts),
        },
      ];

function distinct(heads: readonly Head[]): Head[] {
  const kept: Head[] = [];
  for (const { base, middle } of heads) {
    const same = kept.find((other) => sameBase(other.base, base));
    // "Serving size 40 g" above, "per serving" at the column's head: one base, with the size of the one and the place of the other.
    const named = kept.find((other) => other.base.kind === 'serving' && isPrepared(other.base) === isPrepared(base));
    const open =
      base.kind === 'serving' && named?.base.kind === 'serving' && (base.size === null || named.base.size === null);
    if (same) same.middle ??= middle;
    else if (open) {
      if (base.size !== null) named.base = base;
      named.middle = middle ?? named.middle;
    } else kept.push({ base, middle });
  }
  return kept;
}

/** Where the values of a row stand, but for energy, which is as wide as two columns may be apart. */
function spansOf({ nutrient, row, amounts }: Entry): Span[] {
  return nutrient === 'energy' ? [] : amounts.map(({ start, end }) => printUnder(row, start, end));
}

/** A fact, and how sure its digits are, whatever the marks between them. */
interface Value {
  fact: Omit<Fact, 'item' | 'what'> & { what: Nutrient };
  weakestDigit: number;
}
const isFaint = ({ fact }: Value): boolean => fact.confidence < LEAST_CONFIDENCE;

/** Each amount under its base, also where its digits are faint; null where more than that is in doubt. */
function factsOf({ nutrient, row, amounts, clear }: Entry, columns: readonly ValueColumn[]): Value[] | null {
  if (!clear || amounts.length === 0) return null;
  const placed = amounts.map((amount) => ({ amount, print: printUnder(row, amount.start, amount.end) }));
  if (placed.some(({ amount, print }) => amount.value === null || !largeEnough(print) || !fits(nutrient, amount.unit)))
    return null;
  // "1820 kJ / 435 kcal" is one value in two units.
  const groups: (typeof placed)[] = [];
  for (const one of placed) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const beside = last && one.print.left - last.print.right < 2.5 * one.print.height;
    if (nutrient === 'energy' && beside && !group!.some(({ amount }) => amount.unit === one.amount.unit))
      group!.push(one);
    else groups.push([one]);
  }
  const bases = place(
    groups.map((group) => ({ left: group[0]!.print.left, right: group.at(-1)!.print.right })),
    columns,
  );
  if (bases === null) return null;
  return groups.flatMap((group, index) =>
    (bases[index] === null ? [] : group).map(({ amount, print }) => ({
      weakestDigit: print.weakestDigit,
      fact: {
        what: nutrient,
        value: amount.value!,
        unit: amount.unit,
        base: bases[index]!,
        ...(amount.below ? { below: true as const } : {}),
        certainty: 'printed' as const,
        boxes: [print.box],
        print: row.text.slice(amount.start, amount.end),
        rule: amount.repaired ? 'label row, letters read as digits' : 'label row',
        confidence: print.weakest,
        checks: [],
      },
    })),
  );
}

const ENERGY: readonly Unit[] = ['kcal', 'kJ'];
const MASS: readonly Unit[] = ['g', 'mg', 'µg'];
const fits = (nutrient: Nutrient, unit: Unit): boolean => (nutrient === 'energy' ? ENERGY : MASS).includes(unit);

/** The base of each value, null where its column has none; null where two would share one, or none has any. */
function place(spans: readonly Span[], columns: readonly ValueColumn[]): (Base | null)[] | null {
  const taken = spans.map((span) => columnAt(columns, span));
  const found = taken.filter((column) => column !== undefined);
  if (new Set(found).size < found.length || !found.some(({ base }) => base !== null)) return null;
  return taken.map((column) => column?.base ?? null);
}

const HEADINGS =
  /nutri|naehrwert|nahrwert|gizi|besin|dinh duong|valeurs|valores|amount|serving|portion|porc|daily|ingredi|zutaten|average|typical/;

/** The largest line above the table that is a name. */
function nameAbove(lines: readonly Piece[], rows: readonly Row[]): string | null {
  const first = rows.find(({ text }) => nutrientsPrinted(text).some(({ nutrient }) => nutrient !== 'other'));
  const top = Math.min(...(first?.pieces ?? []).map((piece) => piece.top));
  const above = lines.filter(
    (line) =>
      line.bottom <= top && /\p{L}{3}/u.test(line.text) && !/\d/.test(line.text) && !HEADINGS.test(fold(line.text)),
  );
  const largest = above.sort((a, b) => b.height - a.height || a.top - b.top)[0];
  return largest ? asName(largest.text) : null;
}
