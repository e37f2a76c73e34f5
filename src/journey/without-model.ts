/** What is answered before a model is asked: a sum, a conversion, what a photo shows. The model is the last step. */
import type { Meaning } from '../assistant/looking.ts';
import type { Router } from '../assistant/router.ts';
import type { Said } from '../conversation/entries.ts';
import { languageOfTag } from '../conversation/languages.ts';
import type { PictureRecord } from '../media/picture.tables.ts';
import { wordsOf } from './parts.ts';
import type { PhotoAnswer, PhotoTurns } from './photo-turn.ts';

export interface Deciding {
  router: Router;
  photos: PhotoTurns;
}

export type Certain = PhotoAnswer;

interface Asking {
  conversation: string;
  chat: string;
  language: string;
  asked: (Said & { item: number })[];
  earlier: Said[];
  /** Units, currency and numbers as they are used there. */
  region: string | null;
  /** The conversation's pictures. */
  records: readonly PictureRecord[];
  /** What a message answers to, by its lane item. */
  quoted: ReadonlyMap<number, string>;
}

/** Null: it is for the model. */
export async function withoutModel(deciding: Deciding, asking: Asking, signal: AbortSignal): Promise<Certain | null> {
  const { conversation, chat, language, asked, earlier, records } = asking;
  const reckoned = await reckon(deciding, asking);
  if (reckoned !== null) return { markdown: reckoned, buttons: [], files: [], focus: null };
  return deciding.photos.answer({ conversation, chat, language, records, ...meaningOf(asked, earlier) }, signal);
}

/** A turn as far as it decides which pictures are meant. */
export const meaningOf = (asked: readonly Said[], earlier: readonly Said[]): Meaning => ({
  text: asked
    .map(({ parts }) => wordsOf(parts))
    .filter(Boolean)
    .join(' '),
  entries: asked.map(({ id }) => id),
  before: earlier.filter(({ by }) => by === 'person').map(({ id }) => id),
});

/** Only of a message that is nothing else. */
async function reckon(
  { router }: Deciding,
  { language, asked, earlier, region, quoted }: Asking,
): Promise<string | null> {
  const [only, ...others] = asked;
  if (!only || others.length > 0 || only.parts.length !== 1 || only.parts[0]!.kind !== 'text') return null;
  const before = earlier.at(-1);
  const routed = await router.route(only.parts[0]!.text, {
    language: languageOfTag(language) ?? 'en',
    region: region ?? undefined,
    previous: quoted.get(only.item) ?? (before?.by === 'parley' ? before.markdown : undefined),
  });
  return routed?.markdown ?? null;
}

/** Whether there is something to wait for before a message is answered. */
export const bringsFile = ({ parts }: Said): boolean => parts.some((part) => 'attachment' in part);
