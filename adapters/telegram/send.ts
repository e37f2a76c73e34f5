/** One part to Telegram, with what each kind of refusal asks for. Never throws for what a platform does. */
import type { Address, OutPart, SendResult } from '../contract.ts';
import { type Body, bodyOf } from './body.ts';
import type { Call } from './call.ts';
import { PHOTO_BYTES } from './capabilities.ts';
import { problemOf, remedyFor } from './failures.ts';

export interface Sending {
  call: Call;
  /** The bytes of a reply's file. */
  file: (id: string) => Promise<Uint8Array>;
  /** The message that showed this reply in the making, which now becomes it; null: there is none. */
  shown: (address: Address) => number | null;
  /** The chat goes on under another number. */
  moved: (address: Address, to: number) => void;
  /** Nobody there hears us any more. */
  silenced: (address: Address, key: string) => void;
}

/** Every remedy is tried once, so a platform that refuses for ever ends here. */
const TRIES = 5;

interface Request {
  method: string;
  payload: Record<string, unknown>;
}

export async function send(part: OutPart, key: string, sending: Sending): Promise<SendResult> {
  let body = bodyOf(part);
  let chat = part.address.chat;
  let edits = body.kind === 'text' && body.leads ? sending.shown(part.address) : null;
  for (let tries = 0; tries < TRIES; tries++) {
    const request = await requestFor(body, { ...part.address, chat }, edits, sending);
    if (request === null) return { status: 'failed', error: { retryable: false, reason: 'its file is gone' } };
    try {
      const message = await sending.call<{ message_id?: number } | true>(request.method, request.payload);
      return { status: 'sent', id: String((message === true ? undefined : message.message_id) ?? edits ?? '') };
    } catch (error) {
      const remedy = remedyFor(problemOf(error));
      switch (remedy.kind) {
        case 'done':
          return { status: 'sent', id: String(edits ?? '') };
        case 'result':
          return remedy.result;
        case 'silenced':
          sending.silenced(part.address, key);
          return remedy.result;
        case 'moved':
          sending.moved(part.address, remedy.to);
          chat = String(remedy.to);
          // The messages of the old chat stay there.
          edits = null;
          break;
        case 'plain':
          body = body.kind === 'text' ? { ...body, entities: [] } : body;
          break;
        case 'alone': {
          const { replyTo: _, ...alone } = body;
          body = alone as Body;
          break;
        }
        case 'new':
          edits = null;
          break;
        case 'document':
          if (body.kind === 'file') body = { ...body, file: { ...body.file, kind: 'document' } };
          break;
        case 'unknown here':
          return { status: 'failed', error: { retryable: false, reason: 'Telegram does not know this' } };
        default:
          remedy satisfies never;
      }
    }
  }
  return { status: 'failed', error: { retryable: false, reason: 'refused whatever was changed' } };
}

async function requestFor(
  body: Body,
  address: Address,
  edits: number | null,
  { file }: Sending,
): Promise<Request | null> {
  const where = { chat_id: address.chat, ...(address.thread ? { message_thread_id: Number(address.thread) } : {}) };
  const keyboard = body.buttons
    ? { inline_keyboard: body.buttons.map(({ label, value }) => [{ text: label, callback_data: value }]) }
    : undefined;
  const reply = body.replyTo ? { message_id: Number(body.replyTo), allow_sending_without_reply: true } : undefined;
  // telegraf drops objects that go along with a file; as JSON they stay.
  const besideFile = {
    ...where,
    ...(keyboard ? { reply_markup: JSON.stringify(keyboard) } : {}),
    ...(reply ? { reply_parameters: JSON.stringify(reply) } : {}),
  };
  switch (body.kind) {
    case 'text': {
      const said = {
        text: body.text,
        ...(body.entities.length > 0 ? { entities: body.entities } : {}),
        // The model's words open no address (law 8).
        link_preview_options: { is_disabled: true },
        ...(keyboard ? { reply_markup: keyboard } : {}),
      };
      if (edits !== null)
        return { method: 'editMessageText', payload: { chat_id: address.chat, message_id: edits, ...said } };
      return { method: 'sendMessage', payload: { ...where, ...said, ...(reply ? { reply_parameters: reply } : {}) } };
    }
    case 'words':
      return {
        method: 'sendDocument',
        payload: { ...besideFile, document: { source: Buffer.from(body.text), filename: body.name } },
      };
    case 'file': {
      const { file: known, caption } = body;
      const bytes = await file(known.id).catch(() => null);
      if (bytes === null) return null;
      const upload = { source: Buffer.from(bytes), filename: known.name };
      const photo = known.kind === 'image' && known.bytes <= PHOTO_BYTES;
      return {
        method: photo ? 'sendPhoto' : 'sendDocument',
        payload: { ...besideFile, [photo ? 'photo' : 'document']: upload, ...(caption ? { caption } : {}) },
      };
    }
    default:
      return body satisfies never;
  }
}
