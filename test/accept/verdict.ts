/** What came of a photo, and how the numbers of an answer are held against what was printed. */
import { plain } from '../../src/assistant/firewall.ts';
import type { SkillReply } from '../../src/assistant/skills/skill.ts';
import type { Scene } from '../vision/layouts/scene.ts';

/** Counts of what a row promises: cells, values, claims, receipts … */
export interface Verdict {
  passed: number;
  failed: number;
  /** Numbers that were said and are neither printed nor follow from what is; or that were given to another thing. */
  invented: number;
  /** Planted in the photo, and told of in the answer. */
  contradictions: number;
  flagged: number;
  /** What went wrong, in words. */
  notes: string[];
}

export const verdict = (over: Partial<Verdict> = {}): Verdict => ({
  passed: 0,
  failed: 0,
  invented: 0,
  contradictions: 0,
  flagged: 0,
  notes: [],
  ...over,
});

/** One thing that holds, or does not. */
export const whether = (holds: boolean, note: string, over: Partial<Verdict> = {}): Verdict =>
  verdict({ passed: holds ? 1 : 0, failed: holds ? 0 : 1, notes: holds ? [] : [note], ...over });

export function added(all: readonly Verdict[]): Verdict {
  const sum = (of: Exclude<keyof Verdict, 'notes'>) => all.reduce((total, one) => total + one[of], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    invented: sum('invented'),
    contradictions: sum('contradictions'),
    flagged: sum('flagged'),
    notes: all.flatMap(({ notes }) => notes),
  };
}

export const saidBy = (reply: SkillReply | null): string => (reply === null ? '' : plain(reply.sheet).markdown);

/** In print and in answers; a comma before the last one or two digits is a decimal one. */
export function numbersIn(text: string): number[] {
  const found = text.replace(/\b\d{1,2}:\d{2}\b/g, '').match(/\d+(?:[.,]\d+)*/g) ?? [];
  return found.map((digits) => Number(digits.replace(/,(?=\d{3}\b)/g, '').replace(',', '.')));
}

export const printedOn = (scenes: readonly Scene[]): number[] =>
  scenes.flatMap(({ marks }) => marks.flatMap((mark) => (mark.kind === 'print' ? numbersIn(mark.text) : [])));

/** Numbers said that are none of these. @param near how far off a calculated one may be */
export const inventedIn = (
  text: string,
  printed: readonly number[],
  calculated: readonly number[] = [],
  near = 0,
): number[] =>
  numbersIn(text).filter(
    (said) => !printed.includes(said) && !calculated.some((one) => Math.abs(one - said) <= near + 1e-6),
  );
