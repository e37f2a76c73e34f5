import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Button, Reply } from '../../../adapters/contract.ts';
import { encodeReply, type WhatsAppBody } from '../../../adapters/whatsapp-cloud/encode.ts';
import { recipientOf } from '../../../adapters/whatsapp-cloud/identity.ts';
import { readWhatsAppRequest } from '../../doubles/graph/whatsapp-rules.ts';

const ADDRESS = { channel: 'whatsapp-cloud', account: '1', chat: 'BR.123' };
const bodies = async (over: Partial<Reply>): Promise<WhatsAppBody[]> =>
  (await encodeReply({ key: 'k', kind: 'answer', markdown: 'Hello', ...over }, ADDRESS)).map(
    ({ body }) => body as WhatsAppBody,
  );
const buttons = (count: number): Button[] =>
  Array.from({ length: count }, (_, n) => ({ label: `Button ${n}`, value: `v${n}` }));
const picture = { id: 'f1', kind: 'image' as const, name: 'chart.png', mime: 'image/png', bytes: 1000, alt: 'A chart' };

describe('2.12, 2.13: a reply on WhatsApp', () => {
  it('is a text whose links open no preview', async () => {
    expect(await bodies({ markdown: 'See https://example.com/a' })).toEqual([
      { message: { type: 'text', text: { body: 'See https://example.com/a', preview_url: false } } },
    ]);
  });

  it('answers the message it is for with its first part, and with none after it', async () => {
    const parts = await bodies({ markdown: 'word '.repeat(2_000), quotes: 'wamid.A1' });
    expect(parts.length).toBeGreaterThan(1);
    expect(parts[0]!.message.context).toEqual({ message_id: 'wamid.A1' });
    expect(parts.slice(1).every(({ message }) => message.context === undefined)).toBe(true);
  });

  it('whose words are those beneath its picture is the picture alone, unless there are buttons', async () => {
    expect(await bodies({ markdown: 'A chart', files: [picture] })).toMatchObject([
      { message: { type: 'image', image: { caption: 'A chart' } } },
    ]);
    expect(await bodies({ markdown: 'A chart', files: [picture], buttons: buttons(1) })).toHaveLength(2);
  });

  it('has up to three buttons as buttons', async () => {
    const [only] = await bodies({ buttons: buttons(3) });
    expect(only!.message.interactive).toMatchObject({ type: 'button', body: { text: 'Hello' } });
    expect((only!.message.interactive as { action: { buttons: unknown[] } }).action.buttons).toHaveLength(3);
  });

  it('has more choices as a list', async () => {
    const [only] = await bodies({ buttons: buttons(10) });
    expect(only!.message.interactive).toMatchObject({ type: 'list', action: { sections: [{ rows: { length: 10 } }] } });
  });

  it('carries its buttons under its last words, which fit above them', async () => {
    const parts = await bodies({ markdown: 'word '.repeat(700), buttons: buttons(2) });
    expect(parts.map(({ message }) => message.type).filter((type) => type === 'interactive')).toHaveLength(1);
    expect(parts.at(-1)!.message.type).toBe('interactive');
  });

  it('cuts labels between characters and keeps them apart', async () => {
    const label = 'Ja, ich möchte das wirklich sehr gern 👩‍👩‍👧‍👦';
    const [only] = await bodies({
      buttons: [
        { label, value: 'a' },
        { label: `${label} nicht`, value: 'b' },
      ],
    });
    const titles = (
      only!.message.interactive as { action: { buttons: { reply: { title: string } }[] } }
    ).action.buttons.map(({ reply }) => reply.title);
    expect(titles[0]).toBe('Ja, ich möchte das…');
    expect(new Set(titles).size).toBe(2);
    for (const title of titles) expect(title.length).toBeLessThanOrEqual(20);
  });

  it('sends a picture with its words as the caption', async () => {
    expect((await bodies({ files: [picture] }))[1]).toEqual({
      message: { type: 'image', image: { caption: 'A chart' } },
      upload: { file: 'f1', name: 'chart.png', mime: 'image/png' },
    });
  });

  it.each([
    ['of a kind that is no picture there', { mime: 'image/webp', name: 'chart.webp' }],
    ['that is too large for one', { bytes: 6_000_000 }],
  ])('sends a picture %s as a document', async (_what, over) => {
    const [, file] = await bodies({ files: [{ ...picture, ...over }] });
    expect(file!.message).toMatchObject({ type: 'document', document: { caption: 'A chart' } });
  });

  it('sends what does not fit its messages as a document', async () => {
    const parts = await bodies({ markdown: 'word '.repeat(10_000) });
    expect(parts.length).toBe(7);
    expect(parts.at(-1)).toMatchObject({
      message: { type: 'document' },
      upload: { mime: 'text/plain', text: expect.any(String) },
    });
  });

  it('is taken by the platform, whatever it says and asks', async () => {
    const label = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
      fc.constantFrom(' ', '👩‍👩‍👧‍👦'.repeat(9)),
    );
    const asked = fc
      .uniqueArray(
        fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 }).filter((value) => value.trim() !== ''),
        { maxLength: 10 },
      )
      .chain((values) => fc.tuple(...values.map((value) => label.map((text): Button => ({ label: text, value })))));
    const markdown = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.string({ unit: 'grapheme', minLength: 1_000, maxLength: 9_000 }),
    );
    await fc.assert(
      fc.asyncProperty(markdown, asked, async (text, choices) => {
        for (const { message, upload } of await bodies({ markdown: text, buttons: choices, quotes: 'wamid.A1' })) {
          const request = {
            messaging_product: 'whatsapp',
            ...recipientOf('BR.123'),
            biz_opaque_callback_data: 'k:0',
            ...message,
          };
          if (upload) Object.assign(request, { [message.type]: { id: '1', ...(message[message.type] as object) } });
          expect(readWhatsAppRequest(request).kind).toBe('message');
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('2.8, 2.15: a recipient', () => {
  it.each([
    ['BR.13491208655302741918', { recipient: 'BR.13491208655302741918' }],
    ['US.ENT.11815799212886844830', { recipient: 'US.ENT.11815799212886844830' }],
    ['5511987654321', { to: '5511987654321' }],
  ])('%s is named in its own field', (chat, expected) => {
    expect(recipientOf(chat)).toEqual(expected);
  });
});
