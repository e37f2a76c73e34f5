/**
 * What a question wants of a whole column: its greatest or least cell, its sum, its average. Cells that were read unsurely
 * are not counted, and named; a row of totals is no part of a sum.
 */
import { Decimal } from 'decimal.js';
import { say } from '../../../conversation/notices.ts';
import type { Cell, Fact, Table } from '../../evidence.ts';
import type { Extreme } from '../../intent.ts';
import { quoted, wordsOf } from '../../printed/letters.ts';
import { offer } from '../offers.ts';
import { focusOn, type SkillReply, saying, type Talk } from '../skill.ts';
import { listed, number } from '../wording.ts';
import { isSum } from './read.ts';
import { factOf, named, type TableEvidence } from './table.ts';

export type Reckoning = Extreme | 'sum' | 'average';

export interface ColumnAsked {
  column: number;
  /** The question names it; else it is the only one with numbers. */
  named: boolean;
}

/** The column of numbers that a question is about; null: none, or more than one. */
export function columnAsked(table: Table, text: string): ColumnAsked | null {
  const [header, ...body] = table.rows;
  const isNumeric = header!.map(
    (_, column) => body.filter((row) => row[column]!.value !== null).length * 2 > body.length,
  );
  const said = named(
    header!.map(({ text }) => text),
    wordsOf(text),
  );
  const [only] = said;
  if (only !== undefined) return said.length === 1 && isNumeric[only] ? { column: only, named: true } : null;
  const numeric = isNumeric.flatMap((is, column) => (is ? [column] : []));
  return numeric.length === 1 ? { column: numeric[0]!, named: false } : null;
}

export function sayColumn(
  { seen, photo }: TableEvidence,
  { column, want }: { column: number; want: Reckoning },
  talk: Talk,
): SkillReply {
  const { language } = talk;
  const header = quoted(seen.rows[0]![column]!.text || '–');
  const rows = seen.rows.slice(1).filter((row) => !isSum(row[0]!));
  const isSure = (row: readonly Cell[]) => row[column]!.value !== null && !row[column]!.doubt;
  const [counted, left] = [rows.filter(isSure), rows.filter((row) => !isSure(row))];
  const names = listed(left.map((row) => quoted(row[0]!.text || '–')));
  const notes = left.length > 0 ? [say('skill.left-out', { names }, language)] : [];
  const answer =
    counted.length === 0
      ? null
      : want === 'highest' || want === 'lowest'
        ? extreme(counted, { column, header, want }, language)
        : reckoned(counted, { column, header, want }, language);
  return saying([...(answer ? [answer.said] : []), ...notes].join(' '), {
    facts: answer?.facts ?? [],
    buttons: [offer({ kind: 'shown', photo: photo.id }, language)],
    focus: focusOn(photo),
  });
}

function extreme(
  rows: readonly Cell[][],
  { column, header, want }: { column: number; header: string; want: Extreme },
  language: string,
): { said: string; facts: Fact[] } {
  const values = rows.map((row) => new Decimal(row[column]!.value!));
  const best = want === 'highest' ? Decimal.max(...values) : Decimal.min(...values);
  // Several may share it.
  const found = rows.filter((row) => best.eq(row[column]!.value!));
  const cells = found.map((row) => {
    const values = { row: quoted(row[0]!.text), column: header, value: quoted(row[column]!.text) };
    return say('skill.table.cell', values, language);
  });
  return {
    said: say(`skill.${want}`, { what: cells.join('; ') }, language),
    facts: found.map((row) => factOf(row[column]!, row[0]!.text)),
  };
}

/** Of one cell or more. A sum has as many decimals as its cells, an average one more. */
function reckoned(
  rows: readonly Cell[][],
  { column, header, want }: { column: number; header: string; want: 'sum' | 'average' },
  language: string,
): { said: string; facts: Fact[] } {
  const cells = rows.map((row) => row[column]!);
  const decimals = Math.max(0, ...cells.map(({ value }) => value!.split('.')[1]?.length ?? 0));
  const sum = cells.reduce((total, { value }) => total.plus(value!), new Decimal(0));
  const value = want === 'sum' ? sum.toFixed(decimals) : sum.div(cells.length).toFixed(decimals + 1);
  const operands = cells.map((cell) => cell.value!).join(' + ');
  const fact: Fact = {
    ...factOf(cells[0]!, header),
    value,
    certainty: 'calculated',
    boxes: cells.flatMap(({ box }) => (box ? [box] : [])),
    print: operands,
    rule: want === 'sum' ? operands : `(${operands}) / ${cells.length}`,
  };
  const values = { column: header, value: number(value, language), cells: cells.length };
  return { said: say(`skill.table.${want}`, values, language), facts: [fact] };
}
