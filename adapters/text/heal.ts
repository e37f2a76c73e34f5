/**
 * Unfinished Markdown as it will most likely look once finished, so that an answer that streams in does not flicker:
 * marks that have not shown yet what they are (a lone `-`, half a fence, `&am`) wait, open ones are closed. Words are
 * neither lost nor made up. Only the last block is touched; those before it are finished.
 */
import type { Nodes } from 'mdast';
import { closeInline } from './heal-inline.ts';
import { type Place, type Slice, sliceAll } from './slices.ts';

/** A line of nothing but marks: bullets, numbers, boxes, the beginning of a rule, a heading, a fence, a table's second row. */
const MARKS_ONLY =
  /^[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+|\[[ x]?\]?$)?)*(?:[-+*_=#|`~$:\\ \t]*|\d{1,9}[.)]|!?\[\^?)[ \t]*$/;
/** A longer line is not made of marks that wait for something. */
const LONGEST_MARKS = 200;
/** Behind other lines, a number alone is most likely the next item's. */
const NUMBER_ONLY = /^[ \t>]*\d{1,3}$/;
const FENCE_BEGINNING = /^[ \t>]*(?:`+|~+)$/;
const FENCE = /`{3}|~{3}/;
const TABLE_HEAD = /^([ \t>]*)\|.*$/;

/** The slices of the end of a growing text, the last one healed. */
export function sliceHealed(text: string, place: Place): Slice[] {
  const slices = [...sliceAll(text, place)];
  for (const heal of [waitForLine, closeBlock]) {
    const last = slices.at(-1);
    if (last === undefined) break;
    const source = heal(last);
    if (source !== last.source) slices.splice(-1, 1, ...sliceAll(source, { at: 0, inside: last.inside }));
  }
  return slices;
}

/** Leaves the last line out while it consists of marks that may become anything, and would be taken for something else now. */
function waitForLine({ nodes, source }: Slice): string {
  const leaf = lastLeaf(nodes);
  const lineStart = source.lastIndexOf('\n') + 1;
  const line = source.slice(lineStart);
  const before = source.slice(0, lineStart);
  switch (leaf?.type) {
    case 'code': {
      // The fence that opens may still get the name of its language, and one that closes its last backtick.
      const wait = FENCE_BEGINNING.test(line) || (leaf.value === '' && FENCE.test(line));
      return leaf.data?.open && wait ? before : source;
    }
    case 'math':
      return leaf.data?.open ? source.replace(/[\\$]$/, '') : source;
    case 'definition':
      return line === '' ? source : before;
    default: {
      const wait = isMarksOnly(line) || (before.trim() !== '' && NUMBER_ONLY.test(line));
      return wait ? before : source;
    }
  }
}

/** Closes what is open in the last paragraph, heading or table cell; makes a table of what looks like the head of one. */
function closeBlock({ nodes, prefix, source }: Slice): string {
  const leaf = lastLeaf(nodes);
  if (leaf?.position === undefined) return source;
  if (leaf.type !== 'paragraph' && leaf.type !== 'heading' && leaf.type !== 'tableCell') return source;
  const after = source.slice(leaf.position.end.offset! - prefix.length);
  const finished = leaf.type === 'paragraph' ? /\n[ \t>]*\n/.test(after) : after.includes('\n');
  if (finished) return source;

  const lineStart = source.trimEnd().lastIndexOf('\n') + 1;
  const [, margin] = (leaf.type === 'paragraph' && TABLE_HEAD.exec(source.slice(lineStart).trimEnd())) || [];
  if (margin !== undefined) return tableOf(source.slice(0, lineStart), source.slice(lineStart).trimEnd(), margin);
  const start = leaf.position.start.offset! - prefix.length;
  const closed = source.slice(0, start) + closeInline(source.slice(start));
  // "- [ ] **" without its stars is a lone mark.
  const closedLine = closed.lastIndexOf('\n') + 1;
  return isMarksOnly(closed.slice(closedLine)) ? closed.slice(0, closedLine) : closed;
}

function isMarksOnly(line: string): boolean {
  return line.length <= LONGEST_MARKS && MARKS_ONLY.test(line);
}

/** A table of a head alone, its last cell perhaps unfinished: `| a | **b`. */
function tableOf(before: string, head: string, margin: string): string {
  const pipes = [...head.matchAll(/(?<!\\)\|/g)].map(({ index }) => index + 1);
  const lastCell = pipes.at(-1)!;
  const closed = head.slice(0, lastCell) + closeInline(head.slice(lastCell));
  const columns = closed.slice(lastCell).trim() === '' ? pipes.length - 1 : pipes.length;
  return columns === 0 ? before : `${before}${closed}\n${margin}|${' - |'.repeat(columns)}`;
}

/** The innermost block that is still open at the end of the text. */
function lastLeaf(nodes: Nodes[]): Nodes | undefined {
  let node = nodes.at(-1);
  while (
    node?.type === 'blockquote' ||
    node?.type === 'list' ||
    node?.type === 'listItem' ||
    node?.type === 'footnoteDefinition' ||
    node?.type === 'table' ||
    node?.type === 'tableRow'
  ) {
    const child: Nodes | undefined = node.children.at(-1);
    if (child === undefined) break;
    node = child;
  }
  return node;
}
