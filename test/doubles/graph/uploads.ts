/** Files that were uploaded, each by and for one account. */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { AUTH, GraphRefusal, SEND_API, WHATSAPP } from './errors.ts';
import { UPLOADS } from './send-api-rules.ts';
import { MEDIA_TYPES, type WhatsAppContent } from './whatsapp-rules.ts';

export interface UploadedFile {
  account: string;
  mime: string;
  bytes: Buffer;
  name: string;
}

interface Upload {
  request: IncomingMessage;
  query: URLSearchParams;
  body: Buffer;
  account: { id: string; product: string; linked?: boolean };
}

export interface Uploads {
  get(id: string): UploadedFile | undefined;
  /** https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media#upload-media */
  media(upload: Upload): Promise<string>;
  /** https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/attachment-upload-api */
  attachment(upload: Upload): Promise<string>;
  /** The file a message sends by its id; undefined where it sends none. */
  sentWith(content: WhatsAppContent, account: string): UploadedFile | undefined;
  readonly count: number;
}

const attachment = z.strictObject({
  attachment: z.strictObject({ type: z.string(), payload: z.strictObject({ is_reusable: z.boolean().optional() }) }),
});

export function createUploads(): Uploads {
  const files = new Map<string, UploadedFile>();

  async function keep(file: File, account: string): Promise<string> {
    const id = String(700_000_000_000_000 + files.size);
    files.set(id, { account, mime: file.type, bytes: Buffer.from(await file.arrayBuffer()), name: file.name });
    return id;
  }

  return {
    get: (id) => files.get(id),
    get count() {
      return files.size;
    },

    async media({ request, body, account, query }) {
      const form = await formOf(request, body);
      const product = form.get('messaging_product') ?? query.get('messaging_product');
      const file = form.get('file');
      if (product !== 'whatsapp') throw WHATSAPP.invalid('messaging_product is required');
      if (!(file instanceof File)) throw WHATSAPP.invalid('file is required');
      const rule = MEDIA_TYPES[file.type.split(';')[0]!];
      if (!rule) throw WHATSAPP.invalid(`Param file must be a file with one of the supported types, not ${file.type}`);
      if (file.size > rule.bytes) throw WHATSAPP.media();
      return keep(file, account.id);
    },

    async attachment({ request, body, account }) {
      if (account.product === 'instagram' && !account.linked) throw AUTH.unknown();
      const form = await formOf(request, body);
      if (account.product === 'instagram' && form.get('platform') !== 'instagram')
        throw SEND_API.invalid('platform is required');
      const message = attachment.safeParse(JSON.parse(String(form.get('message'))));
      const file = form.get('filedata');
      if (!message.success || !(file instanceof File)) throw SEND_API.invalid('message and filedata are required');
      const rule = UPLOADS[account.product]?.[message.data.attachment.type];
      if (!rule?.mime.test(file.type) || file.size > rule.bytes) throw SEND_API.invalid('This file is not supported.');
      return keep(file, account.id);
    },

    sentWith(content, account) {
      const source = (content as { [name: string]: unknown })[content.type] as { id?: string };
      if (source.id === undefined) return undefined;
      const found = files.get(source.id);
      // "Media objects are tied to the phone number."
      if (found?.account !== account) throw WHATSAPP.media();
      const expected = MEDIA_TYPES[found.mime.split(';')[0]!]?.kind;
      if (expected !== content.type && content.type !== 'document') throw WHATSAPP.media();
      return found;
    },
  };
}

async function formOf(request: IncomingMessage, body: Buffer): Promise<FormData> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) throw new GraphRefusal(400, 100, 'A multipart body is expected.');
  return new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
}
