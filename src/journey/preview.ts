/**
 * What a person sees of a running turn before it is durable: typing until the first words, then snapshots. Only the
 * newest is ever shown: where showing costs a request, the ones in between are left out.
 */
import type { Address, Channel, Phase } from '../../adapters/contract.ts';
import type { Pace } from './pace.ts';

/** The page repaints at most this often (page-design.md); channels that pace edits wait longer by themselves. */
const SHOW_MS = 50;
/** Where showing costs a request, an answer that is there sooner than this is not shown in the making. */
const FIRST_MS = 400;
/** Nobody sees typing that is over at once. */
const TYPING_MS = 150;
/** Between two snapshots nothing has changed but the seconds. */
const TICK_MS = 2_000;

export interface Previews {
  /** The entries that are being answered, and the message the answer is to name. */
  answering(entries: number[], quotes?: string): void;
  phase(phase: Phase): void;
  /** `written` makes what there is by now; called only for what is shown, since a check of every word may be part of it. */
  answer(written: () => string): void;
  /** True once any word of the answer was handed to the channel. */
  readonly visible: boolean;
  end(): void;
}

export function createPreviews(pace: Pace, channel: Channel, address: Address, turn: string): Previews {
  const { typingEveryMs, rates } = channel.capabilities;
  const startMs = performance.now();
  let phase: Phase = { name: 'reading' };
  let written = () => '';
  let answers: number[] = [];
  let quoting: { quotes?: string } = {};
  let visible = false;
  let nextMs = rates === 'none' ? Number.NEGATIVE_INFINITY : startMs + FIRST_MS;
  let due: NodeJS.Timeout | undefined;
  /** One is on its way. */
  let showing = false;
  /** There is something newer than what is on its way. */
  let newer = false;
  let ended = false;

  const show = () => {
    due = undefined;
    if (ended || !channel.preview) return;
    if (showing) {
      newer = true;
      return;
    }
    nextMs = performance.now() + SHOW_MS;
    newer = false;
    const shown = pace.preview(channel, address, () => {
      if (ended) return;
      const markdown = written();
      if (markdown !== '') {
        visible = true;
        clearTimeout(typing);
      }
      const seconds = (performance.now() - startMs) / 1000;
      return channel.preview?.(address, { turn, answers, phase, seconds, markdown, ...quoting });
    });
    if (!shown) return;
    showing = true;
    void shown
      .catch(() => {})
      .finally(() => {
        showing = false;
        if (newer) soon();
      });
  };
  const soon = () => {
    due ??= setTimeout(show, Math.max(0, nextMs - performance.now()));
  };
  const tick = setInterval(soon, TICK_MS);
  let typing: NodeJS.Timeout | undefined;
  const type = () => {
    pace.typing(channel, address);
    typing = setTimeout(type, typingEveryMs);
  };
  if (typingEveryMs > 0) typing = setTimeout(type, TYPING_MS);

  return {
    answering(entries, quotes) {
      answers = entries;
      quoting = quotes === undefined ? {} : { quotes };
    },
    phase(next) {
      phase = next;
      soon();
    },
    answer(newest) {
      phase = { name: 'answering' };
      written = newest;
      soon();
    },
    get visible() {
      return visible;
    },
    end() {
      ended = true;
      clearTimeout(due);
      clearInterval(tick);
      clearTimeout(typing);
    },
  };
}
