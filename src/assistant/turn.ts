/**
 * The one seam where chat messages become a model request: which words the model reads, and within what limits.
 */
import type { Part } from '../../adapters/contract.ts';
import type { Content, GenerateRequest, ModelMessage, Picture, Runtime } from '../../model-runtime/contract.ts';
import type { Said } from '../conversation/entries.ts';
import { photoId } from './photos.ts';

/**
 * What every conversation begins with: at most 120 tokens (design.md), prefilled once at load. It names no date and no
 * person, so that it is the same for all.
 */
export const SYSTEM_TEXT = `You are Parley, an assistant in a chat. Answer in the language of the person.
Start with the answer itself, in one short sentence; add only what helps.
Use Markdown where it makes reading easier: lists, tables, code blocks with their language.
If you do not know something, say so. Never invent sources, links or numbers.`;

/** Longest message the model is given; more is cut, and the answer says so (product.md R02). */
export const READ_CHARACTERS = 24_000;

/**
 * How many earlier entries are looked at: for a model, which takes what fits of them, and for what is answered without
 * one ("and the jerky?").
 */
const EARLIER_ENTRIES = { model: 100, without: 12 };

export const earlierEntries = ({ status }: Pick<Runtime, 'status'>): number =>
  status.state === 'ready' && status.card.recalls === false ? EARLIER_ENTRIES.without : EARLIER_ENTRIES.model;

const LIMITS = { maxTokens: 1_024, maxMs: 180_000 };

/** Greedy, with a light hand against loops, which small models fall into. */
const SAMPLING = { temperature: 0, topK: 40, topP: 0.95, minP: 0.05, repetition: 1.05, repetitionWindow: 256 };

/** What the messages themselves do not hold. */
export interface Besides {
  quoted?: ReadonlyMap<number, string>;
  pictures?: ReadonlyMap<string, string>;
  /** Pictures the model itself is to look at, and whether closely. */
  shown?: { pictures: readonly Picture[]; closely: boolean };
}

export interface Turn {
  request: GenerateRequest;
  /** Set when the message was longer than the model is given. */
  cut: { read: number; all: number } | undefined;
}

/**
 * @param asked the messages of this turn, oldest first; several are read as one
 * @param earlier what was said before, oldest first
 * @param cacheKey the conversation; its K/V cache is shared with nobody
 * @param besides `quoted`: what a message of this turn answers to, by its lane item: read once and kept nowhere;
 *   `pictures`: what pictures say, by entry and part (photos.ts); `shown`: those that the model sees
 */
export function buildTurn(
  asked: (Said & { item: number })[],
  earlier: Said[],
  cacheKey: string,
  { quoted = new Map(), pictures = new Map(), shown = { pictures: [], closely: false } }: Besides = {},
): Turn {
  const question = asked.map((said) => withQuote(words(said, pictures), quoted.get(said.item))).join('\n\n');
  const read = cutAt(question, READ_CHARACTERS);
  const messages: ModelMessage[] = [{ role: 'system', content: text(SYSTEM_TEXT) }];
  for (const said of earlier)
    append(messages, said.by === 'person' ? 'user' : 'assistant', cutAt(words(said, pictures), READ_CHARACTERS));
  append(messages, 'user', read);
  messages.at(-1)!.content.unshift(...shown.pictures.map(image));
  return {
    request: { messages, mode: modeFor(shown.closely), sampling: SAMPLING, limits: LIMITS, cacheKey },
    cut: read.length < question.length ? { read: read.length, all: question.length } : undefined,
  };
}

/** A model puts words around a skill's values (firewall.ts): short, and without what was said before. */
export const wordingRequest = (task: string, cacheKey: string): GenerateRequest => ({
  messages: [{ role: 'user', content: text(task) }],
  mode: 'instant',
  sampling: SAMPLING,
  limits: { maxTokens: 160, maxMs: 15_000 },
  cacheKey,
});

/** What a photo without words asks. In English, which such models speak. */
const DESCRIBE = 'Describe what this picture shows, in one or two short sentences.';

interface Asking {
  question?: string | undefined;
  translates?: boolean;
  closely: boolean;
}

/** What it says is gone through in English (unchecked.ts). */
const IN_ENGLISH = 'Answer in English.';

/**
 * A model is asked about one picture: alone, as models that only see were trained, and without what was said before.
 * @param question as the person put it, where the model speaks their language; `translates`: which is not English
 */
export const lookRequest = (
  picture: Picture,
  { question = DESCRIBE, translates = false, closely }: Asking,
  cacheKey: string,
): GenerateRequest => ({
  messages: [
    { role: 'user', content: [image(picture), ...text(translates ? `${question}\n\n${IN_ENGLISH}` : question)] },
  ],
  mode: modeFor(closely),
  sampling: SAMPLING,
  limits: { maxTokens: 120, maxMs: 30_000 },
  cacheKey,
});

/** The mode says how many tiles a picture is cut into. */
const modeFor = (closely: boolean): GenerateRequest['mode'] => (closely ? 'thinking' : 'instant');

const image = ({ file, width, height }: Picture): Content => ({ kind: 'image', file, width, height });

const text = (value: string): Content[] => [{ kind: 'text', text: value }];

/** As people quote: each line behind a mark. */
const withQuote = (value: string, quoted: string | undefined): string =>
  quoted === undefined ? value : `${quoted.replace(/^/gm, '> ')}\n\n${value}`;

const words = (said: Said, pictures: NonNullable<Besides['pictures']>): string =>
  said.by === 'parley'
    ? said.markdown
    : said.parts
        .map((part, index) => partWords(part, pictures.get(photoId({ entry: said.id, part: index }))))
        .filter(Boolean)
        .join('\n');

/** What the model reads of a part. Parts it cannot read are named, so that it does not pretend. */
function partWords(part: Part, picture: string | undefined): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'location':
      return `[location: ${part.latitude}, ${part.longitude}${part.label ? ` (${part.label})` : ''}]`;
    case 'contact':
      return `[contact: ${part.name}]`;
    case 'unsupported':
      return `[${part.what}]`;
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
    case 'sticker':
      return [picture ?? `[${part.kind}]`, part.caption].filter(Boolean).join(' ');
    default:
      return part satisfies never;
  }
}

/** Templates want roles in turn, so what follows from the same side is one message. */
function append(messages: ModelMessage[], role: 'user' | 'assistant', value: string): void {
  const last = messages.at(-1)!;
  if (last.role === role) last.content = text(`${(last.content[0] as { text: string }).text}\n\n${value}`);
  else messages.push({ role, content: text(value) });
}

/** At most `length` UTF-16 units, without cutting a character in two. */
const cutAt = (value: string, length: number): string =>
  value.length <= length
    ? value
    : value
        .slice(0, length)
        .toWellFormed()
        .replace(/\uFFFD$/, '');
