/**
 * Text with entities as the server takes it: given as a list, or written in a parse mode
 * (https://core.telegram.org/bots/api#formatting-options). Offsets and limits count UTF-16 units after parsing.
 */
import type { MessageEntity } from '@grammyjs/types';
import { bad } from './refusal.ts';
import type { Parameters } from './request.ts';

export interface Text {
  text: string;
  entities: MessageEntity[];
}

type Entity = { type: string; offset: number; length: number; url?: string; language?: string };

export interface TextNames {
  text: string;
  entities: string;
  /** What the server calls it in its errors. */
  what: 'message' | 'message caption';
  limit: number;
  /** An empty text is fine. */
  mayBeEmpty: boolean;
}

/** What the real server mends in silence; ours is to be sent right. */
export type Complain = (text: string) => void;

/** Raw text longer than this, in bytes, is refused before it is parsed. */
const RAW_BYTES = 32_768;
const MOST_ENTITIES = 100;
const TYPES: ReadonlySet<string> = new Set([
  ...['mention', 'hashtag', 'cashtag', 'bot_command', 'url', 'email', 'phone_number', 'bold', 'italic', 'underline'],
  ...['strikethrough', 'spoiler', 'blockquote', 'expandable_blockquote', 'code', 'pre', 'text_link', 'text_mention'],
  ...['custom_emoji', 'date_time'],
]);

export function textFrom(parameters: Parameters, names: TextNames, complain: Complain): Text {
  const raw = parameters.text(names.text) ?? '';
  if (Buffer.byteLength(raw) > RAW_BYTES) throw bad('text is too long');
  if (!raw.isWellFormed()) throw bad('strings must be encoded in UTF-8');
  const mode = parameters.text('parse_mode');
  const parsed = mode ? parsedAs(mode, raw) : { text: raw, entities: listed(parameters.json(names.entities), raw) };
  const trimmed = trim(parsed, complain);
  if (trimmed.text === '' && !names.mayBeEmpty)
    throw bad(names.what === 'message' ? 'message text is empty' : 'text must be non-empty');
  if (trimmed.text.length > names.limit) throw bad(`${names.what} is too long`);
  return { text: trimmed.text, entities: trimmed.entities as MessageEntity[] };
}

function listed(given: unknown, text: string): Entity[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw bad("can't parse entities: expected an Array of MessageEntity");
  return given.map((one: unknown) => {
    const { type, offset, length, url } = (one ?? {}) as Partial<Entity>;
    if (typeof type !== 'string' || !TYPES.has(type)) throw bad("can't parse entities: unsupported entity type");
    if (!Number.isInteger(offset) || !Number.isInteger(length))
      throw bad('can\'t parse entities: field "offset" must be of type Number');
    if (offset! < 0 || length! <= 0) throw bad('receive an entity with incorrect offset or length');
    if (offset! + length! > text.length)
      throw bad(
        `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${text.length}`,
      );
    if (halved(text, offset!)) throw bad(`entity begins in a middle of a UTF-16 symbol at byte offset ${offset}`);
    if (halved(text, offset! + length!))
      throw bad(
        `entity beginning at UTF-16 offset ${offset} ends in a middle of a UTF-16 symbol at byte offset ${offset! + length!}`,
      );
    // Links that are none are dropped without a word.
    if (type === 'text_link' && !/^(https?|tg|mailto|ton|tonsite):/i.test(url ?? ''))
      return { type: 'dropped', offset: offset!, length: length! };
    return one as Entity;
  });
}

const halved = (text: string, at: number): boolean =>
  /[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '');

/** White space at both ends goes; entities move with it. Then they are kept to what a message may hold. */
function trim(
  { text, entities }: { text: string; entities: Entity[] },
  complain: Complain,
): { text: string; entities: Entity[] } {
  const start = text.length - text.trimStart().length;
  const trimmed = text.trim();
  if (start > 0 && entities.length > 0) complain('white space at the beginning of a text with entities');
  const kept = entities
    .filter(({ type }) => type !== 'dropped')
    .flatMap((entity) => {
      const from = Math.max(0, entity.offset - start);
      const to = Math.min(trimmed.length, entity.offset + entity.length - start);
      return to > from ? [{ ...entity, offset: from, length: to - from }] : [];
    });
  if (kept.length < entities.length) complain('an entity with nothing, or an address that is none');
  if (kept.length > MOST_ENTITIES) complain(`${kept.length} entities, of which ${MOST_ENTITIES} are kept`);
  const sorted = kept.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  for (const [index, a] of sorted.entries())
    for (const b of sorted.slice(index + 1)) {
      if (b.offset >= a.offset + a.length) break;
      if (b.offset + b.length > a.offset + a.length) complain(`${a.type} and ${b.type} overlap`);
      if (['pre', 'code'].includes(a.type)) complain(`${b.type} inside ${a.type}`);
      if (/blockquote/.test(a.type) && /blockquote/.test(b.type)) complain('a quote inside a quote');
    }
  return { text: trimmed, entities: sorted.slice(0, MOST_ENTITIES) };
}

// ------------------------------------------------------------------------------------------- parse modes

function parsedAs(mode: string, raw: string): { text: string; entities: Entity[] } {
  switch (mode.toLowerCase()) {
    case 'markdownv2':
      return markdownV2(raw);
    case 'html':
      return html(raw);
    default:
      throw bad('unsupported parse_mode');
  }
}

/** "In all other places characters … must be escaped with the preceding character '\\'." */
const RESERVED = '_*[]()~`>#+-=|{}.!';
const MARKS: readonly [string, string][] = [
  ['__', 'underline'],
  ['||', 'spoiler'],
  ['*', 'bold'],
  ['_', 'italic'],
  ['~', 'strikethrough'],
];

function markdownV2(raw: string): { text: string; entities: Entity[] } {
  const entities: Entity[] = [];
  const open: { mark: string; type: string; offset: number }[] = [];
  let text = '';
  let quote: { offset: number; type: string } | undefined;
  const cannot = (why: string) => bad(`can't parse entities: ${why}`);
  for (let at = 0; at < raw.length; ) {
    const character = raw[at]!;
    const lineStart = at === 0 || raw[at - 1] === '\n';
    if (lineStart && quote && !raw.startsWith('>', at)) {
      entities.push({ ...quote, length: text.length - quote.offset - 1 });
      quote = undefined;
    }
    if (lineStart && (raw.startsWith('>', at) || raw.startsWith('**>', at))) {
      quote ??= { offset: text.length, type: 'blockquote' };
      at += raw.startsWith('**>', at) ? 3 : 1;
      continue;
    }
    if (character === '\\' && at + 1 < raw.length && raw.charCodeAt(at + 1) <= 126) {
      text += raw[at + 1];
      at += 2;
      continue;
    }
    if (raw.startsWith('```', at)) {
      const end = closingFence(raw, at + 3, '```');
      if (end === -1) throw cannot(`Can't find end of Pre entity at byte offset ${at}`);
      const inside = raw.slice(at + 3, end);
      const language = /^([^\s`]+)\n/.exec(inside)?.[1];
      const code = unescapeCode(
        inside.slice(language === undefined ? (inside.startsWith('\n') ? 1 : 0) : language.length + 1),
      );
      entities.push({
        type: 'pre',
        offset: text.length,
        length: code.length,
        ...(language === undefined ? {} : { language }),
      });
      text += code;
      at = end + 3;
      continue;
    }
    if (character === '`') {
      const end = closingFence(raw, at + 1, '`');
      if (end === -1) throw cannot(`Can't find end of Code entity at byte offset ${at}`);
      const code = unescapeCode(raw.slice(at + 1, end));
      entities.push({ type: 'code', offset: text.length, length: code.length });
      text += code;
      at = end + 1;
      continue;
    }
    if (character === '[' || raw.startsWith('![', at)) {
      open.push({ mark: '[', type: 'text_link', offset: text.length });
      at += character === '[' ? 1 : 2;
      continue;
    }
    if (character === ']') {
      const link = open.pop();
      if (link?.mark !== '[') throw cannot(`Character ']' is reserved and must be escaped with the preceding '\\'`);
      const end = closingFence(raw, at + 2, ')');
      if (raw[at + 1] !== '(' || end === -1) throw cannot(`Can't find end of a URL at byte offset ${at}`);
      entities.push({
        type: 'text_link',
        offset: link.offset,
        length: text.length - link.offset,
        url: raw.slice(at + 2, end).replace(/\\(.)/g, '$1'),
      });
      at = end + 1;
      continue;
    }
    const mark = MARKS.find(([written]) => raw.startsWith(written, at));
    if (mark) {
      const [written, type] = mark;
      const top = open.at(-1);
      if (top?.mark === written) {
        open.pop();
        entities.push({ type, offset: top.offset, length: text.length - top.offset });
      } else open.push({ mark: written, type, offset: text.length });
      at += written.length;
      continue;
    }
    if (RESERVED.includes(character))
      throw cannot(`Character '${character}' is reserved and must be escaped with the preceding '\\'`);
    text += character;
    at += 1;
  }
  if (open.length > 0) throw cannot(`Can't find end of the entity starting at byte offset ${open.at(-1)!.offset}`);
  if (quote) entities.push({ ...quote, length: text.length - quote.offset });
  return { text, entities: entities.filter(({ length }) => length > 0) };
}

function closingFence(raw: string, from: number, fence: string): number {
  for (let at = from; at < raw.length; at++) {
    if (raw[at] === '\\') at += 1;
    else if (raw.startsWith(fence, at)) return at;
  }
  return -1;
}

const unescapeCode = (code: string): string => code.replace(/\\([`\\])/g, '$1');

const TAGS: Readonly<Record<string, string>> = {
  ...{ b: 'bold', strong: 'bold', i: 'italic', em: 'italic', u: 'underline', ins: 'underline' },
  ...{ s: 'strikethrough', strike: 'strikethrough', del: 'strikethrough', 'tg-spoiler': 'spoiler' },
  ...{ a: 'text_link', code: 'code', pre: 'pre', blockquote: 'blockquote' },
};
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

function html(raw: string): { text: string; entities: Entity[] } {
  const entities: Entity[] = [];
  const open: { tag: string; offset: number; url?: string }[] = [];
  let text = '';
  for (const [token, closing, tag, attributes] of raw.matchAll(/<(\/?)([a-z-]+)([^>]*)>|[^<]+|</gi)) {
    if (tag === undefined) {
      if (token === '<') throw bad(`can't parse entities: Unsupported start tag "" at byte offset ${text.length}`);
      text += token.replace(/&(lt|gt|amp|quot);/g, (_, name: string) => NAMED[name]!);
      continue;
    }
    const name = tag.toLowerCase();
    if (TAGS[name] === undefined)
      throw bad(`can't parse entities: Unsupported start tag "${name}" at byte offset ${text.length}`);
    if (!closing) {
      const url = /href="([^"]*)"/.exec(attributes ?? '')?.[1];
      open.push({ tag: name, offset: text.length, ...(url === undefined ? {} : { url }) });
      continue;
    }
    const top = open.pop();
    if (top?.tag !== name)
      throw bad(
        `can't parse entities: Unmatched end tag at byte offset ${text.length}, expected "</${top?.tag ?? ''}>", found "</${name}>"`,
      );
    if (text.length > top.offset)
      entities.push({
        type: TAGS[name]!,
        offset: top.offset,
        length: text.length - top.offset,
        ...(top.url === undefined ? {} : { url: top.url }),
      });
  }
  if (open.length > 0)
    throw bad(`can't parse entities: Can't find end tag corresponding to start tag "${open.at(-1)!.tag}"`);
  return { text, entities };
}
