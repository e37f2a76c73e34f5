/** A channel that writes down what it is given: for the journey's tests. It can be told to fail its sends. */
import type { Capabilities, Channel, Json, OutPart, Preview, SendResult } from '../../adapters/contract.ts';

export interface NotebookChannel extends Channel {
  sent: { part: OutPart; key: string }[];
  /** Texts of what was sent, in order. */
  texts(): string[];
  previews: (Preview | null)[];
  changes: number;
  /** What the next sends answer; afterwards they succeed. */
  results: SendResult[];
}

export const NOTEBOOK_CAPABILITIES: Capabilities = {
  text: { limit: 100_000, unit: 'utf16' },
  caption: { limit: 1024, unit: 'utf16' },
  streaming: 'socket',
  typingEveryMs: 0,
  buttons: 3,
  groups: false,
  replyWindowMs: Number.POSITIVE_INFINITY,
  media: { inBytes: 0, outBytes: 0 },
  rates: 'none',
  parts: Number.POSITIVE_INFINITY,
  access: 'open',
  consent: 'person',
  unsends: false,
  idempotentSend: true,
};

export function createNotebookChannel(over: Partial<Capabilities> = {}): NotebookChannel {
  const channel: NotebookChannel = {
    id: 'notebook',
    account: 'a',
    capabilities: { ...NOTEBOOK_CAPABILITIES, ...over },
    sent: [],
    texts: () => channel.sent.map(({ part }) => (part.body as { text: string }).text),
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
          body: { text, buttons: (reply.buttons ?? []).map(({ label, value }): Json => ({ label, value })) },
        }),
      ),
    async send(part, key) {
      const result = channel.results.shift();
      if (result && result.status !== 'sent') return result;
      channel.sent.push({ part, key });
      return { status: 'sent', id: key };
    },
    preview(_address, preview) {
      channel.previews.push(preview);
    },
    changed() {
      channel.changes += 1;
    },
    fetch: async () => new Uint8Array(),
    health: () => ({ state: 'ok' }),
  };
  return channel;
}
