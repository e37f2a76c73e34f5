/** One way in which a photo of the chat can answer a question, and what tells whether it is meant. */
import { say } from '../../conversation/notices.ts';
import { namedIn, sameWord } from '../about.ts';
import type { Evidence } from '../evidence.ts';
import { type Question, said } from '../intent.ts';
import { SERIES } from '../kind-words.ts';
import { wordsOf } from '../printed/letters.ts';
import type { Products } from '../skills/code/code.ts';
import type { LabelEvidence } from '../skills/label/label.ts';
import type { Step } from '../skills/offers.ts';
import type { ShelfEvidence } from '../skills/shelf/shelf.ts';
import type { Focus, SkillReply, Talk } from '../skills/skill.ts';
import { clock, kindOf, label } from '../skills/wording.ts';

export interface Asked {
  /** The words of the message; empty for photos without words. */
  text: string;
  /** Photos that came with it, in order. */
  attached: readonly Evidence[];
  /** Those of the chat before it, oldest first. */
  earlier: readonly Evidence[];
  /** Of the last reply of a skill here. */
  focus: Focus | null;
  talk: Talk;
  products?: Products;
}

/** One way to answer: from which photo, and how surely it is meant. */
export interface Candidate {
  evidence: Evidence;
  /** 3: what was named is in it. 2: it has what is asked. 1: it may be meant. */
  strength: 1 | 2 | 3;
  reply: SkillReply;
  /** How the person is asked whether it is this one. */
  name: string;
  step: Step;
}

export const isLabel = (evidence: Evidence): evidence is LabelEvidence => evidence.seen.kind === 'label';
export const isShelf = (evidence: Evidence): evidence is ShelfEvidence => evidence.seen.kind === 'shelf';

/** Whether a word is one of a name's; a plural is. */
export const namesIn = (name: string | null, word: string): boolean =>
  wordsOf(name ?? '').some((own) => sameWord(own, word) > 0);

/** The share of a name that a question says. */
export function match(name: string | null, words: readonly string[]): number {
  const own = wordsOf(name ?? '');
  if (own.length === 0) return 0;
  const run = words.slice(1).map((word, index) => `${words[index]}${word}`);
  const said = own.map((one) => Math.max(0, ...[...words, ...run].map((word) => sameWord(one, word))));
  return said.reduce((sum, share) => sum + share, 0) / own.length;
}

/** Whether it came with the question. */
export const isAttached = ({ photo }: Evidence, { attached }: Asked): boolean =>
  attached.some((one) => one.photo.id === photo.id);

/** Whether the photo just came, or was last spoken of and a word fits it: not every "highest" after a chart asks of it. */
export function spokenOf(evidence: Evidence, { text, names }: Question, asked: Asked): boolean {
  if (isAttached(evidence, asked)) return true;
  if (!asked.focus?.photos.includes(evidence.photo.id)) return false;
  return names.length === 0 || said(text, SERIES) || namedIn(evidence, names).printed.length > 0;
}

/** "Edamame, shelf 14:05", "Nut bar label, 14:20": short enough for a button, so that the name is cut and not the time. */
export function photoName(evidence: Evidence, name: string | null, talk: Talk): string {
  const kind = kindOf(evidence);
  const write = (text: string) =>
    say(
      'skill.button.photo',
      { name: text === '' ? 'none' : text, kind, time: clock(evidence.photo.at, talk) },
      talk.language,
    );
  let short = name ?? '';
  while (short !== '' && label(write(short)) !== write(short)) short = [...short].slice(0, -1).join('').trimEnd();
  return write(short);
}
