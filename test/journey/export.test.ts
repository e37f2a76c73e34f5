import { readdirSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { pino } from 'pino';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Part } from '../../adapters/contract.ts';
import type { Reading } from '../../model-runtime/contract.ts';
import type { Enqueue } from '../../src/bus/store.ts';
import { chatName } from '../../src/conversation/names.ts';
import { call } from '../../src/conversation/record.ts';
import { startRetention } from '../../src/conversation/retention.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import type { JourneyUnderTest } from './journey-under-test.ts';
import { journeys } from './journeys.ts';
import { answerAll, groupChat, on, privateChat, somebody } from './people.ts';

const journeyOf = journeys(() => ({
  consent: false,
  channel: createNotebookChannel({ media: { inBytes: 1e9, outBytes: 1e9 }, buttons: 8 }),
}));

const unpack = (bytes: Uint8Array): Record<string, string> =>
  Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, content]) => [name, Buffer.from(content).toString()]),
  );

/** The newest export that was sent to a chat. */
async function exportOf(journey: JourneyUnderTest, chat: string): Promise<Record<string, Buffer>> {
  const sent = journey.channel.sent.findLast(
    ({ part }) => part.address.chat === chat && (part.body as { files: unknown[] }).files.length > 0,
  )!;
  const { files } = sent.part.body as { files: { id: string }[] };
  return Object.fromEntries(
    Object.entries(unzipSync(await journey.files.read(files[0]!.id))).map(([name, content]) => [
      name,
      Buffer.from(content),
    ]),
  );
}

/** Fills the chat of Ana with so many messages of one part, without a word from us. */
async function fill(journey: JourneyUnderTest, messages: number, part: (index: number) => Part): Promise<void> {
  const chat = chatName(journey.secret, privateChat('ana'));
  const conversation = journey.name(privateChat('ana'));
  const take = (index: number): Enqueue => ({
    ...{ topic: 'filled', lane: 'filled', payload: '' },
    effects: [
      call('take', {
        ...{ conversation, chat, thread: '', person: 'ana', account: '["notebook","a"]', key: `k${index}` },
        ...{ parts: [part(index)], at: Date.now(), words: '', aside: false },
      }),
    ],
  });
  const SLICE = 2_500;
  for (let i = 0; i < messages; i += SLICE)
    await journey.store.enqueue(Array.from({ length: Math.min(SLICE, messages - i) }, (_, j) => take(i + j)));
}

/** How much memory it takes at the most, besides what is taken before, in bytes. */
async function mostMemoryWhile(work: () => Promise<void>): Promise<number> {
  const taken = () => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  globalThis.gc?.();
  const before = taken();
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, taken());
  }, 5);
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  return most - before;
}

const EXPORT = z.strictObject({
  format: z.literal(2),
  conversations: z.array(
    z.strictObject({
      thread: z.string(),
      entries: z.array(
        z.discriminatedUnion('by', [
          z.strictObject({
            id: z.number(),
            at: z.iso.datetime(),
            by: z.literal('person'),
            key: z.string(),
            state: z.string(),
            parts: z.array(z.looseObject({ kind: z.string() })),
            pictures: z.array(
              z.strictObject({
                part: z.number().nullable(),
                file: z.string().nullable(),
                state: z.enum(['waiting', 'kept', 'refused', 'gone']),
                read: z.array(z.string()).nullable(),
              }),
            ),
          }),
          z.strictObject({
            id: z.number(),
            at: z.iso.datetime(),
            by: z.literal('parley'),
            kind: z.enum(['answer', 'notice']),
            markdown: z.string(),
            answers: z.array(z.number()),
            model: z.string().nullable(),
            files: z.array(z.strictObject({ name: z.string(), mime: z.string(), file: z.string().nullable() })),
          }),
        ]),
      ),
    }),
  ),
});

describe('/export', () => {
  it('is a zip of everything, in a form that programs can read', async () => {
    const journey = await journeyOf();
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const ana = await on(journey, 'ana');
    await ana.says('first question');
    await ana.hears('You asked: first question');
    await ana.says('/export');
    await ana.hears(/^Everything I hold from this chat: 2 messages, 1 answer, settings/);
    const { files } = journey.channel.sent.at(-1)!.part.body as { files: { id: string; name: string }[] };
    const zip = unpack(await journey.files.read(files[0]!.id));
    expect(Object.keys(zip).sort()).toEqual([
      'README.txt',
      'consent.json',
      'conversation-1.md',
      'messages.json',
      'models.json',
      'settings.json',
    ]);
    expect(zip['conversation-1.md']).toContain('You asked: first question');
    const { conversations } = EXPORT.parse(JSON.parse(zip['messages.json']!));
    expect(conversations[0]!.entries.map(({ by }) => by)).toEqual(['person', 'parley', 'person']);
    expect(JSON.parse(zip['consent.json']!)).toMatchObject([{ act: 'notice' }, { act: 'on', language: 'en' }]);
  });

  it('holds no token of another conversation (law 3)', async () => {
    const journey = await journeyOf();
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const people = await Promise.all(Array.from({ length: 6 }, (_, i) => on(journey, `p${i}`)));
    await Promise.all(people.map((one, i) => one.says(`token-${i}-planted`)));
    for (const [i, one] of people.entries()) await one.hears(`You asked: token-${i}-planted`);
    await Promise.all(people.map((one) => one.says('/export')));
    for (const [i, one] of people.entries()) {
      await one.hears('Everything I hold');
      const text = Object.values(await exportOf(journey, `p${i}`)).join('\n');
      expect(text).toContain(`token-${i}-planted`);
      for (const j of people.keys()) if (j !== i) expect(text).not.toContain(`token-${j}-planted`);
    }
    await expect(journey.files.read('../../parley.db')).rejects.toThrow('not the name of a file');
  });

  it('of a chat with 50,000 messages takes the memory of a page', async () => {
    const journey = await journeyOf();
    const ana = await on(journey, 'ana');
    await fill(journey, 50_000, (i) => ({ kind: 'text', text: `message ${i} ${'words '.repeat(60)}` }));
    const most = await mostMemoryWhile(async () => {
      await ana.chooses('forget:export');
      await expect.poll(ana.newest, { timeout: 50_000 }).toMatch(/^Everything I hold from this chat: 50,000 messages/);
    });
    // The text alone is 19 MB, and it is read twice.
    expect(most).toBeLessThan(120e6);
    const zip = await exportOf(journey, 'ana');
    expect(String(zip['conversation-1.md']).match(/\*\*You, /g)).toHaveLength(50_000);
  });
});

/** What the reader says of every picture here. */
const READ = 'Trail closed above 1,800 m';
const reader = {
  read: async ({ width, height }: { width: number; height: number }): Promise<Reading> => ({
    width,
    height,
    turned: 0,
    lines: [
      {
        text: READ,
        box: [10, 10, 190, 10, 190, 40, 10, 40],
        height: 30,
        confidence: 0.99,
        characters: [],
      },
    ],
    codes: [],
    script: 'latin',
    ms: 1,
  }),
};

/** A picture of one colour; another shade, another picture. */
const picture = (shade: number) =>
  sharp({ create: { width: 200, height: 50, channels: 3, background: { r: shade, g: shade, b: shade } } })
    .png()
    .toBuffer();

/** Sends a picture and waits until it is kept and read. */
async function sendsPicture(
  journey: JourneyUnderTest,
  person: ReturnType<typeof somebody>,
  recipe: string,
  { shade = 40, caption = '' } = {},
): Promise<void> {
  journey.channel.pictures.set(recipe, await picture(shade));
  await person.says('', {
    parts: [{ kind: 'image', attachment: { recipe }, ...(caption === '' ? {} : { caption }) }],
  });
  await expect.poll(async () => (await journey.store.stats()).items, { timeout: 10_000 }).toBe(0);
}

const later = async (journey: JourneyUnderTest, hours: number) => {
  const retention = startRetention({
    ...{ ask: journey.ask, files: journey.files, erased: () => {}, forget: () => {}, log: pino({ level: 'silent' }) },
    notice: () => journey.notice,
    now: () => Date.now() + hours * 3_600_000,
  });
  await retention.sweep();
  retention.end();
};

describe('the pictures of an export', () => {
  it('are in it as they are kept, and the words link to them', async () => {
    const journey = await journeyOf({ reader });
    answerAll(journey, () => 'an answer');
    const ana = await on(journey, 'ana');
    await sendsPicture(journey, ana, 'sign', { caption: 'a sign' });
    await ana.says('/export');
    await ana.hears(/^Everything I hold from this chat: 2 messages, 1 answer, 1 photo, 1 photo reading, settings/);
    const zip = await exportOf(journey, 'ana');
    const { conversations } = EXPORT.parse(JSON.parse(String(zip['messages.json'])));
    const [entry] = conversations[0]!.entries;
    const name = `media/1/${entry!.id}-1.jpg`;
    expect(String(zip['conversation-1.md'])).toContain(`![image](${name}) a sign`);
    expect(entry).toMatchObject({ pictures: [{ part: 0, file: name, state: 'kept', read: [READ] }] });
    const [{ state } = {}] = await journey.ask('pictures', { conversation: journey.name(privateChat('ana')) });
    if (state?.name !== 'kept') throw new Error('The photo is kept for a day.');
    expect(zip[name]!.equals(await readFile(journey.files.path(state.file)))).toBe(true);
  });

  it('go after an hour where the chat wants that, and stay for their day elsewhere', async () => {
    const journey = await journeyOf({ reader });
    answerAll(journey, () => 'an answer');
    const [ana, bo] = [await on(journey, 'ana'), await on(journey, 'bo')];
    for (const person of [ana, bo]) await sendsPicture(journey, person, 'sign');
    await ana.says('/privacy');
    await ana.hears(/photos 24 hours/);
    await ana.presses('Photos: 1 h');
    await ana.hears('From now on I keep photos here 1 hour.');
    const states = async (chat: string) =>
      (await journey.ask('pictures', { conversation: journey.name(privateChat(chat)) })).map(({ state }) => state.name);
    await later(journey, 0.9);
    expect([await states('ana'), await states('bo')]).toEqual([['kept'], ['kept']]);
    await later(journey, 1.1);
    expect([await states('ana'), await states('bo')]).toEqual([['gone'], ['kept']]);
    await ana.says('show me what you read');
    await ana.hears(/^The photo was deleted after 1 hour; I still have what I read: /);
    await ana.says('/privacy');
    await ana.hears(/photos 1 hour/);
    await ana.presses('Photos: 24 h');
    await ana.hears('From now on I keep photos here 24 hours.');
  });

  it('are said to be gone after the time that the owner set', async () => {
    const journey = await journeyOf({ reader, facts: { keepPhotoHours: 6 } });
    answerAll(journey, () => 'an answer');
    const ana = await on(journey, 'ana');
    await sendsPicture(journey, ana, 'sign');
    await later(journey, 7);
    await ana.says('is it gluten free?');
    await ana.hears(/^The photo was deleted after 6 hours; .* No allergen line among it/);
  });

  it('are named as gone when their day is over; what was read is still there', async () => {
    const journey = await journeyOf({ reader });
    answerAll(journey, () => 'an answer');
    const ana = await on(journey, 'ana');
    await sendsPicture(journey, ana, 'sign', { caption: 'a sign' });
    await later(journey, 25);
    await ana.says('/export');
    await ana.hears(/^Everything I hold from this chat: 2 messages, 1 answer, 1 photo reading, settings/);
    const zip = await exportOf(journey, 'ana');
    expect(Object.keys(zip).filter((name) => name.startsWith('media'))).toEqual([]);
    expect(String(zip['conversation-1.md'])).toContain('[image: deleted, its time was over] a sign');
    const { conversations } = EXPORT.parse(JSON.parse(String(zip['messages.json'])));
    expect(conversations[0]!.entries[0]).toMatchObject({ pictures: [{ file: null, state: 'gone', read: [READ] }] });
  });

  it('come with the files of answers, and never with an earlier export', async () => {
    const journey = await journeyOf({ reader });
    answerAll(journey, () => 'an answer');
    const ana = await on(journey, 'ana');
    await sendsPicture(journey, ana, 'sign');
    await ana.presses('Show what I read');
    await ana.hears(READ);
    for (const _ of 'ab') {
      const before = ana.heard().length;
      await ana.says('/export');
      await expect.poll(() => ana.heard().length).toBe(before + 1);
    }
    const zip = await exportOf(journey, 'ana');
    const media = Object.keys(zip).filter((name) => name.startsWith('media'));
    expect(media.map((name) => name.replace(/\d+-/, 'N-'))).toEqual(['media/1/N-1.jpg', 'media/1/N-1.jpg']);
    for (const name of media) expect((await sharp(zip[name]).metadata()).format).toBe('jpeg');
    expect(String(zip['conversation-1.md'])).toContain(`](${media[1]})`);
  });

  it('of a member of a group are their own, and go with their part or with the group', async () => {
    const journey = await journeyOf({ reader });
    journey.channel.admins.add('ana');
    answerAll(journey, () => 'an answer');
    const club = groupChat('club');
    await journey.grant(club, 'ana');
    const [ana, bo] = ['ana', 'bo'].map((id) => somebody(journey, { id, name: id }, club));
    for (const id of ['ana', 'bo']) await journey.grant(privateChat(id), id);
    await sendsPicture(journey, ana!, 'of ana', { shade: 20, caption: 'hers' });
    await sendsPicture(journey, bo!, 'of bo', { shade: 90, caption: 'his' });
    await bo!.says('/export');
    await expect
      .poll(() => journey.channel.replies('bo').at(-1))
      .toMatch(/^Everything I hold from you in the group: 2 messages, 1 photo, 1 photo reading and 1 answer to you/);
    const zip = await exportOf(journey, 'bo');
    const media = Object.keys(zip).filter((name) => name.startsWith('media'));
    expect(media).toHaveLength(1);
    const { channels } = await sharp(zip[media[0]!]).stats();
    expect(Math.round(channels[0]!.mean)).toBe(90);
    expect(JSON.stringify(Object.values(zip).map(String))).not.toContain('hers');

    const kept = () => readdirSync(join(journey.folder, 'files'), { recursive: true }).length;
    expect(kept()).toBe(4);
    await bo!.says('/forget me');
    await bo!.hears(/^bo, I erased your 2 questions, my 2 answers to you and the photo reading here\.$/);
    // The folder and the photo of the other.
    expect(kept()).toBe(2);
    await ana!.says('/export');
    await expect.poll(() => journey.channel.replies('ana').at(-1)).toMatch(/^Everything I hold from you in the group/);
    await ana!.chooses('forget:all');
    await ana!.hears(/^Erased at/);
    expect(kept()).toBe(0);
  });

  it('that are erased while it is made harm nothing: it is not sent, and nothing of it stays', async () => {
    const journey = await journeyOf({ reader });
    answerAll(journey, () => 'an answer');
    const [one, two] = ['one', 'two'].map((thread) => {
      const address = { ...privateChat('ana'), thread };
      return somebody(journey, { id: 'ana' }, address);
    });
    await journey.grant(privateChat('ana'), 'ana');
    for (let i = 0; i < 30; i++) await one!.says(`canary ${i}`);
    await sendsPicture(journey, one!, 'sign', { caption: 'canary' });
    // Held up in the middle: the first photo takes until the chat is forgotten.
    const { pieces } = journey.files;
    const waiting = Promise.withResolvers<void>();
    const erased = Promise.withResolvers<void>();
    journey.files.pieces = async (id) => {
      const found = await pieces(id);
      waiting.resolve();
      await erased.promise;
      return found;
    };
    await one!.says('/export');
    await waiting.promise;
    await two!.chooses('forget:all');
    await expect.poll(() => two!.newest(), { timeout: 10_000 }).toMatch(/^Erased at/);
    erased.resolve();
    await expect.poll(async () => (await journey.store.stats()).items, { timeout: 10_000 }).toBe(0);
    expect(journey.channel.replies('ana').filter((text) => text.startsWith('Everything I hold'))).toEqual([]);
    await expect
      .poll(() => readdirSync(join(journey.folder, 'files'), { recursive: true }), { timeout: 10_000 })
      .toEqual([]);
  });

  it('take the memory of a piece, however many they are', async () => {
    const journey = await journeyOf();
    const ana = await on(journey, 'ana');
    const conversation = journey.name(privateChat('ana'));
    const folder = await journey.ask('code', {
      chat: chatName(journey.secret, privateChat('ana')),
      what: 'files',
      text: conversation,
    });
    const { pieces } = journey.files;
    const file = await journey.files.put(folder!, 'a-picture-of-some-size', new Uint8Array(4_000_000));
    journey.files.pieces = (id) => pieces(id.startsWith('large') ? file : id);
    const PICTURES = 60;
    await fill(journey, PICTURES, () => ({ kind: 'image', attachment: { recipe: null } }));
    const entries = (await journey.entries(privateChat('ana'))).map(({ id }) => id);
    for (const entry of entries)
      await journey.ask('pictureKept', { entry, part: 0, file: `large${entry}`, width: 9, height: 9 });
    const most = await mostMemoryWhile(async () => {
      await ana.chooses('forget:export');
      await expect.poll(ana.newest, { timeout: 50_000 }).toMatch(/^Everything I hold/);
    });
    const sent = journey.channel.sent.at(-1)!.part.body as { files: { id: string }[] };
    const { size } = await stat(journey.files.path(sent.files[0]!.id));
    expect(size).toBeGreaterThan(PICTURES * 4_000_000);
    expect(most).toBeLessThan(size / 3);
  });
});
