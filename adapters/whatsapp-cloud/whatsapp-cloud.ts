/** WhatsApp by Meta's Cloud API: one business number. */
import type { Channel, OutPart } from '../contract.ts';
import { FetchError } from '../errors.ts';
import { createMetaChannel, firstMessageId, type MetaOptions, type Sender } from '../meta/channel.ts';
import type { Graph, GraphResult } from '../meta/graph.ts';
import { type Fields, identifier, text } from '../meta/json.ts';
import { download, GoneError, MEDIA_KINDS, type MediaKind } from '../meta/media.ts';
import { UploadRefused, uploadedBytes } from '../meta/send.ts';
import { decodeWebhook } from './decode.ts';
import { encodeReply, type WhatsAppBody } from './encode.ts';
import { recipientOf } from './identity.ts';
import { CAPABILITIES, UPLOAD_MS, WHATSAPP_CLOUD } from './limits.ts';

const PRODUCT = { messaging_product: 'whatsapp' };

export interface WhatsAppCloudOptions extends MetaOptions {
  /** The number's id at Meta (`phone_number_id`), not the number itself. */
  numberId: string;
}

export function createWhatsAppCloudChannel(options: WhatsAppCloudOptions): Channel {
  const { numberId } = options;
  const messages = `${numberId}/messages`;
  return createMetaChannel(
    {
      id: WHATSAPP_CLOUD,
      account: numberId,
      capabilities: CAPABILITIES,
      object: 'whatsapp_business_account',
      uploadMs: UPLOAD_MS,
      // People never log in to a WhatsApp app; whoever blocks the number is told of by nobody.
      callbacks: false,
      decode: (payload, now) => decodeWebhook(payload, { account: numberId, now }),
      encode: encodeReply,
      send: (sender, part, key) => send(sender, numberId, part, key),
      idOf: firstMessageId,
      // One call says both: https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators
      typing: (graph, _address, lastMessage) =>
        lastMessage === undefined
          ? null
          : graph.post(messages, {
              ...PRODUCT,
              status: 'read',
              message_id: lastMessage,
              typing_indicator: { type: 'text' },
            }),
      seen: (graph, _address, messageId) => graph.post(messages, { ...PRODUCT, status: 'read', message_id: messageId }),
      fetch: fetchMedia,
    },
    options,
  );
}

async function send(
  { graph, uploads, file }: Sender,
  numberId: string,
  part: OutPart,
  key: string,
): Promise<GraphResult> {
  const { message, upload } = part.body as WhatsAppBody;
  const request = {
    ...PRODUCT,
    recipient_type: 'individual',
    ...recipientOf(part.address.chat),
    // Comes back in every status of this message.
    biz_opaque_callback_data: key,
    ...message,
  };
  if (!upload) return graph.post(`${numberId}/messages`, request);
  try {
    const bytes = await uploadedBytes(upload, file);
    const id = await uploads.idOf(bytes, upload.mime, () => uploadMedia(graph, numberId, bytes, upload));
    const { type } = message;
    const result = await graph.post(`${numberId}/messages`, {
      ...request,
      [type]: { id, ...(message[type] as object) },
    });
    if (result.status === 'failed' && result.error.kind === 'media refused') await uploads.forget(id);
    return result;
  } catch (error) {
    if (error instanceof UploadRefused) return error.result;
    throw error;
  }
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media#upload-media */
async function uploadMedia(
  graph: Graph,
  numberId: string,
  bytes: Uint8Array<ArrayBuffer>,
  { name, mime }: { name: string; mime: string },
): Promise<string> {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', mime);
  form.set('file', new Blob([bytes], { type: mime }), name);
  const result = await graph.upload(`${numberId}/media`, form);
  const id = result.status === 'ok' ? identifier(result.body.id) : undefined;
  if (id === undefined) throw new UploadRefused(result);
  return id;
}

/** The id leads to an address that lives for minutes; when it has just run out, a new one is asked for once. */
async function fetchMedia(
  graph: Graph,
  recipe: Fields,
  options: { maxBytes: number; signal: AbortSignal },
): Promise<Uint8Array> {
  const [media, kind] = [identifier(recipe.media), text(recipe.kind)];
  if (media === undefined || kind === undefined || !MEDIA_KINDS.includes(kind))
    throw new FetchError('This is no file of WhatsApp.', false);
  const get = async () => {
    const { url, sha256 } = await announced(graph, media);
    return download(url, {
      ...options,
      sha256,
      kind: kind as MediaKind,
      origin: graph.origin,
      token: graph.token,
    });
  };
  try {
    return await get();
  } catch (error) {
    if (error instanceof GoneError) return get();
    throw error;
  }
}

async function announced(graph: Graph, media: string): Promise<{ url: string; sha256: string | undefined }> {
  const found = await graph.get(encodeURIComponent(media));
  if (found.status === 'unknown') throw new FetchError(`The file could not be found: ${found.why}.`, true);
  if (found.status === 'failed') {
    const { retryable, reason } = found.error.failure;
    throw new FetchError(`WhatsApp does not hand the file over: ${reason}.`, retryable);
  }
  const url = text(found.body.url);
  if (url === undefined) throw new FetchError('WhatsApp does not say where the file is.', false);
  return { url, sha256: text(found.body.sha256) };
}
