/**
 * What hangs on a message of Messenger or Instagram, as parts. Pure.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messages
 */
import type { Part } from '../contract.ts';
import { type Fields, fields, identifier, number, records, text } from './json.ts';
import type { MediaKind } from './media.ts';

/** The parts of one attachment, where a platform has a kind of its own. */
export type OwnAttachment = (type: string, payload: Fields) => Part[] | undefined;

/** The thumb comes in three sizes, each a sticker of its own. */
const THUMBS = ['369239263222822', '369239343222814', '369239383222810'];

/** Kinds that carry a file. */
const FILES: { [type: string]: Exclude<MediaKind, 'view'> | undefined } = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  file: 'document',
  sticker: 'sticker',
  animated_image: 'image',
  reel: 'video',
  ig_reel: 'video',
};

/** Never empty. */
export function partsOf(message: Fields, own: OwnAttachment | undefined): Part[] {
  const words = text(message.text);
  const attachments = records(message.attachments);
  // While stickers changed their kind both kinds came at once, for one sticker.
  const stickers = new Set(attachments.flatMap(({ payload }) => identifier(fields(payload)?.sticker_id) ?? []));
  const seen = new Set<string>();
  const brought: Part[] = [];
  for (const attachment of attachments) {
    const sticker = identifier(fields(attachment.payload)?.sticker_id);
    if (sticker !== undefined && seen.has(sticker)) continue;
    if (sticker !== undefined) seen.add(sticker);
    brought.push(...attachmentParts(attachment, sticker, words, own));
  }
  const parts = words === undefined ? brought : withWords(words, brought);
  if (parts.length > 0 || stickers.size > 0) return parts;
  return [{ kind: 'unsupported', what: message.is_unsupported === true ? 'unsupported' : 'message' }];
}

/** Under the first file, as where platforms have captions: the model reads the same whatever the channel. */
function withWords(words: string, [first, ...others]: Part[]): Part[] {
  if (first === undefined) return [{ kind: 'text', text: words }];
  return 'attachment' in first && first.caption === undefined
    ? [{ ...first, caption: words }, ...others]
    : [{ kind: 'text', text: words }, first, ...others];
}

function attachmentParts(
  attachment: Fields,
  sticker: string | undefined,
  words: string | undefined,
  own: OwnAttachment | undefined,
): Part[] {
  const type = text(attachment.type) ?? 'attachment';
  const payload = fields(attachment.payload) ?? {};
  if (sticker !== undefined && THUMBS.includes(sticker)) return [{ kind: 'text', text: '👍' }];
  const theirs = own?.(type, payload);
  if (theirs) return theirs;
  const url = text(payload.url);
  if (type === 'location') {
    const { lat, long } = fields(payload.coordinates) ?? {};
    const [latitude, longitude] = [number(lat), number(long)];
    if (latitude !== undefined && longitude !== undefined) return [{ kind: 'location', latitude, longitude }];
  }
  // A shared link; the address of one without a page is only a name.
  if (type === 'fallback') {
    const link = url ?? text(attachment.url);
    const shared = [text(attachment.title) ?? text(payload.title), isAddress(link) ? link : undefined].filter(
      (one) => one !== undefined && !words?.includes(one),
    );
    if (shared.length > 0) return [{ kind: 'text', text: shared.join('\n') }];
    if (words !== undefined) return [];
  }
  const kind = sticker === undefined ? (Object.hasOwn(FILES, type) ? FILES[type] : undefined) : 'sticker';
  if (kind !== undefined && isAddress(url)) return [file(kind, url)];
  return [{ kind: 'unsupported', what: type }];
}

const isAddress = (value: string | undefined): value is string => value !== undefined && /^https?:\/\//i.test(value);

/** A file on the content network, which keeps it for a while; `is` is what it may turn out to be. */
export const file = (kind: Exclude<MediaKind, 'view'>, url: string, is: MediaKind = kind): Part => ({
  kind,
  attachment: { recipe: { url, kind: is } },
});
