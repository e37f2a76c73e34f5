/**
 * Where a flow is cut into messages: between blocks, else items or rows, else lines, sentences, words, and only where
 * even a word is too long between two graphemes. A better place is taken while the message is not left too empty.
 */
import { LONGEST_SCHEME, SCHEME } from './address.ts';
import { type Break, type Flow, runAt } from './flow.ts';
import { graphemeAtOrBefore, isGraphemeStart } from './graphemes.ts';

/** How full a message has to be, at least, for a cut of this kind; some are worth more than the room they leave. */
const LEAST_FILL = { block: 0.35, item: 0.4, line: 0.5, sentence: 0.5, word: 0.5 };
/** So far back the end of a word is looked for by a dictionary, in languages without spaces. */
const WORD_REACH = 120;

const SENTENCE_END = /[.!?…]["'”’»)\]]*\s+|[。！？।॥۔؟]["'”’»」』）)\]]*\s*/gu;
const ADDRESS_END = /[\s)`]/;
const CLOSING = /^[\p{Pe}\p{Pf}\p{Po}]/u;
const words = new Intl.Segmenter(undefined, { granularity: 'word' });

export interface Splitting {
  /** No message takes more of a flow than this, in UTF-16 units. */
  mostUnits: number;
  /** How full the message made of `from` up to `to` is; more than 1 is too full. */
  load: (from: number, to: number) => number;
}

/** Where the message ends that starts at `from`, before `end`; the last one of all (`last`) rather ends with a block. */
export function endOfMessage(flow: Flow, from: number, end: number, splitting: Splitting, last: boolean): number {
  const reach = reachOf(from, Math.min(end, from + splitting.mostUnits), splitting.load);
  if (reach === end) return end;
  for (let least = reach; ; ) {
    const cut = bestCut(flow, from, least, last);
    // Marks that close at a cut take room too, so a shorter piece may be longer than a longer one.
    if (cut <= from + 1 || splitting.load(from, cut) <= 1) return Math.max(cut, from + 1);
    least = cut - 1;
  }
}

/** The start of the text behind a cut: line ends are left out, spaces on the line that follows are not. */
export function startOfMessage(text: string, at: number, end: number): number {
  let [start, i] = [at, at];
  for (; i < end && /\s/.test(text[i]!); i++) if (text[i] === '\n') start = i + 1;
  return i === end ? end : start;
}

/** Guesses of how far a message reaches before the place is searched for. */
const GUESSES = 5;

/** The load grows with the text, more or less evenly, so a share of it says where the limit is. */
function reachOf(from: number, farthest: number, load: Splitting['load']): number {
  let reach = farthest;
  for (let guess = 0; guess < GUESSES; guess++) {
    const share = load(from, reach);
    if (share <= 1) return reach;
    reach = Math.max(from + 1, Math.min(reach - 1, from + Math.ceil((reach - from) / share)));
  }
  let [low, high] = [from + 1, reach];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (load(from, middle) <= 1) low = middle;
    else high = middle - 1;
  }
  return low;
}

function bestCut(flow: Flow, from: number, reach: number, last: boolean): number {
  const { text } = flow;
  const at = (fill: number) => from + (reach - from) * fill;
  const block = lastBreak(flow, from, reach, 'block');
  if (block > at(last ? 0 : LEAST_FILL.block)) return block;
  const item = lastBreak(flow, from, reach, 'item');
  if (item > at(LEAST_FILL.item)) return item;
  const allowed = (cut: number) => cut > from && isGraphemeStart(text, cut) && wholeAround(flow, from, cut) === cut;
  const line = lastLine(flow, at(LEAST_FILL.line), reach, allowed);
  if (line > 0) return line;
  const sentence = lastSentence(text, at(LEAST_FILL.sentence), reach, allowed);
  if (sentence > 0) return sentence;
  for (const least of [at(LEAST_FILL.word), from]) {
    const space = lastSpace(text, least, reach, allowed);
    if (space > 0) return space;
    const word = lastWord(text, Math.max(least, reach - WORD_REACH), reach, allowed);
    if (word > 0) return word;
  }
  const grapheme = graphemeAtOrBefore(text, from, reach);
  const whole = wholeAround(flow, from, grapheme);
  return whole === grapheme ? grapheme : graphemeAtOrBefore(text, from, whole);
}

function lastBreak({ breaks }: Flow, from: number, reach: number, rank: Break['rank']): number {
  let [low, high] = [0, breaks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (breaks[middle]!.at <= reach) low = middle + 1;
    else high = middle;
  }
  for (let i = low - 1; i >= 0 && breaks[i]!.at > from; i--) if (breaks[i]!.rank === rank) return breaks[i]!.at;
  return -1;
}

/** Behind a line end; in code rather where the next line is not indented. */
function lastLine({ text }: Flow, least: number, reach: number, allowed: (cut: number) => boolean): number {
  let best = -1;
  for (let cut = text.lastIndexOf('\n', reach - 1) + 1; cut > least; cut = text.lastIndexOf('\n', cut - 2) + 1) {
    if (!allowed(cut)) continue;
    if (!/[ \t\u00a0]/.test(text[cut]!)) return cut;
    if (best === -1) best = cut;
  }
  return best;
}

function lastSentence(text: string, least: number, reach: number, allowed: (cut: number) => boolean): number {
  const start = Math.ceil(least);
  let best = -1;
  for (const { index, 0: end } of text.slice(start, reach).matchAll(SENTENCE_END)) {
    const cut = start + index + end.length;
    if (allowed(cut)) best = cut;
  }
  return best;
}

function lastSpace(text: string, least: number, reach: number, allowed: (cut: number) => boolean): number {
  for (let cut = reach; cut > least; cut--) if (/\s/.test(text[cut - 1]!) && allowed(cut)) return cut;
  return -1;
}

function lastWord(text: string, least: number, reach: number, allowed: (cut: number) => boolean): number {
  const start = graphemeAtOrBefore(text, 0, Math.max(0, Math.ceil(least)));
  let best = -1;
  // What stands behind it says where its last word ends.
  for (const { index, segment } of words.segment(text.slice(start, reach + WORD_REACH))) {
    const cut = start + index;
    if (cut > reach) break;
    if (cut > least && !CLOSING.test(segment) && allowed(cut)) best = cut;
  }
  return best;
}

/**
 * The start of the whole that a cut at `cut` would go through, or, where that began before `from`, of the address;
 * `cut` where it goes through neither.
 */
function wholeAround({ text, runs }: Flow, from: number, cut: number): number {
  if (cut >= text.length) return cut;
  const inside = runAt({ runs }, cut);
  const { whole, address } = runs[inside]!.style;
  let first = inside;
  while (whole !== undefined && first > 0 && runs[first - 1]!.style.whole === whole) first--;
  const starts = [whole && runs[first]!.at, address ? runs[inside]!.at : addressAround(text, from, cut)];
  const start = starts.find((start) => start !== undefined && start > from) ?? from;
  return start > from ? start : cut;
}

/** Where an address starts that is no link, in code above all, and that a cut at `cut` would go through. */
function addressAround(text: string, from: number, cut: number): number | undefined {
  if (ADDRESS_END.test(text[cut]!)) return undefined;
  let word = cut;
  while (word > from && !ADDRESS_END.test(text[word - 1]!)) word--;
  const at = text.slice(word, cut + LONGEST_SCHEME).search(SCHEME);
  return at === -1 || word + at >= cut ? undefined : word + at;
}
