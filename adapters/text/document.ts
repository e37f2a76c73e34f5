/** Slices put together again: the tree of a whole text, at once or with pauses, or of one that grows. */
import type { Definition, RootContent } from 'mdast';
import { breather } from './breather.ts';
import { sliceHealed } from './heal.ts';
import { normalise } from './normalise.ts';
import { exchangeLabels, type ReadSlice, toReadSlice } from './references.ts';
import { LONGEST_SLICE, nextSlice, START, sliceAll } from './slices.ts';

/** What every renderer reads. */
export interface RichText {
  nodes: RootContent[];
  /** By mdast's `identifier`; every `linkReference` and `imageReference` in `nodes` has one. */
  definitions: ReadonlyMap<string, Definition>;
}

/** With the way back to what was written. */
export interface SourcedText extends RichText {
  source: string;
  /** Where in the source each node starts; a list or table that was read in several slices starts with its first. */
  starts: number[];
}

/** Reads a whole Markdown text: 2–3 ms a thousand characters. For more than a few thousand use `readWithPauses`. */
export function read(markdown: string): RichText {
  const steps = reading(markdown);
  for (;;) {
    const step = steps.next();
    if (step.done) return { nodes: step.value.nodes, definitions: step.value.definitions };
  }
}

/** The same in small steps, between which the rest of the program gets its turn. */
export async function readWithPauses(markdown: string, breathe = breather()): Promise<SourcedText> {
  const steps = reading(markdown);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await breathe();
  }
}

function* reading(markdown: string): Generator<undefined, SourcedText> {
  const source = normalise(markdown);
  const pieces: ReadSlice[] = [];
  for (const slice of sliceAll(source)) {
    pieces.push(toReadSlice(slice));
    yield;
  }
  const { definitions } = yield* exchangeLabels(pieces);
  return { nodes: join(pieces), definitions, source, starts: startsOf(pieces, source) };
}

/** Slices follow each other in the source with nothing but blank lines between them. */
function startsOf(pieces: readonly ReadSlice[], source: string): number[] {
  const starts: number[] = [];
  const nodes: RootContent[] = [];
  let end = 0;
  for (const piece of pieces) {
    const at = source.indexOf(piece.slice.source, end);
    end = at + piece.slice.source.length;
    const before = nodes.length;
    append(nodes, piece);
    const added = nodes.length - before;
    const own = piece.nodes.map((_, i) => at + (piece.starts[i] ?? piece.starts.at(-1) ?? 0));
    starts.push(...own.slice(own.length - added));
  }
  return starts;
}

/**
 * A text that grows: `update` with the whole text so far. Nodes of finished blocks keep their identity from one update
 * to the next, so whoever renders them can tell what is new. The end of the text is healed.
 */
export function growingText(): { update(markdown: string): RichText } {
  let pieces: ReadSlice[] = [];
  let nodes: RootContent[] = [];
  let finished = '';
  let place = START;
  /** Blocks end with lines, so up to here there is nothing more to finish. */
  let searched = 0;

  function finishBlocks(text: string): void {
    const lines = text.lastIndexOf('\n') + 1;
    if (lines === searched && text.length - lines <= LONGEST_SLICE) return;
    searched = lines;
    for (let step = nextSlice(text, place, false); step !== null; step = nextSlice(text, place, false)) {
      const piece = toReadSlice(step.slice);
      pieces.push(piece);
      append(nodes, piece);
      place = step.next;
    }
    finished = text.slice(0, place.at);
  }

  return {
    update(markdown) {
      const text = normalise(markdown);
      if (!text.startsWith(finished)) {
        pieces = [];
        nodes = [];
        finished = '';
        place = START;
        searched = 0;
      }
      finishBlocks(text);

      const tail = sliceHealed(text, place).map(toReadSlice);
      const exchange = exchangeLabels([...pieces, ...tail]);
      let step = exchange.next();
      while (!step.done) step = exchange.next();
      if (step.value.reread.some((piece) => pieces.includes(piece))) nodes = join(pieces);

      const all = [...nodes];
      for (const piece of tail) append(all, piece);
      return { nodes: all, definitions: step.value.definitions };
    },
  };
}

function join(pieces: ReadSlice[]): RootContent[] {
  const nodes: RootContent[] = [];
  for (const piece of pieces) append(nodes, piece);
  return nodes;
}

/** Adds a piece's nodes; what continues a list or table becomes part of it, in a new node. */
function append(nodes: RootContent[], { slice, nodes: more }: ReadSlice): void {
  const last = nodes.at(-1);
  const [first, ...rest] = more;
  if (slice.inside?.kind === 'list' && last?.type === 'list' && first?.type === 'list') {
    nodes.splice(-1, 1, { ...last, children: [...last.children, ...first.children] }, ...rest);
  } else if (slice.inside?.kind === 'table' && last?.type === 'table' && first?.type === 'table') {
    nodes.splice(-1, 1, { ...last, children: [...last.children, ...first.children] }, ...rest);
  } else {
    nodes.push(...more);
  }
}
