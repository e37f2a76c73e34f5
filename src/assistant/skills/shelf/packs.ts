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
const NEAR = 2.5;
/** What stands nearer below than this many of its own heights belongs to what is above. */
const ONE_NAME = 1;
/** Print of at least this share of the largest may be a name as well. */
const AS_LARGE = 0.88;
/** Of this share it may be one where the gap above it is wider still: boxes of capitals are lower. */
const SMALLER = 0.75;
/** A photo of one pack has no more lines than this; more is a page that happens to name a nutrient. */
const MOST_LINES = 15;

/** One pack, or a shelf of them; null where none claims anything. */
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
  const alone = packs.length < 2 && lines.length > MOST_LINES;
  return claiming.length > 0 && !alone ? { kind: 'shelf', packs } : null;
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

/** Whether a nutrient is claimed twice, which one pack's front does not do. */
function claimsTwice(pieces: readonly Piece[]): boolean {
  const claimed = pieces.flatMap(({ text }) =>
    amountsIn(text, 'point').length > 0 ? nutrientsPrinted(text).map(({ nutrient }) => nutrient) : [],
  );
  return new Set(claimed).size < claimed.length;
}

/** Names that begin a pack: large print that claims nothing, with nothing close above it. */
function startsOf(pieces: readonly Piece[]): Piece[] {
  const names = pieces.filter(isName);
  const largest = Math.max(0, ...names.map(tall));
  return names.filter((name) => {
    const above = pieces.filter(
      ({ bottom, left, right }) => bottom <= name.top + tall(name) / 2 && left < name.right && right > name.left,
    );
    const gap = name.top - Math.max(...above.map(({ bottom }) => bottom));
    const share = tall(name) / largest;
    return (
      (share >= AS_LARGE && gap > ONE_NAME * tall(name)) || (share >= SMALLER && gap > 1.5 * ONE_NAME * tall(name))
    );
  });
}

const tall = ({ top, bottom }: Piece): number => bottom - top;

const isName = ({ text }: { text: string }): boolean =>
  /\p{L}{2}/u.test(text) && !/\d/.test(text) && nutrientsPrinted(text).length === 0;

/** Cut above every name that begins a pack, then at the widest gap where a nutrient is still claimed twice. */
function cut(pieces: Piece[]): Piece[][] {
  const starts = startsOf(pieces).filter((name) => pieces.some(({ top, bottom }) => (top + bottom) / 2 < name.top));
  const [start] = starts.sort((a, b) => a.top - b.top);
  if (start) {
    const isAbove = ({ top, bottom }: Piece) => (top + bottom) / 2 < start.top;
    return [pieces.filter(isAbove), pieces.filter((piece) => !isAbove(piece))].flatMap(cut);
  }
  if (pieces.length < 2 || !claimsTwice(pieces)) return [pieces];
  const across = widestGap(pieces, 'left', 'right');
  const down = widestGap(pieces, 'top', 'bottom');
  const best = across.gap >= down.gap ? across : down;
  const parts = [best.before, best.after];
  // Without a name of its own a part is no pack: then it is one that contradicts itself.
  return best.gap > 0 && parts.every((part) => part.some(isName)) ? parts.flatMap(cut) : [pieces];
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
  const height = (row: readonly Piece[]) => Math.max(...row.map(tall));
  const named = rows.filter((row) => isName({ text: textOf(row) }));
  const largest = Math.max(0, ...named.map(height));
  const first = rows.findIndex((row) => named.includes(row) && height(row) >= AS_LARGE * largest);
  if (first < 0) return asName(textOf(rows[0] ?? []));
  const next = rows[first + 1];
  return asName(
    next && named.includes(next) && runsOn(rows[first]!, next)
      ? `${textOf(rows[first]!)} ${textOf(next)}`
      : textOf(rows[first]!),
  );
}

/** Whether a name runs over two lines: close together, and as large by their boxes and by their letters. */
function runsOn(row: readonly Piece[], next: readonly Piece[]): boolean {
  const most = (of: readonly Piece[], size: (piece: Piece) => number) => Math.max(...of.map(size));
  const alike = [tall, ({ height }: Piece) => height].every((size) => most(next, size) >= AS_LARGE * most(row, size));
  // A slogan begins small.
  return alike && /^\P{L}*\p{Lu}/u.test(textOf(next)) && below(row, next) < most(next, tall) / 2;
}

const below = (row: readonly Piece[], next: readonly Piece[]): number =>
  Math.min(...next.map(({ top }) => top)) - Math.max(...row.map(({ bottom }) => bottom));
