import { expect, test } from 'vitest';
import type { Reply } from '../../../adapters/contract.ts';
import { bodyOf, encode } from '../../../adapters/whatsapp-web/encode.ts';

const address = { channel: 'whatsapp-web', account: 'main', chat: '15551234567@c.us' };
const reply = (markdown: string, over: Partial<Reply> = {}): Reply => ({ key: 'k', kind: 'answer', markdown, ...over });
const bodies = async (said: Reply) => (await encode(said, address)).map(bodyOf);

test('the first part quotes, and only the first', async () => {
  const [first, second] = await bodies(reply('word '.repeat(1500), { quotes: 'false_1@c.us_AC' }));
  expect(first).toMatchObject({ kind: 'text', first: true, quotes: 'false_1@c.us_AC' });
  expect(second).toMatchObject({ first: false });
  expect(second).not.toHaveProperty('quotes');
});

test('an answer takes one to two seconds of typing, a notice none: nobody may have agreed to anything yet', async () => {
  expect((await bodies(reply('yes')))[0]!.typingMs).toBeGreaterThanOrEqual(1000);
  expect((await bodies(reply('word '.repeat(700))))[0]!.typingMs).toBe(2000);
  expect((await bodies(reply('yes', { kind: 'notice' })))[0]!.typingMs).toBe(0);
});

test('choices are numbered, because there are no buttons', async () => {
  const [body] = await bodies(
    reply('Shall I?', {
      buttons: [
        { label: 'Yes', value: 'y' },
        { label: 'No', value: 'n' },
      ],
    }),
  );
  const words = body?.kind === 'text' ? body.text.replace(/[*\s]+/g, ' ') : '';
  expect(words).toContain('1 Yes');
  expect(words).toContain('2 No');
});

test('more than three messages become three and a file with the rest', async () => {
  const all = await bodies(reply('word '.repeat(6000)));
  expect(all.map(({ kind }) => kind)).toEqual(['text', 'text', 'text', 'words as file']);
});

test('files leave after the words', async () => {
  const picture = { id: 'f1', kind: 'image', name: 'chart.png', mime: 'image/png', bytes: 10 } as const;
  expect((await bodies(reply('see', { files: [picture] }))).map(({ kind }) => kind)).toEqual(['text', 'file']);
});
