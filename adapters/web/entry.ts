/** An entry of the record as the page shows it. */
import type { Entry, Part, Recipe, ReplyFile, Timing } from '../contract.ts';
import { decodeRecipe } from './decode.ts';
import type { Journey, PageEntry, Strip } from './protocol.ts';
import type { Block } from './tree.ts';

/** `blocks` is the entry's Markdown, rendered; for a person's entry it is not asked for. */
export function pageEntry({ id, at, content }: Entry, blocks: Block[]): PageEntry {
  switch (content.by) {
    case 'person':
      return {
        id,
        at,
        by: 'person',
        key: content.key,
        text: content.parts.map(partText).filter(Boolean).join('\n'),
        ...photosOf(content.parts),
        state: content.state,
      };
    case 'parley': {
      const { reply, answers, timing } = content;
      return {
        id,
        at,
        by: 'parley',
        kind: reply.kind,
        key: reply.key,
        blocks,
        source: reply.markdown,
        answers,
        ...(reply.buttons ? { buttons: reply.buttons } : {}),
        ...(reply.files ? { files: reply.files.map(replyFile) } : {}),
        ...(reply.language ? { language: reply.language } : {}),
        ...(reply.trouble ? { trouble: reply.trouble } : {}),
        ...(reply.ended ? { ended: reply.ended } : {}),
        ...(timing?.model === undefined ? {} : { fromModel: true }),
        ...(timing && timing.steps.length > 0 ? { strip: strip(timing) } : {}),
      };
    }
    case 'erasure':
      return { id, at, by: 'erasure' };
    default:
      return content satisfies never;
  }
}

/** The page sends text and photos; other parts are named, should a record hold them. */
const partText = (part: Part): string =>
  part.kind === 'text' ? part.text : part.kind === 'image' ? (part.caption ?? '') : `[${part.kind}]`;

function photosOf(parts: Part[]): { photos?: (string | null)[] } {
  const photos = parts.flatMap((part) => (part.kind === 'image' ? [photoPath(part.attachment.recipe)] : []));
  return photos.length > 0 ? { photos } : {};
}

function photoPath(recipe: Recipe): string | null {
  const named = decodeRecipe(recipe);
  return named && `/api/chats/${named.chat}/photos/${named.photo}`;
}

const replyFile = ({ id, name, bytes, kind, alt }: ReplyFile) => ({
  id,
  name,
  bytes,
  ...(kind === 'image' ? { picture: { alt: alt ?? name } } : {}),
});

function strip(timing: Timing): Strip {
  const step = (name: string) => timing.steps.find(({ step }) => step === name)?.ms;
  const [admit, lane] = [step('admit'), step('lane')];
  return {
    ...(admit === undefined ? {} : { admit }),
    ...(lane === undefined ? {} : { lane }),
    ...(timing.firstWordMs === undefined ? {} : { firstWord: timing.firstWordMs }),
    ...(timing.tokensPerSecond === undefined ? {} : { tokensPerSecond: timing.tokensPerSecond }),
  };
}

/** The waterfall of an answer. */
export function journeyOf({
  steps,
  model,
  promptTokens,
  cachedTokens,
  answerTokens,
  tokensPerSecond,
}: Timing): Journey {
  const counted = { model, promptTokens, cachedTokens, answerTokens, tokensPerSecond };
  return {
    steps,
    ...(Object.fromEntries(Object.entries(counted).filter(([, value]) => value !== undefined)) as Omit<
      Journey,
      'steps'
    >),
  };
}
