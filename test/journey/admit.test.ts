import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Inbound } from '../../adapters/contract.ts';
import { STORED_CHARACTERS } from '../../src/journey/parts.ts';
import { at, choice, type JourneyUnderTest, message } from './journey-under-test.ts';
import { journeys } from './journeys.ts';

const journeyOf = journeys();
const CANARY = 'canary-7f3a91';
const onDisk = ({ file }: JourneyUnderTest) =>
  [file, `${file}-wal`].map((path) => readFileSync(path, 'latin1')).join('');

describe('admission', () => {
  it('keeps nothing of what is written before consent (law 2)', async () => {
    const journey = await journeyOf({ consent: false });
    expect(await journey.admit([message(CANARY)])).toEqual([{ status: 'refused', reason: 'no consent' }]);
    expect(onDisk(journey)).not.toContain(CANARY);
    // The notice, and nothing else.
    await expect.poll(() => journey.channel.texts().join()).toContain('Until then I keep nothing you write.');
    expect(journey.channel.texts().filter((text) => text.startsWith('Hi, I’m Parley'))).toHaveLength(1);
    expect(journey.channel.previews).toEqual([]);
    expect(await journey.entries()).toEqual([]);
  });

  it('does not answer late what came before consent', async () => {
    const journey = await journeyOf({ consent: false });
    const early = message('before');
    await journey.admit([early]);
    await journey.consentTo();
    expect(await journey.admit([early])).toEqual([{ status: 'duplicate' }]);
  });

  it('takes a message after Start, and the record is in the store when it says so (law 1)', async () => {
    const journey = await journeyOf();
    const [admission] = await journey.admit([message('hello')]);
    expect(admission).toMatchObject({ status: 'admitted', id: expect.any(Number) });
    expect((await journey.entries()).map(({ content }) => content.by)).toContain('person');
  });

  it('does nothing when an event comes again', async () => {
    const journey = await journeyOf();
    const again = message('hello');
    const results = await Promise.all(Array.from({ length: 20 }, () => journey.admit([again])));
    expect(results.flat().filter(({ status }) => status === 'admitted')).toHaveLength(1);
    expect(await journey.entries()).toHaveLength(1);
  });

  it.each([
    ['empty', '', 'empty'],
    ['blank', ' \n\t ', 'empty'],
    ['only NUL', '\0\0', 'empty'],
    ['longer than is kept', 'x'.repeat(STORED_CHARACTERS + 1), 'too long'],
  ])('refuses a text that is %s', async (_, text, reason) => {
    const journey = await journeyOf();
    expect(await journey.admit([message(text)])).toEqual([{ status: 'refused', reason }]);
  });

  it('mends what would break a database or a platform, and keeps the rest', async () => {
    const journey = await journeyOf();
    await journey.admit([message('a\0b\ud800c\u0007 é\n\t😀')]);
    const [entry] = await journey.entries();
    expect(entry!.content).toMatchObject({ parts: [{ text: 'ab\ufffdc é\n\t😀' }] });
  });

  it('asks a person who writes too fast to wait, and loses nothing it took (10,000 at once)', async () => {
    const journey = await journeyOf({ limits: { messages: { n: 30, withinMs: 60_000 } } });
    const all = Array.from({ length: 10_000 }, (_, i) => message(`m${i}`));
    const results = (
      await Promise.all(Array.from({ length: 100 }, (_, i) => journey.admit(all.slice(i * 100, i * 100 + 100))))
    ).flat();
    const admitted = results.filter(({ status }) => status === 'admitted').length;
    expect(admitted).toBeGreaterThanOrEqual(30);
    expect(admitted).toBeLessThan(100);
    expect(
      results.every(
        (result) =>
          result.status === 'admitted' ||
          (result.status === 'refused' && result.reason === 'too many messages' && result.retryAfterMs! > 0),
      ),
    ).toBe(true);
    expect(await journey.entries()).toHaveLength(admitted);
  });

  it('lets a message refused for its pace be sent again under the same key', async () => {
    const journey = await journeyOf({ limits: { messages: { n: 1, withinMs: 500 } } });
    await journey.admit([message('first')]);
    const again = message('second');
    expect(await journey.admit([again])).toMatchObject([{ status: 'refused', reason: 'too many messages' }]);
    await expect.poll(async () => (await journey.admit([again]))[0]!.status, { timeout: 5000 }).toBe('admitted');
  });

  it('is not told the way of another version of the notice', async () => {
    const journey = await journeyOf({ consent: false });
    expect(await journey.admit([choice('notice:on:99')])).toEqual([{ status: 'refused', reason: 'not understood' }]);
    expect(await journey.admit([message('hello')])).toMatchObject([{ reason: 'no consent' }]);
  });

  it('ends with stopping', async () => {
    const journey = await journeyOf();
    journey.stopIntake();
    expect(await journey.admit([message('late')])).toMatchObject([
      { status: 'refused', reason: 'stopping', retryAfterMs: expect.any(Number) },
    ]);
  });

  it('answers every event of a mixed batch in its place', async () => {
    const journey = await journeyOf();
    const known = message('known');
    await journey.admit([known]);
    const kinds: Inbound[] = [
      message(''),
      message('good'),
      known,
      { kind: 'reaction', address: at(), eventId: 'r', at: 0, member: { id: 'ana' }, messageId: 'm', emoji: ['👍'] },
      message('for somebody else', { addressed: false }),
    ];
    expect(
      (await journey.admit(kinds)).map((result) => (result.status === 'refused' ? result.reason : result.status)),
    ).toEqual(['empty', 'admitted', 'duplicate', 'not understood', 'not addressed']);
  });
});
