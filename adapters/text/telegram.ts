/**
 * Markdown → Telegram's messages: text and entities, so that nothing has to be escaped and nothing can be refused as
 * badly marked. Offsets count in UTF-16 units of the text as the server leaves it: without space around it.
 */
import { growingText } from './document.ts';
import { type Flow, type Range, rangesOf, runAt } from './flow.ts';
import { isGraphemeStart } from './graphemes.ts';
import { Layout } from './layout.ts';
import { kept, trimmed } from './lines.ts';
import { isBlank, mannerFor, type Piece, type PieceLimits, piecesOf, type Spelling } from './pieces.ts';
import { displayWidth } from './width.ts';

/** As in the Bot API. */
export type MessageEntity = { offset: number; length: number } & (
  | { type: 'bold' | 'italic' | 'strikethrough' | 'code' | 'blockquote' | 'expandable_blockquote' }
  | { type: 'pre'; language?: string }
  | { type: 'text_link'; url: string }
);

export interface TelegramText {
  text: string;
  entities: MessageEntity[];
}

/** Beyond this many the server leaves the formatting out. */
const MOST_ENTITIES = 100;
/** A quote of more lines is folded. */
const LONGEST_QUOTE = 8;
/** Columns in a line of a quote on a phone. */
const QUOTE_COLUMNS = 40;

const SPELLING: Spelling<TelegramText> = {
  manner: { links: 'behind words', tables: 'aligned', bullet: '• ', codeAsFile: () => false },
  spell,
  textOf: ({ text }) => text,
  loadOf: ({ entities }) => entities.length / MOST_ENTITIES,
};

/** At most 100 entities a piece, sorted and properly nested. */
export function telegramPieces(markdown: string, limits: PieceLimits): Promise<Piece<TelegramText>[]> {
  return piecesOf(markdown, limits, SPELLING);
}

/** What goes before a preview that shows the end of a longer text. */
const EARLIER = '…\n';

/** An unfinished text, healed; of one that does not fit `limit` UTF-16 units, the end. */
export function telegramPreview(markdown: string, limit: number): TelegramText {
  const source = lastOf(markdown, limit);
  const { nodes, definitions } = growingText().update(source);
  const layout = new Layout(mannerFor(SPELLING, { limit }), definitions, Number.POSITIVE_INFINITY);
  for (const [number, node] of nodes.entries()) for (const _ of layout.block(node, number));
  const { flow } = layout;
  const whole = spell(flow, 0, flow.text.length) ?? NOTHING;
  if (source === markdown && fits(whole, limit)) return whole;
  const shown = spell(flow, startWithin(flow, limit - EARLIER.length), flow.text.length);
  return shown === null ? NOTHING : shifted(shown, EARLIER);
}

const NOTHING: TelegramText = { text: '', entities: [] };

function fits({ text, entities }: TelegramText, limit: number): boolean {
  return text.length <= limit && entities.length <= MOST_ENTITIES;
}

function spell(flow: Flow, from: number, to: number): TelegramText | null {
  const [start, end] = trimmed(flow, from, to);
  if (isBlank(flow.text.slice(start, end))) return null;
  const { pre } = flow.runs[runAt(flow, start)]!.style;
  const body = flow.text.slice(start, end);
  const text = pre === undefined ? body : kept(body);
  const head = pre?.table !== undefined && start >= pre.table.body ? pre.table.head : '';
  const entities = rangesOf(flow, start, end).map((range): MessageEntity => {
    const first = range.from === start && (range.kind === 'pre' || range.kind === 'quote');
    const offset = first ? 0 : range.from - start + head.length;
    return { ...lookOf(range, flow), offset, length: range.to - start + head.length - offset };
  });
  return { text: head + text, entities };
}

type Look = MessageEntity extends infer Entity
  ? Entity extends MessageEntity
    ? Omit<Entity, 'offset' | 'length'>
    : never
  : never;
const TYPES = { bold: 'bold', italic: 'italic', strike: 'strikethrough', code: 'code' } as const;

function lookOf({ kind, style, from, to }: Range, flow: Flow): Look {
  switch (kind) {
    case 'pre':
      return { type: 'pre', ...(style.pre?.language && { language: style.pre.language }) };
    case 'link':
      return { type: 'text_link', url: style.link ?? '' };
    case 'quote':
      return { type: linesOf(flow.text.slice(from, to)) > LONGEST_QUOTE ? 'expandable_blockquote' : 'blockquote' };
    default:
      return { type: TYPES[kind] };
  }
}

function linesOf(text: string): number {
  return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / QUOTE_COLUMNS)), 0);
}

// ------------------------------------------------------------------------------------------------ previews

/** In this many letters a word has come to its end. */
const LONGEST_WORD = 60;

/** Where a text starts of which the end is shown: at a line, where one starts soon enough, else at a word. */
function startWithin(flow: Flow, limit: number): number {
  const end = flow.text.length;
  const fitsFrom = (from: number) => fits(spell(flow, from, end) ?? NOTHING, limit);
  if (fitsFrom(0)) return 0;
  let [low, high] = [Math.max(0, end - limit * 2), end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fitsFrom(middle)) high = middle;
    else low = middle + 1;
  }
  const line = flow.text.indexOf('\n', low) + 1;
  if (line > 0 && line - low < (end - low) / 2 && fitsFrom(line)) return line;
  low += /^\S+\s+/.exec(flow.text.slice(low, low + LONGEST_WORD))?.[0].length ?? 0;
  while (!isGraphemeStart(flow.text, low)) low++;
  return low;
}

function shifted({ text, entities }: TelegramText, before: string): TelegramText {
  return {
    text: before + text,
    entities: entities.map((entity) => ({ ...entity, offset: entity.offset + before.length })),
  };
}

/**
 * Enough of a text to fill a preview, so that a long answer is not parsed whole each time: from the start of a block on,
 * else of a line, else, in a line without end, of a word. Within code its fence is opened again.
 */
function lastOf(markdown: string, limit: number): string {
  const least = Math.floor(markdown.length - limit * 1.25);
  if (least <= 0) return markdown;
  const latest = markdown.length - limit;
  let fence: { mark: string; line: string } | null = null;
  let at = 0;
  while (at < least) {
    const next = markdown.indexOf('\n', at) + 1;
    if (next === 0 || next > latest) return markdown.slice(Math.max(least, markdown.indexOf(' ', least)));
    const line = markdown.slice(at, next);
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === null && mark !== undefined) fence = { mark, line };
    else if (fence !== null && mark?.startsWith(fence.mark) && line.trim() === mark) fence = null;
    at = next;
  }
  if (fence !== null) return fence.line + markdown.slice(at);
  const block = markdown.indexOf('\n\n', at);
  return markdown.slice(block === -1 || block > latest ? at : block + 2);
}
