/**
 * A receipt out of print: rows of a name and a price at the right edge, and the total held against their sum. Prices
 * have no unit, so a letter among their digits is never mended: the row is unread, and the sum is then not held against anything.
 */
import { Decimal } from 'decimal.js';
import type { Reading } from '../../../../model-runtime/contract.ts';
import type { Check, Fact, Receipt } from '../../evidence.ts';
import { legible } from '../../printed/legible.ts';
import { fold } from '../../printed/letters.ts';
import { centreY, piecesOf } from '../../printed/pieces.ts';
import { asRow, printUnder, type Row } from '../../printed/row.ts';
import { rowsOf } from '../../printed/rows.ts';
import { PAID, SUBTOTAL, TAX, TOTAL } from './words.ts';

/** A price ends the row; a currency or a tax letter may follow. Two decimals, or whole thousands as in Rp 12.000. */
const PRICE =
  /(?<![\d.,:/])(-\s?)?(?:[€$£₺₫]|R\$|Rp\.?)?\s?(-\s?)?(\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?|\d+[.,]\d{2})\s?(-)?\s?(?:€|EUR|USD|TL|₺|₫|đ|[A-D*])?$/u;
const TIMES = /(\d{1,3})\s?[x×*]\s?(?:[€$£]|Rp\.?)?\s?(\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?|\d+[.,]\d{2})\s*$/iu;
const DATE = /\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}:\d{2}/;
/** Fewer priced rows are no receipt. */
const LEAST_ROWS = 2;
/** A gap this much wider than usual hides a line that was not found. */
const WIDE = 1.75;

interface Priced {
  row: Row;
  name: string;
  value: Decimal;
  fact: Omit<Fact, 'what' | 'item'>;
  sure: boolean;
}

export function readReceipt(reading: Reading): Receipt | null {
  const rows = rowsOf(piecesOf(reading)).map(asRow);
  const all = rows.map((row) => priced(row));
  const totalAt = rows.findIndex((row, index) => isTotal(row) && (all[index] !== null || /\d/.test(row.text)));
  if (totalAt < LEAST_ROWS) return null;
  const firstPrice = all.findIndex((one) => one !== null);
  if (firstPrice < 0 || firstPrice >= totalAt) return null;

  const items: Fact[] = [];
  const unread: string[] = [];
  let taxes = new Decimal(0);
  let sum = new Decimal(0);
  let pending: Row | null = null;
  const placed: Row[] = [];
  // A name may stand on the row above "2 x 1.50  3.00".
  const first =
    firstPrice > 0 && named(rows[firstPrice - 1]!) && onlyTimes(all[firstPrice]) ? firstPrice - 1 : firstPrice;
  for (let index = first; index < totalAt; index++) {
    const row = rows[index]!;
    const folded = fold(row.text);
    if (PAID.test(folded) || SUBTOTAL.test(folded) || DATE.test(row.text)) continue;
    const one = all[index]!;
    if (one && TAX.test(folded)) {
      taxes = taxes.plus(one.value);
      continue;
    }
    if (TAX.test(folded)) continue;
    placed.push(row);
    if (one === null) {
      if (pending) unread.push(pending.text);
      pending = named(row) ? row : null;
      if (!pending && /\d/.test(row.text)) unread.push(row.text);
      continue;
    }
    const name: string = onlyTimes(one) && pending ? pending.text : one.name;
    if (pending && !onlyTimes(one)) unread.push(pending.text);
    pending = null;
    if (one.sure && name !== '') {
      items.push({ ...one.fact, item: name, what: 'price' });
      sum = sum.plus(one.value);
    } else unread.push(name || row.text);
  }
  if (pending) unread.push(pending.text);
  if (items.length + unread.length < LEAST_ROWS || items.length === 0) return null;
  if (hasGap(placed)) unread.push('…');

  const printed = all[totalAt]?.sure ? all[totalAt] : null;
  const total: Fact | null = printed ? { ...printed.fact, item: printed.name, what: 'total' } : null;
  const check: Check | null =
    printed && unread.length === 0
      ? {
          name: 'sum',
          passed: printed.value.eq(sum) || printed.value.eq(sum.plus(taxes)),
          calculated: fixed(sum, items),
          printed: printed.fact.value,
          of: items.map(({ item }) => item),
        }
      : null;
  return { kind: 'receipt', items, unread, sum: fixed(sum, items), total, check };
}

const isTotal = ({ text }: Row): boolean =>
  TOTAL.test(fold(text)) && !SUBTOTAL.test(fold(text)) && !TAX.test(fold(text));
const named = (row: Row): boolean => /\p{L}{2}/u.test(row.text);
const onlyTimes = (one: Priced | null | undefined): boolean => one !== null && one !== undefined && one.name === '';

/** As many decimals as the prices have. */
const fixed = (value: Decimal, like: readonly { value: string }[]): string =>
  value.toFixed(Math.max(0, ...like.map((one) => one.value.split('.')[1]?.length ?? 0)));

function priced(row: Row): Priced | null {
  const match = PRICE.exec(row.text);
  if (!match || DATE.test(row.text)) return null;
  const [all, minus, inner, digits = '', behind] = match;
  const value = priceOf(digits).times(minus || inner || behind ? -1 : 1);
  const print = printUnder(row, match.index + (all.length - all.trimStart().length), row.text.length);
  const before = row.text.slice(0, match.index).trim();
  const times = TIMES.exec(before);
  const agrees = !times || new Decimal(times[1]!).times(priceOf(times[2]!)).eq(value);
  const name = (times ? before.slice(0, times.index) : before).replace(/[\s.:…_-]+$/u, '').trim();
  return {
    row,
    name: /\p{L}/u.test(name) ? name : '',
    value,
    sure: agrees && legible(print),
    fact: {
      value: value.toFixed(/[.,]\d{2}$/.test(digits) ? 2 : 0),
      unit: '',
      base: { kind: 'none' },
      certainty: 'printed',
      boxes: [print.box],
      print: row.text,
      rule: times ? `receipt row, ${times[1]} × ${times[2]}` : 'receipt row',
      confidence: print.weakest,
      checks: [],
    },
  };
}

/** Two digits behind the last mark are decimals, three are thousands. */
function priceOf(digits: string): Decimal {
  const decimals = /[.,](\d{2})$/.exec(digits);
  const whole = (decimals ? digits.slice(0, decimals.index) : digits).replace(/[.,]/g, '');
  return new Decimal(decimals ? `${whole}.${decimals[1]}` : whole);
}

function hasGap(rows: readonly Row[]): boolean {
  const steps = rows.slice(1).map((row, index) => centreY(row.pieces[0]!) - centreY(rows[index]!.pieces[0]!));
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)];
  return usual !== undefined && steps.some((step) => step > WIDE * usual);
}
