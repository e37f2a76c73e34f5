/** What of a table a question means. */
import { namedIn } from '../about.ts';
import { type Question, said } from '../intent.ts';
import { AVERAGE, SERIES, TABLE } from '../kind-words.ts';
import type { SkillReply } from '../skills/skill.ts';
import { columnAsked, type Reckoning, sayColumn } from '../skills/table/column.ts';
import { placesAsked, sayCells, sayLines, sayTable, type TableEvidence } from '../skills/table/table.ts';
import { type Asked, type Candidate, spokenOf } from './candidate.ts';

/** Cells, rows, columns, or what comes of a whole column. */
export function onTable(
  evidence: TableEvidence,
  question: Question,
  asked: Asked,
): [Candidate['strength'], SkillReply][] {
  const { seen } = evidence;
  const { text, average, total, compare } = question;
  const places = placesAsked(seen, text);
  const { rows, columns } = places;
  const isSpokenOf = spokenOf(evidence, question, asked);
  // "The average in March" is not what stands there, unless that is what it is called.
  const called = [...rows.map((row) => seen.rows[row]![0]!), ...columns.map((column) => seen.rows[0]![column]!)];
  const isReckoned = average && !called.some((name) => said(name.text, AVERAGE));
  if (rows.length > 0 && columns.length > 0 && !isReckoned && meansRows(evidence, question))
    return [[3, sayCells(evidence, places, asked.talk)]];
  const want: Reckoning | null = average ? 'average' : (question.extreme ?? question.dearest ?? (total ? 'sum' : null));
  const column = want && rows.length === 0 && columnAsked(seen, text);
  if (want && column && (column.named || isSpokenOf))
    return [[column.named ? 3 : 2, sayColumn(evidence, { ...column, want }, asked.talk)]];
  const asks = question.howMuch || question.followUp || question.paid || compare;
  const isWhole = rows.length > 0 || (columns.length > 0 && seen.rows[0]!.length > 2);
  if (isWhole && isSpokenOf && asks && !average) return [[2, sayLines(evidence, places, asked.talk)]];
  const isAll = question.asFile || question.all || (isSpokenOf && said(text, TABLE));
  return isAll ? [[2, sayTable(evidence, asked.talk)]] : [];
}

/** In a table of names and one value a name alone asks for it; in a long question it may stand for something else. */
function meansRows(evidence: TableEvidence, { text, names, howMuch, paid, total, followUp }: Question): boolean {
  if (evidence.seen.rows[0]!.length > 2 || howMuch || paid || total || followUp) return true;
  return said(text, SERIES) || namedIn(evidence, names).strange.length === 0;
}
