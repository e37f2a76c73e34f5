import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Inbound, Member } from '../../adapters/contract.ts';
import type { Language } from '../../src/conversation/languages.ts';
import { chatName } from '../../src/conversation/names.ts';
import { say } from '../../src/conversation/notices.ts';
import { consentChoiceValue } from '../../src/journey/approach.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import { choice, message } from './journey-under-test.ts';
import { journeys } from './journeys.ts';
import { answerAll, groupChat, privateChat, somebody } from './people.ts';

const journeyOf = journeys(() => ({ consent: false }));

describe('a private chat', () => {
  it('is switched on under the notice, after more to read, and says what was not kept', async () => {
    const journey = await journeyOf();
    const ana = somebody(journey, { id: 'ana' });
    expect(await ana.says('What is the capital of Australia?')).toEqual({ status: 'refused', reason: 'no consent' });
    await ana.hears(/^Hi, I’m Parley[\s\S]+Until then I keep nothing you write\. +\nNotice 1$/);
    expect(await journey.entries(privateChat('ana'))).toEqual([]);
    await ana.presses('Read more');
    await ana.hears('What answers is a language model');
    await ana.presses('Switch on');
    await ana.hears(/^I’m on\. Try one:[\s\S]+I kept nothing from before; please send your question again\.$/);
    expect(ana.heard()).toHaveLength(3);
  });

  it('reads a typed number as what was offered under it', async () => {
    const journey = await journeyOf();
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const ana = somebody(journey, { id: 'ana' });
    await ana.says('/start');
    await ana.presses('Switch on');
    await ana.hears('I’m on.');
    await ana.says('1');
    await ana.hears(/^350 °F = 176\.7 °C$/);
    await ana.says('1');
    await ana.hears('You asked: 1');
  });

  it('takes typed numbers for buttons where the platform has none', async () => {
    const journey = await journeyOf({ channel: createNotebookChannel({ buttons: 0 }) });
    const ana = somebody(journey, { id: 'ana' });
    await ana.says('1');
    await ana.hears('Hi, I’m Parley');
    await ana.says('3');
    await ana.hears('Fine. I kept nothing');
    await ana.says('1');
    await ana.hears('I’m on.');
    await ana.says('/forget');
    await ana.hears('This erases everything of this chat');
    await ana.says('3');
    await ana.hears('Nothing was erased.');
  });

  it('is off after /off, still hands out and erases what it kept, and nothing else is taken or said', async () => {
    const journey = await journeyOf();
    answerAll(journey, () => 'an answer');
    const ana = somebody(journey, { id: 'ana' });
    await ana.says('/start');
    await ana.presses('Switch on');
    await ana.says('a question');
    await ana.hears('an answer');
    await ana.says('/off');
    await ana.hears('Off. I stay silent here.');
    const before = ana.heard().length;
    expect(await ana.says('hello?')).toEqual({ status: 'refused', reason: 'no consent' });
    expect(await ana.says('/help')).toEqual({ status: 'refused', reason: 'no consent' });
    await ana.says('/privacy');
    await ana.hears('What I keep of this chat now');
    expect(ana.heard()).toHaveLength(before + 1);
    expect(JSON.stringify(await journey.entries(privateChat('ana')))).not.toMatch(/hello\?|\/privacy/);
  });

  it('is asked again before its next turn when something of the notice changes', async () => {
    const journey = await journeyOf();
    answerAll(journey, () => 'an answer');
    const ana = somebody(journey, { id: 'ana' });
    await ana.says('/start');
    await ana.presses('Switch on');
    await ana.hears('I’m on.');
    await journey.become({ remoteHost: 'gpu.example' });
    expect(await ana.says('a question')).toMatchObject({ reason: 'no consent' });
    await ana.hears(/^Something of this has changed[\s\S]+gpu\.example[\s\S]+Notice 2$/);
    await ana.presses('Switch on');
    await ana.says('a question');
    await ana.hears('an answer');
  });

  it('is asked in the language of its words where they are long enough, else in the app’s, else in English', async () => {
    const journey = await journeyOf();
    const asked = async (member: Member, text: string) => {
      const one = somebody(journey, member);
      await one.says(text);
      await one.hears(/./);
      const ledger = await journey.ask('ledger', { chat: chatName(journey.secret, privateChat(member.id)) });
      return ledger.map(({ language }) => language);
    };
    expect(await asked({ id: 'a', language: 'es-MX' }, 'ok')).toEqual(['es']);
    expect(await asked({ id: 'b', language: 'es-MX' }, 'Quel temps fait-il demain matin à Paris ?')).toEqual(['fr']);
    expect(await asked({ id: 'c', language: 'ja' }, 'hola')).toEqual(['en']);
  });

  it('goes on in the language that is written there, on the page too; a word or two change nothing', async () => {
    const journey = await journeyOf({ channel: createNotebookChannel({ consent: 'page' }) });
    answerAll(journey, () => 'an answer');
    const ana = somebody(journey, { id: 'ana', language: 'es-MX' });
    const speaks = async (language: Language) => {
      await ana.says('/region us');
      const name = new Intl.DisplayNames(language, { type: 'region' }).of('US')!;
      await ana.hears(say('region.done', { name }, language));
    };
    await ana.chooses(consentChoiceValue('on', journey.notice.version));
    const ledger = await journey.ask('ledger', { chat: chatName(journey.secret, privateChat('ana')) });
    expect(ledger).toMatchObject([
      { act: 'notice', language: 'es' },
      { act: 'on', language: 'es' },
    ]);
    await speaks('es');
    await ana.says('Quel temps fait-il demain matin à Paris ?');
    await speaks('fr');
    await ana.says('hola, gracias');
    await speaks('fr');
    await ana.says('/language tr');
    await ana.says('Quel temps fait-il demain matin à Paris ?');
    await speaks('tr');
  });

  it('is answered in the language chosen at /language, whatever is written', async () => {
    const journey = await journeyOf();
    const ana = somebody(journey, { id: 'ana', language: 'ja' });
    await ana.says('/start');
    await ana.presses('Switch on');
    await ana.says('/language Klingon');
    await ana.hears('I don’t speak that one.');
    await ana.says('/language en');
    await ana.hears('I speak English here from now on.');
    expect(await journey.ask('settings', { chat: chatName(journey.secret, privateChat('ana')) })).toMatchObject({
      language: 'en',
    });
    await ana.says('/region us');
    await ana.hears('The region here is United States from now on.');
    await ana.says('/region');
    await ana.hears('The region here is United States.');
  });

  it('is not switched on again by a press that its platform delivers once more', async () => {
    const journey = await journeyOf();
    const ana = somebody(journey, { id: 'ana' });
    await ana.says('/start');
    await ana.hears('Hi, I’m Parley');
    const press = { ...choice('notice:on:1', privateChat('ana')), member: { id: 'ana' } } as Inbound;
    expect(await journey.admit([press])).toEqual([{ status: 'admitted', id: 0 }]);
    await ana.says('/off');
    await ana.hears('Off. I stay silent here.');
    expect(await journey.admit([press])).toEqual([{ status: 'duplicate' }]);
    expect(await ana.says('hello')).toMatchObject({ reason: 'no consent' });
    expect(ana.heard()).toHaveLength(3);
  });

  it('takes the same pressed button once, and no forged one', async () => {
    const journey = await journeyOf();
    const ana = somebody(journey, { id: 'ana' });
    expect(await ana.chooses('notice:on:1')).toEqual({ status: 'refused', reason: 'not understood' });
    expect(await ana.chooses('notice:on:7')).toEqual({ status: 'refused', reason: 'not understood' });
    await ana.says('/start');
    await ana.hears('Hi, I’m Parley');
    expect(await ana.chooses('notice:on:7')).toEqual({ status: 'refused', reason: 'not understood' });
    expect(await ana.chooses('keep:99')).toMatchObject({ reason: 'no consent' });
    await ana.presses('Switch on');
    await ana.hears('I’m on.');
    expect(await ana.presses('Switch on')).toMatchObject({ status: 'refused' });
    await ana.chooses('keep:99999');
    await ana.chooses('no button of ours');
    expect(ana.heard()).toHaveLength(2);
  });
});

describe('who may talk', () => {
  it('is with pairing whoever came by the link, and whom they let in; others hear once that the bot is private', async () => {
    const journey = await journeyOf({ channel: createNotebookChannel({ access: 'pairing' }) });
    await journey.ask('mint', { account: '["notebook","a"]', code: 'OWNERS-CODE', role: 'owner' });
    const stranger = somebody(journey, { id: 'stranger' });
    await stranger.says('/start');
    await stranger.hears('This bot is private.');
    await stranger.says('hello?');
    await stranger.says('/start WRONG-CODE');
    expect(stranger.heard()).toHaveLength(1);

    const ana = somebody(journey, { id: 'ana' });
    await ana.says('/start OWNERS-CODE');
    await ana.hears('Hi, I’m Parley');
    await ana.presses('Switch on');
    await ana.hears('You are the owner of this bot.');
    await stranger.says('/start OWNERS-CODE');
    expect(stranger.heard()).toHaveLength(1);

    await ana.says('/allow');
    await ana.hears(/notebook\.example\/start\/\w{8}/);
    const code = /start\/(\w{8})/.exec(ana.newest())![1]!;
    await stranger.says(`/start ${code}`);
    await stranger.hears('Hi, I’m Parley');
    await stranger.presses('Switch on');
    await stranger.hears('I’m on.');
    expect(await stranger.says('/allow')).toMatchObject({ status: 'admitted' });
    await stranger.hears('Only the owner of this bot can do that.');
    await ana.says(`/block ${code}`);
    await ana.hears('Done: I stay silent to them.');
    expect(await stranger.says('hello')).toEqual({ status: 'refused', reason: 'not let in' });
  });

  it('is with an allowlist whom the settings name', async () => {
    const journey = await journeyOf({ channel: createNotebookChannel({ access: 'allowlist' }), listed: ['bo'] });
    const bo = somebody(journey, { id: 'bo' });
    await bo.says('/start');
    await bo.hears('Hi, I’m Parley');
    const cy = somebody(journey, { id: 'cy' });
    await cy.says('/start');
    await cy.hears('This bot is private.');
  });

  it('keeps its word to a thousand strangers at once: one line each, and nothing kept', async () => {
    const journey = await journeyOf({ channel: createNotebookChannel({ access: 'owner only' }) });
    const all = Array.from({ length: 1000 }, (_, i) => somebody(journey, { id: `s${i}` }));
    await Promise.all(all.flatMap((one) => [one.says('canary-strangers'), one.says('hello?')]));
    await expect.poll(() => journey.channel.sent.length, { timeout: 20_000 }).toBe(1000);
    expect(new Set(journey.channel.texts())).toEqual(new Set(['This bot is private. Its owner can let you in.']));
    expect(journey.channel.calls.every(({ call }) => call === 'send')).toBe(true);
    expect((await journey.store.stats()).items).toBe(0);
  });
});

describe('a group', () => {
  it('is switched on by an admin alone, keeps what is meant for it alone, and is left by each alone', async () => {
    const channel = createNotebookChannel();
    channel.admins.add('ana');
    const journey = await journeyOf({ channel });
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const club = groupChat('club');
    const [ana, bo, cy] = ['Ana', 'Bo', 'Cy'].map((name) => somebody(journey, { id: name.toLowerCase(), name }, club));
    const unaddressed = { addressed: false };
    await journey.admit([
      { kind: 'membership', address: club, eventId: 'added', at: 1, member: { id: 'ana' }, change: 'added' },
    ]);
    await ana!.hears('I’m here but off. An admin can send `/on@parleybot`.');
    await bo!.says('/on');
    await bo!.hears('Only an admin can switch me on here.');
    await bo!.says('/on');
    expect(bo!.heard()).toHaveLength(2);
    await ana!.says('/on', { title: 'Hiking club' });
    await ana!.hears(/^On for “Hiking club”, switched on by Ana\./);
    expect(await bo!.says('canary-aside: rain tomorrow?', unaddressed)).toMatchObject({ reason: 'not addressed' });
    await bo!.says('what does the sign say?', {
      replyTo: { messageId: 'x', text: 'canary-quoted: trail closed', author: { id: 'cy' }, ours: false },
    });
    await bo!.hears('You asked: > canary-quoted: trail closed\n\nwhat does the sign say?');
    await cy!.says('and what of cy?');
    await cy!.hears('You asked: and what of cy?');
    const kept = JSON.stringify(await journey.entries(club));
    expect(kept).not.toContain('canary-aside');
    expect(kept).not.toContain('"text":"canary-quoted');

    await bo!.says('/forget');
    await bo!.hears('Only an admin can do that here.');
    await bo!.says('/forget me');
    await bo!.hears(/^Bo, I erased your 2 questions and my 2 answers to you\.$/);
    const left = JSON.stringify(await journey.entries(club));
    expect(left).not.toContain('what does the sign say?');
    expect(left).toContain('and what of cy?');
  });

  it('shows a member what is kept of them in their own chat, where that is on, and an admin the counts', async () => {
    const channel = createNotebookChannel({ media: { inBytes: 0, outBytes: 1e9 } });
    channel.admins.add('ana');
    const journey = await journeyOf({ channel });
    answerAll(journey, (asked) => `You asked: ${asked}`);
    const club = groupChat('club');
    const ana = somebody(journey, { id: 'ana', name: 'Ana' }, club);
    const bo = somebody(journey, { id: 'bo', name: 'Bo' }, club);
    await ana.says('/on');
    await bo.says('bo asks');
    await bo.hears('You asked: bo asks');
    await bo.says('/export');
    await bo.hears('Open a private chat with me');
    for (const id of ['ana', 'bo']) await journey.grant(privateChat(id), id);
    await bo.says('/export');
    await bo.hears('I answered you in our private chat.');
    await expect
      .poll(() => channel.replies('bo').at(-1))
      .toMatch(/^Everything I hold from you in the group: \d+ messages/);
    const { files } = channel.sent.find(({ part }) => part.address.chat === 'bo')!.part.body as {
      files: { id: string; name: string }[];
    };
    expect(files[0]!.name).toMatch(/^parley-\d{4}-\d\d-\d\d\.zip$/);
    await ana.says('/privacy');
    await ana.hears(/^What I keep of this group now: \d+ messages of all members/);
    await expect.poll(() => channel.replies('ana').at(-1)).toContain('What I keep of you in this group now');
  });

  it('is kept without a name in it: of its own, or of anybody', async () => {
    const channel = createNotebookChannel();
    channel.admins.add('ana');
    const journey = await journeyOf({ channel });
    answerAll(journey, () => 'an answer');
    const club = groupChat('club');
    const title = { title: 'canary-title' };
    const ana = somebody(journey, { id: 'ana', name: 'canary-of-ana', language: 'en-US' }, club);
    const bo = somebody(journey, { id: 'bo', name: 'canary-of-bo' }, club);
    await ana.says('/on', title);
    await ana.hears('On for “canary-title”, switched on by canary-of-ana.');
    await bo.says('kept words', {
      ...title,
      replyTo: { messageId: '1', text: '', ours: false, author: { id: 'cy', name: 'canary-of-cy' } },
    });
    await bo.hears('an answer');
    for (const command of ['/privacy', '/export', '/forget me']) await bo.says(command, title);
    await bo.hears('canary-of-bo, I erased');
    await expect.poll(async () => (await journey.store.stats()).items).toBe(0);
    await journey.store.scrub();
    const disk = readFileSync(journey.file, 'latin1');
    expect(disk.match(/canary-[\w-]+/g)).toBeNull();
    expect(disk).toContain('/forget me');
  });

  it('lets its admins choose for how long its messages are kept, and nobody else', async () => {
    const channel = createNotebookChannel();
    channel.admins.add('ana');
    const journey = await journeyOf({ channel });
    const club = groupChat('club');
    await journey.grant(club, 'ana');
    const ana = somebody(journey, { id: 'ana', name: 'Ana' }, club);
    const bo = somebody(journey, { id: 'bo', name: 'Bo' }, club);
    for (const id of ['ana', 'bo']) await journey.grant(privateChat(id), id);
    const days = async () => (await journey.ask('settings', { chat: chatName(journey.secret, club) })).keepDays;
    await bo.says('/privacy');
    await bo.hears('I answered you in our private chat.');
    await bo.chooses('keep:1');
    await bo.hears('Only an admin can do that here.');
    expect(await days()).toBeNull();
    await ana.says('/privacy');
    await ana.hears('What I keep of this group now');
    await ana.presses('Keep 7 days');
    await ana.hears('From now on I keep messages here 7 days.');
    expect(await days()).toBe(7);
  });

  it('of thousands of messages keeps and answers those alone that are meant for it', async () => {
    const channel = createNotebookChannel();
    const journey = await journeyOf({ channel });
    answerAll(journey, () => 'an answer');
    const club = groupChat('club');
    await journey.grant(club, 'ana');
    const MESSAGES = 5_000;
    const isMention = (index: number) => index % 100 === 0;
    for (let from = 0; from < MESSAGES; from += 500)
      await journey.admit(
        Array.from({ length: 500 }, (_, index) =>
          message(`canary ${from + index}`, {
            ...{ address: club, member: { id: `m${index % 40}` }, addressed: isMention(from + index) },
          }),
        ),
      );
    await expect.poll(() => channel.replies('club').length, { timeout: 20_000 }).toBe(50);
    const kept = (await journey.entries(club)).filter(({ content }) => content.by === 'person');
    expect(kept).toHaveLength(50);
    for (const { content } of kept)
      expect(isMention(Number(/canary (\d+)/.exec(JSON.stringify(content))![1]))).toBe(true);
  });
});

describe('a number of the owner’s own', () => {
  it('obeys its owner where only a few are let in', async () => {
    const channel = createNotebookChannel({ consent: 'owner and person', buttons: 0, access: 'allowlist' });
    const journey = await journeyOf({ channel, listed: ['bo'] });
    answerAll(journey, () => 'an answer');
    const chat = privateChat('bo');
    const bo = somebody(journey, { id: 'bo' }, chat);
    const owner = somebody(journey, { id: 'me', owner: true }, chat);
    await owner.says('/on');
    await bo.hears(/Reply 1 to switch me on/);
    await bo.says('1');
    await bo.hears('I’m on.');
    await journey.admit([
      { kind: 'takeover', address: chat, eventId: 't', at: Date.now(), member: { id: 'me', owner: true } },
    ]);
    expect(await bo.says('hello?')).toMatchObject({ reason: 'taken over' });
    await owner.says('/resume');
    await bo.hears('I’m back here.');
    await bo.says('a question');
    await bo.hears('an answer');
  });

  it('of an owner who is not on the list says nothing to who is not either', async () => {
    const channel = createNotebookChannel({ consent: 'owner and person', buttons: 0, access: 'allowlist' });
    const journey = await journeyOf({ channel });
    const cy = somebody(journey, { id: 'cy' });
    for (const text of ['hi', '/start', '1']) await cy.says(text);
    expect(channel.calls).toEqual([]);
  });

  it('is silent in every way until the owner and then the other person say so', async () => {
    const channel = createNotebookChannel({ consent: 'owner and person', buttons: 0 });
    const journey = await journeyOf({ channel, facts: { owner: 'Ana' } });
    answerAll(journey, () => 'an answer');
    const chat = privateChat('bo');
    const bo = somebody(journey, { id: 'bo' }, chat);
    const owner = somebody(journey, { id: 'me', owner: true }, chat);
    for (const text of ['hi', '1', '/start', '/on', 'yes']) await bo.says(text);
    await owner.says('a message of the owner’s own to bo');
    expect(channel.calls).toEqual([]);
    await owner.says('/on');
    await bo.hears(/Reply 1 to switch me on, 2 for no\. Ana also reads this chat, as always\.$/);
    await owner.says('1');
    expect(bo.heard()).toHaveLength(1);
    await bo.says('1');
    await bo.hears('I’m on.');
    await bo.says('a question');
    await bo.hears('an answer');
    expect(channel.calls.map(({ call }) => call)).toContain('seen');
    await owner.says('/block');
    expect(await bo.says('more')).toEqual({ status: 'refused', reason: 'not let in' });
  });
});
