/** What a person said and what came, in the order they see it: of a stand-in that keeps only what came. */
import type { Bubble } from '../../doubles/viewer/chat.ts';

export interface Transcript {
  /** The person says this now. */
  says(own: Bubble): void;
  seen(): Bubble[];
}

/** `arrived`: all that came so far, oldest first; what is there already is left out. */
export function interleaved<Message>(arrived: () => Message[], shown: (message: Message) => Bubble): Transcript {
  const bubbles: Bubble[] = [];
  let taken = arrived().length;
  const take = () => {
    for (const message of arrived().slice(taken)) {
      bubbles.push(shown(message));
      taken += 1;
    }
  };
  return {
    says(own) {
      take();
      bubbles.push(own);
    },
    seen() {
      take();
      return [...bubbles];
    },
  };
}
