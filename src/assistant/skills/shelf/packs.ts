/**
 * A photo of a shelf cut into packs: print that stands close together is one pack. A pack has one name, and one claim of
 * each kind; where two stand in what looks like one pack, it is cut at its widest gap. So no pack gets another's claim.
 */
import type { Reading } from '../../../../model-runtime/contract.ts';
import type { Fact, Pack, Shelf } from '../../evidence.ts';
import { amountsIn, markOf } from '../../printed/amounts.ts';
import { asName } from '../../printed/letters.ts';
import { nutrientsPrinted } from '../../printed/nutrients.ts';
import { around, linesOf, type Piece } from '../../printed/pieces.ts';
import { rowsOf, textOf } from '../../printed/rows.ts';
import { claimsIn } from './claims.ts';

/** Lines of one pack are nearer to each other than this many heights of the larger one. */
const NEAR = 3;
/** Two lines of a name are nearer than this many of their heights. */
const ONE_NAME = 1.2;
/** Print of at least this share of the largest may be a name as well. */
const AS_LARGE = 0.8;
/** Fewer are one product, not a shelf. */
const LEAST_PACKS = 2;

export function readShelf(reading: Reading): Shelf | null {
  const lines = linesOf(reading);
  const mark = markOf(lines.map(({ text }) => text));
  const packs = clusters(lines)
    .flatMap((cluster) => cut(cluster))
    // A price tag or a stray mark is no pack: a name has letters.
    .filter((pieces) => pieces.some(({ text }) => /\p{L}{3}/u.test(text)))
    .map((pieces): Pack => {
      const rows = rowsOf(pieces);
      const name = nameOf(rows);
      const facts = claimsIn(rows, mark).map((fact): Fact => ({ ...fact, item: name }));
      return { name, box: around(pieces.map(({ box }) => box)), lines: rows.map(textOf), facts };
    })
    .sort((a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0]);
  const claiming = packs.filter(({ facts }) => facts.length > 0);
  return packs.length >= LEAST_PACKS && claiming.length > 0 ? { kind: 'shelf', packs } : null;
}

/** Groups of lines, each near to another of its group. */
function clusters(lines: readonly Piece[]): Piece[][] {
  const groups: Piece[][] = [];
  for (const line of lines) {
    const touching = groups.filter((group) => group.some((other) => near(line, other)));
    const merged = [line, ...touching.flat()];
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups;
}

function near(a: Piece, b: Piece): boolean {
  const height = Math.min(a.bottom - a.top, b.bottom - b.top);
  const apartX = Math.max(a.left, b.left) - Math.min(a.right, b.right);
  const apartY = Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom);
  const largest = Math.max(a.bottom - a.top, b.bottom - b.top);
  // One above the other, or words of one line.
  return apartX < 0 ? apartY < NEAR * largest : apartX < height && apartY < -height / 2;
}

/** Whether this is more than one pack: a nutrient claimed twice, or two names apart from each other. */
function several(pieces: readonly Piece[]): boolean {
  const claimed = pieces.flatMap(({ text }) =>
    amountsIn(text, 'point').length > 0 ? nutrientsPrinted(text).map(({ nutrient }) => nutrient) : [],
  );
  return new Set(claimed).size < claimed.length || namesApart(pieces);
}

function namesApart(pieces: readonly Piece[]): boolean {
  const names = pieces.filter(isName);
  const largest = Math.max(0, ...names.map(({ height }) => height));
  const large = names.filter(({ height }) => height >= AS_LARGE * largest).sort((a, b) => a.top - b.top);
  return large.some((name, index) => {
    const next = large[index + 1];
    return next !== undefined && next.top - name.bottom > ONE_NAME * Math.max(name.height, next.height);
  });
}

const isName = ({ text }: { text: string }): boolean =>
  /\p{L}{2}/u.test(text) && !/\d/.test(text) && nutrientsPrinted(text).length === 0;

/** Cut at the widest gap until each part is one pack, or nothing is left to cut. */
function cut(pieces: Piece[]): Piece[][] {
  if (pieces.length < 2 || !several(pieces)) return [pieces];
  const across = widestGap(pieces, 'left', 'right');
  const down = widestGap(pieces, 'top', 'bottom');
  const best = across.gap >= down.gap ? across : down;
  return best.gap <= 0 ? [pieces] : [best.before, best.after].flatMap(cut);
}

function widestGap(pieces: readonly Piece[], start: 'left' | 'top', end: 'right' | 'bottom') {
  const sorted = [...pieces].sort((a, b) => a[start] - b[start]);
  let [reach, gap, at] = [sorted[0]![end], 0, 0];
  for (let index = 1; index < sorted.length; index++) {
    const next = sorted[index]!;
    if (next[start] - reach > gap) [gap, at] = [next[start] - reach, index];
    reach = Math.max(reach, next[end]);
  }
  return { gap, before: sorted.slice(0, at), after: sorted.slice(at) };
}

/** The words of the largest print that claims nothing; where there is none, the first words at all. */
function nameOf(rows: readonly Piece[][]): string {
  const named = rows.filter((row) => isName({ text: textOf(row) }));
  const height = (row: readonly Piece[]) => Math.max(...row.map((piece) => piece.height));
  const largest = Math.max(0, ...named.map(height));
  const first = named.findIndex((row) => height(row) > AS_LARGE * largest);
  // A name may run over two lines of the same size.
  const words = first < 0 ? [] : named.slice(first, first + 2).filter((row) => height(row) > AS_LARGE * largest);
  return asName(words.map(textOf).join(' ') || textOf(rows[0] ?? []));
}
