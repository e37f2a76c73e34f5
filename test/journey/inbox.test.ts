import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../../model-runtime/contract.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import { at, choice, message, openJourney } from './journey-under-test.ts';
import { journeys } from './journeys.ts';
import { answerNext, asked, visible } from './people.ts';

const journeyOf = journeys();

describe('a message', () => {
  it('is answered once, and recorded with its journey', async () => {
    const journey = await journeyOf();
    await journey.admit([message('Capital of Australia?')]);
    await answerNext(journey, 'Canberra.');
    await expect.poll(() => journey.channel.texts()).toEqual(['Canberra.']);
    const [question, reply] = await journey.entries();
    expect(question!.content).toMatchObject({ state: 'answered' });
    expect(reply!.content).toMatchObject({
      by: 'parley',
      answers: [question!.id],
      timing: { answerTokens: 5, model: 'scripted' },
    });
    await expect
      .poll(async () =>
        ((await journey.entries())[1]!.content as { timing: { steps: { step: string }[] } }).timing.steps.map(
          ({ step }) => step,
        ),
      )
      .toEqual(['connect', 'decode', 'admit', 'lane', 'turn', 'queue', 'prefill', 'generate', 'encode', 'deliver']);
  });

  it('shows what comes while it comes', async () => {
    const journey = await journeyOf();
    await journey.admit([message('hi')]);
    const answer = await journey.runtime.taken();
    answer.write('Hel');
    await visible(journey);
    answer.write('lo');
    answer.end();
    await expect.poll(() => journey.channel.texts()).toEqual(['Hello']);
  });

  it('joins one of the same person that nothing was visible of yet', async () => {
    const journey = await journeyOf();
    await journey.admit([message('first')]);
    const early = await journey.runtime.taken();
    await journey.admit([message('and second')]);
    const joined = await journey.runtime.taken();
    expect(early.aborted).toBe(true);
    expect(asked(joined)).toBe('first\n\nand second');
    joined.write('both');
    joined.end();
    await expect.poll(() => journey.channel.texts()).toEqual(['both']);
    expect(await journey.states()).toEqual(['merged', 'answered', 'parley']);
  });

  it('waits its turn once something of the answer is visible', async () => {
    const journey = await journeyOf();
    await journey.admit([message('first')]);
    const one = await journey.runtime.taken();
    one.write('one');
    await visible(journey);
    await journey.admit([message('second')]);
    one.end();
    const two = await journey.runtime.taken();
    expect(asked(two)).toBe('second');
    // It was written before the answer was there, and is read behind it.
    expect(two.request.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    two.write('two');
    two.end();
    await expect.poll(() => journey.channel.texts()).toEqual(['one', 'two']);
    expect(await journey.states()).toEqual(['answered', 'answered', 'parley', 'parley'].sort());
  });

  it('of another person does not join', async () => {
    const journey = await journeyOf();
    await journey.admit([message('from Ana')]);
    const one = await journey.runtime.taken();
    await journey.admit([message('from Bo', { member: { id: 'bo' } })]);
    one.write('to Ana');
    one.end();
    const two = await journey.runtime.taken();
    expect(asked(two)).toBe('from Bo');
    two.end();
  });

  it('that the model has no words for gets a notice', async () => {
    const journey = await journeyOf();
    await journey.admit([message('hm')]);
    (await journey.runtime.taken()).end();
    await expect
      .poll(() => journey.channel.texts())
      .toEqual(['The model had nothing to say to that. Try other words.']);
  });

  it('is asked again once when the model dies in mid-answer, and then ends with a notice (law 10)', async () => {
    const journey = await journeyOf();
    await journey.admit([message('hard one')]);
    const first = await journey.runtime.taken();
    first.write('half an ans');
    first.fail(new RuntimeError('crashed', 'SIGSEGV'));
    const second = await journey.runtime.taken();
    expect(asked(second)).toBe('hard one');
    second.fail(new RuntimeError('crashed', 'SIGSEGV'));
    await expect.poll(() => journey.channel.texts()).toHaveLength(1);
    expect(journey.channel.texts()[0]).not.toMatch(/SIGSEGV|half an ans/);
    expect(await journey.ask('tally', {})).toMatchObject({ 'refused: the model failed': 1 });
  });

  it('of each conversation is read with that conversation alone (law 3)', async () => {
    const journey = await journeyOf();
    await journey.admit([message('canary of one')]);
    const one = await answerNext(journey, 'canary answer');
    await expect.poll(() => journey.channel.texts()).toHaveLength(1);
    await journey.admit([message('question of two', { address: at('two') })]);
    const two = await journey.runtime.taken();
    expect(JSON.stringify(two.request)).not.toContain('canary');
    expect(two.request.cacheKey).not.toBe(one.request.cacheKey);
    two.end();
  });
});

describe('stop', () => {
  it('ends the running answer and keeps what was there', async () => {
    const journey = await journeyOf();
    await journey.admit([message('long one')]);
    const answer = await journey.runtime.taken();
    answer.write('the beginning');
    await visible(journey);
    await journey.admit([choice('stop')]);
    await expect.poll(() => journey.channel.texts()).toEqual(['the beginning']);
    const entries = await journey.entries();
    expect(entries.at(-1)!.content).toMatchObject({ reply: { ended: 'stopped' } });
  });

  it('before the first word says so', async () => {
    const journey = await journeyOf();
    await journey.admit([message('long one')]);
    await journey.runtime.taken();
    await journey.admit([message('/stop')]);
    await expect.poll(() => journey.channel.texts()).toEqual(['Stopped before the first word.']);
    await expect.poll(() => journey.states()).toEqual(['answered', 'answered', 'parley'].sort());
  });

  it('does not reach the next question', async () => {
    const journey = await journeyOf();
    await journey.admit([message('first')]);
    const one = await journey.runtime.taken();
    one.write('one');
    await visible(journey);
    await journey.admit([message('second')]);
    await journey.admit([choice('stop')]);
    const two = await journey.runtime.taken();
    expect(asked(two)).toBe('second');
    two.write('two');
    two.end();
    await expect.poll(() => journey.channel.texts()).toEqual(['one', 'two']);
  });

  it('as a word, when nothing runs, says so', async () => {
    const journey = await journeyOf();
    await journey.admit([message('/stop')]);
    await expect.poll(() => journey.channel.texts()).toEqual(['Nothing is running. `/off` silences me.']);
  });
});

describe('commands', () => {
  it('are answered without the model, and not read by it later', async () => {
    const journey = await journeyOf();
    await journey.admit([message('/help')]);
    await expect.poll(() => journey.channel.texts().join()).toContain('/forget');
    expect(journey.runtime.calls).toBe(0);
    await journey.admit([message('hello')]);
    const answer = await journey.runtime.taken();
    expect(JSON.stringify(answer.request)).not.toContain('/help');
    answer.end();
  });

  it('/new makes the model forget, and nobody else', async () => {
    const journey = await journeyOf();
    await journey.admit([message('my name is Ana')]);
    await answerNext(journey, 'hello Ana');
    await expect.poll(() => journey.channel.texts()).toHaveLength(1);
    await journey.admit([message('/new')]);
    await expect.poll(() => journey.channel.texts()).toHaveLength(2);
    await journey.admit([message('who am I?')]);
    const two = await journey.runtime.taken();
    expect(two.request.messages).toHaveLength(2);
    two.end();
    expect(await journey.entries()).toHaveLength(6 - 1);
  });

  it('/new says how long what was said stays, as it was chosen here', async () => {
    const journey = await journeyOf();
    await journey.admit([choice('keep:7')]);
    await expect.poll(() => journey.channel.texts().at(-1)).toMatch('7 days');
    await journey.admit([message('/new')]);
    await expect.poll(() => journey.channel.texts().at(-1)).toMatch('until it is 7 days old');
  });

  it('/status counts what happened, and the sum is right (law 4)', async () => {
    const journey = await journeyOf();
    await journey.admit([message('a')]);
    await answerNext(journey, 'x');
    await expect.poll(() => journey.channel.texts()).toHaveLength(1);
    await journey.admit([message('/status')]);
    await expect.poll(() => journey.channel.texts().join()).toContain('scripted');
    const tally = await journey.ask('tally', {});
    expect(tally.admitted).toBe(2);
    expect(tally.answered).toBe(2);
  });

  it('/forget on the page asks first, and then erases this conversation and leaves the others', async () => {
    const journey = await journeyOf({ channel: createNotebookChannel({ consent: 'page' }) });
    for (const thread of ['one', 'two']) {
      await journey.admit([message(`canary ${thread}`, { address: at(thread) })]);
      await answerNext(journey, 'ok');
    }
    await expect.poll(() => journey.channel.texts()).toHaveLength(2);
    await journey.admit([message('/forget')]);
    await expect
      .poll(() => journey.channel.sent.at(-1)!.part.body)
      .toMatchObject({
        buttons: [
          { value: 'forget:one' },
          { value: 'forget:all' },
          { value: 'forget:export' },
          { value: 'forget:cancel' },
        ],
      });
    await journey.admit([choice('forget:one')]);
    await expect.poll(() => journey.channel.texts().at(-1)).toContain('Erased');
    expect(JSON.stringify(await journey.entries())).not.toContain('canary');
    expect(JSON.stringify(await journey.entries(at('two')))).toContain('canary two');
    expect(journey.runtime.forgotten).toContain(journey.name());
  });

  it('/forget leaves nothing of it on the disk', async () => {
    const journey = await journeyOf({ channel: createNotebookChannel({ consent: 'page' }) });
    const onDisk = () => [journey.file, `${journey.file}-wal`].map((file) => readFileSync(file, 'latin1')).join('');
    await journey.admit([message('canary-4b1d')]);
    await answerNext(journey, 'yes, canary-4b1d');
    await expect.poll(() => journey.channel.texts()).toHaveLength(1);
    expect(onDisk()).toContain('canary-4b1d');
    await journey.admit([choice('forget:one')]);
    await expect.poll(() => journey.channel.texts().at(-1)).toContain('Erased');
    await expect.poll(onDisk).not.toContain('canary-4b1d');
  });

  it('/forget of everything erases all, ends what runs, and asks for consent again', async () => {
    const journey = await journeyOf();
    await journey.admit([message('canary in two', { address: at('two') })]);
    const running = await journey.runtime.taken();
    running.write('canary half');
    await journey.admit([choice('forget:all')]);
    await expect.poll(() => running.aborted).toBe(true);
    await expect
      .poll(async () => JSON.stringify([await journey.entries(), await journey.entries(at('two'))]))
      .not.toContain('canary');
    expect(await journey.admit([message('hello?')])).toMatchObject([{ reason: 'no consent' }]);
    await expect.poll(() => journey.channel.texts()[0]).toMatch(/^Erased at .+ Receipt \w{4}-\w{2}\.$/);
  });
});

describe('a restart', () => {
  it('in mid-answer answers the message once, in order (laws 1 and 4)', async () => {
    const before = await openJourney();
    await before.admit([message('question')]);
    const half = await before.runtime.taken();
    half.write('half an answer');
    await visible(before);
    await before.close(0);
    expect(before.channel.texts()).toEqual([]);

    const after = await journeyOf({ folder: before.folder, secret: before.secret });
    const again = await after.runtime.taken();
    expect(asked(again)).toBe('question');
    again.write('whole answer');
    again.end();
    await expect.poll(() => after.channel.texts()).toEqual(['whole answer']);
    expect(await after.ask('tally', {})).toMatchObject({ admitted: 1, answered: 1 });
  });
});
