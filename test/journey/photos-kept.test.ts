/** Whatever shows a photo goes with it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { Reading } from '../../model-runtime/contract.ts';
import { filesFolder } from '../../src/conversation/files-folder.ts';
import { chatName } from '../../src/conversation/names.ts';
import { startRetention } from '../../src/conversation/retention.ts';
import { keepUpload, smallName } from '../../src/journey/uploads.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import type { JourneyUnderTest } from './journey-under-test.ts';
import { journeys } from './journeys.ts';
import { answerAll, on, privateChat, type somebody } from './people.ts';

const reader = {
  read: async ({ width, height }: { width: number; height: number }): Promise<Reading> => ({
    ...{ width, height, turned: 0, codes: [], script: 'latin', colours: ['grey'], ms: 1 },
    lines: [
      {
        ...{ text: 'Trail closed above 1,800 m', height: 30, confidence: 0.99, characters: [] },
        box: [10, 10, 190, 10, 190, 40, 10, 40],
      },
    ],
  }),
};
const journeyOf = journeys(() => ({
  ...{ consent: false, reader },
  channel: createNotebookChannel({ media: { inBytes: 1e9, outBytes: 1e9 }, buttons: 8 }),
}));

const sign = () =>
  sharp({ create: { width: 200, height: 50, channels: 3, background: '#555' } })
    .png()
    .toBuffer();

async function sendsPicture(
  journey: JourneyUnderTest,
  person: ReturnType<typeof somebody>,
  picture?: Buffer,
): Promise<void> {
  journey.channel.pictures.set('sign', picture ?? (await sign()));
  await person.says('', { parts: [{ kind: 'image', attachment: { recipe: 'sign' } }] });
  await expect.poll(async () => (await journey.store.stats()).items, { timeout: 10_000 }).toBe(0);
}

it('a photo is decoded once on its way in, and for no question about what was read', async () => {
  const journey = await journeyOf();
  answerAll(journey, () => 'an answer');
  const person = await on(journey, 'ana');
  let pictures = 0;
  const count = (waiting: number) => {
    pictures += waiting;
  };
  const picture = await sign();
  sharp.queue.on('change', count);
  await sendsPicture(journey, person, picture);
  await person.says('what colour is it?');
  await person.hears(/^As a whole the picture is mostly grey\./);
  sharp.queue.off('change', count);
  expect(pictures).toBe(1);
});

/** With a photo, and the photo again with what was read in it. */
async function withBoxes(journey: JourneyUnderTest, chat: string) {
  answerAll(journey, () => 'an answer');
  const person = await on(journey, chat);
  await sendsPicture(journey, person);
  await person.says('show me what you read');
  await expect.poll(() => onDisk(journey).length).toBe(2);
  return person;
}

const onDisk = ({ folder }: JourneyUnderTest): string[] =>
  readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

/** What the time would do in so many hours. */
async function later(journey: JourneyUnderTest, hours: number): Promise<void> {
  const retention = startRetention({
    ...{
      ask: journey.ask,
      files: journey.files,
      erased: () => {},
      forget: (name) => journey.runtime.forget(name),
      log: pino({ level: 'silent' }),
    },
    notice: () => journey.notice,
    now: () => Date.now() + hours * 3_600_000,
  });
  await retention.sweep();
  retention.end();
}

it('the photo with its boxes goes when the photo goes, where the owner keeps photos for an hour', async () => {
  const journey = await journeyOf({ facts: { keepPhotoHours: 1 } });
  await withBoxes(journey, 'ana');
  await later(journey, 0.9);
  expect(onDisk(journey)).toHaveLength(2);
  await later(journey, 1.1);
  expect(onDisk(journey)).toEqual([]);
});

it('and where the chat does', async () => {
  const journey = await journeyOf();
  const ana = await withBoxes(journey, 'ana');
  await ana.says('/privacy');
  await ana.hears(/photos 24 hours/);
  await ana.presses('Photos: 1 h');
  await ana.hears('From now on I keep photos here 1 hour.');
  await later(journey, 0.9);
  expect(onDisk(journey)).toHaveLength(2);
  await later(journey, 1.1);
  expect(onDisk(journey)).toEqual([]);
});

it('what the model remembers of a photo goes with it, and nobody else is forgotten', async () => {
  const journey = await journeyOf({ facts: { keepPhotoHours: 1 } });
  await withBoxes(journey, 'ana');
  await on(journey, 'bo');
  await later(journey, 0.9);
  expect(journey.runtime.forgotten).toEqual([]);
  await later(journey, 1.1);
  expect(journey.runtime.forgotten).toEqual([journey.name(privateChat('ana'))]);
});

it('and what it remembers of words whose time is over', async () => {
  const journey = await journeyOf();
  answerAll(journey, () => 'an answer');
  const ana = await on(journey, 'ana');
  await ana.says('a word');
  await ana.hears('an answer');
  await later(journey, 31 * 24);
  expect(journey.runtime.forgotten).toContain(journey.name(privateChat('ana')));
});

/** As a phone takes it: with the place where it was taken. */
const withPlace = () =>
  sharp({ create: { width: 200, height: 50, channels: 3, background: '#555' } })
    .withExif({ IFD0: { Make: 'Canary camera' }, IFD3: { GPSLatitude: '52/1 31/1 12/1', GPSLatitudeRef: 'N' } })
    .jpeg()
    .toBuffer();

async function uploads(journey: JourneyUnderTest, chat: string, bytes: Uint8Array): Promise<string> {
  const address = privateChat(chat);
  const place = { chat: chatName(journey.secret, address), conversation: journey.name(address) };
  const uploaded = await keepUpload(journey, { ...place, bytes });
  if (uploaded.status === 'refused') throw new Error(uploaded.why);
  return uploaded.name;
}

const bytesOnDisk = ({ folder }: JourneyUnderTest): Buffer[] =>
  readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => readFileSync(join(parentPath, name)));

it('of an upload nothing is stored but the picture, and that once', async () => {
  const journey = await journeyOf();
  answerAll(journey, () => 'an answer');
  const ana = await on(journey, 'ana');
  const bytes = await withPlace();
  expect(bytes.includes('Canary')).toBe(true);
  const name = await uploads(journey, 'ana', bytes);
  const folder = await filesFolder(
    journey.ask,
    chatName(journey.secret, privateChat('ana')),
    journey.name(privateChat('ana')),
  );
  const stored = Buffer.from(await journey.files.read(`${folder}.${name}`));
  for (const one of bytesOnDisk(journey)) {
    expect(one.includes('Canary')).toBe(false);
    expect((await sharp(one).metadata()).exif).toBeUndefined();
  }
  journey.channel.pictures.set('upload', stored);
  await ana.says('', { parts: [{ kind: 'image', attachment: { recipe: 'upload' } }] });
  await expect.poll(async () => (await journey.store.stats()).items, { timeout: 10_000 }).toBe(0);
  expect(onDisk(journey).sort()).toEqual([smallName(`${folder}.${name}`), name]);
  expect(Buffer.from(await journey.files.read(`${folder}.${name}`)).equals(stored)).toBe(true);
});

it('an upload goes with its photo where the chat keeps photos for an hour, and one that was never sent goes too', async () => {
  const journey = await journeyOf();
  answerAll(journey, () => 'an answer');
  const ana = await on(journey, 'ana');
  const name = await uploads(journey, 'ana', await withPlace());
  const file = onDisk(journey).indexOf(name);
  journey.channel.pictures.set('upload', bytesOnDisk(journey)[file]!);
  await ana.says('', { parts: [{ kind: 'image', attachment: { recipe: 'upload' } }] });
  await uploads(
    journey,
    'ana',
    await sharp({ create: { width: 60, height: 60, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  );
  await ana.says('/privacy');
  await ana.hears(/photos 24 hours/);
  await ana.presses('Photos: 1 h');
  await ana.hears('From now on I keep photos here 1 hour.');
  await later(journey, 0.9);
  expect(onDisk(journey)).toHaveLength(4);
  await later(journey, 1.1);
  expect(onDisk(journey)).toEqual([]);
});

it('the same photo twice in a chat is read once, and in another chat anew', async () => {
  let read = 0;
  const counting = {
    read(...how: Parameters<typeof reader.read>) {
      read += 1;
      return reader.read(...how);
    },
  };
  const journey = await journeyOf({ reader: counting });
  answerAll(journey, () => 'an answer');
  const [ana, bo] = [await on(journey, 'ana'), await on(journey, 'bo')];
  await sendsPicture(journey, ana);
  await sendsPicture(journey, ana);
  expect(read).toBe(1);
  expect(onDisk(journey)).toHaveLength(1);
  const pictures = await journey.ask('pictures', { conversation: journey.name(privateChat('ana')) });
  expect(pictures.map(({ reading }) => reading?.lines.length)).toEqual([1, 1]);
  await sendsPicture(journey, bo);
  expect(read).toBe(2);
});

it('what stands in a conversation is a small copy of a large photo', async () => {
  const journey = await journeyOf();
  await on(journey, 'ana');
  const large = sharp({ create: { width: 3_000, height: 2_000, channels: 3, background: '#555' } });
  await uploads(journey, 'ana', await large.jpeg().toBuffer());
  const sizes = await Promise.all(bytesOnDisk(journey).map(async (one) => (await sharp(one).metadata()).width));
  expect(sizes.sort()).toEqual([3_000, 640]);
});
