/** J1: first contact. J2: a group. J12: taking everything along, and leaving. As they are told in the product's plan. */
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  factValues,
  languages,
  noticeMarkdown,
  say,
  type TextId,
  type Values,
} from '../../src/conversation/notices.ts';
import { openChatDoor } from './chat-door.ts';
import { type Door, readable } from './door.ts';
import { openWebDoor } from './web-door.ts';

const TIME = /\d{1,2}[:.]\d\d(\s?[AP]M)?/;

describe('J1, first contact, in a chat', () => {
  let door: Door;
  beforeAll(async () => {
    door = await openChatDoor();
  });
  afterAll(() => door.close());

  it('reads as it is told', async () => {
    const bo = await door.person('bo');
    await bo.writes('/start');
    await bo.reads(
      `Hi, I’m Parley, an AI assistant. I run on Ana’s own computer, pass your messages to nobody else, and make mistakes. I’m no doctor or lawyer.
If you switch me on in this chat:
• I read the messages, photos and files you send here
• I keep them 30 days (photos 24 hours) so you can ask about them
• nobody trains on them and there are no ads
Until then I keep nothing you write. Notice 1`,
    );
    await bo.writes('hello?');
    await bo.settled();
    expect(await bo.heard()).toHaveLength(1);
    await bo.presses('No thanks');
    await bo.reads('Fine. I kept nothing and stay silent. /start if you change your mind.');
    await bo.writes('/start');
    await bo.reads(/^Hi, I’m Parley/);
    await bo.presses('Switch on');
    await bo.reads(
      /^I’m on\. Try one:\n1 Send a photo of a food label\n2 350 °F in °C\n\/off silences me, \/forget erases everything\.$/,
    );
    await bo.writes('2');
    await bo.reads('350 °F = 176.7 °C');
  });

  it.each(languages())('is had in %s', async (language) => {
    const guest = await door.person(`guest-${language}`, language);
    const text = (id: TextId, values: Values = {}) =>
      readable(say(id, { ...factValues(door.facts), ...values }, language));
    await guest.writes('/start');
    await guest.reads(readable(noticeMarkdown({ version: 1, facts: door.facts }, language, 'private')));
    await guest.presses(text('notice.button.more'));
    await guest.reads(text('notice.more.wrong'));
    await guest.presses(text('notice.button.no'));
    await guest.reads(text('declined'));
    await guest.writes('/start');
    await guest.presses(text('notice.button.on'));
    await guest.reads(text('on.done'));
    await guest.reads(text('on.leave'));
  });
});

describe('J1, first contact, on the page', () => {
  let door: Door;
  beforeAll(async () => {
    door = await openWebDoor();
  }, 90_000);
  afterAll(() => door.close());

  it('has the notice stand there until somebody chooses, and nothing kept before', async () => {
    const ana = await door.person('ana');
    await ana.reads('Hi, I’m Parley, an AI assistant. I run on Ana’s own computer, pass your messages to nobody else');
    await ana.writes('hello?');
    expect(await ana.heard()).toHaveLength(1);
    await ana.presses('No thanks');
    await ana.reads('silent');
    await ana.presses('Switch on');
    await ana.writes('hello?');
    await ana.reads('hello?');
    expect(await ana.heard()).toEqual(['hello?']);
  });
});

describe('J2, a group', () => {
  let door: Door;
  beforeAll(async () => {
    door = await openChatDoor();
  });
  afterAll(() => door.close());

  it('reads as it is told', async () => {
    const people = await door.group!('Hiking club', ['Ana', 'Bo', 'Cy'], ['Ana']);
    const [ana, bo, cy] = [people.get('Ana')!, people.get('Bo')!, people.get('Cy')!];
    await ana.reads('I’m here but off. An admin can send /on@parleybot.');
    await bo.writes('/on');
    await bo.reads('Only an admin can switch me on here.');
    await ana.writes('/on');
    await ana.reads(
      `On for “Hiking club”, switched on by Ana.
I read only messages that mention @parleybot or reply to me. I neither store nor use anything else.
Admins: /off. Anyone: /forget me.`,
    );
    const before = await bo.heard();
    await bo.writes('rain tomorrow?', { mentions: false });
    await bo.settled();
    expect(await bo.heard()).toEqual(before);
    await bo.writes('12 miles in km');
    await bo.reads('12 mi = 19.31 km');
    await cy.writes('and 15?');
    await cy.reads('15 mi = 24.14 km');
    await bo.writes('one more thing');
    await bo.reads('one more thing');
    await bo.writes('/forget me');
    await bo.reads('Bo, I erased your 2 questions and my 2 answers to you.');
  });
});

describe.each([
  ['a chat', openChatDoor],
  ['the page', () => openWebDoor()],
] as const)('J12, taking everything along and leaving, in %s', (place, open) => {
  let door: Door;
  beforeAll(async () => {
    door = await open();
  }, 90_000);
  afterAll(() => door.close());
  const page = place === 'the page';

  // The page speaks English so far: its own words are not among the texts of the service.
  it.each(page ? ['en'] : languages())(
    'reads as it is told, in %s',
    async (language) => {
      const guest = await door.person(`guest ${language}`, language);
      const text = (id: TextId, values: Values = {}) =>
        readable(say(id, { ...factValues(door.facts), ...values }, language));
      if (!page) await guest.writes('/start');
      await guest.presses(text('notice.button.on'));
      await guest.writes('a canary to take along');
      await guest.reads('a canary to take along');
      await guest.writes('/export');
      const beginning = text('export.done', { messages: 2, answers: page ? 1 : 2 });
      await guest.reads(beginning);
      const { name, bytes } = await guest.file();
      expect(name).toMatch(/^parley-\d{4}-\d\d-\d\d\.zip$/);
      const zip = unzipSync(bytes);
      expect(Object.keys(zip)).toContain('README.txt');
      expect(Buffer.from(zip['conversation-1.md']!).toString()).toContain('a canary to take along');

      await guest.writes('/forget');
      if (!page)
        await guest.reads(text('forget.ask.chat', { entries: page ? 5 : 6, platform: door.platform }).slice(0, 20));
      await guest.presses(text(page ? 'forget.button.all' : 'forget.button.now'));
      const marked = text('forget.receipt', { time: 'TIME', receipt: 'CODE' });
      const [before, between] = marked.split('TIME');
      await guest.reads(before!.trim() === '' ? between!.split('CODE')[0]! : before!);
      await guest.reads(/\w{4}-\w{2}/);
      if (language === 'en')
        await guest.reads(
          new RegExp(
            `^Erased at ${TIME.source}\\. Receipt \\w{4}-\\w{2}\\.\nI kept only that you left, as a one-way code, so a late copy of an old message isn’t answered\\. I’m off here\\. /start begins fresh\\.$`,
          ),
        );
      await guest.settled();
      const heard = await guest.heard();
      await guest.writes('hello');
      await guest.settled();
      expect(await guest.heard()).toEqual(heard);
    },
    60_000,
  );
});
