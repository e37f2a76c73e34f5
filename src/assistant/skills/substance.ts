/**
 * "How much vitamin C?": what no skill reads as a value is shown as the row it is printed in, or said not to have been read.
 * A model's number is no answer to it.
 */
import { say } from '../../conversation/notices.ts';
import type { Evidence } from '../evidence.ts';
import { quoted } from '../printed/letters.ts';
import { piecesOf } from '../printed/pieces.ts';
import { rowsOf, textOf } from '../printed/rows.ts';
import { offer } from './offers.ts';
import { focusOn, type SkillReply, saying, type Talk } from './skill.ts';
import { listed } from './wording.ts';

/** @param isAbout whether a printed row says something of what was asked for */
export function saySubstances(
  { photo, reading }: Evidence,
  isAbout: (row: string) => boolean,
  { language }: Talk,
): SkillReply | null {
  const rows = rowsOf(piecesOf(reading))
    .map(textOf)
    .filter((row) => isAbout(row));
  if (rows.length === 0) return null;
  return saying(say('skill.print', { print: rows.map(quoted).join(' · ') }, language), {
    buttons: [offer({ kind: 'shown', photo: photo.id }, language)],
    focus: focusOn(photo),
  });
}

/** @param names of what was asked for, in the person's own words */
export const sayAbsent = ({ photo }: Evidence, names: readonly string[], { language }: Talk): SkillReply =>
  saying(say('skill.label.absent', { names: listed(names.map(quoted)) }, language), {
    buttons: [offer({ kind: 'shown', photo: photo.id }, language)],
    focus: focusOn(photo),
  });
