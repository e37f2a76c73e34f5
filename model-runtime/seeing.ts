/**
 * A runtime for words and another one for pictures, as one. The second is a process of its own, started by the first
 * picture somebody asks about, so that whoever sends none pays nothing for it.
 */
import type { Eyes, Runtime } from './contract.ts';

export interface SeeingOptions {
  text: Runtime;
  /** Not started yet. */
  eyes: Runtime;
  /** What the model that sees is called before it is loaded. */
  name: string;
}

export function withEyes({ text, eyes, name }: SeeingOptions): Runtime {
  const looking: Eyes = {
    kind: 'own model',
    name,
    get status() {
      return eyes.status;
    },
    async *generate(request, options) {
      eyes.start();
      try {
        yield* eyes.generate(request, options);
      } finally {
        // Where it could not be had: nobody waits for another try now, and the next one may find it.
        eyes.retry();
      }
    },
  };
  return {
    where: text.where,
    get status() {
      return text.status;
    },
    get next() {
      return text.next;
    },
    eyes: looking,
    onStatus(listener) {
      const ends = [text.onStatus(listener), eyes.onStatus(() => listener(text.status))];
      return () => {
        for (const end of ends) end();
      };
    },
    start: () => text.start(),
    retry: () => text.retry(),
    generate: (request, options) => text.generate(request, options),
    ...(text.read && { read: (picture, options) => text.read!(picture, options) }),
    forget(cacheKey) {
      text.forget(cacheKey);
      eyes.forget(cacheKey);
    },
    async close() {
      await Promise.all([text.close(), eyes.close()]);
    },
  };
}
