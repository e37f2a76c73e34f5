/** J1: first contact. J2: a group. J12: taking everything along, and leaving. As they are told in the product's plan. */
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signOf } from '../../src/assistant/reckon/units.ts';
import { timeOfDay } from '../../src/conversation/clock.ts';
import type { Language } from '../../src/conversation/languages.ts';
import {
  factValues,
  languages,
  noticeMarkdown,
  noticeText,
  say,
  type TextId,
  type Values,
} from '../../src/conversation/notices.ts';
import { drawSvg } from '../vision/render.ts';
import { openChatDoor } from './chat-door.ts';
import { type Door, type Guest, readable } from './door.ts';
import { openTelegramDoor } from './telegram-door.ts';
import { openWebDoor } from './web-door.ts';

const CHATS = [
  ['a chat', openChatDoor],
  ['Telegram', openTelegramDoor],
] as const;
/** What the platforms with the tightest buttons show of one. */
const BUTTON_CHARACTERS = 20;
const MINUTE_MS = 60_000;

/** Cy's photo: two lines on a sign, as the path has it. */
const SIGN = drawSvg(
  `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="300" font-family="Noto Sans" font-size="48">
     <text x="60" y="130">Trail closed above 1,800 m</text><text x="60" y="200">until 15 March.</text></svg>`,
);
const SIGN_SAYS = /^It says: “Trail closed above 1,800 m until 15 March\.”$/;

/** What a text of the catalogue looks like to a person of this door. */
const textsOf =
  ({ facts }: Door, language: string) =>
  (id: TextId, values: Values = {}): string =>
    readable(say(id, { ...factValues(facts), ...values }, language));

/** Figures as they read: whatever holds them together or apart is the language's own. */
const figures = (text: string): string => text.replace(/[\u2066-\u2069\s]/g, '');

/** Commands and numbers stand by themselves between words that run from right to left. */
function expectIsolated(heard: string[]): void {
  for (const text of heard) {
    const outside = text.replace(/^\d+ /gm, '').replace(/\u2068[^\u2068\u2069]*\u2069/g, '');
    expect(outside).not.toMatch(/\/\p{L}|\d/u);
  }
}

async function expectShort(guest: Guest, count: number): Promise<void> {
  const labels = await guest.buttons();
  expect(labels).toHaveLength(count);
  for (const label of labels) expect(label.length, label).toBeLessThanOrEqual(BUTTON_CHARACTERS);
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** A text with a time and a code in it, said within the last minute. */
function receiptPattern(text: (id: TextId, values?: Values) => string, language: string, page: boolean): RegExp {
  const times = [0, MINUTE_MS].map((ago) => literal(timeOfDay(Date.now() - ago, language)));
  const way = page ? 'below' : 'command';
  const whole = literal(text('forget.receipt', { time: 'TIME', receipt: 'CODE', way }));
  return new RegExp(`^${whole.replace('TIME', `(${times.join('|')})`).replace('CODE', '\\w{4}-\\w{2}')}$`);
}

/** The door of a block: opened before its tests, closed after them. */
function doorFor(open: () => Promise<Door>): () => Door {
  let door: Door;
  beforeAll(async () => {
    door = await open();
  }, 90_000);
  afterAll(() => door.close());
  return () => door;
}

describe.each(CHATS)('J1, first contact, in %s', (_, open) => {
  const door = doorFor(open);

  it('reads as it is told', async () => {
    const bo = await door().person('bo');
    await bo.writes('/start');
    await bo.reads(
      `Hi, I’m Parley, an AI assistant. I run on Ana’s own computer, pass your messages to nobody else, and make mistakes. I’m no doctor or lawyer.
If you switch me on in this chat:
• I read the messages, photos and files you send here
• I keep them 30 days (photos 24 hours) so you can ask about them
• nobody trains on them and there are no ads
Until then I keep nothing you write.
Notice 1`,
    );
    expect(await bo.buttons()).toEqual(['Switch on', 'Read more', 'No thanks']);
    await bo.writes('hello?');
    await bo.settled();
    expect(await bo.heard()).toHaveLength(1);
    await bo.presses('No thanks');
    await bo.reads('Fine. I kept nothing and stay silent. /start if you change your mind.');
    await bo.writes('/start');
    await bo.reads(/^Hi, I’m Parley/);
    await bo.presses('Switch on');
    // R10 and R13 bring the lines about labels and documents; each installation offers what it can do.
    await bo.reads(/^I’m on\. Try one:\n(\d [^\n]+\n)+\/off silences me, \/forget erases everything\.$/);
    await bo.writes(/^(\d) 350 °F in °C$/m.exec((await bo.heard()).at(-1)!)![1]!);
    await bo.reads(/^350 °F = 176\.7 °C$/);
  });

  it.each(languages())('is had in %s', async (language) => {
    const guest = await door().person(`guest-${language}`, language);
    const text = textsOf(door(), language);
    await guest.writes('/start');
    await guest.reads(readable(noticeMarkdown({ version: 1, facts: door().facts }, language, 'private')));
    await expectShort(guest, 3);
    await guest.presses(text('notice.button.more'));
    await guest.reads(text('notice.more.wrong'));
    await expectShort(guest, 2);
    await guest.presses(text('notice.button.no'));
    await guest.reads(text('declined'));
    await guest.writes('/start');
    await guest.reads(text('notice.if'));
    await guest.presses(text('notice.button.on'));
    await guest.reads(text('on.done'));
    await guest.reads(text('on.leave'));
    const units = new RegExp(`^(\\d) ${literal(text('on.try.units'))}$`, 'm');
    await guest.writes(units.exec((await guest.heard()).at(-1)!)![1]!);
    const amount = (value: number, unit: 'fahrenheit' | 'celsius') =>
      `${new Intl.NumberFormat(language).format(value)} ${signOf(unit, String(value), language as Language)}`;
    await expect
      .poll(async () => figures((await guest.heard()).at(-1)!), { timeout: 10_000 })
      .toBe(figures(`${amount(350, 'fahrenheit')} = ${amount(176.7, 'celsius')}`));
    if (language === 'ar') expectIsolated(await guest.heard());
  });
});

it('J1, first contact, offers what this installation can do, by number', async () => {
  const door = await openChatDoor();
  const bo = await door.person('bo');
  await bo.writes('/start');
  await bo.presses('Switch on');
  await bo.reads(`I’m on. Try one:
1 Send a photo of a food label
2 350 °F in °C
3 Send a PDF and ask about it
/off silences me, /forget erases everything.`);
  await bo.writes('2');
  await bo.reads(/^350 °F = 176\.7 °C$/);
  await door.close();
});

describe('J1, first contact, on the page', () => {
  const door = doorFor(openWebDoor);

  it.each(languages())('has the notice stand there in the language of the browser, in %s', async (language) => {
    const ana = await door().person('ana', language);
    const { title, lead, lines, footer } = noticeText({ version: 1, facts: door().facts }, language);
    await ana.reads(readable(`${title} ${lead}\n${lines.map((line) => `- ${line}`).join('\n')}\n${footer}`));
  });

  it('has the notice stand there until somebody chooses, and nothing kept before', async () => {
    const ana = await door().person('ana');
    await ana.reads('Hi, I’m Parley, an AI assistant. I run on Ana’s own computer, pass your messages to nobody else');
    await ana.writes('hello?');
    expect(await ana.heard()).toHaveLength(1);
    await ana.presses('No thanks');
    await ana.reads('silent');
    await ana.presses('Switch on');
    await ana.writes('hello?');
    await ana.reads('hello?');
    expect(await ana.heard()).toEqual(['hello?']);
    await ana.writes('350 °F in °C');
    await ana.reads(/^350 °F = 176\.7 °C$/);
  });
});

it('J1, on the page: the notice stands there again after /off, in the language that was written last', async () => {
  const door = await openWebDoor();
  const ana = await door.person('ana');
  await ana.presses('Switch on');
  await ana.writes('Quel temps fait-il demain matin à Paris ?');
  await ana.reads('Paris');
  await ana.writes('/off');
  await ana.reads(/^Désactivé.+ Vous pouvez recommencer ci-dessous\.$/);
  const { title } = noticeText({ version: 1, facts: door.facts }, 'fr');
  await expect.poll(async () => (await ana.heard())[0]).toContain(title);
  await door.close();
}, 60_000);

describe.each(CHATS)('J2, a group, in %s', (_, open) => {
  const door = doorFor(open);

  it('reads as it is told', async () => {
    const people = await door().group!('Hiking club', ['Ana', 'Bo', 'Cy'], ['Ana']);
    const [ana, bo, cy] = [people.get('Ana')!, people.get('Bo')!, people.get('Cy')!];
    await ana.reads(/^I’m here but off\. An admin can send \/on@parleybot\.$/);
    await bo.writes('/on@parleybot');
    await bo.reads(/^Only an admin can switch me on here\.$/);
    await bo.writes('12 miles in km');
    await bo.settled();
    expect(await bo.heard()).toHaveLength(2);
    await ana.writes('/on@parleybot');
    await ana.reads(
      `On for “Hiking club”, switched on by Ana.
I read only messages that mention @parleybot or reply to me. I neither store nor use anything else.
Admins: /off. Anyone: /forget me.`,
    );
    await bo.settled();
    const before = await bo.heard();
    await bo.writes('rain tomorrow?', { mentions: false });
    await bo.settled();
    expect(await bo.heard()).toEqual(before);
    await bo.writes('12 miles in km');
    await bo.reads(/^12 mi = 19\.31 km$/);
    await cy.answers!('and 15?', '19.31');
    await cy.reads(/^15 mi = 24\.14 km$/);
    await cy.shows!(SIGN);
    await bo.asksOfPicture!('what does the sign say?', SIGN);
    await bo.reads(SIGN_SAYS);
    // The quoted photo only, and no longer than its answer takes.
    await bo.settled();
    await expect.poll(() => door().filesKept!()).toEqual([]);
    await bo.writes('/forget me');
    await bo.reads(/^Bo, I erased your 2 questions, my 2 answers to you and the photo reading here\.$/);
    await bo.writes('/forget');
    await bo.reads('Only an admin can do that here.');
    await ana.writes('/off@parleybot');
    await ana.reads(/^Off\. I stay silent here\./);
    await bo.writes('12 miles in km');
    await bo.settled();
    expect((await bo.heard()).at(-1)).toMatch(/^Off\./);
  }, 60_000);
});

it('J2, what a photo says, on the page', async () => {
  const door = await openWebDoor();
  const ana = await door.person('ana');
  await ana.presses('Switch on');
  await ana.asksOfPicture!('what does the sign say?', SIGN);
  await ana.reads(SIGN_SAYS);
  await door.close();
}, 60_000);

describe.each([...CHATS, ['the page', openWebDoor] as const])(
  'J12, taking everything along and leaving, in %s',
  (place, open) => {
    const door = doorFor(open);
    const page = place === 'the page';

    it.each(languages())(
      'reads as it is told, in %s',
      async (language) => {
        const guest = await door().person(`guest ${language}`, language);
        const text = textsOf(door(), language);
        if (page) await guest.presses('Switch on');
        else {
          await guest.writes('/start');
          await guest.presses(text('notice.button.on'));
          await guest.reads(text('on.done'));
        }
        await guest.writes('a canary to take along');
        await guest.reads('a canary to take along');
        await guest.writes('/export');
        // Besides the question, its answer and the command there is what was said before.
        const counts = page ? { messages: 2, answers: 1 } : { messages: 2, answers: 2 };
        await guest.reads(text('export.done', { ...counts, photos: 0, readings: 0 }));
        await guest.settled();
        const { name, bytes } = await guest.file();
        expect(name).toMatch(/^parley-\d{4}-\d\d-\d\d\.zip$/);
        const zip = unzipSync(bytes);
        expect(Object.keys(zip)).toContain('README.txt');
        expect(Buffer.from(zip['conversation-1.md']!).toString()).toContain('a canary to take along');

        await guest.writes('/forget');
        const entries = counts.messages + counts.answers + 2;
        await guest.reads(text(page ? 'forget.ask' : 'forget.ask.chat', { entries, platform: door().platform }));
        await expectShort(guest, page ? 4 : 3);
        await guest.presses(text(page ? 'forget.button.all' : 'forget.button.now'));
        await guest.reads(receiptPattern(text, language, page));
        if (language === 'en')
          await guest.reads(
            new RegExp(
              `^Erased at \\d\\d:\\d\\d\\. Receipt \\w{4}-\\w{2}\\.\nI kept only that you left, as a one-way code, so a late copy of an old message isn’t answered\\. I’m off here\\. ${page ? 'You can start again below' : '/start begins fresh'}\\.$`,
            ),
          );
        if (language === 'ar')
          expectIsolated((await guest.heard()).slice(page ? -1 : 0).filter((said) => !said.includes('canary')));
        await guest.settled();
        const heard = await guest.heard();
        await guest.writes('hello');
        await guest.settled();
        expect(await guest.heard()).toEqual(heard);
      },
      60_000,
    );
  },
);
