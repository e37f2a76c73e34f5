import fc from 'fast-check';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { Address, Part } from '../../adapters/contract.ts';
import type { Picture, Reading } from '../../model-runtime/contract.ts';
import { filesFolder } from '../../src/conversation/files-folder.ts';
import { chatName } from '../../src/conversation/names.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import { message } from './journey-under-test.ts';
import { journeys } from './journeys.ts';
import { groupChat, privateChat } from './people.ts';

const journeyOf = journeys();

/** Chats of one account, and threads within one chat: as near to each other as conversations get. */
const CONVERSATIONS: Address[] = [
  ...['a', 'b', 'ana'].map(privateChat),
  ...['one', 'two', 'three'].map((thread) => ({ ...privateChat('threads'), thread })),
  groupChat('g'),
  { ...groupChat('g'), thread: 'topic' },
];
const tokenOf = (index: number) => `token-${'abcdefgh'[index]}`;
/** A photo of one conversation is told from that of another by its width. */
const WIDTH = 200;

const read = async ({ width, height }: Picture): Promise<Reading> => ({
  ...{ width, height, turned: 0, codes: [], script: 'latin', ms: 1 },
  lines: [
    {
      text: `printed ${tokenOf(width - WIDTH)}`,
      box: [10, 10, 190, 10, 190, 40, 10, 40],
      ...{ height: 30, confidence: 0.99, characters: [] },
    },
  ],
});

it('nothing said, asked, read, kept, cached or exported in one conversation holds a token planted in another (law 3)', async () => {
  const channel = createNotebookChannel({ media: { inBytes: 1e9, outBytes: 1e9 } });
  const journey = await journeyOf({ consent: false, channel, reader: { read } });
  const names = CONVERSATIONS.map((address) => journey.name(address));
  expect(new Set(names).size).toBe(CONVERSATIONS.length);
  for (const address of CONVERSATIONS) await journey.grant(address, 'ana');
  for (const index of CONVERSATIONS.keys()) {
    const create = { width: WIDTH + index, height: 50, channels: 3, background: 'white' } as const;
    channel.pictures.set(tokenOf(index), await sharp({ create }).png().toBuffer());
  }
  // The very same picture everywhere as well: even then each has its own copy.
  const shared = await sharp({ create: { width: 300, height: 60, channels: 3, background: 'grey' } })
    .png()
    .toBuffer();
  channel.pictures.set('shared', shared);

  const foreign = (text: string, own: number) =>
    CONVERSATIONS.some((_, index) => index !== own && text.includes(tokenOf(index)));
  const leaks: string[] = [];
  let asked = 0;
  void (async () => {
    for (;;) {
      const answer = await journey.runtime.taken();
      // The key of what the model remembers is the conversation's, and what it is given is all that it can say.
      const own = names.indexOf(answer.request.cacheKey ?? '');
      if (own === -1 || foreign(JSON.stringify(answer.request.messages), own))
        leaks.push(JSON.stringify(answer.request));
      asked += 1;
      answer.write(`answer with ${tokenOf(own)}`);
      answer.end();
    }
  })();

  const turn = fc.record({
    where: fc.nat({ max: CONVERSATIONS.length - 1 }),
    what: fc.constantFrom(
      ...(['question', 'question', 'photo', 'photo asked', 'what does it say', 'what is written there?'] as const),
      ...(['the same photo', '/new', '/privacy', '/help', '/status', '/forget me'] as const),
    ),
  });
  const photo = (recipe: string, caption?: string): Part[] => [
    { kind: 'image', attachment: { recipe }, ...(caption === undefined ? {} : { caption }) },
  ];
  const eventOf = ({ where, what }: { where: number; what: string }) => {
    const token = tokenOf(where);
    const address = CONVERSATIONS[where]!;
    switch (what) {
      case 'question':
        return message(`a question of ${token}`, { address });
      case 'photo':
        return message('', { address, parts: photo(token) });
      case 'photo asked':
        return message('', { address, parts: photo(token, 'what is written here?') });
      case 'the same photo':
        return message('', { address, parts: photo('shared', `a photo of ${token}`) });
      default:
        return message(what, { address });
    }
  };
  const turns = fc.sample(fc.array(turn, { minLength: 240, maxLength: 240 }), 1)[0]!;
  for (let from = 0; from < turns.length; from += 12) {
    await journey.admit(turns.slice(from, from + 12).map(eventOf));
    await expect.poll(async () => (await journey.store.stats()).items, { timeout: 20_000 }).toBe(0);
  }
  expect(leaks).toEqual([]);
  expect(asked).toBeGreaterThan(20);

  const folders = await Promise.all(
    CONVERSATIONS.map((address, own) => filesFolder(journey.ask, chatName(journey.secret, address), names[own]!)),
  );
  for (const [own, address] of CONVERSATIONS.entries()) {
    const conversation = names[own]!;
    const sent = channel.sent.filter(
      ({ part }) => part.address.chat === address.chat && part.address.thread === address.thread,
    );
    const pictures = await journey.ask('pictures', { conversation });
    expect(pictures.length).toBeGreaterThan(0);
    const held = {
      sent,
      pictures,
      entries: await journey.entries(address),
      begun: await journey.ask('turn', {
        chat: chatName(journey.secret, address),
        notice: journey.notice.version,
        ...{ conversation, first: 1, last: 1_000_000, limit: 1_000 },
      }),
      offers: await journey.ask('offers', { conversation }),
    };
    expect(foreign(JSON.stringify(held), own), conversation).toBe(false);
    // Files lie under the conversation's own key, and what a follow-up refers to is of its own photos.
    const kept = pictures.flatMap(({ state }) => (state.name === 'kept' ? [state.file] : []));
    expect(kept.filter((file) => !file.startsWith(`${folders[own]}.`))).toEqual([]);
    const ofHere = new Set(pictures.map(({ entry, part }) => `${entry}.${part}`));
    const focus = (await journey.ask('focus', { conversation })) as { photos: string[] } | null;
    expect((focus?.photos ?? []).filter((id) => !ofHere.has(id))).toEqual([]);
  }

  // An export is of a chat with all its threads; of a group it is a member's own part, and goes to their own chat.
  for (const [own, address] of CONVERSATIONS.entries()) {
    const to = address.group ? privateChat('ana') : address;
    const files = () =>
      channel.sent
        .filter(({ part }) => part.address.chat === to.chat && part.address.thread === to.thread)
        .flatMap(({ part }) => (part.body as { files: { id: string; mime: string }[] }).files)
        .filter(({ mime }) => mime === 'application/zip');
    const before = files().length;
    await journey.admit([message('/export', { address })]);
    await expect.poll(() => files().length, { timeout: 10_000 }).toBe(before + 1);
    const zip = Object.entries(unzipSync(await journey.files.read(files().at(-1)!.id)));
    const words = zip
      .filter(([name]) => !name.startsWith('media/'))
      .map(([, bytes]) => Buffer.from(bytes).toString())
      .join('');
    expect(words).toContain(tokenOf(own));
    const widths = await Promise.all(
      zip.filter(([name]) => name.startsWith('media/')).map(async ([, bytes]) => (await sharp(bytes).metadata()).width),
    );
    for (const [other, { chat }] of CONVERSATIONS.entries()) {
      if (chat === address.chat) continue;
      expect(words).not.toContain(tokenOf(other));
      expect(widths).not.toContain(WIDTH + other);
    }
  }
}, 120_000);
