import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Button, Reply } from '../../../adapters/contract.ts';
import { encodeReply as instagram } from '../../../adapters/instagram/encode.ts';
import { encodeReply as messenger } from '../../../adapters/messenger/encode.ts';
import type { SendBody } from '../../../adapters/meta/send-api.ts';
import { fits, readSendApiRequest } from '../../doubles/graph/send-api-rules.ts';

const ADDRESS = { channel: 'messenger', account: '1', chat: '7711' };
const reply = (over: Partial<Reply>): Reply => ({ key: 'k', kind: 'answer', markdown: 'Hello', ...over });
const picture = { id: 'f1', kind: 'image' as const, name: 'chart.png', mime: 'image/png', bytes: 1000, alt: 'A chart' };

const ENCODERS: [string, 'messenger' | 'instagram', (over: Partial<Reply>) => Promise<SendBody[]>][] = [
  [
    'Messenger',
    'messenger',
    async (over) => (await messenger(reply(over), ADDRESS)).map(({ body }) => body as SendBody),
  ],
  [
    'Instagram',
    'instagram',
    async (over) => (await instagram(reply(over), ADDRESS, false)).map(({ body }) => body as SendBody),
  ],
  [
    'Instagram behind a page',
    'instagram',
    async (over) => (await instagram(reply(over), ADDRESS, true)).map(({ body }) => body as SendBody),
  ],
];

describe.each(ENCODERS)('3.8, 4: a reply on %s', (_name, product, bodies) => {
  it('has its choices as quick replies under its last words', async () => {
    const parts = await bodies({
      markdown: 'word '.repeat(1_000),
      buttons: [{ label: 'Switch on', value: 'notice:on:1' }],
    });
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.at(-1)!.message.quick_replies).toEqual([
      { content_type: 'text', title: 'Switch on', payload: 'notice:on:1' },
    ]);
    expect(parts.slice(0, -1).every(({ message }) => message.quick_replies === undefined)).toBe(true);
  });

  it("opens no address of the model's, and leaves those of the service's own texts", async () => {
    const markdown = 'Look at https://example.com/a?b=c';
    const [answer] = await bodies({ markdown });
    expect(String(answer!.message.text)).not.toContain('://');
    const [notice] = await bodies({ markdown, kind: 'notice' });
    expect(notice!.message.text).toBe(markdown);
  });

  it('answers the message it is for with its first part', async () => {
    const parts = await bodies({ markdown: 'word '.repeat(1_000), quotes: 'm_1' });
    expect(parts.map(({ replyTo }) => replyTo)).toEqual(['m_1', ...parts.slice(1).map(() => undefined)]);
  });

  it('is taken by the platform, whatever it says and asks, in Hindi and in emoji too', async () => {
    const word = fc.constantFrom('word', 'शब्द', 'क्षत्रिय', '👩‍👩‍👧‍👦', '🇮🇳', 'é', '漢字');
    const markdown = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.array(word, { minLength: 1, maxLength: 900 }).map((words) => words.join(' ')),
    );
    const asked = fc.array(
      fc.record<Button>({
        label: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
        value: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 }),
      }),
      { maxLength: 13 },
    );
    await fc.assert(
      fc.asyncProperty(markdown, asked, async (text, buttons) => {
        for (const { message, upload } of await bodies({ markdown: text, buttons })) {
          if (upload) continue;
          const request = { recipient: { id: '7711' }, messaging_type: 'RESPONSE', message };
          const read = readSendApiRequest(request, product);
          expect(read.kind === 'message' && fits(read.message.text ?? '', product)).toBe(true);
          expect(String(message.text).isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('3.8, 4: a picture', () => {
  it('is a message of its own on Messenger', async () => {
    const [, file] = await ENCODERS[0]![2]({ files: [picture] });
    expect(file).toEqual({ message: {}, upload: { file: 'f1', name: 'chart.png', mime: 'image/png', type: 'image' } });
  });

  it('that is too large for one is a file on Messenger', async () => {
    const [, file] = await ENCODERS[0]![2]({ files: [{ ...picture, bytes: 9_000_000 }] });
    expect(file!.upload).toMatchObject({ type: 'file' });
  });

  it('is sent on Instagram behind a page, and said where nothing can be uploaded', async () => {
    expect((await ENCODERS[2]![2]({ files: [picture] }))[1]!.upload).toMatchObject({ type: 'image' });
    expect((await ENCODERS[1]![2]({ files: [picture] }))[1]!.message.text).toBe('🖼 A chart');
  });

  it('of a kind Instagram does not take, and a document, are said there', async () => {
    const bodies = ENCODERS[2]![2];
    expect((await bodies({ files: [{ ...picture, mime: 'image/webp' }] }))[1]!.message.text).toBe('🖼 A chart');
    const { alt: _, ...document } = {
      ...picture,
      kind: 'document' as const,
      name: 'export.zip',
      mime: 'application/zip',
    };
    expect((await bodies({ files: [document] }))[1]!.message.text).toBe('🖼 export.zip');
  });
});

it('what does not fit the messages of Messenger leaves as a file, and on Instagram as more messages', async () => {
  const markdown = 'word '.repeat(8_000);
  const onMessenger = await ENCODERS[0]![2]({ markdown });
  expect(onMessenger).toHaveLength(9);
  expect(onMessenger.at(-1)!.upload).toMatchObject({ type: 'file', text: expect.any(String) });
  const onInstagram = await ENCODERS[1]![2]({ markdown });
  expect(onInstagram.every(({ upload }) => upload === undefined)).toBe(true);
});
