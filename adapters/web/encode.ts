/**
 * Markdown → the tree the page shows (tree.ts): a finished text, or the part of it that changed while it is written.
 * Nothing that is not in the closed list of tags gets out: addresses are checked, HTML is text, nesting is bounded.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Definition, ListItem, PhrasingContent, RootContent, Table, TableRow } from 'mdast';
import { safeAddress } from '../text/address.ts';
import { breather } from '../text/breather.ts';
import { growingText, read, readWithPauses } from '../text/document.ts';
import { formulaText } from '../text/formula.ts';
import { firstGraphemes } from '../text/graphemes.ts';
import { highlight } from '../text/highlight.ts';
import { textOf } from '../text/plain.ts';
import type { Align, Block, Inline } from './tree.ts';

/** Characters, as a person counts them, of a first paragraph that is set large. */
const LONGEST_LEAD = 120;
/** A name of a language; what is longer is none. */
const LONGEST_LANGUAGE = 40;
/** What nests deeper is shown without its own quote, list or emphasis; no screen has room for it. */
const DEEPEST = { blocks: 12, inlines: 8 };

export interface RenderOptions {
  /** Set a short first paragraph large. */
  lead: boolean;
}

/** For short texts, a few thousand characters: 3 ms a thousand. */
export function renderBlocks(markdown: string, options: RenderOptions): Block[] {
  const { nodes, definitions } = read(markdown);
  const context = contextFor(definitions);
  const blocks = nodes.map((node) => blocksOf(node, context));
  return withLead(nodes, blocks, options);
}

/** The same for texts of any length, in steps between which the rest of the program gets its turn. */
export async function renderBlocksSliced(markdown: string, options: RenderOptions): Promise<Block[]> {
  const breathe = breather();
  const { nodes, definitions } = await readWithPauses(markdown, breathe);
  const context = contextFor(definitions);
  const blocks: Block[][] = [];
  for (const node of nodes) {
    blocks.push(blocksOf(node, context));
    await breathe();
  }
  return withLead(nodes, blocks, options);
}

/** `blocks` take the place of all blocks from index `from` on; `from` 0 is a snapshot. */
export interface BlockChange {
  from: number;
  blocks: Block[];
}

export interface PreviewRenderer {
  /** Takes the whole text so far, healed where it is unfinished. A text that is no longer the same is simply shown anew. */
  update(markdown: string): BlockChange;
  /** Everything, for a reader who comes later. */
  snapshot(): BlockChange;
}

/** Renders a text that grows; what is finished is parsed and encoded once. */
export function createPreviewRenderer(options: RenderOptions = { lead: true }): PreviewRenderer {
  const text = growingText();
  const context = contextFor(new Map());
  let nodes: RootContent[] = [];
  let blocksByNode: Block[][] = [];
  let blocks: Block[] = [];
  return {
    update(markdown) {
      const before = { nodes, blocksByNode, blocks };
      ({ nodes, definitions: context.definitions } = text.update(markdown));
      blocksByNode = nodes.map((node, i) =>
        node === before.nodes[i] ? before.blocksByNode[i]! : blocksOf(node, context),
      );
      blocks = withLead(nodes, blocksByNode, options);
      let from = 0;
      while (from < blocks.length && isDeepStrictEqual(blocks[from], before.blocks[from])) from++;
      return { from, blocks: blocks.slice(from) };
    },
    snapshot: () => ({ from: 0, blocks }),
  };
}

function withLead(nodes: RootContent[], blocksByNode: Block[][], { lead }: RenderOptions): Block[] {
  const blocks = blocksByNode.flat();
  const [first] = blocks;
  const node = nodes[blocksByNode.findIndex((some) => some.length > 0)];
  if (!lead || first?.t !== 'p' || node?.type !== 'paragraph') return blocks;
  const words = textOf([node]);
  if (firstGraphemes(words, LONGEST_LEAD) !== words) return blocks;
  return [{ ...first, lead }, ...blocks.slice(1)];
}

type Item = Extract<Block, { t: 'list' }>['items'][number];

interface Context {
  definitions: ReadonlyMap<string, Definition>;
  /** Items and rows of a list or table that grows stay the same nodes, so each is encoded once. */
  items: WeakMap<ListItem, Item>;
  rows: WeakMap<TableRow, Inline[][]>;
}

function contextFor(definitions: ReadonlyMap<string, Definition>): Context {
  return { definitions, items: new WeakMap(), rows: new WeakMap() };
}

function blocksOf(node: RootContent, context: Context, depth = 0): Block[] {
  switch (node.type) {
    case 'paragraph':
      return paragraph(node.children, context);
    case 'heading': {
      const c = inlinesOf(node.children, context);
      return c.length === 0 ? [] : [{ t: 'h', level: node.depth, c }];
    }
    case 'blockquote': {
      const c = node.children.flatMap((child) => blocksOf(child, context, depth + 1));
      if (depth >= DEEPEST.blocks) return c;
      return c.length === 0 ? [] : [{ t: 'quote', c }];
    }
    case 'list': {
      const items = node.children.map((item) => itemOf(item, context, depth + 1));
      if (depth >= DEEPEST.blocks) return items.flatMap((item) => item.c);
      return [{ t: 'list', ...(node.ordered && { start: node.start ?? 1 }), items }];
    }
    case 'listItem':
      return itemOf(node, context, depth).c;
    case 'code': {
      const language = node.lang ? firstGraphemes(node.lang, LONGEST_LANGUAGE) : undefined;
      const tones = language !== undefined && !node.data?.open ? highlight(node.value, language) : undefined;
      return [{ t: 'code', ...(language !== undefined && { language }), text: node.value, ...(tones && { tones }) }];
    }
    case 'table':
      return [tableOf(node, context)];
    case 'math':
      return [formulaOf(node.value, node.data?.open === true)];
    case 'thematicBreak':
      return [{ t: 'rule' }];
    case 'footnoteDefinition': {
      // Shown where it stands, so that it does not move while the answer grows.
      const name: Inline = `[${node.label ?? node.identifier}] `;
      const [first, ...rest] = node.children.flatMap((child) => blocksOf(child, context, depth));
      if (first?.t === 'p') return [{ t: 'p', c: joined([name, ...first.c]) }, ...rest];
      return [{ t: 'p', c: [name.trim()] }, ...(first ? [first] : []), ...rest];
    }
    case 'definition':
      return [];
    case 'tableRow':
      return node.children.flatMap((cell) => paragraph(cell.children, context));
    case 'tableCell':
      return paragraph(node.children, context);
    case 'yaml':
      return [{ t: 'p', c: [node.value] }];
    default:
      return paragraph([node], context);
  }
}

function itemOf(node: ListItem, context: Context, depth: number): Item {
  const known = context.items.get(node);
  if (known !== undefined) return known;
  const c = node.children.flatMap((child) => blocksOf(child, context, depth));
  const item: Item = { ...(typeof node.checked === 'boolean' && { checked: node.checked }), c };
  context.items.set(node, item);
  return item;
}

function paragraph(children: PhrasingContent[], context: Context): Block[] {
  const [only, ...others] = children;
  if (only?.type === 'inlineMath' && others.length === 0) return [formulaOf(only.value, false)];
  const c = inlinesOf(children, context);
  return c.length === 0 ? [] : [{ t: 'p', c }];
}

/** A formula on its own. What cannot be read as text, or is not finished, is shown as it was written. */
function formulaOf(latex: string, open: boolean): Block {
  const text = open ? null : formulaText(latex);
  return text === null ? { t: 'code', language: 'latex', text: latex.trim() } : { t: 'math', text };
}

const ALIGNMENTS = { left: 'start', center: 'center', right: 'end' } as const satisfies Record<string, Align>;

function tableOf(node: Table, context: Context): Block {
  const rows = node.children.map((row) => rowOf(row, context));
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const align = Array.from({ length: columns }, (_, i): Align => ALIGNMENTS[node.align?.[i] ?? 'left']);
  return { t: 'table', align, head: rows[0] ?? [], rows: rows.slice(1) };
}

function rowOf(node: TableRow, context: Context): Inline[][] {
  const cells = context.rows.get(node) ?? node.children.map((cell) => inlinesOf(cell.children, context));
  context.rows.set(node, cells);
  return cells;
}

const TAGS = { emphasis: 'em', strong: 'strong', delete: 'del' } as const;

/** How deep in marks a piece of text stands, and whether in a link, which can hold no other. */
interface Around {
  depth: number;
  link: boolean;
}

function inlinesOf(nodes: PhrasingContent[], context: Context, around: Around = { depth: 0, link: false }): Inline[] {
  return joined(nodes.flatMap((node) => inlineOf(node, context, around)));
}

function inlineOf(node: PhrasingContent, context: Context, around: Around): Inline[] {
  switch (node.type) {
    case 'text':
    case 'html':
      return lines(node.value);
    case 'emphasis':
    case 'strong':
    case 'delete': {
      const c = inlinesOf(node.children, context, { ...around, depth: around.depth + 1 });
      return c.length === 0 || around.depth >= DEEPEST.inlines ? c : [{ t: TAGS[node.type], c }];
    }
    case 'inlineCode':
      return [{ t: 'code', text: node.value }];
    case 'inlineMath': {
      const text = formulaText(node.value)?.replaceAll('\n', ' ');
      return [text === undefined ? { t: 'code', text: node.value.trim() } : { t: 'math', text }];
    }
    case 'break':
      return [{ t: 'br' }];
    case 'link':
      return link(node.url, inlinesOf(node.children, context, { ...around, link: true }), around);
    case 'linkReference': {
      const c = inlinesOf(node.children, context, { ...around, link: true });
      return link(context.definitions.get(node.identifier)?.url, c, around);
    }
    case 'image':
      return link(node.url, node.alt ? [node.alt] : [], around);
    case 'imageReference':
      return link(context.definitions.get(node.identifier)?.url, node.alt ? [node.alt] : [], around);
    case 'footnoteReference':
      return [`[${node.label ?? node.identifier}]`];
    default:
      return node satisfies never;
  }
}

/** A link where the address is one a person may follow; else its words alone. */
function link(url: string | undefined, c: Inline[], around: Around): Inline[] {
  const href = url === undefined ? undefined : safeAddress(url);
  if (href === undefined || around.link) return c;
  return [{ t: 'link', href, c: c.length === 0 ? [href] : c }];
}

/** A line break a model writes is meant as one. `<br>` is the only way to break a line in a table. */
function lines(text: string): Inline[] {
  const [first = '', ...more] = text.split(/[ \t]*(?:\n|<br ?\/?>)[ \t]*/i);
  return [first, ...more.flatMap((line): Inline[] => [{ t: 'br' }, line])];
}

/** Without empty strings, and with neighbouring ones made one. */
function joined(inlines: Inline[]): Inline[] {
  const result: Inline[] = [];
  for (const inline of inlines) {
    const last = result.at(-1);
    if (inline === '') continue;
    if (typeof inline === 'string' && typeof last === 'string') result[result.length - 1] = last + inline;
    else result.push(inline);
  }
  return result;
}
