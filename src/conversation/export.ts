/**
 * Everything that is kept of a chat, or of one member's part in it, as one zip: read and written page by page, and its
 * pictures piece by piece, so that a chat of any length takes the memory of a page.
 */
import type { Writable } from 'node:stream';
import type { Entry } from '../../adapters/contract.ts';
import type { Files } from '../media/files.ts';
import { entryJson, entryMarkdown, mediaOf } from './exported.ts';
import type { Counts, Page } from './kept.tables.ts';
import type { Ask } from './record.ts';
import { openZip } from './zip.ts';

export interface ExportOf {
  chat: string;
  /** Only what this member asked and was answered. */
  person?: string;
  /** What the platform calls the chat. */
  address: { channel: string; account: string; chat: string };
  /** Which model answers, by name and hash. */
  model: { id: string; sha256: string | null } | null;
  version: string;
  at: number;
}

/** Entries read at once. */
const PAGE = 500;

/** The zip's own description of itself; `messages.json` holds to it. */
const EXPORT_FORMAT = 2;

/** Writes the zip and returns what is in it. The stream is not ended. */
export async function writeExport(ask: Ask, files: Files, of: ExportOf, out: Writable): Promise<Counts> {
  const who = of.person === undefined ? {} : { person: of.person };
  const [counts, settings, ledger, conversations] = await Promise.all([
    ask('counts', { chat: of.chat, ...who }),
    ask('settings', { chat: of.chat }),
    ask('ledger', { chat: of.chat }),
    ask('threads', { chat: of.chat }),
  ]);
  const zip = openZip(out);
  await zip.text('README.txt', [readme(of, counts)]);
  // Before the words that link to them: what is gone by then is named as gone.
  const media = new Map<string, string>();
  for (const [index, { conversation }] of conversations.entries())
    for await (const page of pagesOf(conversation))
      for (const { file, name } of mediaOf(page)) {
        const pieces = media.has(file) ? null : await files.pieces(file);
        if (pieces) media.set(file, await zip.stored(`media/${index + 1}/${name}`, pieces));
      }
  for (const [index, { conversation }] of conversations.entries())
    await zip.text(`conversation-${index + 1}.md`, markdown(pagesOf(conversation), media));
  await zip.text('messages.json', json(conversations, pagesOf, media));
  await zip.text('settings.json', [pretty(settings)]);
  if (of.person === undefined) await zip.text('consent.json', [pretty(ledger)]);
  await zip.text('models.json', [pretty(of.model === null ? [] : [of.model])]);
  await zip.end();
  return counts;

  async function* pagesOf(conversation: string): AsyncGenerator<Page> {
    for (let after: number | null = 0; after !== null; ) {
      const page: Page = await ask('pages', { chat: of.chat, conversation, ...who, after, limit: PAGE });
      yield page;
      after = page.last;
    }
  }
}

function readme({ person, address, version, at }: ExportOf, { messages, answers, photos, readings }: Counts): string {
  return `This is everything Parley ${version} held ${person === undefined ? 'from this chat' : 'from you in this group'} on ${new Date(at).toISOString()}: ${messages} messages, ${answers} answers, ${photos} photos and what was read in ${readings}.

Chat: ${address.channel}, ${address.account}, ${address.chat}

conversation-N.md  the conversation to read
media/N/           its photos, and the files of answers, as far as they are still kept
messages.json      the same for programs, with what was read in photos; format ${EXPORT_FORMAT}
settings.json      what was set for this chat
consent.json       when somebody switched Parley on or off here, and under which notice
models.json        the model that answers now
`;
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** @param media where each kept file lies in the zip */
async function* markdown(pages: AsyncIterable<Page>, media: ReadonlyMap<string, string>): AsyncGenerator<string> {
  for await (const { entries, pictures } of pages)
    yield entries.map((entry) => entryMarkdown(entry, picturesOf(entry, pictures), media)).join('');
}

async function* json(
  conversations: { conversation: string; thread: string }[],
  pagesOf: (conversation: string) => AsyncIterable<Page>,
  media: ReadonlyMap<string, string>,
): AsyncGenerator<string> {
  yield `{"format": ${EXPORT_FORMAT}, "conversations": [`;
  for (const [index, { conversation, thread }] of conversations.entries()) {
    yield `${index > 0 ? ',' : ''}\n{"thread": ${JSON.stringify(thread)}, "entries": [`;
    let first = true;
    for await (const { entries, pictures } of pagesOf(conversation))
      for (const entry of entries) {
        yield `${first ? '' : ','}\n${JSON.stringify(entryJson(entry, picturesOf(entry, pictures), media))}`;
        first = false;
      }
    yield '\n]}';
  }
  yield '\n]}\n';
}

const picturesOf = ({ id }: Entry, pictures: Page['pictures']): Page['pictures'] =>
  pictures.filter(({ entry }) => entry === id);
