import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Inbound } from '../../adapters/contract.ts';
import type { Reading } from '../../model-runtime/contract.ts';
import { chatName, personName } from '../../src/conversation/names.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import type { RunningAnswer } from '../doubles/scripted-runtime.ts';
import { type JourneyUnderTest, message } from './journey-under-test.ts';
import { journeys } from './journeys.ts';
import { answerAll, groupChat, privateChat, somebody } from './people.ts';

const journeyOf = journeys(() => ({ consent: false }));
const ANA = privateChat('ana');
const on = async (journey: JourneyUnderTest, id = 'ana') => {
  await journey.grant(privateChat(id), id);
  return somebody(journey, { id });
};
const asked = ({ request }: RunningAnswer) => {
  const [part] = request.messages.at(-1)!.content;
  return part?.kind === 'text' ? part.text : '';
};
const WHITE = { width: 200, height: 50, channels: 3, background: 'white' } as const;
const SIGN: Omit<Reading, 'width' | 'height'> = {
  ...{ turned: 0, codes: [], script: 'latin', ms: 1 },
  lines: [
    { text: 'Trail closed', box: [10, 10, 190, 10, 190, 40, 10, 40], height: 30, confidence: 0.99, characters: [] },
  ],
};
let events = 0;
const event = (over: object) =>
  ({ address: ANA, eventId: `event ${++events}`, at: Date.now(), member: { id: 'ana' }, ...over }) as Inbound;
const edit = (messageId: string, text: string, over = {}) =>
  event({ kind: 'edit', messageId, parts: [{ kind: 'text', text }], ...over });

describe('an edit', () => {
  it('of the newest question within two minutes is answered in its place', async () => {
    const journey = await journeyOf();
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const ana = await on(journey);
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
    const ana = await on(journey);
    await ana.says('first wording', { messageId: 'm1' });
    const first = await journey.runtime.taken();
    first.write('half an answer');
    await expect.poll(() => journey.channel.previews.some((preview) => preview?.markdown)).toBe(true);
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
    const ana = await on(journey);
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
    const ana = await on(journey);
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
    const ana = await on(journey);
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
    const ana = await on(journey);
    journey.channel.pictures.set('photo', await sharp({ create: WHITE }).png().toBuffer());
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
    const ana = await on(journey);
    await ana.says('canary', { messageId: 'm1' });
    const answer = await journey.runtime.taken();
    await journey.admit([event({ kind: 'delete', messageId: 'm1' })]);
    await expect.poll(() => answer.aborted).toBe(true);
    await expect.poll(async () => (await journey.store.stats()).items).toBe(0);
    expect(ana.heard()).toEqual([]);
    expect(await journey.ask('tally', {})).toMatchObject({ admitted: 1, 'ignored: unsent': 1 });
  });
});

describe('somebody who answers in the chat themselves', () => {
  it('ends the running answer and has the chat to themselves until /resume', async () => {
    const channel = createNotebookChannel({ consent: 'owner and person' });
    const journey = await journeyOf({ channel });
    const ana = await on(journey);
    const owner = somebody(journey, { id: 'me', owner: true }, ANA);
    await ana.says('a question');
    const answer = await journey.runtime.taken();
    answer.write('half an');
    await journey.admit([event({ kind: 'takeover', member: { id: 'me', owner: true } })]);
    await expect.poll(() => answer.aborted).toBe(true);
    expect(await ana.says('are you there?')).toEqual({ status: 'refused', reason: 'taken over' });
    expect(ana.heard()).toEqual([]);
    await owner.says('/resume');
    await ana.hears('I’m back here.');
    await ana.says('a new question');
    const next = await journey.runtime.taken();
    next.write('an answer');
    next.end();
    await ana.hears('an answer');
  });

  it('has it for twelve hours, in the transaction that heard of them: nothing made before gets out', async () => {
    const clock = new Float64Array(new SharedArrayBuffer(16));
    clock.set([Date.now(), Date.now()]);
    const journey = await journeyOf({ clock });
    const ana = await on(journey);
    await ana.says('a question');
    const answer = await journey.runtime.taken();
    // The pause alone, without the word to the running turn: the fence at its end has to hold.
    await journey.ask('pause', { chat: chatName(journey.secret, ANA), forMs: 12 * 3_600_000 });
    answer.write('late words');
    answer.end();
    await expect.poll(async () => (await journey.store.stats()).items).toBe(0);
    expect(ana.heard()).toEqual([]);
    expect(await journey.ask('tally', {})).toMatchObject({ 'ignored: taken over': 1 });
    clock[0]! += 12 * 3_600_000 + 1;
    expect(await ana.says('a new question')).toMatchObject({ status: 'admitted' });
  });
});

describe('what waited outside for long', () => {
  const late = { at: Date.now() - 20 * 60_000 };
  it('is asked about once, and answered or left', async () => {
    const journey = await journeyOf();
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const ana = await on(journey);
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
    const ana = await on(journey);
    clock[1]! += 2_000;
    await ana.says('one', late);
    clock[1]! += 2_000;
    await ana.hears(/^I was off from \d\d:\d\d\. Answer your message\?$/);
  });

  it('is left when its person goes on', async () => {
    const journey = await journeyOf();
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const ana = await on(journey);
    await ana.says('old', late);
    await ana.hears('A message reached me late.');
    await ana.says('new');
    await ana.hears('You asked: new');
    expect(await journey.ask('tally', {})).toMatchObject({ admitted: 2, answered: 1, 'ignored: came late': 1 });
  });
});

describe('/off', () => {
  it('ends the running answer, and nothing of it is said', async () => {
    const journey = await journeyOf();
    const ana = await on(journey);
    await ana.says('a question');
    const answer = await journey.runtime.taken();
    answer.write('half an answer');
    await ana.says('/off');
    await expect.poll(() => answer.aborted).toBe(true);
    await ana.hears('Off. I stay silent here.');
    expect(ana.heard().join()).not.toContain('half');
  });

  it('is what blocking us, or taking us out of a group, comes to; a member who leaves changes nothing', async () => {
    const journey = await journeyOf();
    answerAll(journey, () => 'an answer');
    const club = groupChat('club');
    const ana = await on(journey);
    await journey.grant(club, 'ana');
    const bo = somebody(journey, { id: 'bo' }, club);
    await journey.admit([event({ kind: 'membership', address: club, member: { id: 'cy' }, change: 'left' })]);
    await bo.says('still on?');
    await bo.hears('an answer');
    await journey.admit([
      event({ kind: 'membership', change: 'blocked' }),
      event({ kind: 'membership', address: club, change: 'removed' }),
    ]);
    expect([await ana.says('hello'), await bo.says('hello')]).toMatchObject([
      { reason: 'no consent' },
      { reason: 'no consent' },
    ]);
  });
});

describe('media without words', () => {
  const pdf = (journey: JourneyUnderTest) => journey.channel.pictures.set('pdf', Buffer.from('%PDF-1.7\n%%EOF'));
  const part = (recipe: string, words = '') => ({
    parts: [{ kind: 'image' as const, attachment: { recipe }, ...(words === '' ? {} : { caption: words }) }],
  });

  it('behind a question waits for what comes with it, and then all of it is one question', async () => {
    const journey = await journeyOf({ reader: { read: async ({ width, height }) => ({ ...SIGN, width, height }) } });
    const ana = await on(journey);
    pdf(journey);
    journey.channel.pictures.set('photo', await sharp({ create: WHITE }).png().toBuffer());
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
    const journey = await journeyOf({ reader: { read: async ({ width, height }) => ({ ...SIGN, width, height }) } });
    const ana = await on(journey);
    pdf(journey);
    journey.channel.pictures.set('photo', await sharp({ create: WHITE }).png().toBuffer());
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
    const ana = await on(journey);
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

describe('a chat that goes on under another address', () => {
  it('takes along its consent, its words, what waits in it and who was let in', async () => {
    const channel = createNotebookChannel({ access: 'pairing' });
    const journey = await journeyOf({ channel });
    await journey.ask('mint', { account: '["notebook","a"]', code: 'OWNERS-CODE', role: 'owner' });
    const ana = somebody(journey, { id: 'ana' });
    await ana.says('/start OWNERS-CODE');
    await ana.presses('Switch on');
    await ana.hears('I’m on.');
    await ana.says('my name is Ana');
    const first = await journey.runtime.taken();
    first.write('hello Ana');
    first.end();
    await ana.hears('hello Ana');
    await ana.says('waiting question');
    const lost = await journey.runtime.taken();
    const to = privateChat('ana-two');
    expect(await journey.admit([event({ kind: 'moved', to })])).toEqual([{ status: 'admitted', id: 0 }]);
    lost.end();
    const again = await journey.runtime.taken();
    expect(asked(again)).toBe('waiting question');
    expect(JSON.stringify(again.request)).toContain('my name is Ana');
    again.write('found it');
    again.end();
    await expect.poll(() => channel.replies('ana-two')).toEqual(['found it']);
    const moved = somebody(journey, { id: 'ana-two' }, to);
    await moved.says('/allow');
    await moved.hears('Whoever opens this link first');
    expect(await ana.says('hello')).toMatchObject({ status: 'refused' });
    expect(await journey.entries(ANA)).toEqual([]);
  });

  it('takes along its photos and what they were asked, and forgets them there', async () => {
    const journey = await journeyOf();
    const ana = await on(journey);
    const { conversation, to } = { conversation: journey.name(ANA), to: privateChat('ana-two') };
    journey.channel.pictures.set('photo', await sharp({ create: WHITE }).png().toBuffer());
    await ana.says('', { parts: [{ kind: 'image', attachment: { recipe: 'photo' } }] });
    await ana.hears(/./);
    await journey.ask('setFocus', { conversation, focus: { photos: ['one'] } });
    await journey.admit([event({ kind: 'moved', to })]);
    const there = journey.name(to);
    const [{ state } = {}] = await journey.ask('pictures', { conversation: there });
    if (state?.name !== 'kept') throw new Error('The photo is kept for a day.');
    expect(await journey.ask('focus', { conversation: there })).toEqual({ photos: ['one'] });
    expect(await journey.ask('pictures', { conversation })).toEqual([]);
    const moved = somebody(journey, { id: 'ana-two' }, to);
    await moved.chooses('forget:all');
    await moved.hears(/^Erased at/);
    await expect(journey.files.read(state.file)).rejects.toThrow('is gone');
  });
});

describe('a block', () => {
  const halfAnswered = async (journey: JourneyUnderTest, bo: ReturnType<typeof somebody>) => {
    await bo.says('a question');
    const answer = await journey.runtime.taken();
    answer.write('half an answer');
    await expect.poll(() => journey.channel.previews.some((preview) => preview?.markdown)).toBe(true);
    return answer;
  };
  const ended = async (journey: JourneyUnderTest, answer: RunningAnswer) => {
    await expect.poll(() => answer.aborted).toBe(true);
    answer.end('aborted');
    await expect.poll(async () => (await journey.store.stats()).items).toBe(0);
    expect(journey.channel.previews.at(-1)).toBeNull();
  };

  it('by the code that somebody came with ends the answer that runs for them, without a word', async () => {
    const journey = await journeyOf({ channel: createNotebookChannel({ access: 'pairing' }) });
    const [owner, bo] = [somebody(journey, { id: 'owner' }), somebody(journey, { id: 'bo' })];
    await journey.ask('mint', { account: '["notebook","a"]', code: 'OWNER123', role: 'owner' });
    await journey.ask('mint', { account: '["notebook","a"]', code: 'FRIEND12', role: 'allowed' });
    await owner.says('/start OWNER123');
    await bo.says('/start FRIEND12');
    for (const id of ['owner', 'bo']) await journey.grant(privateChat(id), id);
    const answer = await halfAnswered(journey, bo);
    const heard = bo.heard().length;
    await owner.says('/block FRIEND12');
    await ended(journey, answer);
    await owner.hears('Done: I stay silent to them.');
    expect(bo.heard()).toHaveLength(heard);
    expect(await journey.states(privateChat('bo'))).toEqual(['ignored']);
  });

  it('in the group where the answer runs ends it at once; others are answered', async () => {
    const channel = createNotebookChannel({ access: 'pairing' });
    channel.admins.add('owner');
    const journey = await journeyOf({ channel });
    const club = groupChat('club');
    await journey.ask('mint', { account: '["notebook","a"]', code: 'OWNER123', role: 'owner' });
    await somebody(journey, { id: 'owner' }).says('/start OWNER123');
    const [owner, bo, cy] = ['owner', 'bo', 'cy'].map((id) => somebody(journey, { id }, club));
    for (const id of ['bo', 'cy'])
      await journey.ask('setRole', {
        ...{ account: '["notebook","a"]', person: personName(journey.secret, club, id), role: 'allowed' },
      });
    await journey.grant(club, 'owner');
    const answer = await halfAnswered(journey, bo!);
    const about = { replyTo: { messageId: 'm', text: 'a question', author: { id: 'bo' }, ours: false } };
    await owner!.says('/block', about);
    await ended(journey, answer);
    expect(owner!.heard()).toEqual(['Done: I stay silent to them.']);
    answerAll(journey, () => 'an answer');
    await cy!.says('a question of mine');
    await cy!.hears('an answer');
  });

  it('by the owner of the number ends it too, and nobody else can', async () => {
    const channel = createNotebookChannel({ consent: 'owner and person', buttons: 0 });
    const journey = await journeyOf({ channel });
    const chat = privateChat('bo');
    const [bo, owner] = [somebody(journey, { id: 'bo' }), somebody(journey, { id: 'me', owner: true }, chat)];
    await journey.grant(chat, 'bo');
    const answer = await halfAnswered(journey, bo);
    await owner.says('/block');
    await ended(journey, answer);
    expect(bo.heard()).toEqual([]);
    const other = await journeyOf();
    const [ana, dan] = [await on(other), await on(other, 'dan')];
    const running = await halfAnswered(other, dan);
    await ana.says('/block', { replyTo: { messageId: 'm', text: '', author: { id: 'dan' }, ours: false } });
    await ana.hears('Only the owner');
    running.write('.');
    running.end();
    await dan.hears('half an answer.');
  });

  it('is found by a turn that begins after it, and by an answer that is done just then', async () => {
    const journey = await journeyOf();
    const ana = await on(journey);
    const answer = await halfAnswered(journey, ana);
    await ana.says('and another');
    const person = personName(journey.secret, ANA, 'ana');
    await journey.ask('setRole', { account: '["notebook","a"]', person, role: 'blocked' });
    answer.end();
    await expect.poll(async () => (await journey.store.stats()).items).toBe(0);
    expect(ana.heard()).toEqual([]);
    expect(journey.runtime.calls).toBe(1);
    expect(await journey.ask('tally', {})).toMatchObject({ 'ignored: not let in': 2 });
  });
});

describe('too many', () => {
  it('of somebody who is blocked by then are answered by nothing', async () => {
    const journey = await journeyOf({ limits: { questions: { n: 1, withinMs: 600_000 } } });
    answerAll(journey, () => 'an answer');
    const ana = await on(journey);
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
    const [ana, bo] = [await on(journey), await on(journey, 'bo')];
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
    await expect.poll(() => journey.channel.previews.some((preview) => preview?.markdown)).toBe(true);
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
    const ana = await on(journey);
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

describe('photos without words, and a question behind them', () => {
  const whose = 'यह किस रंग का है, कृपया बताइए मुझे';
  const hindi = /रंग/;

  it.each([
    ['that is there when they are looked at', 0],
    ['that joins them', 1_600],
  ])('%s are answered in its language', async (_, pauseMs) => {
    const read = Promise.withResolvers<void>();
    const reader = { read: () => read.promise.then(() => ({ ...SIGN, width: 200, height: 50 })) };
    const journey = await journeyOf({ reader });
    journey.channel.pictures.set('sign', await sharp({ create: WHITE }).png().toBuffer());
    await journey.grant(ANA, 'ana');
    const ana = somebody(journey, { id: 'ana', language: 'en' });
    await ana.says('', { parts: [{ kind: 'image', attachment: { recipe: 'sign' } }] });
    await new Promise((done) => setTimeout(done, pauseMs));
    await ana.says(whose);
    read.resolve();
    await ana.hears(hindi);
  });
});
