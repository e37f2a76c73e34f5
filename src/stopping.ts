/**
 * The orderly end. The first Ctrl+C or SIGTERM: nothing new is taken in, a running answer gets its time, everything closes.
 * The second ends the process at once; what was acknowledged is on disk either way.
 */

/** After this the process ends whatever it still waits for. */
const LAST_MS = 35_000;

export function onStop(stop: () => Promise<void>, say: (words: string) => void): void {
  let stopping = false;
  const end = (signal: NodeJS.Signals) => {
    if (stopping) {
      say('stopped at once');
      process.exit(signal === 'SIGINT' ? 130 : 143);
    }
    stopping = true;
    say('stopping: a running answer gets 10 seconds; Ctrl+C again stops at once');
    setTimeout(() => process.exit(1), LAST_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        say(`stopped with trouble: ${error instanceof Error ? error.message : String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}
