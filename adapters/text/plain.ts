/** Rich text as its words alone, for titles and the last line of a list of chats. */
import type { Nodes } from 'mdast';
import { formulaText } from './formula.ts';
import { firstGraphemes } from './graphemes.ts';
import { normalise } from './normalise.ts';
import { strip } from './parse.ts';
import { sliceAll } from './slices.ts';

/** Only the beginning of a text is looked at. */
const REACH = 32_768;
/** A cut shorter than this share of what was asked for goes through a word instead. */
const SHORTEST_CUT = 0.6;

/** The first words of a Markdown text on one line, at most `maxCharacters` as a person counts them, "…" included. */
export function plainText(markdown: string, maxCharacters: number): string {
  const words = firstWords(markdown.slice(0, REACH), maxCharacters);
  if (firstGraphemes(words, maxCharacters) === words) return words;
  const cut = firstGraphemes(words, maxCharacters - 1);
  const space = words[cut.length] === ' ' ? cut.length : cut.lastIndexOf(' ');
  return `${cut.slice(0, space > cut.length * SHORTEST_CUT ? space : cut.length).trimEnd()}…`;
}

/** Most messages have no mark of Markdown in them, and need no parser. */
const PLAIN = /^[\p{L}\p{M}\p{N} ,;:?()'"’“”„…–—/%=€-]*[.!]?$/u;

/** At least the first `count` graphemes of the words, if there are so many. */
function firstWords(text: string, count: number): string {
  if (PLAIN.test(text) && !/^\s*(?:[-=]|\p{N}+\))/u.test(text)) return text.replace(/\s+/g, ' ').trim();
  let words = '';
  for (const slice of sliceAll(normalise(text))) {
    words = `${words} ${textOf(slice.nodes.map(strip))}`.trim();
    if (firstGraphemes(words, count) !== words) break;
  }
  return words;
}

/** The words of some nodes, in order, with single spaces between them. */
export function textOf(nodes: Nodes[]): string {
  let text = '';
  for (const node of nodes) text += rawTextOf(node);
  return text.replace(/\s+/g, ' ').trim();
}

function rawTextOf(node: Nodes): string {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
    case 'html':
    case 'yaml':
      return node.value;
    case 'code':
      return `${node.value} `;
    case 'inlineMath':
      return formulaText(node.value) ?? node.value;
    case 'math':
      return `${formulaText(node.value) ?? node.value} `;
    case 'image':
    case 'imageReference':
      return node.alt ?? '';
    case 'break':
      return ' ';
    case 'footnoteReference':
    case 'definition':
    case 'thematicBreak':
      return '';
    case 'paragraph':
    case 'heading':
    case 'tableCell':
      return `${inner(node)} `;
    default:
      return inner(node);
  }
}

function inner(node: { children: Nodes[] }): string {
  return node.children.map(rawTextOf).join('');
}
