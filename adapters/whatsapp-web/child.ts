/**
 * The process that holds one account's browser. A browser that crashes, a page that hangs, or a promise the library lost
 * end this process at worst; the service starts another.
 */
import { type Library, openLibrary } from './library.ts';
import { noteHolder, takeProfile } from './profile.ts';
import type { FromChild, ToChild } from './wire.ts';

let library: Library | undefined;

const say = (message: FromChild): void => {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
};

process.on('message', (message) => void hear(message as ToChild));
process.on('disconnect', () => void end());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

/** The library leaves promises to themselves; what ends the page shows elsewhere, and this is not to end the process. */
process.on('unhandledRejection', (error) => {
  const words = error instanceof Error ? error.message : String(error);
  // Said of whatever was under way while the page went to another address, as it does when it logs out or reloads.
  if (/Execution context was destroyed|Target closed|detached|Session closed/i.test(words)) return;
  say({ kind: 'broken', what: words.includes('auth timeout') ? 'loading' : 'library', words });
});

async function hear(message: ToChild): Promise<void> {
  if (message.kind === 'link') {
    const { profiles, account } = message.order;
    const obstacle = takeProfile(profiles, account);
    if (obstacle) say({ kind: 'obstacle', obstacle, words: obstacle });
    else
      library = openLibrary(message.order, (told) => {
        if (told.kind === 'browser') noteHolder(profiles, account, told.pid);
        say(told);
      });
    return;
  }
  const { call, name, take } = message;
  try {
    if (!library) throw new Error('There is no page yet.');
    say({ kind: 'answer', call, value: await library.call(name, take as never) });
  } catch (error) {
    say({ kind: 'failure', call, words: error instanceof Error ? error.message : String(error) });
  }
}

async function end(): Promise<void> {
  await library?.close();
  process.exit(0);
}
