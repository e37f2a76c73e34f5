/** A platform with buttons, groups and files, played by the channel that writes down what it is given. */
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Address, Inbound, Member, Part } from '../../adapters/contract.ts';
import { createReader } from '../../model-runtime/reader.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import { choice, message, openJourney } from '../journey/journey-under-test.ts';
import { answerAll, groupChat, privateChat } from '../journey/people.ts';
import { type Door, filesIn, type Guest, readable } from './door.ts';

export async function openChatDoor(): Promise<Door> {
  const channel = createNotebookChannel({ media: { inBytes: 1e9, outBytes: 1e9 } });
  const reader = createReader({ log: { info() {}, warn() {} }, threads: 2 });
  const journey = await openJourney({
    reader,
    consent: false,
    channel,
    facts: { owner: 'Ana' },
    able: { units: true, labels: true, documents: true },
  });
  answerAll(journey, (asked) => `You asked: ${asked}`);

  function guest(address: Address, member: Member): Guest {
    const heard = async () => channel.replies(address.chat).map(readable);
    const newest = () => channel.sent.findLast(({ part }) => part.address.chat === address.chat)?.part.body;
    const admit = async (event: Inbound) => void (await journey.admit([event]));
    const buttons = () => (newest() as { buttons?: { label: string; value: string }[] } | undefined)?.buttons ?? [];
    return {
      writes: (text, { mentions = true } = {}) =>
        admit(message(text, { address, member, addressed: !address.group || mentions, title: address.chat })),
      async answers(text, to) {
        const quoted = channel.replies(address.chat).findLast((said) => said.includes(to))!;
        await admit(
          message(text, {
            ...{ address, member, addressed: true, title: address.chat },
            replyTo: { messageId: '1', text: quoted, ours: true },
          }),
        );
      },
      shows: async (picture) => void channel.pictures.set('shown', picture),
      async asksOfPicture(text) {
        const parts: Part[] = [{ kind: 'image', attachment: { recipe: 'shown' } }];
        await admit(
          message(text, {
            ...{ address, member, addressed: true, title: address.chat },
            replyTo: { messageId: '2', text: '', parts, author: { id: 'Cy' }, ours: false },
          }),
        );
      },
      async presses(label) {
        const value = () => buttons().find((one) => one.label === label)?.value;
        await expect.poll(value).toBeDefined();
        await admit({ ...choice(value()!, address), member } as Inbound);
      },
      buttons: async () => buttons().map(({ label }) => label),
      reads: (text) => expect.poll(async () => (await heard()).at(-1) ?? '', { timeout: 10_000 }).toMatch(text),
      heard,
      async file() {
        const { files } = newest() as { files: { id: string; name: string }[] };
        return { name: files[0]!.name, bytes: await journey.files.read(files[0]!.id) };
      },
      settled: () => expect.poll(async () => (await journey.store.stats()).items).toBe(0),
    };
  }

  return {
    platform: 'notebook',
    facts: journey.notice.facts,
    filesKept: () => filesIn(join(journey.folder, 'files')),
    person: async (name, language) =>
      guest(privateChat(name), { id: name, name, ...(language === undefined ? {} : { language }) }),
    async group(title, people, admins) {
      for (const name of admins) channel.admins.add(name);
      const address = groupChat(title);
      await journey.admit([
        {
          kind: 'membership',
          address,
          eventId: `added to ${title}`,
          at: Date.now(),
          member: { id: admins[0]! },
          change: 'added',
        },
      ]);
      return new Map(people.map((name) => [name, guest(address, { id: name, name })]));
    },
    async close() {
      await journey.close();
      await reader.close();
    },
  };
}
