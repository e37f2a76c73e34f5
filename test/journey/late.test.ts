import { describe, expect, it } from 'vitest';
import { journeys } from './journeys.ts';
import { answerAll, on } from './people.ts';

const journeyOf = journeys(() => ({ consent: false }));

describe('what waited outside for long', () => {
  const late = { at: Date.now() - 20 * 60_000 };
  it('is asked about once, and answered or left', async () => {
    const journey = await journeyOf();
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const ana = await on(journey, 'ana');
    for (const text of ['one', 'two', 'three']) await ana.says(text, late);
    await ana.hears('3 messages reached me late. Answer them?');
    await ana.presses('Yes');
    await ana.hears('You asked: one\n\ntwo\n\nthree');
    expect(ana.heard()).toHaveLength(2);
    expect(await journey.ask('tally', {})).toMatchObject({ admitted: 3, answered: 1, merged: 2 });

    await ana.says('four', late);
    await ana.hears('A message reached me late. Answer it?');
    await ana.presses('No');
    await ana.hears('Fine, I leave them.');
    expect(await journey.ask('tally', {})).toMatchObject({ 'ignored: came late': 1 });
  });

  it('is told with the time we were off, where we know it', async () => {
    const clock = new Float64Array(new SharedArrayBuffer(16));
    clock.set([Date.UTC(2026, 10, 21, 13, 40), Date.now()]);
    const journey = await journeyOf({ clock });
    await journey.ask('alive', { started: false });
    clock[0]! += 3_600_000;
    await journey.ask('alive', { started: true });
    const ana = await on(journey, 'ana');
    clock[1]! += 2_000;
    await ana.says('one', late);
    clock[1]! += 2_000;
    await ana.hears(/^I was off from \d\d:\d\d\. Answer your message\?$/);
  });

  it('is left when its person goes on', async () => {
    const journey = await journeyOf();
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const ana = await on(journey, 'ana');
    await ana.says('old', late);
    await ana.hears('A message reached me late.');
    await ana.says('new');
    await ana.hears('You asked: new');
    expect(await journey.ask('tally', {})).toMatchObject({ admitted: 2, answered: 1, 'ignored: came late': 1 });
  });
});
