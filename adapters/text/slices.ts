/**
 * Cutting Markdown where a parser may stop and start again, so that no piece is parsed twice while an answer grows,
 * and no piece is so large that parsing it holds up the program.
 *
 * The parser itself tells where: once a block has begun, everything before it is closed for good, because CommonMark
 * reads line by line and never reopens a block. So of any number of complete lines all blocks but the last are final,
 * and so are all items but the last of a list, and all rows but the last of a table. Joined again (document.ts), the
 * slices give the tree of the whole text. Three exceptions, all of them texts nobody writes:
 * - a single block, item or row beyond `WINDOW.whole` is cut in two;
 * - a line that nests deeper than `DEEPEST` is shown as it stands;
 * - a table whose head is longer than `WIDEST_HEAD` is cut like any block.
 * References to definitions in other slices are the business of references.ts.
 */
import type { RootContent } from 'mdast';
import { endOfLine, readFence } from './fence.ts';
import { graphemeBefore } from './graphemes.ts';
import { type Parse, parse as parseMarkdown } from './parse.ts';

/** What one call of the parser may be given. Some texts cost the square of their marks or of their lines. */
interface Budget {
  characters: number;
  lines: number;
  /** Characters that may open or close something: `* _ ~ [ ]`. */
  marks: number;
}

/** Measured, warm: 2,048 characters of mixed Markdown 3–5 ms, 8,192 of one paragraph 8 ms, of the worst text 30 ms. */
const WINDOW = {
  usual: { characters: 2_048, lines: 512, marks: 1_024 },
  /** For a block that does not end within the usual window. */
  whole: { characters: 8_192, lines: 512, marks: 1_024 },
} satisfies Record<string, Budget>;

/** `_www.` costs as much as so many marks: 8,192 characters of `www._` took a second. */
const HOST_IN_WORD = 64;

/** No slice but a fenced code block is longer. */
export const LONGEST_SLICE = WINDOW.whole.characters;

/** Containers opened by one line. 2,000 of them take a second, 8,000 overflow the stack. */
const DEEPEST = 24;

/** A cut table's head is parsed again with every slice of its rows. */
const WIDEST_HEAD = 1_024;

/** What a slice continues: more items of the list before it, or more rows of the table that began with `head`. */
export type Inside = { kind: 'list' } | { kind: 'table'; head: string };

/** A place to start parsing: the start of a line. */
export interface Place {
  at: number;
  inside: Inside | null;
}

export interface Slice {
  /** Parsed as `prefix + source`; positions in `nodes` count from the prefix's start. */
  prefix: string;
  source: string;
  inside: Inside | null;
  /** More text stands behind it. */
  followed: boolean;
  nodes: RootContent[];
}

export const START: Place = { at: 0, inside: null };

/**
 * The next slice of a normalised text and the place where the one after it starts; null at the end. `ended` false: the
 * text may still grow, and what more text could change is left for later. The cuts depend on the text from `place` on
 * alone, so a text that grows is cut like one that came at once.
 */
export function nextSlice(
  text: string,
  place: Place,
  ended: boolean,
  parse: Parse = parseMarkdown,
): { slice: Slice; next: Place } | null {
  const { inside } = place;
  const at = inside === null ? skipBlankLines(text, place.at) : place.at;
  if (at >= text.length) return null;
  const finish = (end: number, nodes: RootContent[], next: Inside | null = null) => ({
    slice: { prefix: prefixOf(inside), source: text.slice(at, end), inside, followed: end < text.length, nodes },
    next: { at: end, inside: next },
  });

  const fence = readFence(text, at, ended);
  if (fence !== null) return fence === 'growing' ? null : finish(fence.end, [fence.node]);

  if (nestsTooDeep(text, at)) {
    const end = endOfLine(text, at);
    if (end === text.length && !ended) return null;
    return finish(end, [{ type: 'paragraph', children: [{ type: 'text', value: text.slice(at, end).trim() }] }]);
  }

  for (const budget of [WINDOW.usual, WINDOW.whole]) {
    const window = measure(text, at, budget);
    if (window.stop === 'inside a line' && budget !== WINDOW.whole) continue;
    if (window.stop === 'end of text' && !ended) {
      window.end = text.lastIndexOf('\n', window.end - 1) + 1;
      if (window.end <= at) return null;
    }
    const source = text.slice(at, window.end);
    const nodes = parseAfter(inside, source, parse);
    if (window.stop === 'deep line' || (window.stop === 'end of text' && ended)) return finish(window.end, nodes);
    const cut = cutLast(nodes, inside, source);
    if (cut !== null) return finish(at + cut.offset, cut.nodes, cut.inside);
    if (window.stop === 'end of text') return null;
    if (budget === WINDOW.whole) {
      const offset = lastNestedBlock(nodes, inside, source);
      return offset === 0
        ? finish(window.end, nodes)
        : finish(at + offset, parseAfter(inside, source.slice(0, offset), parse));
    }
  }
  return null;
}

/** All slices of a text that will not grow. */
export function* sliceAll(text: string, place: Place = START, parse: Parse = parseMarkdown): Generator<Slice> {
  for (let step = nextSlice(text, place, true, parse); step; step = nextSlice(text, step.next, true, parse)) {
    yield step.slice;
  }
}

/** A slice's nodes, parsed again behind `before` (definitions of other slices), which is not part of the result. */
export function parseSlice(slice: Slice, before = '', parse: Parse = parseMarkdown): RootContent[] {
  return parseAfter(slice.inside, slice.source, parse, before, slice.followed);
}

function prefixOf(inside: Inside | null): string {
  return inside?.kind === 'table' ? inside.head : '';
}

/** Parses the continuation of a list or table, or a fresh start, and drops what had to stand before it. */
function parseAfter(inside: Inside | null, source: string, parse: Parse, before = '', followed = false): RootContent[] {
  const nodes = parse(before + prefixOf(inside) + source, followed).filter((node) => startOf(node) >= before.length);
  const [first] = nodes;
  if (inside?.kind === 'table' && first?.type === 'table') first.children.shift();
  return nodes;
}

function startOf(node: RootContent): number {
  return node.position?.start.offset ?? 0;
}

/** Where the line of a node starts, counted from the source's start. */
function lineOf(node: RootContent, inside: Inside | null, source: string): number {
  return source.lastIndexOf('\n', startOf(node) - prefixOf(inside).length - 1) + 1;
}

interface Cut {
  offset: number;
  nodes: RootContent[];
  inside: Inside | null;
}

/** Cuts before the last block, item or row: the only one that more lines could still change. */
function cutLast(nodes: RootContent[], inside: Inside | null, source: string): Cut | null {
  const last = nodes.at(-1);
  const earlier = nodes.slice(0, -1);
  if (last?.type === 'list') {
    const at = last.children.findLastIndex((item, i) => i > 0 && mayStart(item, inside, source));
    if (at > 0) {
      return {
        offset: lineOf(last.children[at]!, inside, source),
        nodes: [...earlier, { ...last, children: last.children.slice(0, at) }],
        inside: { kind: 'list' },
      };
    }
  }
  if (last?.type === 'table') {
    const continued = earlier.length === 0 && inside?.kind === 'table';
    const head = continued ? inside.head : twoLines(source, lineOf(last, inside, source));
    if (last.children.length > (continued ? 1 : 2) && head.length <= WIDEST_HEAD) {
      return {
        offset: lineOf(last.children.at(-1)!, inside, source),
        nodes: [...earlier, { ...last, children: last.children.slice(0, -1) }],
        inside: { kind: 'table', head },
      };
    }
  }
  const at = nodes.findLastIndex((node, i) => i > 0 && mayStart(node, inside, source, nodes[i - 1]));
  return at > 0 ? { offset: lineOf(nodes[at]!, inside, source), nodes: nodes.slice(0, at), inside: null } : null;
}

/**
 * Whether a block or item would be read the same at the start of a text. Not where it may still become the title of a
 * definition it follows; and not where the parser has taken a list for text because it may not interrupt a paragraph
 * (an empty one, or one that does not start with 1), since micromark asks that inside containers (`- 2. x`) and behind
 * indented code too, where nothing is interrupted.
 */
function mayStart(node: RootContent, inside: Inside | null, source: string, previous?: RootContent): boolean {
  const lineStart = lineOf(node, inside, source);
  const line = source.slice(lineStart, endOfLine(source, lineStart));
  const blankBefore = /\n[ \t]*\n$/.test(source.slice(0, lineStart));
  if (previous?.type === 'code' && /^(?: {4}|\t)/.test(source.slice(lineOf(previous, inside, source)))) {
    return !LIST.test(line) && !LIST_IN_CONTAINER.test(line);
  }
  return blankBefore || (previous?.type !== 'definition' && !LIST_IN_CONTAINER.test(line));
}

const LIST = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?:\s|$)/;
const LIST_IN_CONTAINER = /^[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t]|\[\^[^\]\n]*\]:)[ \t>]*(?:[-+*]|\d{1,9}[.)])(?:\s|$)/;

function twoLines(source: string, from: number): string {
  return source.slice(from, endOfLine(source, endOfLine(source, from)));
}

/** Where the innermost block that began last starts in a block too large to be parsed at once; 0: nowhere behind the start. */
function lastNestedBlock(nodes: RootContent[], inside: Inside | null, source: string): number {
  let offset = 0;
  let node = nodes.at(-1);
  while (
    node?.type === 'blockquote' ||
    node?.type === 'list' ||
    node?.type === 'listItem' ||
    node?.type === 'footnoteDefinition'
  ) {
    const child: RootContent | undefined = node.children.at(-1);
    if (child !== undefined && node.children.length > 1) offset = lineOf(child, inside, source);
    node = child;
  }
  return offset;
}

interface Window {
  end: number;
  stop: 'end of text' | 'full' | 'inside a line' | 'deep line';
}

/** How far the budget reaches: over whole lines, and into a line only where not even one fits. */
function measure(text: string, at: number, budget: Budget): Window {
  let marks = 0;
  let end = at;
  for (let lines = 0; ; lines++) {
    if (end > at && nestsTooDeep(text, end)) return { end, stop: 'deep line' };
    const farthest = Math.min(text.length, at + budget.characters);
    let i = end;
    for (; i < farthest && text.charCodeAt(i) !== LINE_FEED; i++) {
      if (!MARKS.has(text.charCodeAt(i))) continue;
      marks += isHostInWord(text, i) ? HOST_IN_WORD : 1;
      if (marks > budget.marks) break;
    }
    const fits = i === text.length || (i < farthest && text.charCodeAt(i) === LINE_FEED);
    if (!fits || lines === budget.lines) {
      return end > at ? { end, stop: 'full' } : { end: cutLine(text, at, i), stop: 'inside a line' };
    }
    if (i >= text.length - 1) return { end: text.length, stop: 'end of text' };
    end = i + 1;
  }
}

const TAB = 9;
const LINE_FEED = 10;
const SPACE = 32;
const UNDERSCORE = 95;
const MARKS: ReadonlySet<number> = new Set([...'*_~[]'].map((mark) => mark.charCodeAt(0)));

/** Behind each of them the parser reads the rest of the word for the name of a host, and begins anew at the next. */
function isHostInWord(text: string, mark: number): boolean {
  return text.charCodeAt(mark) === UNDERSCORE && /^www\./i.test(text.slice(mark + 1, mark + 5));
}

/** The best place to cut a line at or before `limit`: behind a space in its second half, else between two graphemes. */
function cutLine(text: string, at: number, limit: number): number {
  const space = text.lastIndexOf(' ', limit - 1);
  return space > (at + limit) / 2 ? space + 1 : graphemeBefore(text, at, limit);
}

function skipBlankLines(text: string, at: number): number {
  let lineStart = at;
  for (let i = at; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === LINE_FEED) lineStart = i + 1;
    else if (code !== SPACE && code !== TAB) return lineStart;
  }
  return text.length;
}

const DEEP = new RegExp(String.raw`(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t\n]|$))){${DEEPEST}}`, 'y');
const RULE = /[ \t]*([-*])(?:[ \t]*\1)+[ \t]*(?:\n|$)/y;

function nestsTooDeep(text: string, lineStart: number): boolean {
  DEEP.lastIndex = lineStart;
  RULE.lastIndex = lineStart;
  return DEEP.test(text) && !RULE.test(text);
}
