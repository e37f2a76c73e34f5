import { afterEach, describe, expect, it } from 'vitest';
import { personName } from '../src/conversation/names.ts';
import { offerPairing } from '../src/pairing.ts';
import { createTerminal } from '../src/terminal.ts';
import { createNotebookChannel } from './doubles/notebook-channel.ts';
import { type JourneyUnderTest, openJourney } from './journey/journey-under-test.ts';
import { privateChat, somebody } from './journey/people.ts';

const open: JourneyUnderTest[] = [];
afterEach(async () => {
  for (const journey of open.splice(0)) await journey.close();
});

async function offered(journey: JourneyUnderTest, policy: 'pairing' | 'open' = 'pairing'): Promise<string> {
  let text = '';
  const terminal = createTerminal({ write: (words) => (text += words) });
  await offerPairing({ ask: journey.ask, terminal }, journey.channel, policy);
  return text;
}

const personCode = ({ secret }: JourneyUnderTest, id: string) => personName(secret, privateChat(id), id);

describe('pairing', () => {
  it('shows a link and a picture of it, and whoever opens the newest link first owns the bot from then on', async () => {
    const journey = await openJourney({ consent: false, channel: createNotebookChannel({ access: 'pairing' }) });
    open.push(journey);
    const codeIn = (text: string) => /start\/(\w{12})/.exec(text)![1]!;
    const first = codeIn(await offered(journey));
    const text = await offered(journey);
    expect(text).toContain('█');
    const ana = somebody(journey, { id: 'ana' });
    await ana.says(`/start ${first}`);
    await ana.hears('This bot is private.');
    const bo = somebody(journey, { id: 'bo' });
    await bo.says(`/start ${codeIn(text)}`);
    await bo.presses('Switch on');
    await bo.hears('You are the owner of this bot.');
    expect(await offered(journey)).toBe('');
  });

  it('tells others whose computer it is by the owner’s first name, and by the bot’s until it knows that, and after they left', async () => {
    const journey = await openJourney({ consent: false, channel: createNotebookChannel({ access: 'pairing' }) });
    open.push(journey);
    await journey.ask('setRole', { account: '["notebook","a"]', person: personCode(journey, 'cy'), role: 'allowed' });
    const cy = somebody(journey, { id: 'cy' });
    await cy.says('/start');
    await cy.hears('I run on **this bot’s owner’s own computer**');
    await cy.presses('Switch on');
    await cy.hears('I’m on.');

    const code = /start\/(\w{12})/.exec(await offered(journey))![1]!;
    const ana = somebody(journey, { id: 'ana', name: 'Ana Silva' });
    await ana.says(`/start ${code}`);
    await ana.hears('I run on **Ana’s own computer**');
    await cy.says('/help');
    await cy.hears('runs on Ana’s computer');
    await cy.says('/privacy');
    await cy.hears('Where: on Ana’s computer');

    await ana.presses('Switch on');
    await ana.hears('You are the owner of this bot.');
    await ana.says('/forget');
    await ana.presses('Erase now');
    await ana.hears('Erased');
    await cy.says('/help');
    await cy.hears('runs on this bot’s owner’s computer');
  });

  it('is not offered where anybody may talk, and is a word to send where the platform has no links', async () => {
    const channel = createNotebookChannel();
    const journey = await openJourney({ consent: false, channel: { ...channel, invitation: () => null } });
    open.push(journey);
    expect(await offered(journey, 'open')).toBe('');
    expect(await offered(journey)).toMatch(/who sends it \/start \w{12} first does/);
  });
});
