/** What the person at the terminal reads: a few aligned lines, and one progress line that is rewritten in place. */

/** A mark says at a glance what kind of line it is: done, working, waiting for you, failed. */
export type Mark = '✓' | '↓' | '•' | '✖';

export interface Terminal {
  /** A person sits there, rather than a file or another program. */
  readonly interactive: boolean;
  line(mark: Mark, label: string, words: string): void;
  /** A line with nothing else on it, so that it can be clicked, copied and found by programs. */
  alone(text: string): void;
  /**
   * Rewrites the progress line; without a terminal one line for each new `step` and for every 5 % of it.
   * `share` is 0 to 1, or undefined where unknown.
   */
  progress(label: string, step: string, share: number | undefined, words: string): void;
  /** Ends the progress line. */
  progressDone(): void;
}

const BAR_CELLS = 20;
const PERCENT_STEP = 5;

export function createTerminal(out: { write(text: string): unknown; isTTY?: boolean; columns?: number }): Terminal {
  let open = false;
  let said = '';
  const endProgress = () => {
    if (open) out.write('\n');
    open = false;
  };
  const row = (mark: Mark, label: string, words: string) => `${mark} ${label.padEnd(10)} ${words}`;
  return {
    interactive: out.isTTY === true,
    line(mark, label, words) {
      endProgress();
      out.write(`${row(mark, label, words)}\n`);
    },
    alone(text) {
      endProgress();
      out.write(`${text}\n`);
    },
    progress(label, step, share, words) {
      if (out.isTTY) {
        const done = Math.round((share ?? 0) * BAR_CELLS);
        const bar = share === undefined ? '' : `[${'='.repeat(done)}${' '.repeat(BAR_CELLS - done)}] `;
        out.write(`\r\x1b[K${row('↓', label, bar + words).slice(0, (out.columns ?? 80) - 1)}`);
        open = true;
        return;
      }
      const now = `${step} ${share === undefined ? '' : Math.floor((share * 100) / PERCENT_STEP)}`;
      if (now === said) return;
      said = now;
      out.write(`${row('↓', label, words)}\n`);
    },
    progressDone: endProgress,
  };
}
