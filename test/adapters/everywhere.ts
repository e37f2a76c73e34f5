/**
 * One message as each platform hands it over: payloads made by hand after their documentation (telegram/updates/,
 * fixtures/meta, whatsapp-web/page-message.ts), to be decoded as the channels do.
 */
import type { Inbound, Part } from '../../adapters/contract.ts';
import { decodeWebhook as decodeInstagram } from '../../adapters/instagram/decode.ts';
import { decodeWebhook as decodeMessenger } from '../../adapters/messenger/decode.ts';
import type { Fields } from '../../adapters/meta/json.ts';
import { decode as decodeTelegram } from '../../adapters/telegram/decode.ts';
import { decodeMessage as decodeWeb } from '../../adapters/web/decode.ts';
import { decodeWebhook as decodeCloud } from '../../adapters/whatsapp-cloud/decode.ts';
import { decodeEdit, decodeMessage as decodeWhatsAppWeb } from '../../adapters/whatsapp-web/decode.ts';
import { whatsAppMessages } from '../doubles/graph/webhooks.ts';
import { ACCOUNTS, ANA, APP_ID } from './meta/meta-under-test.ts';
import { NOW } from './meta/payloads.ts';
import { BOT } from './telegram/updates/people.ts';
import { around, heard, pageMessage } from './whatsapp-web/page-message.ts';

export type Medium = 'image' | 'audio' | 'video' | 'document' | 'sticker';

/** What a person sends, in nobody's form. */
export type Sent =
  /** `entities`: what Telegram says of the words; elsewhere they are typed as `typed`, or as they are. */
  | { kind: 'words'; text: string; typed?: string; entities?: object[]; edited?: true; answers?: true }
  | { kind: Medium; words?: string; count?: number }
  | { kind: 'location'; latitude: number; longitude: number }
  | { kind: 'contact'; name: string; phone: string };

const AT_S = NOW / 1000;

const numbered = (count = 1): number[] => Array.from({ length: count }, (_, index) => index);

const typedIn = ({ text, typed = text }: { text: string; typed?: string }): string => typed;

// ------------------------------------------------------------------------------------------------ Telegram

const TELEGRAM_MEDIA: Record<Medium, object> = {
  image: { photo: [{ file_id: 'F', file_unique_id: 'U', width: 90, height: 90, file_size: 1000 }] },
  audio: { voice: { file_id: 'F', file_unique_id: 'U', duration: 3, mime_type: 'audio/ogg' } },
  video: { video: { file_id: 'F', file_unique_id: 'U', width: 9, height: 9, duration: 3, mime_type: 'video/mp4' } },
  document: { document: { file_id: 'F', file_unique_id: 'U', mime_type: 'application/pdf', file_name: 'a.pdf' } },
  sticker: {
    sticker: {
      ...{ file_id: 'F', file_unique_id: 'U', type: 'regular', width: 1, height: 1 },
      ...{ is_animated: false, is_video: false },
    },
  },
};

function telegram(sent: Sent): Inbound[] {
  const from = { id: 7, is_bot: false, first_name: 'Ana' };
  const chat = { id: 7, type: 'private', first_name: 'Ana' };
  const frame = (id: number, content: object) => ({ message_id: id, date: AT_S, chat, from, ...content });
  const updates = (): object[] => {
    switch (sent.kind) {
      case 'words': {
        const earlier = { ...frame(9, { text: 'before' }), from: { id: 4242, is_bot: true, first_name: 'Parley' } };
        const message = frame(11, {
          ...{ text: sent.text, entities: sent.entities ?? [] },
          ...(sent.answers ? { reply_to_message: earlier } : {}),
        });
        return [sent.edited ? { edited_message: { ...message, edit_date: AT_S } } : { message }];
      }
      case 'location':
        return [{ message: frame(11, { location: { latitude: sent.latitude, longitude: sent.longitude } }) }];
      case 'contact':
        return [{ message: frame(11, { contact: { phone_number: sent.phone, first_name: sent.name } }) }];
      default: {
        const { kind, words, count } = sent;
        return numbered(count).map((index) => ({
          message: frame(11 + index, {
            ...TELEGRAM_MEDIA[kind],
            ...(index === 0 && words !== undefined ? { caption: words } : {}),
            ...(count === undefined ? {} : { media_group_id: 'G' }),
          }),
        }));
      }
    }
  };
  return updates().flatMap((update, index) => decodeTelegram({ update_id: index + 1, ...update }, BOT, NOW).events);
}

// ------------------------------------------------------------------------------------------------ WhatsApp

const PAGE_MEDIA: Record<Medium, { type: string; mimetype: string }> = {
  image: { type: 'image', mimetype: 'image/jpeg' },
  audio: { type: 'ptt', mimetype: 'audio/ogg; codecs=opus' },
  video: { type: 'video', mimetype: 'video/mp4' },
  document: { type: 'document', mimetype: 'application/pdf' },
  sticker: { type: 'sticker', mimetype: 'image/webp' },
};

function whatsAppWeb(sent: Sent): Inbound[] {
  const read = (data: object): Inbound[] => {
    const decoded = decodeWhatsAppWeb(heard(data), around);
    return 'ignored' in decoded ? [] : decoded.events;
  };
  switch (sent.kind) {
    case 'words': {
      const body = typedIn(sent);
      if (sent.edited) {
        const decoded = decodeEdit(heard(pageMessage({ body, latestEditSenderTimestampMs: NOW })), around);
        return 'ignored' in decoded ? [] : decoded.events;
      }
      const quoted = {
        quotedStanzaID: '3EB0C1B3F086F53037E192',
        quotedParticipant: { user: '4915123456789', server: 'c.us', _serialized: '4915123456789@c.us' },
        quotedMsg: { type: 'chat', body: 'before' },
      };
      return read(pageMessage({ body, ...(sent.answers ? quoted : {}) }));
    }
    case 'location':
      return read(pageMessage({ type: 'location', body: '/9j/', lat: sent.latitude, lng: sent.longitude }));
    case 'contact': {
      const body = `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${sent.name}\r\nTEL:${sent.phone}\r\nEND:VCARD`;
      return read(pageMessage({ type: 'vcard', body }));
    }
    default: {
      const { kind, words, count } = sent;
      const file = { ...PAGE_MEDIA[kind], body: '/9j/4AAQSkZJRg==', directPath: '/v/t62', size: 1000 };
      return numbered(count).flatMap((index) =>
        read(pageMessage({ ...file, ...(index === 0 && words !== undefined ? { caption: words } : {}) })),
      );
    }
  }
}

const CLOUD_MEDIA: Record<Medium, object> = {
  image: { mime_type: 'image/jpeg' },
  audio: { mime_type: 'audio/ogg; codecs=opus', voice: true },
  video: { mime_type: 'video/mp4' },
  document: { mime_type: 'application/pdf', filename: 'a.pdf' },
  sticker: { mime_type: 'image/webp', animated: false },
};

function whatsAppCloud(sent: Sent): Inbound[] {
  const messages = (): object[] => {
    switch (sent.kind) {
      case 'words': {
        const said = { type: 'text', text: { body: typedIn(sent) } };
        if (sent.edited) return [{ type: 'edit', edit: { original_message_id: 'wamid.A0', message: said } }];
        return [{ ...said, ...(sent.answers ? { context: { from: '15550783881', id: 'wamid.B1' } } : {}) }];
      }
      case 'location':
        return [{ type: 'location', location: { latitude: sent.latitude, longitude: sent.longitude } }];
      case 'contact': {
        const contact = { name: { formatted_name: sent.name }, phones: [{ phone: sent.phone }] };
        return [{ type: 'contacts', contacts: [contact] }];
      }
      default: {
        const { kind, words, count } = sent;
        return numbered(count).map((index) => {
          const caption = index === 0 && words !== undefined ? { caption: words } : {};
          return { type: kind, [kind]: { id: `11${index}`, ...CLOUD_MEDIA[kind], ...caption } };
        });
      }
    }
  };
  const ana = { number: '5511987654321', userId: ANA.whatsapp, name: 'Ana' };
  const bodies = messages().map((message, index) => ({ id: `wamid.A${index}`, timestamp: String(AT_S), ...message }));
  const payload = whatsAppMessages(ACCOUNTS.whatsapp, ana, bodies);
  return decodeCloud({ ...payload }, { account: ACCOUNTS.whatsapp, now: NOW }).events;
}

// ------------------------------------------------------------------------------------------------ Messenger, Instagram

/** Null: people cannot send it there. */
function messaging(sent: Sent, place: 'page' | 'instagram'): Fields | null {
  const [account, person] =
    place === 'page' ? [ACCOUNTS.messenger, ANA.messenger] : [ACCOUNTS.instagram, ANA.instagram];
  const content = (): object | null => {
    switch (sent.kind) {
      case 'words': {
        const text = typedIn(sent);
        if (sent.edited) return { message_edit: { mid: 'm_1', text, num_edit: 1 } };
        return { message: { mid: 'm_1', text, ...(sent.answers ? { reply_to: { mid: 'm_0' } } : {}) } };
      }
      case 'location': {
        const coordinates = { lat: sent.latitude, long: sent.longitude };
        return place === 'page'
          ? { message: { mid: 'm_1', attachments: [{ type: 'location', payload: { coordinates } }] } }
          : null;
      }
      case 'contact':
        return null;
      default: {
        const { kind, words, count } = sent;
        if (place === 'instagram' && kind === 'sticker') return null;
        const type = kind === 'document' ? 'file' : kind;
        const attachments = numbered(count).map((index) => ({
          ...{ type, payload: { url: `https://scontent.xx.fbcdn.net/v/t1/file?oh=${index}` } },
        }));
        return { message: { mid: 'm_1', ...(words === undefined ? {} : { text: words }), attachments } };
      }
    }
  };
  const said = content();
  if (said === null) return null;
  const event = { sender: { id: person }, recipient: { id: account }, timestamp: NOW, ...said };
  return { object: place, entry: [{ id: account, time: NOW, messaging: [event] }] };
}

function messenger(sent: Sent): Inbound[] | null {
  const body = messaging(sent, 'page');
  return body && decodeMessenger(body, { pageId: ACCOUNTS.messenger, appId: APP_ID, now: NOW }).events;
}

function instagram(sent: Sent): Inbound[] | null {
  const body = messaging(sent, 'instagram');
  return body && decodeInstagram(body, { accountIds: [ACCOUNTS.instagram], appId: APP_ID, now: NOW }).events;
}

// ------------------------------------------------------------------------------------------------ the page

/** The page sends words and photos. */
function web(sent: Sent): Inbound[] | null {
  const body = () => {
    if (sent.kind === 'image')
      return { key: 'm1', text: sent.words ?? '', photos: numbered(sent.count).map((index) => `p${index}`) };
    return sent.kind === 'words' && !sent.edited && !sent.answers ? { key: 'm1', text: typedIn(sent) } : null;
  };
  const decoded = body() && decodeWeb('one', body(), { now: NOW });
  if (decoded === null) return null;
  return 'problem' in decoded ? [] : decoded.value;
}

/** What each platform's form of it is decoded to; null where people cannot send it there. */
export const CHANNELS = {
  telegram,
  'whatsapp-web': whatsAppWeb,
  'whatsapp-cloud': whatsAppCloud,
  messenger,
  instagram,
  web,
} satisfies Record<string, (sent: Sent) => Inbound[] | null>;

export type ChannelName = keyof typeof CHANNELS;

/** The parts of an album are one message. */
export const partsOf = (events: Inbound[]): Part[] =>
  events.flatMap((event) => (event.kind === 'message' || event.kind === 'edit' ? event.parts : []));
