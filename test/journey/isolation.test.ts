import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { afterEach, expect, it } from 'vitest';
import type { Address } from '../../adapters/contract.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import { type JourneyUnderTest, message, openJourney } from './journey-under-test.ts';
import { groupChat, privateChat } from './people.ts';

const open: JourneyUnderTest[] = [];
afterEach(async () => {
  for (const journey of open.splice(0)) await journey.close();
});

/** Chats of one account, and threads within one chat: as near to each other as conversations get. */
const CONVERSATIONS: Address[] = [
  ...['a', 'b', 'c'].map(privateChat),
  ...['one', 'two', 'three'].map((thread) => ({ ...privateChat('threads'), thread })),
  groupChat('g'),
  { ...groupChat('g'), thread: 'topic' },
];

it('no request, answer, record or cache of one conversation holds a token planted in another (law 3)', async () => {
  const channel = createNotebookChannel({ media: { inBytes: 0, outBytes: 1e9 } });
  const journey = await openJourney({ consent: false, channel });
  open.push(journey);
  const names = CONVERSATIONS.map((address) => journey.name(address));
  expect(new Set(names).size).toBe(CONVERSATIONS.length);
  for (const address of CONVERSATIONS) await journey.grant(address, 'ana');

  const tokenOf = (index: number) => `token-${'abcdefgh'[index]}`;
  const foreign = (text: string, own: number) =>
    CONVERSATIONS.some((_, index) => index !== own && text.includes(tokenOf(index)));
  let asked = 0;
  void (async () => {
    for (;;) {
      const answer = await journey.runtime.taken();
      const own = names.indexOf(answer.request.cacheKey ?? '');
      // What a model is given is the whole of what it can say.
      if (own === -1 || foreign(JSON.stringify(answer.request.messages), own)) asked = Number.NaN;
      asked += 1;
      answer.write(`answer with ${tokenOf(own)}`);
      answer.end();
    }
  })();

  const turn = fc.record({
    where: fc.nat({ max: CONVERSATIONS.length - 1 }),
    words: fc.constantFrom('a question', '/new', '/privacy', '/help', '/status', 'another'),
  });
  const turns = fc.sample(fc.array(turn, { minLength: 250, maxLength: 250 }), 1)[0]!;
  for (let from = 0; from < turns.length; from += 10) {
    const batch = turns
      .slice(from, from + 10)
      .map(({ where, words }) =>
        message(words.startsWith('/') ? words : `${words} ${tokenOf(where)}`, { address: CONVERSATIONS[where]! }),
      );
    await journey.admit(batch);
    await expect.poll(async () => (await journey.store.stats()).items, { timeout: 20_000 }).toBe(0);
  }
  expect(asked).toBeGreaterThan(20);
  for (const [own, address] of CONVERSATIONS.entries()) {
    expect(foreign(JSON.stringify(await journey.entries(address)), own)).toBe(false);
    const sent = channel.sent.filter(
      ({ part }) => part.address.chat === address.chat && part.address.thread === address.thread,
    );
    expect(foreign(JSON.stringify(sent), own)).toBe(false);
  }

  // An export is of a chat, with all its threads.
  for (const [own, address] of CONVERSATIONS.entries()) {
    if (address.group) continue;
    await journey.admit([message('/export', { address })]);
    const file = () =>
      channel.sent
        .filter(({ part }) => part.address.chat === address.chat && part.address.thread === address.thread)
        .flatMap(({ part }) => (part.body as { files: { id: string }[] }).files)
        .at(-1);
    await expect.poll(file).toBeDefined();
    const words = Object.values(unzipSync(await journey.files.read(file()!.id)))
      .map((bytes) => Buffer.from(bytes).toString())
      .join('');
    expect(words).toContain(tokenOf(own));
    for (const [other, { chat }] of CONVERSATIONS.entries())
      if (chat !== address.chat) expect(words).not.toContain(tokenOf(other));
  }
});
