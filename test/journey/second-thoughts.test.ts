import { describe, expect, it } from 'vitest';
import { ANA, edit, event } from './ana.ts';
import { journeys } from './journeys.ts';
import { answerAll, asked, on, visible } from './people.ts';
import { signPhoto } from './sign.ts';

const journeyOf = journeys(() => ({ consent: false }));

describe('an edit', () => {
  it('of the newest question within two minutes is answered in its place', async () => {
    const journey = await journeyOf();
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const ana = await on(journey, 'ana');
    await ana.says('capital of Austria?', { messageId: 'm1' });
    await ana.hears('You asked: capital of Austria?');
    expect(await journey.admit([edit('m1', 'capital of Australia?')])).toMatchObject([{ status: 'admitted' }]);
    await ana.hears('You asked: capital of Australia?');
    await ana.says('and its river?');
    await ana.hears('You asked: and its river?');
    expect(await journey.ask('tally', {})).toMatchObject({ admitted: 3, answered: 3 });
  });

  it('while the answer runs ends that answer without a word', async () => {
    const journey = await journeyOf();
    const ana = await on(journey, 'ana');
    await ana.says('first wording', { messageId: 'm1' });
    const first = await journey.runtime.taken();
    first.write('half an answer');
    await visible(journey);
    await journey.admit([edit('m1', 'second wording')]);
    const second = await journey.runtime.taken();
    expect([first.aborted, asked(second)]).toEqual([true, 'second wording']);
    second.write('whole answer');
    second.end();
    await ana.hears('whole answer');
    expect(ana.heard()).toEqual(['whole answer']);
    expect(await journey.ask('tally', {})).toMatchObject({ admitted: 2, superseded: 1, answered: 1 });
  });

  it('that comes later, or is of an older question, changes our copy alone', async () => {
    const journey = await journeyOf();
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const ana = await on(journey, 'ana');
    await ana.says('one', { messageId: 'm1', at: Date.now() - 180_000 });
    await ana.hears('You asked: one');
    await journey.admit([edit('m1', 'one, corrected')]);
    expect(JSON.stringify(await journey.entries(ANA))).toContain('one, corrected');
    expect(ana.heard()).toHaveLength(1);
    expect(await journey.admit([edit('unknown', 'x'), edit('m1', 'x', { member: { id: 'bo' } })])).toMatchObject([
      { status: 'refused' },
      { status: 'refused' },
    ]);
  });
});

describe('a message that vanishes', () => {
  it('vanishes in its newer wording too', async () => {
    const clock = new Float64Array(new SharedArrayBuffer(16));
    clock.set([Date.now(), Date.now()]);
    const journey = await journeyOf({ clock });
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const ana = await on(journey, 'ana');
    await ana.says('canary one', { messageId: 'm1', disappearsMs: 30_000 });
    await ana.hears('You asked: canary one');
    await journey.admit([edit('m1', 'canary two')]);
    await ana.hears('You asked: canary two');
    const kept = async () => JSON.stringify(await journey.entries(ANA));
    await journey.ask('expireGone', { limit: 100 });
    expect(await kept()).toContain('canary two');
    clock[0]! += 31_000;
    await journey.ask('expireGone', { limit: 100 });
    expect(await kept()).not.toContain('canary');
  });
});

describe('a message taken back', () => {
  it('is erased here too, with its answer', async () => {
    const journey = await journeyOf();
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const ana = await on(journey, 'ana');
    await ana.says('canary', { messageId: 'm1' });
    await ana.hears('You asked: canary');
    await ana.says('something else', { messageId: 'm2' });
    await ana.hears('You asked: something else');
    await journey.admit([event({ kind: 'delete', messageId: 'm1' })]);
    const kept = JSON.stringify(await journey.entries(ANA));
    expect(kept).not.toContain('canary');
    expect(kept).toContain('something else');
    expect(await journey.admit([event({ kind: 'delete', messageId: 'm1' })])).toMatchObject([{ status: 'refused' }]);
  });

  it('takes its photo along, and what the model remembers', async () => {
    const journey = await journeyOf();
    const ana = await on(journey, 'ana');
    journey.channel.pictures.set('photo', await signPhoto());
    await ana.says('', { messageId: 'm1', parts: [{ kind: 'image', attachment: { recipe: 'photo' } }] });
    await ana.hears(/./);
    const [{ state } = {}] = await journey.ask('pictures', { conversation: journey.name(ANA) });
    if (state?.name !== 'kept') throw new Error('The photo is kept for a day.');
    await journey.admit([event({ kind: 'delete', messageId: 'm1' })]);
    await expect.poll(() => journey.files.read(state.file).catch(() => 'gone')).toBe('gone');
    expect(journey.runtime.forgotten).toEqual([journey.name(ANA)]);
  });

  it('while its answer runs is answered by nothing', async () => {
    const journey = await journeyOf();
    const ana = await on(journey, 'ana');
    await ana.says('canary', { messageId: 'm1' });
    const answer = await journey.runtime.taken();
    await journey.admit([event({ kind: 'delete', messageId: 'm1' })]);
    await expect.poll(() => answer.aborted).toBe(true);
    await expect.poll(async () => (await journey.store.stats()).items).toBe(0);
    expect(ana.heard()).toEqual([]);
    expect(await journey.ask('tally', {})).toMatchObject({ admitted: 1, 'ignored: unsent': 1 });
  });
});
