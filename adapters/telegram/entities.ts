/**
 * What a person marked in Telegram → Markdown, so that code keeps its fences and a link its address. Pure. A text
 * without marks stays as it was typed; in one with marks, what merely looks like Markdown is escaped.
 *
 * Telegram says that one of two entities that touch contains the other
 * (https://core.telegram.org/bots/api#messageentity); here they may overlap in any way: the text is cut wherever one
 * begins or ends.
 */
import type { Entity } from './wire.ts';

/** A text with its entities, as Telegram sends them. */
export interface Marked {
  text: string;
  entities: Entity[];
}

/**
 * Marks around words, outermost first. Underline and spoiler have no Markdown; these are what people write for them.
 */
const INLINE: Readonly<Record<string, [open: string, close: string]>> = {
  spoiler: ['||', '||'],
  underline: ['<u>', '</u>'],
  strikethrough: ['~~', '~~'],
  bold: ['**', '**'],
  italic: ['*', '*'],
};
const INLINE_ORDER = ['text_link', ...Object.keys(INLINE)];
const BLOCKS: ReadonlySet<string> = new Set(['pre', 'blockquote', 'expandable_blockquote']);
/** Nothing is marked and nothing escaped inside these. */
const VERBATIM: ReadonlySet<string> = new Set(['code', 'url', 'email', 'mention', 'hashtag', 'cashtag', 'bot_command']);
const MARKS: ReadonlySet<string> = new Set([...INLINE_ORDER, ...BLOCKS, 'code']);

/**
 * Escapes what Markdown would read as a mark, inside a line and at its beginning. Not `[`: `\[` begins a formula, and
 * without its end it opens nothing.
 */
const escapeInline = (text: string): string => text.replace(/[\\`*_~\]<|$]/g, '\\$&');
const escapeLineStarts = (text: string): string =>
  text.replace(/^([ \t]*)(?:([#>+-])(?=\s|$)|(\d{1,9})([.)])(?=\s|$))/gm, (_, space, mark, number, dot) =>
    mark === undefined ? `${space}${number}\\${dot}` : `${space}\\${mark}`,
  );

export function markdownOf({ text, entities }: Marked): string {
  const valid = entities.flatMap((entity) => clipped(entity, text));
  return valid.some(({ type }) => MARKS.has(type)) ? blocks(text, 0, text.length, valid) : text;
}

/** An entity within the text, cutting no character in half; nothing where none of it is there. */
function clipped(entity: Entity, text: string): Entity[] {
  const start = wholeCharacter(text, Math.max(0, entity.offset));
  const end = wholeCharacter(text, Math.min(text.length, entity.offset + entity.length));
  return end > start ? [{ ...entity, offset: start, length: end - start }] : [];
}

/** Between two halves of a character is before it. */
const wholeCharacter = (text: string, at: number): number =>
  /[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '') ? at - 1 : at;

const endOf = ({ offset, length }: Entity): number => offset + length;

/** Code blocks and quotes stand on lines of their own; between them is running text. */
function blocks(text: string, from: number, to: number, entities: Entity[]): string {
  const inside = entities.filter((entity) => entity.offset < to && endOf(entity) > from);
  const standing = inside
    .filter(({ type }) => BLOCKS.has(type))
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  let markdown = '';
  let at = from;
  for (const block of standing) {
    const start = Math.max(at, block.offset);
    const end = Math.min(to, endOf(block));
    if (end <= start) continue;
    markdown = ownLine(markdown + inline(text, at, start, inside));
    markdown += `${blockOf(block, text, start, end, inside)}\n`;
    // The line break that ends a block is its own.
    at = text[end] === '\n' && end < to ? end + 1 : end;
    if (block.type !== 'pre') markdown += '\n';
  }
  return (markdown + inline(text, at, to, inside)).replace(/\n+$/, standing.length > 0 ? '' : '$&');
}

const ownLine = (markdown: string): string => (markdown === '' || markdown.endsWith('\n') ? markdown : `${markdown}\n`);

function blockOf(block: Entity, text: string, start: number, end: number, entities: Entity[]): string {
  if (block.type === 'pre') {
    const code = text.slice(start, end);
    const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
    return `${fence}${(block.language ?? '').replace(/[\s`]/g, '')}\n${code}\n${fence}`;
  }
  const within = entities.filter((entity) => !/blockquote/.test(entity.type));
  return blocks(text, start, end, within)
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

function inline(text: string, from: number, to: number, entities: Entity[]): string {
  const inside = entities.filter(
    (entity) =>
      entity.offset < to && endOf(entity) > from && (VERBATIM.has(entity.type) || INLINE_ORDER.includes(entity.type)),
  );
  const cuts = [...new Set([from, to, ...inside.flatMap((entity) => [entity.offset, endOf(entity)])])]
    .filter((at) => at >= from && at <= to)
    .sort((a, b) => a - b);
  let markdown = '';
  let open: Entity[] = [];
  /** White space at the end of a run, held back until its marks are closed: `**bold **` is no bold. */
  let space = '';
  for (const [index, start] of cuts.slice(0, -1).entries()) {
    const end = cuts[index + 1]!;
    const piece = text.slice(start, end);
    const over = inside.filter((entity) => entity.offset <= start && endOf(entity) >= end);
    const words = piece.trim();
    // Marks hold words: a piece of nothing but white space has none.
    const wanted = words === '' ? open.filter((entity) => over.includes(entity)) : ordered(over);
    const kept = open.findIndex((entity, depth) => wanted[depth] !== entity);
    const common = kept === -1 ? open.length : kept;
    markdown += closing(open.slice(common));
    open = words === '' ? open.slice(0, common) : wanted;
    if (words === '') {
      space += piece;
      continue;
    }
    const leading = piece.slice(0, piece.indexOf(words));
    markdown += space + leading + opening(open.slice(common)) + verbatimOr(words, over, text, start + leading.length);
    space = piece.slice(leading.length + words.length);
  }
  return markdown + closing(open) + space;
}

const ordered = (entities: Entity[]): Entity[] =>
  entities
    .filter(({ type }) => INLINE_ORDER.includes(type))
    .sort(
      (a, b) =>
        a.offset - b.offset || endOf(b) - endOf(a) || INLINE_ORDER.indexOf(a.type) - INLINE_ORDER.indexOf(b.type),
    )
    // The same mark twice is one.
    .filter((entity, index, all) => all.findIndex(({ type }) => type === entity.type) === index);

const opening = (entities: Entity[]): string =>
  entities.map(({ type }) => (type === 'text_link' ? '[' : INLINE[type]![0])).join('');
const closing = (entities: Entity[]): string =>
  entities
    .toReversed()
    .map(({ type, url }) => (type === 'text_link' ? `](${addressOf(url ?? '')})` : INLINE[type]![1]))
    .join('');

/** An address that cannot end its own parentheses. */
const addressOf = (url: string): string =>
  url.replace(/[\s()<>\\]/g, (character) => encodeURIComponent(character).replace('(', '%28').replace(')', '%29'));

function verbatimOr(words: string, over: Entity[], text: string, at: number): string {
  if (over.some(({ type }) => type === 'code')) return codeSpan(words);
  if (over.some(({ type }) => VERBATIM.has(type))) return words;
  const escaped = escapeInline(words);
  const startsLine = /(?:^|\n)[ \t]*$/.test(text.slice(0, at));
  return startsLine ? escapeLineStarts(escaped) : escapeLineStarts(`x${escaped}`).slice(1);
}

function codeSpan(code: string): string {
  const fence = '`'.repeat(longestRun(code) + 1);
  const pad = code.startsWith('`') || code.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${code}${pad}${fence}`;
}

const longestRun = (code: string): number => Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
