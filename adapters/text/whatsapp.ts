/**
 * Markdown → WhatsApp's own marks: `*bold*`, `_italic_`, `~struck~`, `` `code` ``, fences, `> ` and lists. They work
 * within a line and between words only, and nothing can be escaped: a mark that would not work is left out, and a
 * letter that would be taken for one gets a word joiner beside it.
 */
import { type Flow, type Range, rangesOf } from './flow.ts';
import { type Line, linesOf, trimmed } from './lines.ts';
import { isBlank, type Piece, type PieceLimits, piecesOf, type Spelling } from './pieces.ts';
import { addressesIn, type Stretch } from './whatsapp-addresses.ts';

const JOINER = '\u2060';
const MARKS = { bold: '*', italic: '_', strike: '~', code: '`' } as const;
type Mark = (typeof MARKS)[keyof typeof MARKS];
const FENCE = '```';
/** At the side of a mark that is turned away from its words, one of these keeps it from working. */
const WORD = /[\p{L}\p{N}\p{M}\u2060]/u;

const SPELLING: Spelling<string> = {
  manner: { links: 'spelled', tables: 'rows', bullet: '- ', codeAsFile: (code) => code.includes(FENCE) },
  spell,
  textOf: (text) => text,
};

export function whatsappPieces(markdown: string, limits: PieceLimits): Promise<Piece<string>[]> {
  return piecesOf(markdown, limits, SPELLING);
}

function spell(flow: Flow, from: number, to: number): string | null {
  const [start, end] = trimmed(flow, from, to);
  if (isBlank(flow.text.slice(start, end))) return null;
  const lines: string[] = [];
  let open: object | undefined;
  for (const line of linesOf(flow, start, end)) {
    const { pre, quote } = line.style;
    if (open !== undefined && open !== pre) lines.push(FENCE);
    if (pre !== undefined && open !== pre) lines.push(FENCE);
    open = pre;
    lines.push(pre === undefined ? shownLine(flow, line, quote !== undefined) : flow.text.slice(line.from, line.to));
  }
  if (open !== undefined) lines.push(FENCE);
  return lines.join('\n');
}

function shownLine(flow: Flow, { from, to }: Line, quoted: boolean): string {
  const line = markedLine(flow, from, to);
  if (quoted) return `> ${line}`;
  return line.startsWith('>') ? JOINER + line : line;
}

function markedLine(flow: Flow, from: number, to: number): string {
  const { marks, guards } = marksAndGuards(flow, from, to);
  const { opening, closing } = placesOf(marks);
  let line = '';
  for (let place = from; place <= to; place++) {
    if (guards.has(place - 1)) line += JOINER;
    line += (closing.get(place) ?? '') + (opening.get(place) ?? '');
    if (guards.has(place) && !guards.has(place - 1)) line += JOINER;
    if (place < to) line += flow.text[place];
  }
  return line;
}

/** The letters of marks by where they stand, outer ones around inner ones. */
function placesOf(marks: readonly Marked[]): Record<'opening' | 'closing', ReadonlyMap<number, string>> {
  const opening = new Map<number, string>();
  const closing = new Map<number, string>();
  for (const { mark, from, to } of marks) {
    opening.set(from, (opening.get(from) ?? '') + mark);
    closing.set(to, mark + (closing.get(to) ?? ''));
  }
  return { opening, closing };
}

/**
 * The marks of a line, and the letters that would be taken for some and need a joiner on both sides. A mark beside
 * such a joiner would not work, nor one that an address takes; without it there may be more letters to look at.
 */
function marksAndGuards(flow: Flow, from: number, to: number): { marks: Marked[]; guards: ReadonlySet<number> } {
  const line = { from, to };
  let marks = marksOf(flow, line);
  for (;;) {
    const code = marks.filter(({ mark }) => mark === MARKS.code);
    const { letters, taken } = addressesIn(flow, line, code);
    const literals = literalsOf(flow.text, line, marks, { untouched: inStretches(code, letters), beside: taken });
    const count = { '*': 0, _: 0, '~': 0, '`': 0 };
    for (const { mark } of [...marks, ...literals]) count[mark] += 1;
    const guards = new Set(literals.filter(({ mark }) => count[mark] > 1).map(({ index }) => index));
    const working = marks.filter(
      ({ mark, from, to }) =>
        !guards.has(from - 1) && !guards.has(to) && ![from, to].some((place) => taken.get(place)?.includes(mark)),
    );
    if (working.length === marks.length) return { marks, guards };
    marks = working;
  }
}

interface Marked extends Stretch {
  mark: Mark;
}

/** `letters` and those of all stretches. */
function inStretches(stretches: readonly Stretch[], letters: ReadonlySet<number>): ReadonlySet<number> {
  const all = new Set(letters);
  for (const { from, to } of stretches) for (let index = from; index < to; index++) all.add(index);
  return all;
}

/** The marks of a line that would work in a text without addresses. */
function marksOf(flow: Flow, { from, to }: Stretch): Marked[] {
  const { text } = flow;
  return rangesOf(flow, from, to).flatMap((range: Range): Marked[] => {
    const mark = markFor(range);
    if (mark === undefined || touchesWord(text, from, to, range)) return [];
    const inside = text.slice(range.from, range.to);
    // A space that carries a mark of a letter stays where it is.
    if (/^\s|\s$/.test(inside)) return [];
    return mark === MARKS.code && inside.includes(mark) ? [] : [{ mark, from: range.from, to: range.to }];
  });
}

function markFor({ kind }: Range): Mark | undefined {
  switch (kind) {
    case 'bold':
    case 'italic':
    case 'strike':
    case 'code':
      return MARKS[kind];
    case 'quote':
    case 'pre':
    case 'link':
      return undefined;
    default:
      return kind satisfies never;
  }
}

function touchesWord(text: string, lineStart: number, lineEnd: number, { from, to }: Range): boolean {
  return isWord(before(text, lineStart, from)) || isWord(after(text, lineEnd, to));
}

interface Literal {
  index: number;
  mark: Mark;
}

/** Letters of the text that WhatsApp would take for marks. */
function literalsOf(
  text: string,
  { from, to }: Stretch,
  marks: readonly Marked[],
  { untouched, beside }: { untouched: ReadonlySet<number>; beside: ReadonlyMap<number, string> },
): Literal[] {
  const literals: Literal[] = [];
  const { opening, closing } = placesOf(marks);
  for (const match of text.slice(from, to).matchAll(/[*_~`]/g)) {
    const index = from + match.index;
    if (untouched.has(index)) continue;
    const previous = (opening.get(index) ?? closing.get(index))?.at(-1) ?? before(text, from, index);
    const next = (closing.get(index + 1) ?? opening.get(index + 1))?.[0] ?? after(text, to, index + 1);
    // Beside code or an address, also one that a joiner makes of its scheme alone, a mark may work although there is a letter.
    const opens =
      (!isWord(previous) || untouched.has(index - 1) || beside.has(index)) && next !== '' && !/\s/.test(next);
    const closes =
      (!isWord(next) || untouched.has(index + 1) || beside.has(index + 1)) && previous !== '' && !/\s/.test(previous);
    // Fences reach over lines, so three of these have a partner somewhere.
    const inFence = match[0] === '`' && (previous === '`' || next === '`');
    if (opens || closes || inFence) literals.push({ index, mark: markOf(match[0]) });
  }
  return literals;
}

function markOf(letter: string): Mark {
  const mark = Object.values(MARKS).find((mark) => mark === letter);
  if (mark === undefined) throw new Error(`${letter} is none of WhatsApp's marks.`);
  return mark;
}

function isWord(letter: string): boolean {
  return WORD.test(letter);
}

/** The letter that ends at `index`, or '' at the start of the line. */
function before(text: string, lineStart: number, index: number): string {
  return /.$/su.exec(text.slice(Math.max(lineStart, index - 2), index))?.[0] ?? '';
}

/** The letter that starts at `index`, or '' at the end of the line. */
function after(text: string, lineEnd: number, index: number): string {
  return index >= lineEnd ? '' : String.fromCodePoint(text.codePointAt(index) ?? 0);
}
