/**
 * Everything that is kept of a chat, or of one member's part in it, as one zip: read and written page by page, so that a
 * chat of any length takes the memory of a page.
 */
import type { Writable } from 'node:stream';
import { strToU8, Zip, ZipDeflate } from 'fflate';
import type { Entry, Part } from '../../adapters/contract.ts';
import type { Counts } from './kept.tables.ts';
import type { Ask } from './record.ts';

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
const EXPORT_FORMAT = 1;

/** Writes the zip and returns what is in it. The stream is not ended. */
export async function writeExport(ask: Ask, of: ExportOf, out: Writable): Promise<Counts> {
  const who = of.person === undefined ? {} : { person: of.person };
  const [counts, settings, ledger, conversations] = await Promise.all([
    ask('counts', { chat: of.chat, ...who }),
    ask('settings', { chat: of.chat }),
    ask('ledger', { chat: of.chat }),
    ask('threads', { chat: of.chat }),
  ]);
  const zip = openZip(out);
  await zip.file('README.txt', [readme(of, counts)]);
  for (const [index, { conversation }] of conversations.entries())
    await zip.file(`conversation-${index + 1}.md`, markdown(pagesOf(conversation)));
  await zip.file('messages.json', json(conversations, pagesOf));
  await zip.file('settings.json', [pretty(settings)]);
  if (of.person === undefined) await zip.file('consent.json', [pretty(ledger)]);
  await zip.file('models.json', [pretty(of.model === null ? [] : [of.model])]);
  await zip.end();
  return counts;

  async function* pagesOf(conversation: string): AsyncGenerator<Entry[]> {
    for (let after: number | null = 0; after !== null; ) {
      const page: { entries: Entry[]; last: number | null } = await ask('pages', {
        chat: of.chat,
        conversation,
        ...who,
        after,
        limit: PAGE,
      });
      yield page.entries;
      after = page.last;
    }
  }
}

function readme({ person, address, version, at }: ExportOf, { messages, answers }: Counts): string {
  return `This is everything Parley ${version} held ${person === undefined ? 'from this chat' : 'from you in this group'} on ${new Date(at).toISOString()}: ${messages} messages and ${answers} answers.

Chat: ${address.channel}, ${address.account}, ${address.chat}

conversation-N.md  the conversation to read
messages.json      the same for programs, format ${EXPORT_FORMAT}
settings.json      what was set for this chat
consent.json       when somebody switched Parley on or off here, and under which notice
models.json        the model that answers now
`;
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

async function* markdown(pages: AsyncIterable<Entry[]>): AsyncGenerator<string> {
  for await (const entries of pages) yield entries.map(entryMarkdown).join('');
}

function entryMarkdown({ at, content }: Entry): string {
  const time = new Date(at).toISOString();
  switch (content.by) {
    case 'person':
      return `**You, ${time}**\n\n${content.parts.map(partWords).join('\n\n')}\n\n`;
    case 'parley':
      return `**Parley, ${time}**\n\n${content.reply.markdown}\n\n`;
    case 'erasure':
      return '';
    default:
      return content satisfies never;
  }
}

const partWords = (part: Part): string =>
  part.kind === 'text'
    ? part.text
    : [`[${part.kind}]`, 'caption' in part ? part.caption : ''].filter(Boolean).join(' ');

async function* json(
  conversations: { conversation: string; thread: string }[],
  pagesOf: (conversation: string) => AsyncIterable<Entry[]>,
): AsyncGenerator<string> {
  yield `{"format": ${EXPORT_FORMAT}, "conversations": [`;
  for (const [index, { conversation, thread }] of conversations.entries()) {
    yield `${index > 0 ? ',' : ''}\n{"thread": ${JSON.stringify(thread)}, "entries": [`;
    let first = true;
    for await (const entries of pagesOf(conversation))
      for (const entry of entries) {
        yield `${first ? '' : ','}\n${JSON.stringify(exported(entry))}`;
        first = false;
      }
    yield '\n]}';
  }
  yield '\n]}\n';
}

function exported({ id, at, content }: Entry): object {
  const when = { id, at: new Date(at).toISOString() };
  switch (content.by) {
    case 'person':
      return { ...when, by: 'person', key: content.key, state: content.state, parts: content.parts };
    case 'parley': {
      const { reply, answers, timing } = content;
      return {
        ...when,
        by: 'parley',
        kind: reply.kind,
        markdown: reply.markdown,
        answers,
        model: timing?.model ?? null,
      };
    }
    case 'erasure':
      return { ...when, by: 'erasure' };
    default:
      return content satisfies never;
  }
}

/** One file after the other, so that nothing waits in memory for its turn. */
function openZip(out: Writable) {
  let failure: Error | undefined;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else out.write(chunk);
  });
  const settled = async () => {
    if (failure) throw failure;
    if (out.errored) throw out.errored;
    if (out.writableNeedDrain) await new Promise<void>((resolve) => out.once('drain', resolve));
  };
  return {
    async file(name: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
      const file = new ZipDeflate(name, { level: 6 });
      zip.add(file);
      for await (const piece of pieces) {
        file.push(strToU8(piece));
        await settled();
      }
      file.push(new Uint8Array(), true);
      await settled();
    },
    async end(): Promise<void> {
      zip.end();
      await settled();
    },
  };
}
