/** What the page posts, as events. Pure: the body is checked, nothing else is known. */
import { z } from 'zod';
import type { Address, Inbound, Part } from '../contract.ts';

/** Everything the page holds is one chat of one person; its conversations are threads. */
export const WEB = { channel: 'web', account: 'page', chat: 'owner' } as const;
const OWNER = { id: 'owner' };

const name = z.string().regex(/^[\w-]{1,64}$/, 'has to be 1 to 64 letters, digits, _ or -');

/** More pictures than this in one message are more than one question can be about. */
const MOST_PHOTOS = 4;

const message = z.object({
  key: name,
  text: z.string(),
  /** Names of uploaded photos of this chat; the text is what is asked about them. */
  photos: z.array(name).max(MOST_PHOTOS, `at most ${MOST_PHOTOS} photos go into one message`).optional(),
  /** For scripts: the notice's version, as if Start had been pressed for it first. */
  start: z.number().int().positive().optional(),
});
const choice = z.object({ key: name, choice: z.string().min(1).max(64) });
const phone = z.object({
  phone: z
    .string()
    .transform((text) => text.replace(/[\s()+./-]/g, '').replace(/^00/, ''))
    .pipe(z.string().regex(/^[1-9]\d{6,14}$/, 'a number with its country code, such as +49 151 23456789'))
    .optional(),
});
/** Longer than any answer by hand; it goes out in pieces. */
const byHand = z.object({ text: z.string().trim().min(1).max(20_000) });
const linkedChat = z.object({ chat: z.string().regex(/^[\w.@-]{3,80}$/) });
const title = z.object({ title: z.string().trim().min(1).max(200) });

export const addressOf = (chat: string): Address => ({ ...WEB, thread: chat });

/** The chat named in a path, or null. */
export const decodeChat = (chat: unknown): string | null => name.safeParse(chat).data ?? null;

export type Decoded<Value> = { value: Value } | { problem: string };

/** What comes with a request, besides what is posted. */
export interface From {
  /** ms since 1970 */
  now: number;
  /** BCP 47 tag of the browser's own language. */
  language?: string | undefined;
}

/** The first that a browser asks for is the one it is used in (RFC 9110, 12.5.4). Undefined: a script, which asks for any. */
export const decodeLanguage = (accepted: string | undefined): string | undefined =>
  /^\s*([a-z]{2,3}(?:-[a-z\d]{1,8}){0,3})\s*(?:$|[,;])/i.exec(accepted ?? '')?.[1];

/** One message, preceded by the choice of Start where a script asks for it. */
export function decodeMessage(chat: string, body: unknown, from: From): Decoded<Inbound[]> {
  const read = check(message, body);
  if ('problem' in read) return read;
  const { key, text, photos = [], start } = read.value;
  const event = eventOf(chat, from);
  const asked: Inbound = {
    ...event,
    kind: 'message',
    eventId: key,
    messageId: key,
    parts: photos.length === 0 ? [{ kind: 'text', text }] : photoParts(chat, photos, text),
    addressed: true,
  };
  return {
    value:
      start === undefined
        ? [asked]
        : [{ ...event, kind: 'choice', eventId: `${key}.start`, choice: `notice:on:${start}` }, asked],
  };
}

const eventOf = (chat: string, { now, language }: From) => ({
  address: addressOf(chat),
  at: now,
  member: { ...OWNER, ...(language === undefined ? {} : { language }) },
});

/** The words stand under the first photo. */
function photoParts(chat: string, photos: string[], text: string): Part[] {
  return photos.map((photo, index) => ({
    kind: 'image',
    attachment: { recipe: { chat, photo } satisfies PhotoRecipe },
    ...(index === 0 && text.trim() !== '' ? { caption: text } : {}),
  }));
}

const recipe = z.object({ chat: name, photo: name });
/** Names an uploaded photo; a photo is only ever looked for in its own chat. */
export type PhotoRecipe = z.infer<typeof recipe>;

/** Null: nothing the page uploaded. */
export const decodeRecipe = (value: unknown): PhotoRecipe | null => recipe.safeParse(value).data ?? null;

export function decodeChoice(chat: string, body: unknown, from: From): Decoded<Inbound> {
  const read = check(choice, body);
  if ('problem' in read) return read;
  return {
    value: { ...eventOf(chat, from), kind: 'choice', eventId: read.value.key, choice: read.value.choice },
  };
}

export function decodeTitle(body: unknown): Decoded<string> {
  const read = check(title, body);
  return 'problem' in read ? read : { value: read.value.title };
}

/** A phone number in international form, digits only; absent: link by a QR code. */
export function decodePhone(body: unknown): Decoded<string | undefined> {
  const read = check(phone, body ?? {});
  return 'problem' in read ? read : { value: read.value.phone };
}

/** The owner's answer to somebody's question. */
export function decodeByHand(body: unknown): Decoded<string> {
  const read = check(byHand, body);
  return 'problem' in read ? read : { value: read.value.text };
}

export function decodeLinkedChat(body: unknown): Decoded<string> {
  const read = check(linkedChat, body);
  return 'problem' in read ? read : { value: read.value.chat };
}

function check<Value>(schema: z.ZodType<Value>, body: unknown): Decoded<Value> {
  const result = schema.safeParse(body);
  if (result.success) return { value: result.data };
  const issue = result.error.issues[0]!;
  return { problem: `${issue.path.join('.') || 'The body'}: ${issue.message}.` };
}
