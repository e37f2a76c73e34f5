import { describe, expect, it } from 'vitest';
import type { Picture } from '../../model-runtime/contract.ts';
import { ANA } from './ana.ts';
import { type JourneyUnderTest, message } from './journey-under-test.ts';
import { journeys } from './journeys.ts';
import { answerAll, groupChat, on, somebody } from './people.ts';
import { readSign, signPhoto } from './sign.ts';

const journeyOf = journeys(() => ({ consent: false }));

describe('media without words', () => {
  const pdf = (journey: JourneyUnderTest) => journey.channel.pictures.set('pdf', Buffer.from('%PDF-1.7\n%%EOF'));
  const part = (recipe: string, words = '') => ({
    parts: [{ kind: 'image' as const, attachment: { recipe }, ...(words === '' ? {} : { caption: words }) }],
  });

  it('behind a question waits for what comes with it, and then all of it is one question', async () => {
    const journey = await journeyOf({ reader: { read: readSign } });
    const ana = await on(journey, 'ana');
    pdf(journey);
    journey.channel.pictures.set('photo', await signPhoto());
    await ana.says('is that all right for Bo?');
    const alone = await journey.runtime.taken();
    await ana.says('', part('pdf'));
    await expect.poll(() => alone.aborted).toBe(true);
    await expect.poll(() => journey.channel.fetched).toContain('pdf');
    await ana.says('', part('photo'));
    await ana.says('all of them');
    const { request } = await journey.runtime.taken();
    const read = JSON.stringify(request.messages.at(-1));
    expect(read).toMatch(/all right for Bo.*could not be looked at.*Trail closed.*all of them/);
    expect(ana.heard()).toEqual([]);
  });

  it('before a question is one with it, and with what still comes', async () => {
    const journey = await journeyOf({ reader: { read: readSign } });
    const ana = await on(journey, 'ana');
    pdf(journey);
    journey.channel.pictures.set('photo', await signPhoto());
    await ana.says('', part('pdf'));
    await ana.says('is that all right for Bo?');
    await expect.poll(() => journey.channel.fetched).toContain('pdf');
    await ana.says('', part('photo'));
    const { request } = await journey.runtime.taken();
    expect(JSON.stringify(request.messages.at(-1))).toMatch(/could not be looked at.*for Bo.*Trail closed/);
    expect(ana.heard()).toEqual([]);
  });

  it('behind a question is answered when nothing comes with it', async () => {
    const journey = await journeyOf();
    const ana = await on(journey, 'ana');
    pdf(journey);
    await ana.says('is that all right for Bo?');
    await journey.runtime.taken();
    await ana.says('', part('pdf'));
    await ana.hears('This is a document, not a picture.');
    expect(await journey.ask('tally', {})).toMatchObject({ admitted: 2, answered: 1, merged: 1 });
  });
});

describe('an album', () => {
  it('is read as one, words and all, however its parts come', async () => {
    const journey = await journeyOf();
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const club = groupChat('club');
    await journey.grant(club, 'ana');
    const part = (caption: string | undefined, over = {}) =>
      message('', {
        address: club,
        album: 'album',
        parts: [{ kind: 'image', attachment: { recipe: 1 }, ...(caption ? { caption } : {}) }],
        ...over,
      });
    await journey.admit([part('which is riper?')]);
    // The parts behind the one that mentions us belong to it; those of others do not.
    expect(await journey.admit([part(undefined, { addressed: false })])).toMatchObject([{ status: 'admitted' }]);
    expect(await journey.admit([part(undefined, { addressed: false, member: { id: 'bo' } })])).toMatchObject([
      { reason: 'not addressed' },
    ]);
    await expect.poll(() => journey.channel.replies('club').length, { timeout: 5000 }).toBe(1);
    expect(await journey.ask('pictures', { conversation: journey.name(club) })).toHaveLength(2);
  });
});

describe('photos without words, and a question behind them', () => {
  const whose = 'यह किस रंग का है, कृपया बताइए मुझे';
  const hindi = /रंग/;

  it.each([
    ['that is there when they are looked at', 0],
    ['that joins them', 1_600],
  ])('%s are answered in its language', async (_, pauseMs) => {
    const read = Promise.withResolvers<void>();
    const reader = { read: (picture: Picture) => read.promise.then(() => readSign(picture)) };
    const journey = await journeyOf({ reader });
    journey.channel.pictures.set('sign', await signPhoto());
    await journey.grant(ANA, 'ana');
    const ana = somebody(journey, { id: 'ana', language: 'en' });
    await ana.says('', { parts: [{ kind: 'image', attachment: { recipe: 'sign' } }] });
    await new Promise((done) => setTimeout(done, pauseMs));
    await ana.says(whose);
    read.resolve();
    await ana.hears(hindi);
  });
});
