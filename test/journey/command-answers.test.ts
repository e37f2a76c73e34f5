/** What commands answer, whatever is not known: no line that ends where its value should stand. */
import { expect, it } from 'vitest';
import type { RuntimeStatus } from '../../model-runtime/contract.ts';
import { COMMANDS } from '../../src/assistant/commands.ts';
import { LANGUAGES } from '../../src/conversation/languages.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import { journeys } from './journeys.ts';
import { groupChat, privateChat, somebody } from './people.ts';

const journeyOf = journeys();

const READY: RuntimeStatus = {
  state: 'ready',
  // As the echo and a remote server are: nothing is known of their languages and their file.
  card: { id: 'm', family: 'f', size: 's', licence: 'l', takes: ['text'], languages: [], contextTokens: 1 },
  ...{ loadMs: 0, running: 0, waiting: 0 },
};
const STATES: RuntimeStatus[] = [
  READY,
  { state: 'stopped' },
  { state: 'failed', message: 'No.', tried: [], remedy: 'Do.' },
  { state: 'getting', progress: { step: 'finding', model: 'm' } },
];
const BLANK =
  /^- .*[:：]\s*$|[:：]\s*$(?!\n+(?:- |1\. ))|\(\s*\)|“”|«\s*»|^-\s*$|[{}]|undefined|null|NaN|\S {2,}\S|\s[,.](?:\s|$)/m;

/** Isolates around a value are not the value. */
const bare = (text: string): string => text.replace(/[\u2066-\u2069]/g, '');

it.each(['a chat', 'a group', 'the page'] as const)(
  'what commands answer in %s has no blank, in any language',
  async (place) => {
    const channel = createNotebookChannel({
      ...{ media: { inBytes: 1e9, outBytes: 1e9 }, buttons: 8 },
      consent: place === 'the page' ? 'page' : 'person',
    });
    channel.admins.add('ana');
    const journey = await journeyOf({ consent: false, channel });
    const answered = () => expect.poll(async () => (await journey.store.stats()).items, { timeout: 20_000 }).toBe(0);
    const people = await Promise.all(
      LANGUAGES.map(async (language) => {
        const address = (place === 'a group' ? groupChat : privateChat)(language);
        await journey.grant(address, 'ana');
        const ana = somebody(journey, { id: 'ana' }, address);
        await ana.says(`/language ${language}`);
        return ana;
      }),
    );
    const all = async (words: string) => void (await Promise.all(people.map((one) => one.says(words))));
    await answered();
    const commands = COMMANDS.filter((name) => name !== 'off').map((name) => `/${name}`);
    const more = [
      '/forget me',
      '/language xx',
      '/region zz',
      '/region us',
      '/region',
      '/block nobody',
      '/allow nobody',
    ];
    for (const words of [...commands, ...more]) await all(words);
    await answered();
    for (const status of STATES) {
      journey.runtime.become(status);
      for (const words of ['/status', '/about']) await all(words);
      await answered();
    }
    await all('/off');
    await answered();
    for (const language of LANGUAGES) {
      const texts = channel.texts(language);
      expect(texts.length).toBeGreaterThan(commands.length + more.length);
      for (const text of texts) {
        expect(bare(text)).not.toMatch(BLANK);
        expect(text.trim()).not.toBe('');
      }
    }
  },
);

it('/status counts what waits, and itself not among it', async () => {
  const journey = await journeyOf({ consent: false });
  await journey.grant(privateChat('ana'));
  const ana = somebody(journey, { id: 'ana' });
  await ana.says('/status');
  await ana.hears(/Admitted 0, answered 0, .*\n- Waiting now: 0,/);
  await journey.grant(privateChat('bo'), 'bo');
  await somebody(journey, { id: 'bo' }).says('a question');
  const answer = await journey.runtime.taken();
  await ana.says('/status');
  await ana.hears(/Admitted 2, answered 1, .*\n- Waiting now: 1,/);
  answer.end();
});

it('/status tells of what got lost, and of sends nobody knows the end of, where there are any', async () => {
  const journey = await journeyOf({ consent: false });
  await journey.grant(privateChat('ana'));
  const ana = somebody(journey, { id: 'ana' });
  await ana.says('/status');
  await ana.hears(/Admitted 0/);
  expect(ana.newest()).not.toMatch(/Lost|without word/);
  await journey.ask('count', { name: 'sends unsure', n: 2 });
  await journey.ask('count', { name: 'not admitted: broken', n: 1 });
  await ana.says('/status');
  await ana.hears(/\n- Sent without word whether it arrived: 2\n- Lost by a fault of mine \(the log names each\): 1$/);
});
