import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { chatName } from '../../src/conversation/names.ts';
import { startRetention } from '../../src/conversation/retention.ts';
import { consentChoiceValue } from '../../src/journey/approach.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import { type JourneyUnderTest, message } from './journey-under-test.ts';
import { journeys } from './journeys.ts';
import { answerAll, on, privateChat, somebody } from './people.ts';
import { signPhoto, signSaying } from './sign.ts';

const journeyOf = journeys(() => ({
  consent: false,
  channel: createNotebookChannel({ media: { inBytes: 1e9, outBytes: 1e9 }, buttons: 8 }),
}));

const read = signSaying('printed-canary');

/** Every byte that is kept anywhere in the data folder. */
function onDisk({ folder }: JourneyUnderTest): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('');
}

describe('/forget', () => {
  it('leaves no byte of the chat anywhere, and gives a receipt that the ledger knows', async () => {
    const journey = await journeyOf({ reader: { read } });
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const ana = await on(journey, 'ana');
    const bo = await on(journey, 'bo');
    journey.channel.pictures.set('photo', await signPhoto());
    for (const one of [ana, bo]) {
      await one.says('', { parts: [{ kind: 'image', attachment: { recipe: 'photo' } }] });
      await one.hears('Read it');
    }
    const [{ state } = {}] = await journey.ask('pictures', { conversation: journey.name(privateChat('ana')) });
    if (state?.name !== 'kept') throw new Error('The photo is kept for a day.');
    const photo = readFileSync(journey.files.path(state.file), 'latin1');
    await bo.says('kept-of-bo');
    await bo.hears('You asked: kept-of-bo');
    // Longer and shorter ones, so that pages are split, packed and freed.
    for (let i = 0; i < 40; i++) await ana.says(`canary-ana ${'x'.repeat((i % 7) * 150)} ${i}`);
    await ana.hears(/You asked: [\s\S]*canary-ana [x ]*39$/);
    await ana.says('/export');
    await ana.hears('Everything I hold from this chat');
    mkdirSync(join(journey.folder, 'backup'), { recursive: true });
    writeFileSync(join(journey.folder, 'backup', 'before-migration-2026.db'), 'canary-ana');
    // A part the platform refused for good is among the dead letters.
    journey.channel.results.push({ status: 'failed', error: { retryable: false, reason: 'refused' } });
    await ana.says('canary-ana dead letter');
    await expect.poll(() => journey.store.stats()).toMatchObject({ dead: 1 });
    expect(onDisk(journey)).toContain('canary-ana');

    await ana.says('/forget');
    await ana.hears('This erases everything of this chat');
    await ana.presses('Erase now');
    await ana.hears(/^Erased at .+\. Receipt (\w{4}-\w{2})\./);
    expect(onDisk(journey)).not.toContain('canary-ana');
    expect(onDisk(journey)).toContain('kept-of-bo');
    // Of the same photo that two sent, the other's copy and reading are left.
    expect(onDisk(journey).split(photo)).toHaveLength(2);
    expect(onDisk(journey).match(/printed-canary/g)).toHaveLength(1);
    expect(readdirSync(join(journey.folder, 'files'))).toHaveLength(1);
    expect(await journey.store.stats()).toMatchObject({ dead: 0 });
    expect(journey.runtime.forgotten).toContain(journey.name(privateChat('ana')));
    const receipt = /Receipt (\S+)\./.exec(ana.newest())![1]!;
    expect(onDisk(journey)).toContain(receipt);

    const heard = ana.heard().length;
    expect(await ana.says('hello')).toEqual({ status: 'refused', reason: 'no consent' });
    await bo.says('still here?');
    await bo.hears('You asked: still here?');
    expect(ana.heard()).toHaveLength(heard);
    await ana.says('/start');
    await ana.hears('Hi, I’m Parley');
  });

  it('during a running answer ends it, and the answer never appears', async () => {
    const journey = await journeyOf();
    const ana = await on(journey, 'ana');
    await ana.says('a question');
    const answer = await journey.runtime.taken();
    answer.write('late words');
    await ana.says('/forget');
    await ana.chooses('forget:all');
    await journey.inbox.letGo('nobody');
    answer.end();
    await ana.hears(/^Erased at/);
    expect(ana.heard().join()).not.toContain('late words');
    expect(await journey.entries(privateChat('ana'))).toEqual([]);
  });

  it('waits for whoever reads the file, and says it is done when it is', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    const journey = await journeyOf();
    answerAll(journey, () => 'an answer');
    const ana = await on(journey, 'ana');
    await ana.says('canary-reader');
    await ana.hears('an answer');
    const reader = new DatabaseSync(journey.file, { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM entry').get();
    await ana.chooses('forget:all');
    await expect.poll(async () => (await journey.store.stats()).items).toBe(1);
    expect(ana.newest()).toBe('an answer');
    reader.close();
    await expect.poll(ana.newest, { timeout: 20_000 }).toMatch(/^Erased at/);
    expect(onDisk(journey)).not.toContain('canary-reader');
  });
});

describe('the way back', () => {
  it('is the notice that the page shows again, with the receipt of what was erased', async () => {
    const journey = await journeyOf({ channel: createNotebookChannel({ consent: 'page', buttons: 8 }) });
    const owner = somebody(journey, { id: 'owner' });
    await owner.chooses(consentChoiceValue('on', journey.notice.version));
    await owner.says('/language fr');
    await owner.hears('je parle français');
    await owner.chooses('forget:all');
    await expect
      .poll(() => journey.receipts)
      .toEqual([
        { language: 'fr', text: expect.stringMatching(/^Effacé à .+ Vous pouvez recommencer ci-dessous\.$/s) },
      ]);
    expect(journey.receipts[0]!.text).not.toContain('/start');
    expect(owner.heard()).toHaveLength(1);
  });

  it.each([
    ['/forget', 'This erases', 'forget:all', /^Erased at .+\n\nI kept .+ I’m off here\. /],
    ['/off', '', '', /^Off\. .+ with `\/forget`\. /],
  ])('on a number of the owner’s own is the owner’s alone, and %s says so', async (command, asked, pressed, done) => {
    const channel = createNotebookChannel({ consent: 'owner and person' });
    const journey = await journeyOf({ channel });
    const chat = privateChat('bo');
    const bo = somebody(journey, { id: 'bo' }, chat);
    const owner = somebody(journey, { id: 'me', owner: true }, chat);
    await owner.says('/on');
    await bo.hears('Reply 1');
    await bo.says('1');
    await bo.hears('I’m on.');
    await bo.says(command);
    await bo.hears(asked);
    if (pressed) await bo.chooses(pressed);
    await bo.hears(done);
    await bo.hears(/ Only the owner of this number can switch me on again, with `\/on`\.$/);
    const heard = bo.heard().length;
    for (const text of ['/start', '/on', '1']) await bo.says(text);
    expect(bo.heard()).toHaveLength(heard);
    await owner.says('/on');
    await bo.hears('Reply 1');
    expect(journey.receipts).toEqual([]);
  });
});

describe('what is kept', () => {
  const DAY_MS = 86_400_000;
  const sweepAt = async (journey: JourneyUnderTest, days: number) => {
    const retention = startRetention({
      ask: journey.ask,
      notice: () => journey.notice,
      files: journey.files,
      erased: () => {},
      forget: () => {},
      log: pino({ level: 'silent' }),
      now: () => Date.now() + days * DAY_MS,
    });
    await retention.sweep();
    retention.end();
    await journey.store.scrub();
  };

  it('goes when its time is over: photos first, then words, and from the disk too', async () => {
    const journey = await journeyOf();
    answerAll(journey, () => 'an answer');
    const ana = await on(journey, 'ana');
    await journey.admit([
      message('', {
        address: privateChat('ana'),
        parts: [{ kind: 'image', attachment: { recipe: 'canary-recipe' }, caption: 'canary-caption' }],
      }),
    ]);
    await ana.hears('I couldn’t get this picture');
    expect(await journey.ask('counts', { chat: chatName(journey.secret, privateChat('ana')) })).toMatchObject({
      media: 1,
    });
    await sweepAt(journey, 2);
    expect(onDisk(journey)).not.toContain('canary-recipe');
    expect(onDisk(journey)).toContain('canary-caption');
    await sweepAt(journey, 31);
    expect(onDisk(journey)).not.toContain('canary-caption');
  });

  it('goes earlier where the chat wants it so', async () => {
    const journey = await journeyOf();
    answerAll(journey, () => 'an answer');
    const [ana, bo] = [await on(journey, 'ana'), await on(journey, 'bo')];
    await ana.says('canary-short');
    await bo.says('canary-long');
    await ana.hears('an answer');
    await bo.hears('an answer');
    await ana.says('/privacy');
    await ana.hears('messages 30 days after they were written');
    await ana.presses('Keep 1 day');
    await ana.hears('From now on I keep messages here 1 day.');
    await sweepAt(journey, 2);
    expect(onDisk(journey)).not.toContain('canary-short');
    expect(onDisk(journey)).toContain('canary-long');
  });

  it('goes no later than the platform’s own timer says, and its answer with it', async () => {
    const journey = await journeyOf();
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const ana = await on(journey, 'ana');
    await ana.says('canary-vanishing', { disappearsMs: 1, at: Date.now() - 100 });
    await ana.hears('You asked');
    await ana.says('staying');
    await ana.hears('You asked: staying');
    await sweepAt(journey, 0);
    expect(onDisk(journey)).not.toContain('canary-vanishing');
    expect(onDisk(journey)).toContain('You asked: staying');
  });

  it('is written to no log', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    const journey = await journeyOf({ log });
    answerAll(journey, () => 'canary-answer');
    const ana = await on(journey, 'ana');
    await ana.says('canary-question');
    await ana.hears('canary-answer');
    journey.channel.results.push({ status: 'failed', error: { retryable: false, reason: 'refused' } });
    await ana.says('canary-refused');
    await ana.says('/forget');
    await ana.chooses('forget:all');
    await ana.hears('Erased at');
    expect(lines.join('')).not.toContain('canary');
    expect(lines.length).toBeGreaterThan(0);
  });
});
