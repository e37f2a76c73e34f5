/**
 * Markdown → mdast, the tree every renderer reads: GitHub's dialect and formulas. HTML is plain text here, so the tree
 * holds no `html` nodes. Parsing costs 2–3 µs a character, but for some texts the square of their length, and nesting
 * costs stack; so nobody parses but slices.ts, which never offers more than a bounded piece.
 */
import type { Nodes, Parent, RootContent } from 'mdast';
// Types only: adds remark-math's nodes to mdast's.
import type {} from 'mdast-util-math';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import { type Processor, unified } from 'unified';
import { formulaSyntax } from './formula-syntax.ts';
import { normalise } from './normalise.ts';

declare module 'mdast' {
  interface CodeData {
    /** The fence was not closed: the code may still grow, or was cut. */
    open?: true;
  }
}
declare module 'mdast-util-math' {
  interface MathData {
    /** As for code. */
    open?: true;
  }
}

/** Top-level blocks in order, with their positions, for cutting and healing. `followed`: more text stands behind this. */
export type Parse = (markdown: string, followed?: boolean) => RootContent[];

function addFormulaSyntax(this: Processor) {
  const data = this.data();
  data.micromarkExtensions ??= [];
  data.micromarkExtensions.push(formulaSyntax);
}

const processor = unified()
  .use(remarkParse)
  // One tilde is "about" ("5~10 and 20~30"), two strike through.
  .use(remarkGfm, { singleTilde: false })
  .use(remarkMath, { singleDollarTextMath: false })
  .use(addFormulaSyntax)
  .freeze();

/**
 * One line of words: nothing in it can open, close or link anything. Most notices and many answers are such a line, and
 * the parser takes 2–3 µs for each of their characters.
 */
const WORDS = /^\p{L}[\p{L}\p{M}\p{N} ,.;:?!'"()]*$/u;
const NO_WORDS = / $|www\./iu;

/** Expects normalised text. */
export const parse: Parse = (markdown, followed = false) => {
  if (WORDS.test(markdown) && !NO_WORDS.test(markdown)) return [paragraphOf(markdown)];
  return parseAny(markdown, followed);
};

/** The whole grammar. */
export const parseAny: Parse = (markdown, followed = false) => {
  const root = processor.parse(markdown);
  settle(root, markdown, followed);
  return root.children;
};

function paragraphOf(words: string): RootContent {
  const position = () => ({
    start: { line: 1, column: 1, offset: 0 },
    end: { line: 1, column: words.length + 1, offset: words.length },
  });
  return { type: 'paragraph', children: [{ type: 'text', value: words, position: position() }], position: position() };
}

/**
 * The same tree with what renderers read and nothing else: positions would be those of a slice, and `spread` (blank
 * lines between list items) would depend on where a list was cut. Words are normalised once more, because a reference
 * (`&#x202e;`) may stand for what was taken out of the source.
 */
export function strip<Node extends Nodes>(node: Node): Node {
  delete node.position;
  switch (node.type) {
    case 'list':
    case 'listItem':
      delete node.spread;
      break;
    case 'inlineMath':
      delete node.data;
      break;
    case 'code':
      if (node.lang) node.lang = normalise(node.lang);
      break;
    case 'image':
    case 'imageReference':
      if (node.alt) node.alt = normalise(node.alt);
      break;
    case 'footnoteReference':
    case 'footnoteDefinition':
      if (node.label) node.label = normalise(node.label);
      break;
  }
  if ('value' in node) node.value = normalise(node.value);
  if ('children' in node) for (const child of node.children) strip(child);
  return node;
}

/** Notes which code and formulas are open, and makes text of a formula that is not closed although the text goes on. */
function settle(parent: Parent, markdown: string, followed: boolean): void {
  for (const [i, node] of parent.children.entries()) {
    if ('children' in node) settle(node, markdown, followed);
    if (node.type !== 'code' && node.type !== 'math') continue;
    // Replaces what remark-math notes for HTML.
    delete node.data;
    const position = node.position!;
    const source = markdown.slice(position.start.offset, position.end.offset);
    if (endsWithItsMark(source)) continue;
    const goesOn = followed || /\n|\S/.test(markdown.slice(position.end.offset));
    if (node.type === 'code' || !goesOn) node.data = { open: true };
    else
      parent.children[i] = {
        type: 'paragraph',
        children: [{ type: 'text', value: opened(source, node.value) }],
        position,
      };
  }
}

/** An unclosed formula with its opening mark, on the line where it stood. */
function opened(source: string, value: string): string {
  const mark = source.slice(0, 2);
  return /^..\s*(?:\n|$)/.test(source) ? `${mark}\n${value}` : mark + value;
}

const CLOSING: Record<string, string> = { $$: '$$', '\\[': '\\]' };

/** Whether a fence or display formula ends with the mark that closes it. Indented code, having none, is never open. */
function endsWithItsMark(source: string): boolean {
  const opening = /^(?:`{3,}|~{3,}|\$\$|\\\[)/.exec(source)?.[0];
  if (opening === undefined) return true;
  const closing = CLOSING[opening];
  if (closing !== undefined) return source.slice(opening.length).trimEnd().endsWith(closing);
  const lines = source.split('\n');
  return lines.length > 1 && closesFence(lines.at(-1)!.replace(/^[ \t>]+/, ''), opening);
}

/** Whether a line, without its indentation, closes a fence opened by `fence`. */
export function closesFence(line: string, fence: string): boolean {
  const run = /^(?:`+|~+)(?=[ \t]*$)/.exec(line)?.[0];
  return run !== undefined && run[0] === fence[0] && run.length >= fence.length;
}
