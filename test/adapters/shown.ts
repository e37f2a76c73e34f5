/** What a person is shown of a reply in each channel, out of what its encoder makes. */
import type { Address, Capabilities, OutPart, Reply } from '../../adapters/contract.ts';
import { encodeReply as encodeInstagram } from '../../adapters/instagram/encode.ts';
import { CAPABILITIES as INSTAGRAM } from '../../adapters/instagram/limits.ts';
import { encodeReply as encodeMessenger } from '../../adapters/messenger/encode.ts';
import { CAPABILITIES as MESSENGER } from '../../adapters/messenger/limits.ts';
import { QUICK_REPLIES } from '../../adapters/meta/limits.ts';
import type { SendBody } from '../../adapters/meta/send-api.ts';
import { bodyOf } from '../../adapters/telegram/body.ts';
import { CAPABILITIES as TELEGRAM } from '../../adapters/telegram/capabilities.ts';
import { encode as encodeTelegram } from '../../adapters/telegram/encode.ts';
import { renderBlocksSliced } from '../../adapters/web/encode.ts';
import { plainText } from '../../adapters/web/page/record/plain-text.ts';
import { encodeReply as encodeWhatsAppCloud, type WhatsAppBody } from '../../adapters/whatsapp-cloud/encode.ts';
import { LIMITS, CAPABILITIES as WHATSAPP_CLOUD } from '../../adapters/whatsapp-cloud/limits.ts';
import { capabilities as whatsAppCapabilities } from '../../adapters/whatsapp-web/capabilities.ts';
import { encode as encodeWhatsApp, bodyOf as whatsAppBodyOf } from '../../adapters/whatsapp-web/encode.ts';
import { readWhatsapp } from './text/whatsapp-reader.ts';

/** Of one part. */
export interface Shown {
  /** As it is sent and counted. */
  text: string;
  /** As it is read: without the marks that the platform takes away. */
  read: string;
  /** The same without blocks of code, in which any letter may stand. */
  prose: string;
  /** Words that leave as a file, which no limit of messages counts and no reader takes marks from. */
  file: boolean;
  /** What stands on its buttons. */
  labels: string[];
}

export interface ShownIn {
  name: string;
  text: Capabilities['text'];
  /** Longest label, in UTF-16 units; a longer one may be cut there, since its number or word does the same. */
  label: number;
  show(reply: Reply): Promise<Shown[]>;
}

const address: Address = { channel: 'any', account: 'a', chat: '1' };

export const SHOWN_IN: readonly ShownIn[] = [
  {
    name: 'the page',
    text: { limit: Number.POSITIVE_INFINITY, unit: 'none' },
    label: Number.POSITIVE_INFINITY,
    async show({ markdown, buttons = [] }) {
      const blocks = await renderBlocksSliced(markdown, { lead: false });
      const text = plainText(blocks);
      const prose = plainText(blocks.filter(({ t }) => t !== 'code'));
      return [{ text, read: text, prose, file: false, labels: buttons.map(({ label }) => label) }];
    },
  },
  {
    name: 'Telegram',
    text: TELEGRAM.text,
    label: Number.POSITIVE_INFINITY,
    show: async (reply) => (await encodeTelegram(reply, address)).map(telegramShown),
  },
  {
    name: 'Messenger',
    text: MESSENGER.text,
    label: QUICK_REPLIES.title,
    show: async (reply) => (await encodeMessenger(reply, address)).map(sendApiShown),
  },
  {
    name: 'Instagram',
    text: INSTAGRAM.text,
    label: QUICK_REPLIES.title,
    show: async (reply) => (await encodeInstagram(reply, address, true)).map(sendApiShown),
  },
  {
    name: 'WhatsApp Cloud',
    text: WHATSAPP_CLOUD.text,
    label: LIMITS.replyButtons.title,
    show: async (reply) => (await encodeWhatsAppCloud(reply, address)).map(whatsAppCloudShown),
  },
  {
    // Without buttons: the choices are numbered in the text.
    name: 'WhatsApp on a number of one’s own',
    text: whatsAppCapabilities(false).text,
    label: 0,
    show: async (reply) => (await encodeWhatsApp(reply, address)).map(whatsAppShown),
  },
];

function telegramShown(part: OutPart): Shown {
  const body = bodyOf(part);
  const labels = (body.buttons ?? []).map(({ label }) => label);
  if (body.kind !== 'text') {
    const text = body.kind === 'file' ? (body.caption ?? '') : body.text;
    return { text, read: text, prose: text, file: body.kind === 'words', labels };
  }
  const { text, entities } = body;
  const prose = text.split('');
  for (const { type, offset, length } of entities) if (type === 'pre') prose.fill(' ', offset, offset + length);
  return { text, read: text, prose: prose.join(''), file: false, labels };
}

function sendApiShown({ body }: OutPart): Shown {
  const { message, upload } = body as SendBody;
  const { text: said = '', quick_replies: choices = [] } = message as {
    text?: string;
    quick_replies?: { title: string }[];
  };
  const file = upload !== undefined && 'text' in upload;
  const text = file ? String(upload.text) : said;
  // Code is set in from the margin, quoted or not.
  const prose = text.replace(/^(?:> )?[ \u00a0]{2}.*$/gm, '');
  return { text, read: text, prose, file, labels: choices.map(({ title }) => title) };
}

function whatsAppCloudShown({ body }: OutPart): Shown {
  const { message, upload } = body as WhatsAppBody;
  const { text, interactive } = message as {
    text?: { body: string };
    interactive?: { body: { text: string }; action: { buttons?: { reply: { title: string } }[] } };
  };
  const labels = interactive?.action.buttons?.map(({ reply }) => reply.title) ?? [];
  if (upload && 'text' in upload) return asFile(String(upload.text), labels);
  return withMarks(interactive?.body.text ?? text?.body ?? '', labels);
}

function whatsAppShown(part: OutPart): Shown {
  const body = whatsAppBodyOf(part);
  if (body.kind === 'file') return withMarks('', []);
  return body.kind === 'text' ? withMarks(body.text, []) : asFile(body.text, []);
}

const asFile = (text: string, labels: string[]): Shown => ({ text, read: text, prose: text, file: true, labels });

const withMarks = (text: string, labels: string[]): Shown => ({
  ...{ text, read: readWhatsapp(text), file: false, labels },
  prose: readWhatsapp(text.replace(/^```\n[\s\S]*?\n```$/gm, '')),
});

/** As the platform counts. */
export function sizeIn(unit: Capabilities['text']['unit'], text: string): number {
  switch (unit) {
    case 'utf16':
      return text.length;
    case 'codepoint':
      return [...text].length;
    case 'byte':
      return Buffer.byteLength(text);
    case 'none':
      return 0;
    default:
      return unit satisfies never;
  }
}
