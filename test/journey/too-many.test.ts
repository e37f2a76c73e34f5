import { describe, expect, it } from 'vitest';
import { personName } from '../../src/conversation/names.ts';
import { ANA } from './ana.ts';
import { journeys } from './journeys.ts';
import { answerAll, asked, on, visible } from './people.ts';

const journeyOf = journeys(() => ({ consent: false }));

describe('too many', () => {
  it('of somebody who is blocked by then are answered by nothing', async () => {
    const journey = await journeyOf({ limits: { questions: { n: 1, withinMs: 600_000 } } });
    answerAll(journey, () => 'an answer');
    const ana = await on(journey, 'ana');
    await ana.says('a question');
    await ana.hears('an answer');
    const person = personName(journey.secret, ANA, 'ana');
    await journey.ask('setRole', { account: '["notebook","a"]', person, role: 'blocked' });
    expect(await ana.says('another')).toMatchObject({ reason: 'not let in' });
    await ana.says('/privacy');
    await ana.chooses('forget:all');
    await expect.poll(async () => (await journey.store.stats()).items).toBe(0);
    expect(ana.heard()).toEqual(['an answer']);
  });

  it('questions of one person are answered by one friendly line, and others go on', async () => {
    const journey = await journeyOf({ limits: { questions: { n: 3, withinMs: 600_000 } } });
    answerAll(journey, () => 'an answer');
    const [ana, bo] = [await on(journey, 'ana'), await on(journey, 'bo')];
    for (let i = 0; i < 3; i++) {
      await ana.says(`question ${i}`);
      await expect.poll(() => ana.heard()).toHaveLength(i + 1);
    }
    expect(await ana.says('one too many')).toMatchObject({ reason: 'too many messages' });
    await ana.hears('That was a lot at once: I answer 3 questions of one person in 10 minutes.');
    expect(await ana.says('and another')).toMatchObject({ reason: 'too many messages' });
    await bo.says('a question');
    await bo.hears('an answer');
    expect(ana.heard()).toHaveLength(4);
    expect(await ana.says('/help')).toMatchObject({ status: 'admitted' });
  });

  it('messages of one person hold up nobody else: each has one turn at a time', async () => {
    const journey = await journeyOf();
    const flooder = await on(journey, 'flooder');
    const users = await Promise.all(Array.from({ length: 20 }, (_, i) => on(journey, `user ${i}`)));
    await flooder.says('the first of many');
    const first = await journey.runtime.taken();
    first.write('visible, so that nothing joins it any more');
    await visible(journey);
    for (let i = 0; i < 100; i++) await flooder.says(`flood ${i}`);
    for (const user of users) await user.says('a question');
    const running = await Promise.all(users.map(() => journey.runtime.taken()));
    expect(new Set(running.map(asked))).toEqual(new Set(['a question']));
    for (const one of running) {
      one.write('an answer');
      one.end();
    }
    for (const user of users) await user.hears('an answer');
    expect(first.aborted).toBe(false);
  });

  it('answers in one chat come no faster than two bots may answer each other', async () => {
    const journey = await journeyOf({ limits: { turns: { n: 2, withinMs: 600 } } });
    const ana = await on(journey, 'ana');
    let echoes = 0;
    // Whatever is said to it comes back as a message: the loop that the guard is for.
    answerAll(journey, (asked) => `re: ${asked.slice(-10)}`);
    const startMs = Date.now();
    await ana.says('hello');
    while (Date.now() - startMs < 1500) {
      if (ana.heard().length > echoes) {
        echoes = ana.heard().length;
        await ana.says(ana.newest());
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(echoes).toBeGreaterThan(2);
    expect(echoes).toBeLessThanOrEqual(2 + Math.ceil((Date.now() - startMs) / 300));
  });
});
