/**
 * A channel that writes down what it is given: for the journey's tests. It can be told to fail its sends, and who is an
 * admin; a member's own chat is named after them.
 */
import type { Address, Capabilities, Channel, Json, OutPart, Preview, SendResult } from '../../adapters/contract.ts';
import { FetchError } from '../../adapters/errors.ts';

export interface NotebookChannel extends Channel {
  /** Files that can be fetched, by recipe; and what was. */
  pictures: Map<string, Uint8Array>;
  fetched: string[];
  sent: { part: OutPart; key: string }[];
  /** Texts of what was sent, in order; to one chat where it is given. */
  texts(chat?: string): string[];
  /** Whole replies to a chat, their parts joined. */
  replies(chat: string): string[];
  /** Every call that shows something to somebody, by chat: sends, previews, typing, read marks. */
  calls: { call: 'send' | 'preview' | 'typing' | 'seen'; chat: string }[];
  previews: (Preview | null)[];
  changes: number;
  /** What the next sends answer; afterwards they succeed. */
  results: SendResult[];
  admins: Set<string>;
}

export const NOTEBOOK_CAPABILITIES: Capabilities = {
  text: { limit: 100_000, unit: 'utf16' },
  caption: { limit: 1024, unit: 'utf16' },
  streaming: 'socket',
  typingEveryMs: 0,
  buttons: 3,
  groups: true,
  replyWindowMs: Number.POSITIVE_INFINITY,
  media: { inBytes: 20_000_000, outBytes: 20_000_000 },
  rates: 'none',
  parts: Number.POSITIVE_INFINITY,
  access: 'open',
  consent: 'person',
  unsends: false,
  idempotentSend: true,
};

export function createNotebookChannel(over: Partial<Capabilities> = {}): NotebookChannel {
  const note = (call: NotebookChannel['calls'][number]['call'], { chat }: Address) =>
    void channel.calls.push({ call, chat });
  const textOf = ({ body }: OutPart) => (body as { text: string }).text;
  const to = (chat: string | undefined) =>
    channel.sent.filter(({ part }) => (chat ?? part.address.chat) === part.address.chat);
  const channel: NotebookChannel = {
    id: 'notebook',
    account: 'a',
    mention: '@parleybot',
    capabilities: { ...NOTEBOOK_CAPABILITIES, ...over },
    sent: [],
    calls: [],
    admins: new Set(),
    texts: (chat) => to(chat).map(({ part }) => textOf(part)),
    replies(chat) {
      const replies = new Map<string, string[]>();
      for (const { part, key } of to(chat)) {
        const reply = key.slice(0, key.lastIndexOf(':'));
        replies.set(reply, [...(replies.get(reply) ?? []), textOf(part)]);
      }
      return [...replies.values()].map((parts) => parts.join('\n\n'));
    },
    previews: [],
    changes: 0,
    results: [],
    async start() {},
    async stop() {},
    // One part a paragraph, so that an answer can have several.
    encode: async (reply, address) =>
      reply.markdown.split('\n\n').map(
        (text): OutPart => ({
          kind: 'message',
          address,
          body: {
            text,
            buttons: (reply.buttons ?? []).map(({ label, value }): Json => ({ label, value })),
            files: (reply.files ?? []).map(({ id, name, mime, alt }): Json => ({ id, name, mime, alt: alt ?? '' })),
          },
        }),
      ),
    async send(part, key) {
      const result = channel.results.shift();
      note('send', part.address);
      if (result && result.status !== 'sent') return result;
      channel.sent.push({ part, key });
      return { status: 'sent', id: key };
    },
    preview(address, preview) {
      if (preview) note('preview', address);
      channel.previews.push(preview);
    },
    changed() {
      channel.changes += 1;
    },
    typing: (address) => note('typing', address),
    async seen(address) {
      note('seen', address);
    },
    isAdmin: async (_address, member) => channel.admins.has(member.id),
    privately: (address, member) => ({ channel: address.channel, account: address.account, chat: member.id }),
    invitation: (code) => `https://notebook.example/start/${code}`,
    pictures: new Map(),
    async fetch(recipe, { maxBytes }) {
      channel.fetched.push(String(recipe));
      const bytes = channel.pictures.get(String(recipe));
      if (!bytes) throw new FetchError('There is no such file.', false);
      if (bytes.length > maxBytes) throw new FetchError('The file is too large.', false);
      return bytes;
    },
    fetched: [],
    health: () => ({ state: 'ok' }),
  };
  return channel;
}
