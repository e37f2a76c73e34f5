/** A chat with the whole journey behind it and the real reader: for rows that promise what is said, and what is kept. */
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { MessageEvent } from '../../adapters/contract.ts';
import type { GenerateRequest } from '../../model-runtime/contract.ts';
import { type JourneyOptions, type JourneyUnderTest, message, openJourney } from '../journey/journey-under-test.ts';
import type { Darkroom } from './taken.ts';

export interface ChatOptions extends Pick<JourneyOptions, 'wording'> {
  reader: Pick<Darkroom, 'read'>;
  /** What the model answers; it is given time until nothing more is being sent. Default: nothing. */
  model?: (request: GenerateRequest) => string;
}

export interface Chat {
  journey: JourneyUnderTest;
  /** Sends one message, its photos with it, and waits for what is said to it. */
  says(words: string, photos?: readonly Uint8Array[]): Promise<string[]>;
  /** Sends messages one after the other and waits for what is said to all of them. */
  send(messages: readonly (Partial<MessageEvent> & { pauseMs?: number })[]): Promise<string[]>;
  /** What can be fetched under a name. */
  holds(name: string, bytes: Uint8Array): void;
  /** How often the model was asked. */
  asked(): number;
  close(): Promise<void>;
}

/** Nothing here takes so long but what hangs. */
const PATIENCE_MS = 120_000;

export async function openChat({ reader, model = () => '', ...over }: ChatOptions): Promise<Chat> {
  const journey = await openJourney({ ...over, reader: { read: (picture) => reader.read(picture) } });
  const { channel, runtime, store } = journey;
  let photos = 0;
  let sending = Promise.resolve();

  const answer = async () => {
    for (;;) {
      const asked = await runtime.taken();
      // A real one has not said a word by the time that the rest of a burst is here.
      void sending.then(() => {
        if (asked.aborted) return;
        const words = model(asked.request);
        if (words !== '') asked.write(words);
        asked.end();
      });
    }
  };
  void answer();

  const holds = (name: string, bytes: Uint8Array) => void channel.pictures.set(name, bytes);

  async function quiet(): Promise<void> {
    const lateMs = Date.now() + PATIENCE_MS;
    while ((await store.stats()).items > 0) {
      if (Date.now() > lateMs) throw new Error(`A chat is not answered after ${PATIENCE_MS / 1000} s.`);
      await pause(5);
    }
  }

  async function send(messages: Parameters<Chat['send']>[0]): Promise<string[]> {
    const before = channel.replies(CHAT).length;
    const sent = Promise.withResolvers<void>();
    sending = sent.promise;
    for (const { pauseMs = 0, ...over } of messages) {
      const [admission] = await journey.admit([message('', over)]);
      if (admission?.status !== 'admitted') throw new Error(`A message was not taken: ${JSON.stringify(admission)}`);
      if (pauseMs > 0) await pause(pauseMs);
    }
    sent.resolve();
    await quiet();
    return channel.replies(CHAT).slice(before);
  }

  return {
    journey,
    send,
    holds,
    says: (words, pictures = []) => {
      const parts = pictures.map((bytes, index): MessageEvent['parts'][number] => {
        const recipe = `photo ${++photos}`;
        holds(recipe, bytes);
        return { kind: 'image', attachment: { recipe }, ...(index === 0 && words !== '' ? { caption: words } : {}) };
      });
      return send([{ parts: parts.length > 0 ? parts : [{ kind: 'text', text: words }] }]);
    },
    asked: () => runtime.calls,
    async close() {
      await journey.close();
      await rm(journey.folder, { recursive: true, force: true });
    },
  };
}

/** Of `at()`, where messages under test are written. */
const CHAT = 'c';
