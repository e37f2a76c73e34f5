/** "How much is the bread?": the lines of a receipt that are asked for, as they are printed; never the sum instead. */
import { say } from '../../../conversation/notices.ts';
import { type Extreme, said } from '../../intent.ts';
import { BY_CARD, GIVEN_BACK, IN_CASH } from '../../kind-words.ts';
import { fold, quoted, wordsOf } from '../../printed/letters.ts';
import { piecesOf } from '../../printed/pieces.ts';
import { rowsOf, textOf } from '../../printed/rows.ts';
import { offer } from '../offers.ts';
import { focusOn, type SkillReply, saying, type Talk } from '../skill.ts';
import { listed, named, number } from '../wording.ts';
import type { ReceiptEvidence } from './receipt.ts';
import { CARD, CASH, CHANGE, PAID, TAX } from './words.ts';

/** What is asked of a receipt: the names of things that were bought, or what was taken in tax. */
export interface Wanted {
  names: readonly string[];
  tax: boolean;
}

/** Null: no line of it is what was asked for. */
export function sayLines({ seen, photo, reading }: ReceiptEvidence, wanted: Wanted, talk: Talk): SkillReply | null {
  const { language } = talk;
  const more = {
    buttons: [offer({ kind: 'shown', photo: photo.id }, language)],
    focus: focusOn(photo),
  };
  if (wanted.tax) {
    const rows = rowsOf(piecesOf(reading)).map(textOf);
    const taxes = rows.filter((row) => TAX.test(fold(row)) && /\d/.test(row));
    const print = taxes.map((row) => quoted(row)).join(' · ');
    return taxes.length > 0 ? saying(say('skill.print', { print }, language), more) : null;
  }
  const items = nearest(seen.items, ({ item }) => item, wanted.names);
  const unread = nearest(seen.unread, (name) => name, wanted.names);
  if (items.length === 0 && unread.length === 0) return null;
  const lines = items.map(({ item, value }) => `${named(item, language)} – ${number(value, language)}`);
  const names = listed(unread.map((name) => named(name, language)));
  const missing = unread.length > 0 ? [say('skill.unread', { names }, language)] : [];
  return saying([...lines, ...missing].join('\n'), { ...more, facts: items });
}

const PAYMENTS = [
  { asked: GIVEN_BACK, printed: CHANGE },
  { asked: IN_CASH, printed: CASH },
  { asked: BY_CARD, printed: CARD },
];

/** How it was paid, and what was given back: the rows as they are printed. Null: it is not asked for, or not there. */
export function sayPayment(
  { photo, reading }: ReceiptEvidence,
  { text, names }: { text: string; names: readonly string[] },
  talk: Talk,
): SkillReply | null {
  const isAsked = (row: string): boolean =>
    PAYMENTS.some(({ asked, printed }) => said(text, asked) && printed.test(row)) ||
    names.some((name) => PAID.test(name) && wordsOf(row).some((word) => isSame(word, name)));
  const rows = rowsOf(piecesOf(reading)).map(textOf);
  const found = rows.filter((row) => PAID.test(fold(row)) && /\d/.test(row) && isAsked(fold(row)));
  if (found.length === 0) return null;
  return saying(say('skill.print', { print: found.map(quoted).join(' · ') }, talk.language), {
    buttons: [offer({ kind: 'shown', photo: photo.id }, talk.language)],
    focus: focusOn(photo),
  });
}

/** What was paid most or least for; what was given back is nothing that was bought. */
export function sayDearest({ seen, photo }: ReceiptEvidence, want: Extreme, talk: Talk): SkillReply | null {
  const { language } = talk;
  const bought = seen.items.filter(({ value }) => Number(value) > 0);
  const prices = bought.map(({ value }) => Number(value));
  const best = want === 'highest' ? Math.max(...prices) : Math.min(...prices);
  const found = bought.filter(({ value }) => Number(value) === best);
  if (found.length === 0) return null;
  const what = found.map(({ item, value }) => `${named(item, language)} – ${number(value, language)}`).join('; ');
  const names = listed(seen.unread.map((name) => named(name, language)));
  const notes = names === '' ? [] : [say('skill.unread', { names }, language)];
  return saying([say(`skill.receipt.${want}`, { what }, language), ...notes].join(' '), {
    facts: found,
    buttons: [offer({ kind: 'shown', photo: photo.id }, language)],
    focus: focusOn(photo),
  });
}

export const sayNoLine = ({ photo }: ReceiptEvidence, { language }: Talk): SkillReply =>
  saying(say('skill.receipt.no-line', {}, language), {
    buttons: [offer({ kind: 'shown', photo: photo.id }, language)],
    focus: focusOn(photo),
  });

/** Those whose names say most of the words asked for; all that say equally many. */
function nearest<T>(all: readonly T[], nameOf: (one: T) => string, asked: readonly string[]): T[] {
  const scored = all.map((one) => {
    const own = wordsOf(nameOf(one));
    return { one, score: asked.filter((word) => own.some((printed) => isSame(printed, word))).length };
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best === 0 ? [] : scored.filter(({ score }) => score === best).map(({ one }) => one);
}

/** Letters that an ending may add: "eggs", "sütün". */
const MOST_ENDING = 3;
const LEAST_STEM = 3;

function isSame(printed: string, asked: string): boolean {
  const [short, long] = printed.length <= asked.length ? [printed, asked] : [asked, printed];
  if (short === long) return true;
  return short.length >= LEAST_STEM && long.startsWith(short) && long.length - short.length <= MOST_ENDING;
}
