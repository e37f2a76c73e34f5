import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStdioChannel, decode } from '../../examples/channel-stdio.ts';
import { channelContract } from '../contract/channel.ts';

channelContract('the stdio example', async (host) => {
  const input = new PassThrough();
  const output = new PassThrough();
  const lines: { received?: string; refused?: string; say?: string }[] = [];
  output.on('data', (data) =>
    lines.push(
      ...String(data)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as (typeof lines)[number]),
    ),
  );
  const write = async (line: string) => {
    const before = lines.length;
    input.write(`${line}\n`);
    await expect.poll(() => lines.length).toBeGreaterThan(before);
    return lines.at(-1)!.received === undefined ? 'not received' : 'received';
  };
  let channel = createStdioChannel(input, output);
  await channel.start(host);
  return {
    get channel() {
      return channel;
    },
    say: (text, id) => write(JSON.stringify({ id, text })),
    sayTogether: async (messages) => input.write(messages.map((message) => `${JSON.stringify(message)}\n`).join('')),
    besides: {
      'the echo of a send of ours': { never: 'What is said goes out another way than what comes in.' },
      'a message of our own account': { never: 'There is one person on a terminal, and no account.' },
      'a kind nobody knows': () => write('{"id": "9", "sticker": 1}'),
      'a broken event': () => write('{"id": "9", "te'),
    },
    async restart() {
      await channel.stop();
      channel = createStdioChannel(input, output);
      await channel.start(host);
    },
    secrets: [],
    textOf: ({ body }) => (body as { say: string }).say,
    shown: async () => lines.flatMap(({ say }) => say ?? []),
    close: () => channel.stop(),
  };
});

describe('a line that is no message', () => {
  it('is refused and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        (line) => decode(line, 0) === null || decode(line, 0)!.kind === 'message',
      ),
    );
  });
});
