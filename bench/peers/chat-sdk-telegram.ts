/**
 * The peer of `npm run bench -- telegram`: Vercel's Chat SDK, polling, echoing direct messages in order. A process of
 * its own, told by its arguments where the Bot API is, and where Postgres is: without one it keeps its state in memory.
 * Messages that came while it answered are in `skipped`: nothing is left out.
 */
import { createMemoryState } from '@chat-adapter/state-memory';
import { createPostgresState } from '@chat-adapter/state-pg';
import { createTelegramAdapter } from '@chat-adapter/telegram';
import { type Adapter, Chat, ConsoleLogger, type StateAdapter } from 'chat';

const [apiUrl = '', botToken = '', postgres] = process.argv.slice(2);

/** Their packages fit together when they run; their types only do under a less strict compiler than ours. */
const asTheyMeanIt = <Type>(value: unknown): Type => value as Type;

/** The same model as ours in the echo runtime: an answer in Markdown, as a stream of its words. */
async function* echo(text: string): AsyncIterable<string> {
  yield text;
}

const chat = new Chat({
  userName: 'parleybot',
  adapters: {
    telegram: asTheyMeanIt<Adapter>(
      createTelegramAdapter({
        ...{ apiUrl, botToken, mode: 'polling', logger: new ConsoleLogger('silent') },
        streamingEditIntervalMs: 0,
      }),
    ),
  },
  state: asTheyMeanIt<StateAdapter>(postgres ? createPostgresState({ url: postgres }) : createMemoryState()),
  concurrency: { strategy: 'queue', maxQueueSize: 100_000, queueEntryTtlMs: 3_600_000 },
  // No waiting between edits, and no "..." before the first words.
  streamingUpdateIntervalMs: 0,
  fallbackStreamingPlaceholderText: null,
  logger: 'silent',
});
chat.onDirectMessage(async (thread, message, _channel, context) => {
  for (const { text } of [...(context?.skipped ?? []), message]) await thread.post(echo(text));
});
await chat.initialize();
