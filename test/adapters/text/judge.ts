/**
 * What must hold of every reply on every platform, judged from the outside: one call renders a text for all of them, cut
 * and whole, and gives a sentence for whatever is wrong.
 */

import fc from 'fast-check';
import type { Piece, PieceLimits } from '../../../adapters/text/pieces.ts';
import { plainPieces } from '../../../adapters/text/plain-pieces.ts';
import {
  type MessageEntity,
  type TelegramText,
  telegramPieces,
  telegramPreview,
} from '../../../adapters/text/telegram.ts';
import { whatsappPieces } from '../../../adapters/text/whatsapp.ts';
import { renderBlocksSliced } from '../../../adapters/web/encode.ts';
import { assertTree, visibleText } from '../web/tree-checks.ts';
import { answers, WORD_LETTERS } from './arbitrary-markdown.ts';
import { readWhatsapp } from './whatsapp-reader.ts';

export interface Case {
  markdown: string;
  limit: number;
  parts: number;
  links: 'as they are' | 'without scheme';
  /** Every mark has its partner, so every word has to be seen. */
  wellFormed: boolean;
}

/** Any answer, cut for limits smaller than any platform's, so that there is much to cut. */
export function holdsForAll() {
  return fc.asyncProperty(
    answers,
    fc.integer({ min: 200, max: 1_000 }),
    fc.integer({ min: 1, max: 10 }),
    fc.constantFrom('as they are' as const, 'without scheme' as const),
    async ({ markdown, wellFormed }, limit, parts, links) => {
      const faults = await judge({ markdown, limit, parts, links, wellFormed });
      if (faults.length > 0) throw new Error(faults.join('\n'));
    },
  );
}

const WHOLE = { limit: 10_000_000, parts: 1, unit: 'utf16' } as const;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export async function judge({ markdown, limit, parts, links, wellFormed }: Case): Promise<string[]> {
  const cut = { limit, parts, links };
  const whole = { ...WHOLE, links };
  const telegram = await telegramPieces(markdown, { ...cut, unit: 'utf16' });
  // Cut only where there would be more than a hundred entities.
  const telegramWhole = await telegramPieces(markdown, { ...whole, parts: 1_000 });
  const whatsapp = await whatsappPieces(markdown, { ...cut, unit: 'codepoint' });
  const whatsappWhole = await whatsappPieces(markdown, { ...whole, parts: 1_000 });
  const plain = await plainPieces(markdown, { ...cut, unit: 'byte' });
  const plainWhole = await plainPieces(markdown, whole);
  const texts = (pieces: Piece<string>[]) => pieces.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []));
  const rich = (pieces: Piece<TelegramText>[]) =>
    pieces.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []));
  const wordsOf = (pieces: Piece<TelegramText>[]) => rich(pieces).map(({ text }) => text);
  const preview = telegramPreview(markdown, limit);
  const page = await renderBlocksSliced(markdown, { lead: true });

  return [
    ...named('Telegram', [
      ...limits(wordsOf(telegram), telegram, { ...cut, unit: 'utf16' }),
      ...rich(telegram).flatMap(entities),
      ...nothingLost(rich(telegram).map(withoutRepeatedHead), rich(telegramWhole).map(withoutRepeatedHead), telegram),
      ...(wellFormed ? words(markdown, wordsOf(telegramWhole).join('\n')) : []),
      ...(wellFormed && telegram.every(({ kind }) => kind === 'text')
        ? sameLinks(rich(telegram), rich(telegramWhole))
        : []),
      ...(links === 'without scheme' ? rich(telegram).flatMap(noAddress) : []),
    ]),
    ...named('a preview', [
      ...(preview.text.length > limit ? [`has ${preview.text.length} units of ${limit}`] : []),
      ...(preview.text === '' ? [] : [...fitToBeSeen(preview.text), ...entities(preview)]),
    ]),
    ...named('WhatsApp', [
      ...limits(texts(whatsapp), whatsapp, { ...cut, unit: 'codepoint' }),
      ...texts(whatsapp).flatMap(fences),
      ...nothingLost(texts(whatsapp), texts(whatsappWhole), whatsapp, WHATSAPP_MARKS),
      ...(wellFormed ? words(markdown, whatsappWhole.map(({ text }) => text).join('\n')) : []),
      ...(links === 'without scheme'
        ? texts(whatsapp).flatMap((text) => noScheme(outsideFences(text)))
        : addresses(texts(whatsapp), texts(whatsappWhole), whatsapp)),
      ...readAsMeant(whatsappWhole, texts(plainWhole).join('\n')),
    ]),
    ...named('the page', [...treeFaults(page), ...(wellFormed ? words(markdown, visibleText(page)) : [])]),
    ...named('plain text', [
      ...limits(texts(plain), plain, { ...cut, unit: 'byte' }),
      ...nothingLost(texts(plain), texts(plainWhole), plain, '>'),
      ...(wellFormed ? words(markdown, texts(plainWhole).join('\n')) : []),
      ...(links === 'without scheme'
        ? texts(plain).flatMap(noScheme)
        : addresses(texts(plain), texts(plainWhole), plain)),
    ]),
    ...(await leftAsItIs(plainOf(markdown), cut)),
  ];
}

// ------------------------------------------------------------------------------------------------ plain text

/** The words of a text without any letter that may be a mark, paragraph by paragraph. */
function plainOf(markdown: string): string {
  const paragraphs = markdown
    .split(/\n{2,}/)
    .map((paragraph) =>
      paragraph.replace(/(\p{RGI_Emoji}|[\p{L}\p{M}\p{N}\s,;?])|./gsv, (_, kept?: string) => kept ?? ' '),
    )
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim());
  return paragraphs.filter(Boolean).join('\n\n').normalize();
}

/** Plain text comes out as it went in, unmarked; so what came out comes out again. */
async function leftAsItIs(plain: string, cut: Pick<Case, 'limit' | 'parts' | 'links'>): Promise<string[]> {
  if (plain === '') return [];
  const limits = { Telegram: 'utf16', WhatsApp: 'codepoint', 'plain text': 'byte' } as const;
  const renderers = {
    Telegram: telegramPieces,
    WhatsApp: whatsappPieces,
    'plain text': plainPieces,
  } satisfies Record<keyof typeof limits, unknown>;
  const faults: string[] = [];
  for (const who of Object.keys(limits) as (keyof typeof limits)[]) {
    const render = async (text: string, over: Pick<Case, 'limit' | 'parts' | 'links'>): Promise<string[]> =>
      (await renderers[who](text, { ...over, unit: limits[who] })).flatMap((piece) => {
        if (piece.kind === 'file') return [];
        if (typeof piece.text === 'string') return [piece.text];
        return piece.text.entities.length === 0 ? [piece.text.text] : [JSON.stringify(piece.text)];
      });
    for (const text of [plain, ...(await render(plain, cut))]) {
      const again = await render(text, { ...WHOLE, links: cut.links });
      if (again.length !== 1 || again[0] !== text)
        faults.push(`${who}: plain text ${JSON.stringify(text)} became ${JSON.stringify(again)}`);
    }
  }
  const shown = visibleText(await renderBlocksSliced(plain, { lead: true }));
  const letters = (text: string) => text.replace(/\s+/g, '');
  if (letters(shown) !== letters(plain))
    faults.push(`the page: plain text ${JSON.stringify(plain)} became ${JSON.stringify(shown)}`);
  return faults;
}

function treeFaults(page: unknown): string[] {
  try {
    assertTree(page);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function named(who: string, faults: string[]): string[] {
  return faults.map((fault) => `${who}: ${fault}`);
}

function limits<Rich>(texts: string[], pieces: Piece<Rich>[], { limit, unit, parts }: PieceLimits): string[] {
  const size = (text: string) =>
    unit === 'utf16' ? text.length : unit === 'codepoint' ? [...text].length : new TextEncoder().encode(text).length;
  const files = pieces.filter((piece) => piece.kind === 'file');
  const rest = files.filter(({ name }) => name === 'answer.md');
  return [
    ...texts
      .filter((text) => size(text) > limit)
      .map((text) => `${size(text)} of ${limit} ${unit}: ${text.slice(0, 80)}`),
    ...texts.flatMap(fitToBeSeen),
    ...(pieces.length - rest.length > parts ? [`${pieces.length} pieces of ${parts}`] : []),
    ...(rest.length > 1 || (rest.length === 1 && pieces.at(-1) !== rest[0]) ? ['a rest that is not at the end'] : []),
    ...files.filter(({ text }) => text.trim() === '').map(({ name }) => `an empty file ${name}`),
  ];
}

/** As the server trims and checks it. */
function fitToBeSeen(text: string): string[] {
  return [
    ...(/[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text)
      ? []
      : [`nothing to see: ${JSON.stringify(text)}`]),
    ...(/^[ \n]|[ \n]$/.test(text)
      ? [`not trimmed: ${JSON.stringify(text.slice(0, 20))}…${JSON.stringify(text.slice(-20))}`]
      : []),
    ...(/[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066\u2067\ufeff]/.test(text)
      ? ['a control character']
      : []),
    ...(text.isWellFormed() ? [] : ['half a surrogate pair']),
  ];
}

// ------------------------------------------------------------------------------------------------ entities

const EXCLUDES: ReadonlySet<MessageEntity['type']> = new Set(['pre', 'code']);
const QUOTES: ReadonlySet<MessageEntity['type']> = new Set(['blockquote', 'expandable_blockquote']);

/** What the Bot API says of entities. */
export function entities({ text, entities }: TelegramText): string[] {
  const starts = new Set([text.length]);
  for (const { index } of segmenter.segment(text)) starts.add(index);
  const faults: string[] = entities.length > 100 ? [`${entities.length} entities`] : [];
  const open: { entity: MessageEntity; end: number }[] = [];
  let before = { offset: 0, length: Number.POSITIVE_INFINITY };
  for (const entity of entities) {
    const { type, offset, length } = entity;
    const end = offset + length;
    const said = `${type} ${offset}+${length} of ${text.length}`;
    if (!(offset >= 0 && length > 0 && end <= text.length)) faults.push(`${said} is out of range`);
    if (!starts.has(offset) || !starts.has(end)) faults.push(`${said} cuts a grapheme`);
    if (offset < before.offset || (offset === before.offset && length > before.length))
      faults.push(`${said} is not sorted`);
    if (text.slice(offset, end).trim() === '') faults.push(`${said} marks nothing`);
    while (open.length > 0 && open.at(-1)!.end <= offset) open.pop();
    for (const around of open) {
      const outer = around.entity.type;
      if (end > around.end) faults.push(`${said} overlaps ${outer}`);
      if (EXCLUDES.has(outer) || (EXCLUDES.has(type) && !QUOTES.has(outer))) faults.push(`${said} in ${outer}`);
      if (outer === type || (QUOTES.has(outer) && QUOTES.has(type))) faults.push(`${said} in another ${outer}`);
    }
    open.push({ entity, end });
    before = entity;
    if (entity.type === 'text_link' && !/^(?:https?:|mailto:|tg:)/.test(entity.url))
      faults.push(`leads to ${entity.url}`);
  }
  return faults;
}

function sameLinks(cut: TelegramText[], whole: TelegramText[]): string[] {
  const links = (texts: TelegramText[]) =>
    texts.flatMap(({ text, entities }) =>
      entities.flatMap((entity) =>
        entity.type === 'text_link'
          ? [`${text.slice(entity.offset, entity.offset + entity.length)} → ${entity.url}`]
          : [],
      ),
    );
  const [got, meant] = [links(cut), links(whole)];
  return got.join('\n') === meant.join('\n') ? [] : [`links cut: ${got.join(', ')} instead of ${meant.join(', ')}`];
}

function noAddress({ text, entities }: TelegramText): string[] {
  const inCode = entities.filter(({ type }) => EXCLUDES.has(type));
  return [
    ...entities.filter(({ type }) => type === 'text_link').map(() => 'a link although none is allowed'),
    ...[...text.matchAll(/https?:\/\/\w/gi)]
      .filter(({ index }) => !inCode.some(({ offset, length }) => offset <= index && index < offset + length))
      // What is one letter of another look is two texts for the client too.
      .filter(
        ({ index }) =>
          !entities.some(({ offset, length }) => [offset, offset + length].some((at) => index < at && at < index + 9)),
      )
      .map(({ index }) => `an address: ${text.slice(index, index + 30)}`),
  ];
}

// ------------------------------------------------------------------------------------------------ nothing lost

/** Isolates, joiners and places for a break, which nobody sees; a cut may swallow them as it does white space. */
function withoutUnseen(text: string): string {
  return text.replace(/[\u200b\u2060\u2068\u2069]/g, '');
}

/** The letters a reader sees, each as a whole. */
function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => withoutUnseen(segment).trim()).filter(Boolean);
}

/** What WhatsApp's marks are made of. They stand elsewhere in a text that is cut. */
const WHATSAPP_MARKS = '*_~`>';

/**
 * The cut text has the letters of the whole one, in order; up to the end, or up to where the rest is a file. `marks`
 * are not compared.
 */
function nothingLost<Rich>(cut: string[], whole: string[], pieces: Piece<Rich>[], marks = ''): string[] {
  const letters = (text: string) =>
    graphemes(text).map((letter) => (marks.includes(letter[0]!) ? letter.slice(1) : letter));
  const got = cut.flatMap(letters).filter(Boolean);
  const meant = whole.flatMap(letters).filter(Boolean);
  const atEnd = pieces.at(-1);
  const hasRest = atEnd?.kind === 'file' && atEnd.name === 'answer.md';
  const at = got.findIndex((letter, i) => letter !== meant[i]);
  if (at !== -1) return [`"${got.slice(at, at + 12).join('')}" instead of "${meant.slice(at, at + 12).join('')}"`];
  return hasRest || got.length === meant.length
    ? []
    : [`ends before "${meant.slice(got.length, got.length + 12).join('')}"`];
}

/** A piece that goes on with a table starts with its head again. */
function withoutRepeatedHead({ text, entities }: TelegramText, i: number, all: TelegramText[]): string {
  const [head = '', rule = ''] = text.split('\n', 2);
  const inTable = entities.some(({ type, offset }) => type === 'pre' && offset === 0) && /^─[─ ]*$/.test(rule);
  const before = all.slice(0, i).some(({ text }) => text.includes(`${head}\n${rule}\n`));
  return inTable && before ? text.split('\n').slice(2).join('\n') : text;
}

/** Every word of the source is there; where no table repeats its heads, in order and no more often. */
function words(markdown: string, shown: string): string[] {
  const meant = markdown.match(WORD_LETTERS) ?? [];
  // Boxes of tasks and the sign of a file are ours.
  const got = shown.replace(/[☑☐📎]/gu, '').match(WORD_LETTERS) ?? [];
  if (!/\|.*---/.test(markdown)) {
    return meant.join('') === got.join('') ? [] : [`"${got.join('')}" are not the words "${meant.join('')}"`];
  }
  const seen = new Set(got);
  const lost = meant.filter((letter) => !seen.has(letter));
  return lost.length === 0 ? [] : [`lost ${lost.join('')}`];
}

/** An address stands whole in a piece. */
function addresses<Rich>(cut: string[], whole: string[], pieces: Piece<Rich>[]): string[] {
  const found = (texts: string[]) => texts.flatMap((text) => text.match(/https?:\/\/example\.org[a-z_?=./]*/g) ?? []);
  const [got, meant] = [found(cut), found(whole)];
  const all = pieces.some(({ kind }) => kind === 'file') ? meant.slice(0, got.length) : meant;
  return got.join(' ') === all.join(' ') ? [] : [`addresses cut: ${got.join(' ')} instead of ${all.join(' ')}`];
}

function noScheme(text: string): string[] {
  return /https?:\/\//i.test(text) ? [`an address: ${text.match(/.{0,20}https?:\/\/.{0,20}/i)}`] : [];
}

// ------------------------------------------------------------------------------------------------ WhatsApp's marks

function fences(text: string): string[] {
  const fences = text.split('\n').filter((line) => line === '```').length;
  return fences % 2 === 0 && text.split('```').length - 1 === fences ? [] : ['a fence left open'];
}

function outsideFences(text: string): string {
  return text.replace(/^```\n[\s\S]*?\n```$/gm, '');
}

/** Read as the app does, the marks are gone and the letters are those of plain text. */
function readAsMeant(pieces: Piece<string>[], plain: string): string[] {
  const read = pieces.flatMap((piece) => (piece.kind === 'text' ? [readWhatsapp(piece.text)] : [])).join('\n');
  if (pieces.some(({ kind }) => kind === 'file')) return [];
  // The two differ in bullets, in quotes around code, and in code where addresses are not taken for some.
  const letters = (text: string) =>
    graphemes(
      withoutUnseen(text)
        .replace(/https?:\/\/|>/gi, '')
        .replaceAll('•', '-'),
    ).join('');
  const [got, meant] = [letters(read), letters(plain)];
  if (got === meant) return [];
  const at = [...got].findIndex((letter, i) => letter !== [...meant][i]);
  return [
    `reads "${[...got].slice(Math.max(0, at - 10), at + 20).join('')}" instead of "${[...meant].slice(Math.max(0, at - 10), at + 20).join('')}"`,
  ];
}
