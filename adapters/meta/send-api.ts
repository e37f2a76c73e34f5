/**
 * Sending by the Send API, as Messenger and Instagram share it.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/send-api
 */
import type { Address, Button, Json, OutPart, Reply, ReplyFile } from '../contract.ts';
import { FetchError } from '../errors.ts';
import type { Piece } from '../text/pieces.ts';
import type { Sender } from './channel.ts';
import { fitButtons } from './choices.ts';
import type { Graph, GraphResult } from './graph.ts';
import { type Fields, identifier, text } from './json.ts';
import { QUICK_REPLIES } from './limits.ts';
import { download, GoneError, MEDIA_KINDS, type MediaKind } from './media.ts';
import { metadataOf } from './messaging.ts';
import { UploadRefused, uploadedBytes } from './send.ts';

/** A message of the Send API; `upload` is what gets an id before it can leave. */
export type SendBody = {
  message: { [content: string]: Json };
  replyTo?: string;
  upload?: Upload;
};
export type Upload = { [name: string]: Json } & { name: string; mime: string; type: string } & (
    | { file: string }
    | { text: string }
  );

/** The bodies of a reply, without their recipient. Pure. */
export function sendBodies(reply: Reply, pieces: Piece<string>[], files: SendBody[]): SendBody[] {
  const buttons = reply.buttons ?? [];
  const lastText = pieces.findLastIndex(({ kind }) => kind === 'text');
  const bodies = pieces.map((piece, index): SendBody => {
    if (piece.kind === 'file')
      return { message: {}, upload: { text: piece.text, name: piece.name, mime: piece.mime, type: 'file' } };
    return { message: { text: piece.text, ...(index === lastText ? quickReplies(buttons) : {}) } };
  });
  const all = [...bodies, ...files];
  if (all[0] && reply.quotes !== undefined) all[0].replyTo = reply.quotes;
  return all;
}

export const asParts = (bodies: SendBody[], address: Address): OutPart[] =>
  bodies.map((body): OutPart => ({ kind: 'message', address, body: body as Json }));

function quickReplies(buttons: Button[]): { [name: string]: Json } {
  if (buttons.length === 0) return {};
  const fitted = fitButtons(buttons, QUICK_REPLIES.count, QUICK_REPLIES.title);
  return { quick_replies: fitted.map(({ label, value }) => ({ content_type: 'text', title: label, payload: value })) };
}

/** A file of the reply, followed by what it shows in words: text and attachment never share a message. */
export const fileBody = ({ id, kind, name, mime }: ReplyFile): SendBody => ({
  message: {},
  upload: { file: id, name, mime, type: kind === 'image' ? 'image' : 'file' },
});

export interface SendApi {
  /** Whose messages these are: a page, or an Instagram account. */
  node: string;
  /** Named with uploads for Instagram accounts behind a page. */
  platform?: 'instagram';
  /** Messenger wants to know why a message is sent; Instagram does not. */
  messagingType?: 'RESPONSE';
}

export async function sendMessage(
  api: SendApi,
  { graph, uploads, file }: Sender,
  part: OutPart,
  key: string,
): Promise<GraphResult> {
  const { message, replyTo, upload } = part.body as SendBody;
  const request = {
    recipient: { id: part.address.chat },
    ...(api.messagingType ? { messaging_type: api.messagingType } : {}),
    ...(replyTo === undefined ? {} : { reply_to: { mid: replyTo } }),
  };
  // Comes back in the message's echo.
  const metadata = metadataOf(key);
  const path = `${api.node}/messages`;
  if (!upload) return graph.post(path, { ...request, message: { ...message, metadata } });
  try {
    const bytes = await uploadedBytes(upload, file);
    const id = await uploads.idOf(bytes, upload.type, () => uploadAttachment(api, graph, bytes, upload));
    const attachment = { type: upload.type, payload: { attachment_id: id } };
    const result = await graph.post(path, { ...request, message: { attachment, metadata } });
    if (result.status === 'failed' && result.error.kind === 'media refused') await uploads.forget(id);
    return result;
  } catch (error) {
    if (error instanceof UploadRefused) return error.result;
    throw error;
  }
}

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/attachment-upload-api */
async function uploadAttachment(
  { node, platform }: SendApi,
  graph: Graph,
  bytes: Uint8Array<ArrayBuffer>,
  { name, mime, type }: { name: string; mime: string; type: string },
): Promise<string> {
  const form = new FormData();
  if (platform) form.set('platform', platform);
  form.set('message', JSON.stringify({ attachment: { type, payload: { is_reusable: true } } }));
  form.set('filedata', new Blob([bytes], { type: mime }), name);
  const result = await graph.upload(`${node}/message_attachments`, form);
  const id = result.status === 'ok' ? identifier(result.body.attachment_id) : undefined;
  if (id === undefined) throw new UploadRefused(result);
  return id;
}

/** Each is a call of its own, with no message in it. */
export const senderAction = (api: SendApi, graph: Graph, { chat }: Address, action: 'typing_on' | 'mark_seen') =>
  graph.post(`${api.node}/messages`, { recipient: { id: chat }, sender_action: action });

/** What people sent lies on the content network, under an address that needs no token and does not last. */
export async function fetchAttachment(
  graph: Graph,
  recipe: Fields,
  options: { maxBytes: number; signal: AbortSignal },
): Promise<Uint8Array> {
  const [url, kind] = [text(recipe.url), text(recipe.kind)];
  if (url === undefined || kind === undefined || !MEDIA_KINDS.includes(kind))
    throw new FetchError('This is no file of this platform.', false);
  try {
    return await download(url, { ...options, kind: kind as MediaKind, origin: graph.origin });
  } catch (error) {
    if (error instanceof GoneError)
      throw new FetchError('The platform does not keep the file any more.', false, { cause: error });
    throw error;
  }
}
