/** What a WhatsApp message holds, as parts. https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages */
import type { Part } from '../contract.ts';
import { type Fields, fields, identifier, list, number, text } from '../meta/json.ts';
import type { MediaKind } from '../meta/media.ts';

type FileKind = Exclude<MediaKind, 'view'>;

/** Types that carry a file, and what we call them; `voice` is what audio was called before it had a flag. */
const MEDIA: { [type: string]: FileKind | undefined } = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  voice: 'audio',
  document: 'document',
  sticker: 'sticker',
};

/** Never empty: what we have no word for is `unsupported`. */
export function partsOf(message: Fields): Part[] {
  const type = text(message.type) ?? 'nothing';
  const content = fields(message[type]) ?? {};
  const kind = Object.hasOwn(MEDIA, type) ? MEDIA[type] : undefined;
  const parts = kind ? media(kind, content) : (Object.hasOwn(READERS, type) ? READERS[type]! : nothing)(message[type]);
  if (parts.length > 0) return parts;
  // Type 131051 and 131060: the sender's app can do more than the platform hands over; it names the kind.
  return [{ kind: 'unsupported', what: text(content.type) ?? type }];
}

const nothing = (): Part[] => [];

const READERS: { [type: string]: (content: unknown) => Part[] } = {
  text: (content) => said(text(fields(content)?.body)),
  location: (content) => location(fields(content) ?? {}),
  contacts: (content) => list(content).flatMap(contact),
  order: (content) => said(orderText(fields(content) ?? {})),
  interactive: (content) => said(formText(fields(fields(content)?.nfm_reply) ?? {})),
};

const said = (words: string | undefined): Part[] => (words === undefined ? [] : [{ kind: 'text', text: words }]);

function media(kind: FileKind, content: Fields): Part[] {
  const id = identifier(content.id);
  if (id === undefined) return [];
  const [mime, name, caption] = [text(content.mime_type), text(content.filename), text(content.caption)];
  return [
    {
      kind,
      attachment: { recipe: { media: id, kind }, ...(mime ? { mime } : {}), ...(name ? { name } : {}) },
      ...(caption ? { caption } : {}),
    },
  ];
}

function location(content: Fields): Part[] {
  const [latitude, longitude] = [number(content.latitude), number(content.longitude)];
  if (latitude === undefined || longitude === undefined) return [];
  const label = [text(content.name), text(content.address)].filter(Boolean).join(', ');
  return [{ kind: 'location', latitude, longitude, ...(label === '' ? {} : { label }) }];
}

function contact(content: unknown): Part[] {
  const card = fields(content);
  if (!card) return [];
  const phones = list(card.phones).flatMap((phone) => text(fields(phone)?.phone) ?? text(fields(phone)?.wa_id) ?? []);
  const name = text(fields(card.name)?.formatted_name) ?? '';
  return name === '' && phones.length === 0 ? [] : [{ kind: 'contact', name, phones }];
}

/** An order from the catalogue, a line an item, as the person would say it. */
function orderText(order: Fields): string | undefined {
  const lines = list(order.product_items).flatMap((item) => {
    const { product_retailer_id, quantity, item_price, currency } = fields(item) ?? {};
    const id = identifier(product_retailer_id);
    if (id === undefined) return [];
    const price = number(item_price);
    return `${number(quantity) ?? 1} × ${id}${price === undefined ? '' : ` (${price} ${text(currency) ?? ''})`.replace(' )', ')')}`;
  });
  const words = [text(order.text), ...lines].filter(Boolean).join('\n');
  return words === '' ? undefined : words;
}

/** A filled form (a flow, an address): what the person put in, a line a field. */
function formText(reply: Fields): string | undefined {
  const lines = Object.entries(answersOf(reply.response_json))
    .filter(([name]) => name !== 'flow_token')
    .flatMap(([name, value]) => {
      const answer = typeof value === 'object' ? JSON.stringify(value) : String(value);
      return value === null || answer === '' ? [] : `${name}: ${answer}`;
    });
  return lines.length > 0 ? lines.join('\n') : text(reply.body);
}

function answersOf(json: unknown): Fields {
  try {
    return fields(typeof json === 'string' ? JSON.parse(json) : json) ?? {};
  } catch {
    return {};
  }
}
