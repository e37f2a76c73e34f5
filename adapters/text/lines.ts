/** A flow line by line, for platforms whose marks are characters. */
import { type Flow, runAt, type Style } from './flow.ts';

export interface Line {
  from: number;
  to: number;
  /** How it starts; code and quotes are made of whole lines. */
  style: Style;
}

export function linesOf(flow: Flow, from: number, to: number): Line[] {
  const lines: Line[] = [];
  for (let at = from; at <= to; ) {
    const found = flow.text.indexOf('\n', at);
    const end = found === -1 || found > to ? to : found;
    lines.push({ from: at, to: end, style: flow.runs[runAt(flow, at)]?.style ?? {} });
    at = end + 1;
  }
  return lines;
}

/**
 * Without the blank lines and spaces around it, but with the indentation of code. As servers do it: a mark of a letter
 * that stands on a space loses it.
 */
export function trimmed(flow: Flow, from: number, to: number): [number, number] {
  const { text } = flow;
  let end = to;
  while (end > from && /\s/.test(text[end - 1]!)) end--;
  let start = from;
  for (let i = from; i < end && /\s/.test(text[i]!); i++) {
    const inCode = flow.runs[runAt(flow, i)]!.style.pre !== undefined;
    if (text[i] === '\n' || !inCode) start = i + 1;
  }
  return [start, end];
}

/** The indentation of a first line, in spaces no platform trims. */
export function kept(text: string): string {
  return text.replace(/^[ \t]+/, (space) => '\u00a0'.repeat(space.length));
}
