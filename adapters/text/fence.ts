/** Fenced code at the top level, read without the parser: it may be the longest block of all, and grows. */
import type { Code } from 'mdast';
import { closesFence, parse } from './parse.ts';

/**
 * The fenced code block that starts at `at`, the start of a line at the top level, and where it ends. Null: no fence
 * starts there. 'growing': more text may follow (`ended` false) and its end is not known yet.
 */
export function readFence(text: string, at: number, ended: boolean): { end: number; node: Code } | 'growing' | null {
  FENCE.lastIndex = at;
  const [opening, indentation = '', fence = ''] = FENCE.exec(text) ?? [];
  if (opening === undefined) return null;
  const contentStart = endOfLine(text, at);
  let lineStart = contentStart;
  let open = true;
  let contentEnd = text.length;
  while (lineStart < text.length && open) {
    const next = endOfLine(text, lineStart);
    const line = text
      .slice(lineStart, next)
      .replace(/^ {0,3}/, '')
      .trimEnd();
    if (closesFence(line, fence)) {
      if (next === text.length && !text.endsWith('\n') && !ended) return 'growing';
      open = false;
      contentEnd = lineStart;
    }
    lineStart = next;
  }
  if (open && !ended) return 'growing';
  const lines = text.slice(contentStart, contentEnd).replace(/\n$/, '').split('\n');
  const value = lines.map((line) => dedent(line, indentation.length)).join('\n');
  const [head] = parse(opening.slice(0, LONGEST_INFO));
  const code: Code = head?.type === 'code' ? { ...head, value } : { type: 'code', lang: null, meta: null, value };
  delete code.data;
  if (open) code.data = { open };
  return { end: lineStart, node: code };
}

/** Up to three spaces, the fence, and words that hold no backtick where the fence is made of them. */
const FENCE = /( {0,3})(`{3,}|~{3,})(?:(?<=`)[^`\n]*|(?<=~)[^\n]*)(?=\n|$)/y;
/** Of what stands behind a fence, this much is looked at for the name of a language. */
const LONGEST_INFO = 256;

/** Takes off as much of the indentation of a line as the fence had, in columns. */
function dedent(line: string, columns: number): string {
  let column = 0;
  let i = 0;
  while (column < columns) {
    if (line[i] === ' ') column++;
    else if (line[i] === '\t') column += 4 - (column % 4);
    else break;
    i++;
  }
  return ' '.repeat(Math.max(0, column - columns)) + line.slice(i);
}

/** Where the next line starts. */
export function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}
