/** What a message holds → parts. Pure; nothing is fetched. */
import type { Attachment, Part } from '../contract.ts';
import { CAPABILITIES } from './capabilities.ts';
import type { Content, PhotoSize, Sticker, TelegramFile } from './wire.ts';

/** How a file is fetched again. `file_id` is ours alone; `file_unique_id` is the same for every bot and for ever. */
export type FileRecipe = { file: string; unique: string };

/** The parts of a message without its words; empty where there are none. `caption` is Markdown. */
export function partsOf(content: Content, caption?: string): Part[] {
  const words = caption === undefined || caption === '' ? {} : { caption };
  const media = mediaOf(content);
  if (media) return [{ ...media, ...words }];
  return [...standInFor(content), ...(caption ? [{ kind: 'text' as const, text: caption }] : [])];
}

type Media = Extract<Part, { attachment: Attachment }>;

function mediaOf(content: Content): Media | null {
  const { photo, live_photo: live, animation, video, video_note: note, audio, voice, document, sticker } = content;
  if (photo) return photoOf(photo);
  if (live) return live.photo ? photoOf(live.photo) : { kind: 'video', attachment: attachmentOf(live) };
  // An animation comes as a document too, for old programs; it is one thing.
  if (animation) return { kind: 'video', attachment: attachmentOf(animation, 'video/mp4') };
  if (video) return { kind: 'video', attachment: attachmentOf(video, 'video/mp4') };
  if (note) return { kind: 'video', attachment: attachmentOf(note, 'video/mp4') };
  if (audio) return { kind: 'audio', attachment: attachmentOf(audio) };
  if (voice) return { kind: 'audio', attachment: attachmentOf(voice, 'audio/ogg') };
  if (document)
    return {
      kind: document.mime_type?.startsWith('image/') ? 'image' : 'document',
      attachment: attachmentOf(document),
    };
  return sticker ? stickerOf(sticker) : null;
}

/** The largest size we may fetch; Telegram lists them from small to large, and does not promise it. */
function photoOf(sizes: PhotoSize[]): Media | null {
  const largest = sizes
    .filter(({ file_size: bytes }) => (bytes ?? 0) <= CAPABILITIES.media.inBytes)
    .reduce<PhotoSize | undefined>(
      (best, size) => (!best || size.width * size.height > best.width * best.height ? size : best),
      undefined,
    );
  return largest ? { kind: 'image', attachment: attachmentOf(largest, 'image/jpeg') } : null;
}

/** Moving stickers are programs or films; their still picture says what they show. */
function stickerOf(sticker: Sticker): Media | null {
  const emoji = sticker.emoji === undefined ? {} : { caption: sticker.emoji };
  const still = sticker.is_animated || sticker.is_video ? sticker.thumbnail : sticker;
  return still ? { kind: 'sticker', attachment: attachmentOf(still, 'image/webp'), ...emoji } : null;
}

function attachmentOf(file: TelegramFile, mime?: string): Attachment {
  const type = file.mime_type ?? mime;
  return {
    recipe: { file: file.file_id, unique: file.file_unique_id } satisfies FileRecipe,
    ...(type === undefined ? {} : { mime: type }),
    ...(file.file_name === undefined ? {} : { name: file.file_name }),
    ...(file.file_size === undefined ? {} : { bytes: file.file_size }),
  };
}

/** Places and people are parts of their own; what is a small program in Telegram becomes its words. */
function standInFor({ location, venue, contact, poll, checklist, dice, sticker }: Content): Part[] {
  if (location) {
    const label = venue && [venue.title, venue.address].filter(Boolean).join(', ');
    return [
      {
        kind: 'location',
        latitude: location.latitude,
        longitude: location.longitude,
        ...(label ? { label } : {}),
      },
    ];
  }
  if (contact)
    return [
      {
        kind: 'contact',
        name: [contact.first_name, contact.last_name].filter(Boolean).join(' '),
        phones: [contact.phone_number],
      },
    ];
  if (poll) return [text([`Poll: ${poll.question}`, ...poll.options.map((option) => `- ${option.text}`)])];
  if (checklist)
    return [
      text([
        `Checklist: ${checklist.title}`,
        ...checklist.tasks.map((task) => `- [${task.completion_date ? 'x' : ' '}] ${task.text}`),
      ]),
    ];
  if (dice) return [text([`${dice.emoji} ${dice.value}`])];
  return sticker ? [{ kind: 'unsupported', what: 'sticker' }] : [];
}

const text = (lines: string[]): Part => ({ kind: 'text', text: lines.join('\n') });
