import { afterEach, describe, expect, it } from 'vitest';
import { offerPairing } from '../src/pairing.ts';
import { createTerminal } from '../src/terminal.ts';
import { createNotebookChannel } from './doubles/notebook-channel.ts';
import { type JourneyUnderTest, openJourney } from './journey/journey-under-test.ts';
import { somebody } from './journey/people.ts';

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

  it('is not offered where anybody may talk, and is a word to send where the platform has no links', async () => {
    const channel = createNotebookChannel();
    const journey = await openJourney({ consent: false, channel: { ...channel, invitation: () => null } });
    open.push(journey);
    expect(await offered(journey, 'open')).toBe('');
    expect(await offered(journey)).toMatch(/who sends it \/start \w{12} first does/);
  });
});
