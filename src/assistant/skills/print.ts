/** "What does the sign say?": what is printed, word for word and nothing else (product.md J2). */
import { say } from '../../conversation/notices.ts';
import type { Evidence } from '../evidence.ts';
import { quoted } from '../printed/letters.ts';
import { focusOn, type SkillReply, saying, type Talk } from './skill.ts';

/** More than this is a page, which is read better as it was printed than as a quotation. */
const MOST_CHARACTERS = 1_500;

export function sayPrint({ photo, reading }: Evidence, { language }: Talk): SkillReply {
  const all = reading.lines.map(({ text }) => text.trim()).join(' ');
  const print = all.length <= MOST_CHARACTERS ? all : `${all.slice(0, MOST_CHARACTERS).toWellFormed().trimEnd()}…`;
  return saying(say('skill.print', { print: quoted(print) }, language), {
    focus: focusOn(photo),
  });
}
