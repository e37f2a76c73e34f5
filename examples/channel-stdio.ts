/**
 * A whole channel in one file: JSON lines in, JSON lines out. `{"id": "1", "text": "hello"}` is a message; `{"received": "1"}`
 * says that it is durable, `{"say": "…", "key": "…"}` is a reply. It passes the suite every channel has to pass.
 */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import type { Address, Capabilities, Channel, Host, Inbound, OutPart, Reply } from '../adapters/contract.ts';
import { FetchError } from '../adapters/errors.ts';
import { graphemeBefore } from '../adapters/text/graphemes.ts';

const LIMIT = 2_000;
const CAPABILITIES: Capabilities = {
  ...{
    text: { limit: LIMIT, unit: 'utf16' },
    caption: { limit: 0, unit: 'utf16' },
    media: { inBytes: 0, outBytes: 0 },
  },
  ...{ streaming: 'none', typingEveryMs: 0, buttons: 0, groups: false, rates: 'none', idempotentSend: false },
  ...{ replyWindowMs: Infinity, parts: Infinity, access: 'open', consent: 'person', unsends: false },
};
const ADDRESS: Address = { channel: 'stdio', account: 'local', chat: 'terminal' };
/** A line as an event, or null: pure, and never trusting. */
export function decode(line: string, now: number): Inbound | null {
  try {
    const { id, text } = JSON.parse(line) as { id?: unknown; text?: unknown };
    if (typeof id !== 'string' || typeof text !== 'string') return null;
    const said = { messageId: id, parts: [{ kind: 'text' as const, text }], addressed: true };
    return { kind: 'message', address: ADDRESS, eventId: id, at: now, member: { id: 'person' }, ...said };
  } catch {
    return null;
  }
}

/** A reply as parts within the limit, cut between whole characters: pure. Numbered choices stand for buttons. */
export async function encode({ markdown, buttons = [] }: Reply, address: Address): Promise<OutPart[]> {
  const parts: OutPart[] = [];
  let rest = markdown + buttons.map(({ label }, index) => `\n${index + 1} ${label}`).join('');
  while (rest.trim() !== '') {
    const say = rest.length <= LIMIT ? rest : rest.slice(0, graphemeBefore(rest, 0, LIMIT));
    if (say.trim() !== '') parts.push({ kind: 'message', address, body: { say } });
    rest = rest.slice(say.length);
  }
  return parts;
}

export function createStdioChannel(input: Readable, output: Writable): Channel {
  const lines = createInterface({ input });
  let lastInboundAt: number | undefined;
  const print = promisify((text: string, done: (error?: Error | null) => void) => output.write(text, done));
  const write = (line: object): Promise<void> => print(`${JSON.stringify(line)}\n`);

  async function take(host: Host, line: string): Promise<void> {
    const event = decode(line, Date.now());
    if (!event) return write({ problem: 'A message is a line like {"id": "1", "text": "hello"}.' });
    lastInboundAt = Date.now();
    const [admission] = await host.admit([event]);
    // Only now may the other side forget it; what was refused for the moment is to be sent again.
    if (admission?.status !== 'refused') return write({ received: event.eventId });
    return write({ refused: event.eventId, reason: admission.reason, again: admission.retryAfterMs !== undefined });
  }

  return {
    ...{ id: 'stdio', account: 'local' },
    capabilities: CAPABILITIES,
    async start(host) {
      const lost = (err: unknown) => host.log.error({ err }, 'a line was lost');
      // One after another, however long the service takes over one.
      let taking = Promise.resolve();
      lines.on('line', (line) => {
        taking = taking.then(() => take(host, line)).catch(lost);
      });
    },
    stop: async () => lines.close(),
    encode,
    send: ({ body }, key) =>
      write({ ...(body as { say: string }), key }).then(
        () => ({ status: 'sent', id: key }),
        (error: Error) => ({ status: 'failed', error: { retryable: false, reason: error.message } }),
      ),
    fetch: () => Promise.reject(new FetchError('There are no files on a terminal.', false)),
    health: () => (lastInboundAt === undefined ? { state: 'unproven' } : { state: 'ok', lastInboundAt }),
  };
}
