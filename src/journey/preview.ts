/** What a person sees of a running turn before it is durable: snapshots, handed to the channel at most every 50 ms. */
import type { Address, Channel, Phase } from '../../adapters/contract.ts';

/** The page repaints at most this often (page-design.md); channels that pace edits wait longer by themselves. */
const SHOW_MS = 50;
/** Between two snapshots nothing has changed but the seconds. */
const TICK_MS = 2_000;

export interface Previews {
  /** The entries that are being answered. */
  answering(entries: number[]): void;
  phase(phase: Phase): void;
  answer(markdown: string): void;
  /** True once any word of the answer was handed to the channel. */
  readonly visible: boolean;
  end(): void;
}

export function createPreviews(channel: Channel, address: Address, turn: string): Previews {
  const startMs = performance.now();
  let phase: Phase = { name: 'reading' };
  let markdown = '';
  let answers: number[] = [];
  let visible = false;
  let shownMs = Number.NEGATIVE_INFINITY;
  let due: NodeJS.Timeout | undefined;
  let ended = false;

  const show = () => {
    due = undefined;
    if (ended) return;
    shownMs = performance.now();
    if (markdown !== '' && channel.preview) visible = true;
    channel.preview?.(address, { turn, answers, phase, seconds: (shownMs - startMs) / 1000, markdown });
  };
  const soon = () => {
    due ??= setTimeout(show, Math.max(0, shownMs + SHOW_MS - performance.now()));
  };
  const tick = setInterval(soon, TICK_MS);
  channel.typing?.(address);

  return {
    answering(entries) {
      answers = entries;
    },
    phase(next) {
      phase = next;
      soon();
    },
    answer(text) {
      phase = { name: 'answering' };
      markdown = text;
      soon();
    },
    get visible() {
      return visible;
    },
    end() {
      ended = true;
      clearTimeout(due);
      clearInterval(tick);
    },
  };
}
