/**
 * The stand-in speaks the platform's language as others understand it: four clients that are not ours run against it, send
 * what it has to take and read what it answers and calls.
 */

import { createMemoryState } from '@chat-adapter/state-memory';
import { createWhatsAppAdapter, WhatsAppApiError } from '@chat-adapter/whatsapp';
import { WhatsAppClient } from '@kapso/whatsapp-cloud-api';
import { normalizeWebhook, verifySignature } from '@kapso/whatsapp-cloud-api/server';
import {
  extractWebhookEvents,
  getWebhookEventType,
  Messenger,
  type SendMessageRequest,
  verifyWebhookSignature,
  verifyWebhookSubscription,
} from '@warriorteam/messenger-sdk';
import { type Adapter, Chat, ConsoleLogger, type StateAdapter } from 'chat';
import { afterEach, describe, expect, it } from 'vitest';
import { WhatsAppAPI } from 'whatsapp-api-js';
import {
  ActionButtons,
  ActionList,
  Body,
  Button,
  Image,
  Interactive,
  ListSection,
  Reaction,
  Row,
  Text,
} from 'whatsapp-api-js/messages';
import type { ClientMessage, PostData } from 'whatsapp-api-js/types';
import { type StandInGraph, startGraph } from './graph.ts';
import {
  escaped,
  messagingBody,
  messagingEcho,
  messagingText,
  sign,
  whatsAppMessages,
  whatsAppStatus,
  whatsAppText,
} from './webhooks.ts';

const NUMBER = { product: 'whatsapp' as const, id: '106540352242922', token: 'the-token' };
const SECRET = 'app-secret';
const ANA = { number: '5511987654321', userId: 'BR.13491208655302741918', name: 'Ana Überall' };

let graph: StandInGraph | undefined;
afterEach(() => graph?.close());
async function open(): Promise<StandInGraph> {
  graph = await startGraph([NUMBER]);
  graph.heard(NUMBER.id, ANA.number);
  graph.heard(NUMBER.id, ANA.userId);
  return graph;
}

describe('the Chat SDK', () => {
  async function bot(standIn: StandInGraph) {
    const whatsapp = createWhatsAppAdapter({
      accessToken: NUMBER.token,
      appSecret: SECRET,
      phoneNumberId: NUMBER.id,
      verifyToken: 'verify',
      logger: new ConsoleLogger('silent'),
      apiUrl: standIn.base,
    });
    // Their packages bring their own copies of each other's types, which private fields tell apart; the objects fit.
    const state: StateAdapter = Object(createMemoryState());
    const adapter: Adapter = Object(whatsapp);
    const chat = new Chat({ userName: 'bot', adapters: { whatsapp: adapter }, state, logger: 'silent' });
    const work: Promise<unknown>[] = [];
    const waitUntil = (task: Promise<unknown>) => void work.push(task);
    const hear = async (body: object) => {
      const text = escaped(body);
      const headers = { 'x-hub-signature-256': sign(text, SECRET) };
      const response = await chat.webhooks.whatsapp(
        new Request('http://bot/', { method: 'POST', body: text, headers }),
        { waitUntil },
      );
      while (work.length > 0) await work.shift();
      return response.status;
    };
    return { whatsapp, chat, hear };
  }

  it('hears what the stand-in sends, and what it answers is taken', async () => {
    const standIn = await open();
    const { chat, hear } = await bot(standIn);
    const heard: string[] = [];
    chat.onDirectMessage(async (thread, message) => {
      heard.push(`${message.author.fullName}: ${message.text}`);
      await thread.startTyping();
      await thread.post({ markdown: `**You** said ${message.text}` });
    });
    expect(await hear(whatsAppText(NUMBER.id, ANA, 'wamid.1', 'Olá 👋'))).toBe(200);
    expect(heard).toEqual(['Ana Überall: Olá 👋']);
    expect(standIn.sent).toMatchObject([{ text: '*You* said Olá 👋' }]);
    expect(standIn.shown).toEqual(['read wamid.1', 'typing wamid.1']);
  });

  it('uploads and sends files, and is told of a person it may not write to', async () => {
    const standIn = await open();
    const { whatsapp, chat, hear } = await bot(standIn);
    chat.onDirectMessage(async () => {});
    await hear(whatsAppText(NUMBER.id, ANA, 'wamid.1', 'hi'));
    const thread = whatsapp.encodeThreadId({ phoneNumberId: NUMBER.id, userWaId: ANA.number });
    await whatsapp.postMessage(thread, {
      markdown: 'a picture',
      files: [{ data: Buffer.from('bytes'), filename: 'a.png', mimeType: 'image/png' }],
    });
    expect(standIn.sent.at(-1)).toMatchObject({
      text: 'a picture',
      file: { mime: 'image/png', bytes: Buffer.from('bytes') },
    });
    standIn.passMs(25 * 3_600_000);
    const late = whatsapp.postMessage(thread, 'late');
    await expect(late).rejects.toBeInstanceOf(WhatsAppApiError);
    await expect(late).rejects.toMatchObject({ errorCode: 131047, status: 400 });
  });
});

describe('@kapso/whatsapp-cloud-api', () => {
  const client = (standIn: StandInGraph) => new WhatsAppClient({ accessToken: NUMBER.token, baseUrl: standIn.base });

  it('sends texts, buttons, lists, reactions and marks', async () => {
    const standIn = await open();
    const { messages } = client(standIn);
    const to = { phoneNumberId: NUMBER.id, to: ANA.number };
    const sent = await messages.sendText({
      ...to,
      body: 'Hello',
      bizOpaqueCallbackData: 'k:0',
      contextMessageId: 'wamid.1',
    });
    expect(sent.messages[0]!.id).toBe(standIn.sent[0]!.id);
    await messages.sendText({ phoneNumberId: NUMBER.id, recipient: ANA.userId, body: 'by id' });
    await messages.sendInteractiveButtons({
      ...to,
      bodyText: 'Choose',
      buttons: [
        { id: 'yes', title: 'Yes' },
        { id: 'no', title: 'No' },
      ],
    });
    await messages.sendInteractiveList({
      ...to,
      bodyText: 'Choose',
      buttonText: 'Open',
      sections: [{ title: 'All', rows: [{ id: 'one', title: 'One' }] }],
    });
    await messages.sendReaction({ ...to, reaction: { messageId: 'wamid.1', emoji: '👍' } });
    await messages.markRead({ phoneNumberId: NUMBER.id, messageId: 'wamid.1', typingIndicator: { type: 'text' } });
    expect(standIn.sent).toMatchObject([
      { text: 'Hello', key: 'k:0', quotes: 'wamid.1' },
      { text: 'by id', to: ANA.userId },
      { text: 'Choose', choices: ['yes', 'no'] },
      { text: 'Choose', choices: ['one'] },
    ]);
    expect(standIn.shown).toEqual(['read wamid.1', 'typing wamid.1']);
  });

  it('uploads and fetches files', async () => {
    const standIn = await open();
    const { media, messages } = client(standIn);
    const uploaded = await media.upload({
      phoneNumberId: NUMBER.id,
      type: 'image',
      file: new Blob(['bytes'], { type: 'image/png' }),
      fileName: 'a.png',
    });
    await messages.sendImage({ phoneNumberId: NUMBER.id, to: ANA.number, image: { id: uploaded.id, caption: 'look' } });
    expect(standIn.sent[0]).toMatchObject({ text: 'look', file: { bytes: Buffer.from('bytes') } });
    const { id } = standIn.host({ mime: 'image/png', bytes: Buffer.from('theirs') });
    const fetched = await media.download({ mediaId: id, auth: 'always' });
    expect(Buffer.from(fetched as ArrayBuffer).toString()).toBe('theirs');
  });

  it('reads the refusals, and takes the signature and the body of the webhooks', async () => {
    const standIn = await open();
    standIn.revoke(NUMBER.id);
    const refused = client(standIn).messages.sendText({ phoneNumberId: NUMBER.id, to: ANA.number, body: 'x' });
    await expect(refused).rejects.toMatchObject({ code: 190, httpStatus: 401 });
    const text = escaped(whatsAppText(NUMBER.id, ANA, 'wamid.1', 'Olá 👋'));
    expect(verifySignature({ appSecret: SECRET, rawBody: text, signatureHeader: sign(text, SECRET) })).toBe(true);
    const { phoneNumberId, messages } = normalizeWebhook(JSON.parse(text));
    expect(phoneNumberId).toBe(NUMBER.id);
    expect(messages[0]).toMatchObject({ id: 'wamid.1', type: 'text', text: { body: 'Olá 👋' } });
  });
});

describe('whatsapp-api-js', () => {
  /** It knows one address only; the way there is bent. */
  function client(standIn: StandInGraph) {
    const bent: typeof fetch = (input, init) =>
      fetch(String(input).replace('https://graph.facebook.com', standIn.base), init);
    return new WhatsAppAPI({
      token: NUMBER.token,
      appSecret: SECRET,
      webhookVerifyToken: 'verify',
      v: 'v24.0',
      ponyfill: { fetch: bent, subtle: crypto.subtle },
    });
  }

  it('sends texts, pictures, buttons, lists and reactions', async () => {
    const standIn = await open();
    const api = client(standIn);
    const send = (message: ClientMessage, context?: string, key?: string) =>
      api.sendMessage(NUMBER.id, { phone: ANA.number, bsuid: ANA.userId }, message, context, key);
    const sent = await send(new Text('Hello'), 'wamid.1', 'k:0');
    expect('messages' in sent && sent.messages[0].id).toBe(standIn.sent[0]!.id);
    const form = new FormData();
    form.set('file', new Blob(['bytes'], { type: 'image/png' }), 'a.png');
    const uploaded = await api.uploadMedia(NUMBER.id, form);
    await send(new Image('id' in uploaded ? uploaded.id : '', true, 'look'));
    await send(new Interactive(new ActionButtons(new Button('yes', 'Yes')), new Body('Choose')));
    await send(
      new Interactive(
        new ActionList('Open', new ListSection('All', new Row('one', 'One', 'the first'))),
        new Body('Choose'),
      ),
    );
    await send(new Reaction('wamid.1', '👍'));
    expect(await api.markAsRead(NUMBER.id, 'wamid.1', 'text')).toEqual({ success: true });
    expect(standIn.sent).toMatchObject([
      { text: 'Hello', key: 'k:0', quotes: 'wamid.1' },
      { text: 'look', file: { bytes: Buffer.from('bytes') } },
      { choices: ['yes'] },
      { choices: ['one'] },
    ]);
  });

  it('finds and fetches files, and reads the refusals', async () => {
    const standIn = await open();
    const api = client(standIn);
    const { id } = standIn.host({ mime: 'image/png', bytes: Buffer.from('theirs') });
    const found = await api.retrieveMedia(id);
    expect(found).toMatchObject({ mime_type: 'image/png', file_size: '6', id });
    expect(await (await api.fetchMedia('url' in found ? found.url : '')).text()).toBe('theirs');
    standIn.passMs(25 * 3_600_000);
    expect(await api.sendMessage(NUMBER.id, { phone: ANA.number, bsuid: ANA.userId }, new Text('late'))).toMatchObject({
      error: { code: 131047, error_data: { details: expect.any(String) } },
    });
  });

  it('takes the signature over the escaped form, and reads messages and statuses', async () => {
    const standIn = await open();
    const api = client(standIn);
    const heard: unknown[] = [];
    api.on.message = ({ from, message }) => void heard.push({ from, message });
    api.on.status = ({ id, status, biz_opaque_callback_data }) =>
      void heard.push({ id, status, biz_opaque_callback_data });
    const hear = async (body: PostData) => {
      const text = escaped(body);
      await api.post(JSON.parse(text) as PostData, text, sign(text, SECRET));
    };
    await hear(whatsAppMessages(NUMBER.id, ANA, [{ id: 'wamid.1', type: 'text', text: { body: 'Olá 👋' } }]));
    await hear(whatsAppStatus(NUMBER.id, ANA.userId, 'wamid.2', 'delivered', { key: 'k:0' }));
    expect(heard).toMatchObject([
      { message: { id: 'wamid.1', text: { body: 'Olá 👋' } } },
      { id: 'wamid.2', status: 'delivered', biz_opaque_callback_data: 'k:0' },
    ]);
  });
});

describe.each(['messenger', 'instagram'] as const)('@warriorteam/messenger-sdk, for %s', (product) => {
  const account = { product, id: '100123456789012', token: 'the-token' };
  const person = '7711223344556677';
  async function client() {
    graph = await startGraph([account]);
    graph.heard(account.id, person);
    return { standIn: graph, api: new Messenger({ accessToken: account.token, baseUrl: graph.base }) };
  }
  const text = (words: string): SendMessageRequest => ({
    recipient: { id: person },
    messaging_type: 'RESPONSE',
    message: { text: words },
  });

  it('sends texts and quick replies, shows typing and marks as read', async () => {
    const { standIn, api } = await client();
    const sent = await api.send.message({
      ...text('Choose'),
      message: {
        text: 'Choose',
        quick_replies: [{ content_type: 'text', title: 'Yes', payload: 'yes' }],
        metadata: 'k:0',
      },
    });
    expect(sent).toEqual({ recipient_id: person, message_id: standIn.sent[0]!.id });
    await api.send.typingOn(person);
    await api.send.markSeen(person);
    expect(standIn.sent).toMatchObject([{ text: 'Choose', key: 'k:0', choices: ['yes'] }]);
    expect(standIn.shown).toEqual([`typing_on ${person}`, `mark_seen ${person}`]);
  });

  it('reads the refusals: too long, outside the window, nobody known, no token', async () => {
    const { standIn, api } = await client();
    const refused = (words: string) => expect(api.send.message(text(words))).rejects;
    // Their own check is Messenger's; in bytes these are more than Instagram takes and in characters few.
    if (product === 'instagram') await refused('ä'.repeat(501)).toMatchObject({ code: 100, statusCode: 400 });
    else expect(await api.send.message(text('ä'.repeat(2000)))).toMatchObject({ recipient_id: person });
    await expect(api.send.message({ ...text('who?'), recipient: { id: '7000000000000000' } })).rejects.toMatchObject({
      code: 100,
      subcode: 2018001,
    });
    standIn.passMs(25 * 3_600_000);
    await refused('late').toMatchObject({ code: 10, subcode: product === 'messenger' ? 2018278 : 2534022 });
    standIn.revoke(account.id);
    await refused('x').toMatchObject({ code: 190, statusCode: 401 });
  });

  it('takes the signature and finds every kind of event in the bodies', async () => {
    const object = product === 'messenger' ? 'page' : 'instagram';
    const parties = { sender: { id: person }, recipient: { id: account.id }, timestamp: 1_760_000_000_123 };
    const bodies = [
      messagingText(object, account.id, person, 'm_1', 'Olá 👋'),
      messagingEcho(object, account.id, person, { mid: 'm_2', text: 'mine', metadata: 'k:0' }),
      messagingBody(object, account.id, [
        { ...parties, postback: { mid: 'm_3', title: 'Help', payload: '/help' } },
        { ...parties, message_edit: { mid: 'm_1', text: 'Hello', num_edit: 1 } },
        { ...parties, reaction: { mid: 'm_1', action: 'react', reaction: 'love', emoji: '❤' } },
        { ...parties, read: { watermark: 1_760_000_000_123 } },
      ]),
    ];
    const kinds: unknown[] = [];
    for (const body of bodies) {
      const raw = escaped(body);
      const signed = await verifyWebhookSignature(Buffer.from(raw), sign(raw, 'secret'), 'secret');
      expect(signed).toEqual({ isValid: true, error: undefined });
      // Theirs sorts what is a page's; an account's events have the same form.
      const known = JSON.parse(raw) as Parameters<typeof extractWebhookEvents>[0];
      known.object = 'page';
      kinds.push(...extractWebhookEvents(known).map((event) => getWebhookEventType(event)));
    }
    expect(kinds).toEqual(['message', 'message_echo', 'postback', 'message_edit', 'reaction', 'read']);
    const query = { 'hub.mode': 'subscribe', 'hub.verify_token': 'word', 'hub.challenge': '42' };
    expect(verifyWebhookSubscription(query, 'word')).toBe('42');
  });
});
