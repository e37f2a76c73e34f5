/** J3, J4 and J7 of the product: photos in, read by the real reader, answered with what is printed on them. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Part } from '../../adapters/contract.ts';
import { createReader, type ProcessReader } from '../../model-runtime/reader.ts';
import { conversationName } from '../../src/conversation/names.ts';
import type { JourneyUnderTest } from '../journey/journey-under-test.ts';
import { openJourney } from '../journey/journey-under-test.ts';
import { privateChat, somebody } from '../journey/people.ts';
import { layPair } from '../vision/layouts/pair.ts';
import { type Scene, toSvg } from '../vision/layouts/scene.ts';
import { layShelf } from '../vision/layouts/shelf.ts';
import { rng } from '../vision/random.ts';
import { drawSvg } from '../vision/render.ts';

const SEED = 7;

let reader: ProcessReader;
beforeAll(() => {
  reader = createReader({ log: { info() {}, warn() {} }, threads: 2 });
});
afterAll(() => reader.close());

const open: JourneyUnderTest[] = [];
afterEach(async () => {
  for (const journey of open.splice(0)) await journey.close();
});

async function ana(over: Parameters<typeof openJourney>[0] = {}) {
  const journey = await openJourney({ reader, consent: false, ...over });
  open.push(journey);
  const person = somebody(journey, { id: 'ana', language: 'en' });
  await person.says('/start');
  await person.presses('Switch on');
  await person.hears('I’m on.');
  /** Sends pictures as one album, with words on the first. */
  const sends = async (scenes: Scene[], words = '') => {
    for (const [index, scene] of scenes.entries()) {
      const recipe = `photo-${journey.channel.pictures.size}`;
      journey.channel.pictures.set(recipe, drawSvg(toSvg(scene)));
      const part: Part = {
        kind: 'image',
        attachment: { recipe },
        ...(index === 0 && words !== '' ? { caption: words } : {}),
      };
      await person.says('', { parts: [part], ...(scenes.length > 1 ? { album: 'album' } : {}) });
    }
  };
  return { ...person, journey, sends };
}

const LONG = { timeout: 30_000 };
const answered = (person: { newest: () => string }, words: RegExp) => expect.poll(person.newest, LONG).toMatch(words);

describe('a shelf (J3, J4)', () => {
  const { scene, packs } = layShelf(rng(SEED));
  const claims = packs.filter(({ protein }) => protein !== null);
  const best = claims.toSorted((a, b) => Number(b.protein) - Number(a.protein));

  it('is ranked by what the packs print, shown with numbered boxes, and asked about again', async () => {
    const person = await ana();
    await person.sends([scene], 'which has the most protein?');
    await answered(person, /^I could read protein on \d+ of 12 packs:/);
    const said = person.newest();
    // The reader loses a space now and then.
    const named = best[0]!.name.replaceAll(' ', ' ?');
    expect(said).toMatch(new RegExp(`${named}.*${best[0]!.protein}`, 'i'));
    // Nothing was asked of the model, and every number said is printed on a pack.
    expect(person.journey.runtime.calls).toBe(0);
    const printed = new Set(claims.map(({ protein }) => protein!));
    for (const [, grams] of said.matchAll(/–\s*(\d+(?:\.\d+)?)\s*g/g)) expect(printed).toContain(grams);

    await person.presses('Show what I read');
    await answered(person, /1 “/);
    const file = person.journey.channel.sent.at(-1)!.part.body as {
      files?: { id: string; mime: string; alt: string }[];
    };
    const [picture] = file.files!;
    expect(picture).toMatchObject({ mime: 'image/jpeg', alt: expect.stringMatching(/1 “/) });
    const { width, height } = await sharp(await readFile(person.journey.files.path(picture!.id))).metadata();
    expect([width, height]).toEqual([scene.width, scene.height]);

    const asked = claims[3]!;
    await person.says(`and the ${asked.name.toLowerCase()}?`);
    await answered(person, new RegExp(`${asked.name}.*${asked.protein}`, 'i'));
    expect(person.journey.channel.fetched).toHaveLength(1);
  });

  it('without words is read on arrival, so that the question is answered at once', async () => {
    const person = await ana();
    await person.sends([scene]);
    await answered(person, /^Read it: a shelf\. Ask me\./);
    await person.says('most protein?');
    await answered(person, /^I could read protein/);
  });

  it('is forgotten with the chat: no file, no reading', async () => {
    const person = await ana();
    await person.sends([scene]);
    await answered(person, /^Read it/);
    const { files, secret } = person.journey;
    const conversation = conversationName(secret, privateChat('ana'));
    const [{ state } = {}] = await person.journey.ask('pictures', { conversation });
    if (state?.name !== 'kept') throw new Error('The photo is kept for a day.');
    await person.says('/forget');
    await person.presses('Erase now');
    await answered(person, /^Erased at/);
    await expect(readFile(files.path(state.file))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await person.journey.ask('pictures', { conversation })).toEqual([]);
  });
});

describe('two labels (J7)', () => {
  it('are compared on a base they share', async () => {
    const pair = layPair(rng(SEED), 5);
    const person = await ana();
    await person.sends(
      pair.labels.map(({ scene }) => scene),
      'more protein, less sugar',
    );
    await answered(person, /from your two labels/);
    expect(person.journey.runtime.calls).toBe(0);
  });

  it('are not compared where that would be unfair', async () => {
    const pair = layPair(rng(SEED), 0);
    const person = await ana();
    await person.sends(
      pair.labels.map(({ scene }) => scene),
      'which has more protein?',
    );
    await answered(person, /I can’t compare these fairly/);
  });
});

describe('a picture that cannot be looked at', () => {
  it.each([
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /drawing \(SVG\)/],
    ['a document', Buffer.from('%PDF-1.7\n%%EOF'), /document, not a picture/],
    ['nothing at all', Buffer.from('hello'), /can’t open this kind of file/],
  ])('%s is refused in the words that help', async (_, bytes, words) => {
    const person = await ana();
    person.journey.channel.pictures.set('odd', bytes);
    await person.says('', { parts: [{ kind: 'image', attachment: { recipe: 'odd' } }] });
    await answered(person, words);
  });

  it('is said to be gone where its platform no longer has it', async () => {
    const person = await ana();
    await person.says('', { parts: [{ kind: 'image', attachment: { recipe: 'lost' } }] });
    await answered(person, /couldn’t get this picture/);
  });

  it('shows nothing readable: that is said, and no model pretends', async () => {
    const person = await ana();
    const wall = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#887' } })
      .png()
      .toBuffer();
    person.journey.channel.pictures.set('wall', wall);
    await person.says('what is this?', {
      parts: [{ kind: 'image', attachment: { recipe: 'wall' }, caption: 'what is this?' }],
    });
    await answered(person, /can’t recognise objects here/);
    expect(person.journey.runtime.calls).toBe(0);
  });
});

describe('before consent', () => {
  it('nothing is fetched (law 2)', async () => {
    const journey = await openJourney({ reader, consent: false });
    open.push(journey);
    const person = somebody(journey, { id: 'bo', language: 'en' });
    journey.channel.pictures.set('early', drawSvg(toSvg(layShelf(rng(SEED)).scene)));
    await person.says('', { parts: [{ kind: 'image', attachment: { recipe: 'early' } }] });
    await new Promise((done) => setTimeout(done, 300));
    expect(journey.channel.fetched).toEqual([]);
  });
});
