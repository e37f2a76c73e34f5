import { describe, expect, it } from 'vitest';
import { chatName, personName } from '../../src/conversation/names.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import type { RunningAnswer } from '../doubles/scripted-runtime.ts';
import { ANA, event } from './ana.ts';
import type { JourneyUnderTest } from './journey-under-test.ts';
import { journeys } from './journeys.ts';
import { answerAll, answerNext, groupChat, on, privateChat, somebody, visible } from './people.ts';

const journeyOf = journeys(() => ({ consent: false }));

describe('somebody who answers in the chat themselves', () => {
  it('ends the running answer and has the chat to themselves until /resume', async () => {
    const channel = createNotebookChannel({ consent: 'owner and person' });
    const journey = await journeyOf({ channel });
    const ana = await on(journey, 'ana');
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
    await answerNext(journey, 'an answer');
    await ana.hears('an answer');
  });

  it('has it for twelve hours, in the transaction that heard of them: nothing made before gets out', async () => {
    const clock = new Float64Array(new SharedArrayBuffer(16));
    clock.set([Date.now(), Date.now()]);
    const journey = await journeyOf({ clock });
    const ana = await on(journey, 'ana');
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

describe('/off', () => {
  it('ends the running answer, and nothing of it is said', async () => {
    const journey = await journeyOf();
    const ana = await on(journey, 'ana');
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
    const ana = await on(journey, 'ana');
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

describe('a block', () => {
  const halfAnswered = async (journey: JourneyUnderTest, bo: ReturnType<typeof somebody>) => {
    await bo.says('a question');
    const answer = await journey.runtime.taken();
    answer.write('half an answer');
    await visible(journey);
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
    const [ana, dan] = [await on(other, 'ana'), await on(other, 'dan')];
    const running = await halfAnswered(other, dan);
    await ana.says('/block', { replyTo: { messageId: 'm', text: '', author: { id: 'dan' }, ours: false } });
    await ana.hears('Only the owner');
    running.write('.');
    running.end();
    await dan.hears('half an answer.');
  });

  it('is found by a turn that begins after it, and by an answer that is done just then', async () => {
    const journey = await journeyOf();
    const ana = await on(journey, 'ana');
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
