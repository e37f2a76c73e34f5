import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { Admission, Inbound } from '../../adapters/contract.ts';
import { sparing } from '../../src/journey/faulty.ts';
import { at, message } from './journey-under-test.ts';
import { journeys } from './journeys.ts';

const journeyOf = journeys();

/** As no channel makes it: the admission cannot read it. */
const broken = (thread: string): Inbound => message('', { address: at(thread), parts: null as never });

const outcome = (result: Admission): string =>
  result.status === 'refused' ? `${result.reason}${result.retryAfterMs === undefined ? '' : ', again'}` : result.status;

describe('an event that breaks the admission', () => {
  it('costs no other chat theirs, and what follows it in its own waits for it', async () => {
    const journey = await journeyOf();
    const other = { ...at(), chat: 'other' };
    const before = message('before');
    const events = [before, broken('one'), message('after'), message('elsewhere', { address: other })];
    expect((await journey.admit(events)).map(outcome)).toEqual([
      'admitted',
      'broken, again',
      'broken, again',
      'no consent',
    ]);
    expect(await journey.entries()).toHaveLength(1);
    expect((await journey.admit([before])).map(outcome)).toEqual(['duplicate']);
  });

  it('is let go at the fifth try and counted once; then what waited for it is heard', async () => {
    const journey = await journeyOf();
    const events = [broken('one'), message('after')];
    for (let tries = 1; tries < 5; tries++)
      expect((await journey.admit(events)).map(outcome)).toEqual(['broken, again', 'broken, again']);
    expect((await journey.admit(events)).map(outcome)).toEqual(['broken', 'admitted']);
    expect((await journey.admit(events)).map(outcome)).toEqual(['broken', 'duplicate']);
    expect(await journey.ask('tally', {})).toMatchObject({ 'not admitted: broken': 1 });
  });

  it('is not let go while that cannot be counted', async () => {
    let countable = false;
    const admit = sparing(() => Promise.reject(new Error('broken')), {
      letGo: () => (countable ? Promise.resolve() : Promise.reject(new Error('no store'))),
      log: pino({ level: 'silent' }),
    });
    const event = message('x');
    for (let tries = 0; tries < 8; tries++) expect((await admit([event])).map(outcome)).toEqual(['broken, again']);
    countable = true;
    expect((await admit([event])).map(outcome)).toEqual(['broken']);
  });

  it('leaves the order of each chat as it is, whatever breaks how often', async () => {
    const one = fc.record({
      chat: fc.constantFrom('a', 'b', 'c'),
      breaks: fc.constantFrom(0, 0, 0, 1, 3, Number.POSITIVE_INFINITY),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 12 }), async (all) => {
        const left = new Map<Inbound, number>();
        const events = all.map(({ chat, breaks }, index) => {
          const event = message(String(index), { address: { ...at(), chat } });
          left.set(event, breaks);
          return event;
        });
        const stored: Inbound[] = [];
        let lost = 0;
        const admit = sparing(
          async (batch) => {
            for (const event of batch) {
              const breaks = left.get(event)!;
              left.set(event, breaks - 1);
              if (breaks > 0) throw new Error('broken');
            }
            for (const event of batch) if (!stored.includes(event)) stored.push(event);
            return batch.map(() => ({ status: 'admitted', id: 1 }));
          },
          { letGo: async () => void lost++, log: pino({ level: 'silent' }) },
        );
        // As a platform does: what was refused for now is offered again with all that came with it.
        for (let round = 0; round < 200; round++)
          if ((await admit(events)).every((result) => !outcome(result).endsWith('again'))) break;
        for (const chat of ['a', 'b', 'c']) {
          const heard = stored.filter(({ address }) => address.chat === chat);
          expect(heard).toEqual(events.filter((event) => heard.includes(event)));
        }
        expect(stored.length + lost).toBe(events.length);
        expect(lost).toBe(events.filter((event) => !stored.includes(event)).length);
      }),
    );
  });
});
