/**
 * The rendered form every platform's messages are cut from: one text with the looks of its parts, in order. Marks are
 * looks here and not characters, so a cut closes and opens them again by itself.
 */
import { isGraphemeStart } from './graphemes.ts';

/** Code, or something laid out like it. Its runs share one object. */
export interface Pre {
  language?: string;
  /** The first lines of a table, repeated where a piece starts behind them, which is from `body` on. */
  table?: { head: string; body: number };
}

export interface Style {
  bold?: true;
  italic?: true;
  strike?: true;
  code?: true;
  /** The address behind the words. */
  link?: string;
  pre?: Pre;
  /** The quote it belongs to: runs of one quote share one object. */
  quote?: object;
  /** Runs that share one object are cut only where they fill more than a message. */
  whole?: object;
  /** An address as it is written: apps find it by themselves, and read no marks in it. */
  address?: true;
}

/** From `at` to where the next run starts. */
export interface Run {
  at: number;
  style: Style;
}

/** Where something starts that a reader sees as one thing; `block` is its number where it is a block of the top level. */
export interface Break {
  at: number;
  rank: 'block' | 'item';
  block?: number;
}

export interface Flow {
  readonly text: string;
  readonly runs: readonly Run[];
  readonly breaks: readonly Break[];
  /** What has to leave as a file, behind the text up to `at`. */
  readonly files: readonly { at: number; name: string; text: string }[];
}

interface Gap {
  /** How many line ends. */
  lines: 1 | 2;
  /** Stands before the next line, unless that is code. */
  indent: string;
  style: Style;
  rank?: Break['rank'];
  block?: number;
}

/** Writes a flow from its start to its end. Gaps and markers (`• `) are kept back until there is something behind them. */
export class FlowWriter implements Flow {
  text = '';
  readonly runs: Run[] = [];
  readonly breaks: Break[] = [];
  readonly files: Flow['files'][number][] = [];
  #gap: Gap | null = null;
  #marker: { text: string; style: Style } | null = null;
  /** Nothing but one line end may follow, so that a heading is not left behind alone. */
  #holdsNext = false;

  write(words: string, style: Style): void {
    if (words === '') return;
    this.#flush(style);
    this.#append(words, style);
  }

  /** Of two gaps with nothing between them the wider stays. */
  gap(gap: Gap): void {
    const before = this.#gap;
    if (before === null) {
      this.#gap = gap;
      return;
    }
    this.#gap = {
      lines: before.lines > gap.lines ? before.lines : gap.lines,
      indent: gap.indent,
      style: before.style.quote === gap.style.quote ? gap.style : {},
      ...higher(before, gap),
    };
  }

  /** What stands before the next words. Call what it gives back once they had their chance: without any it is left out. */
  marker(text: string, style: Style): () => void {
    const before = this.#marker;
    const marker = { text: (before?.text ?? '') + text, style };
    this.#marker = marker;
    return () => {
      if (this.#marker === marker) this.#marker = before;
    };
  }

  /** Sets the marker that waits, where one does, on a line of its own. */
  markerAlone(): void {
    const marker = this.#marker;
    if (marker === null) return;
    this.#marker = { ...marker, text: marker.text.trimEnd() };
    this.#flush(marker.style);
    this.gap({ lines: 1, indent: '', style: marker.style });
  }

  /** What was written last is a heading. */
  holdNext(): void {
    this.#holdsNext = true;
  }

  file(name: string, text: string): void {
    this.files.push({ at: this.text.length, name, text });
  }

  #flush(style: Style): void {
    const gap = this.#gap;
    this.#gap = null;
    if (gap !== null && this.text !== '') {
      this.#append('\n'.repeat(this.#holdsNext ? 1 : gap.lines), gap.style);
      if (gap.rank !== undefined && !this.#holdsNext) {
        this.breaks.push({
          at: this.text.length,
          rank: gap.rank,
          ...(gap.block !== undefined && { block: gap.block }),
        });
      }
    }
    this.#holdsNext = false;
    if (gap !== null && style.pre === undefined) this.#append(gap.indent, gap.style);
    const marker = this.#marker;
    this.#marker = null;
    if (marker !== null) this.#append(marker.text, marker.style);
  }

  #append(text: string, style: Style): void {
    if (text === '') return;
    this.runs.push({ at: this.text.length, style });
    this.text += text;
  }
}

function higher(a: Gap, b: Gap): Pick<Gap, 'rank' | 'block'> {
  if (b.rank === 'block' || a.rank === undefined) return pick(b);
  return a.rank === 'block' || b.rank === undefined ? pick(a) : pick(b);
}

function pick({ rank, block }: Gap): Pick<Gap, 'rank' | 'block'> {
  return { ...(rank !== undefined && { rank }), ...(block !== undefined && { block }) };
}

/** The run that `index` lies in. */
export function runAt({ runs }: Pick<Flow, 'runs'>, index: number): number {
  let [low, high] = [0, runs.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (runs[middle]!.at <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Outermost first: where an outer one ends, all within it end. */
const KINDS = ['quote', 'pre', 'link', 'code', 'bold', 'italic', 'strike'] as const;

export interface Range {
  kind: (typeof KINDS)[number];
  from: number;
  to: number;
  style: Style;
}

/**
 * The looks of `from` up to `to` as ranges, sorted, each within or apart from every other, none blank, none starting
 * or ending within a grapheme.
 */
export function rangesOf(flow: Flow, from: number, to: number): Range[] {
  const ranges: Range[] = [];
  const open: Range[] = [];
  const closeFrom = (level: number, at: number) => {
    for (const range of open.splice(level)) ranges.push({ ...range, to: at });
  };
  for (let i = runAt(flow, from); i < flow.runs.length && flow.runs[i]!.at < to; i++) {
    const { style, at } = flow.runs[i]!;
    const start = Math.max(at, from);
    const kinds = KINDS.filter((kind) => style[kind] !== undefined);
    const same = kinds.findIndex(
      (kind, level) => open[level]?.kind !== kind || open[level].style[kind] !== style[kind],
    );
    const level = same === -1 ? kinds.length : same;
    closeFrom(level, start);
    for (const kind of kinds.slice(level)) open.push({ kind, from: start, to, style });
  }
  closeFrom(0, to);
  return ranges
    .flatMap((range) => tightened(flow.text, range, from, to))
    .sort((a, b) => a.from - b.from || b.to - a.to || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
}

function tightened(text: string, range: Range, first: number, last: number): Range[] {
  let { from, to } = range;
  while (from > first && !isGraphemeStart(text, from)) from--;
  while (to < last && !isGraphemeStart(text, to)) to--;
  // The indentation of code is part of it, and of the quote around it.
  const space = range.kind === 'pre' || range.kind === 'quote' ? /\n/ : /\s/;
  while (from < to && space.test(text[from]!) && isGraphemeStart(text, from + 1)) from++;
  while (to > from && space.test(text[to - 1]!) && isGraphemeStart(text, to - 1)) to--;
  return from < to && /\S/.test(text.slice(from, to)) ? [{ ...range, from, to }] : [];
}
