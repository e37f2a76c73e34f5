/**
 * Deltas become an answer. Only answer text can get out of here (law 5): thinking, tools and errors have no way in.
 */
import type { Delta, Usage } from '../../model-runtime/contract.ts';

export interface Answer {
  /** Takes the next delta; true when the visible text grew. */
  take(delta: Delta): boolean;
  readonly markdown: string;
  readonly usage: Usage | undefined;
}

export function createAnswer(): Answer {
  let markdown = '';
  let usage: Usage | undefined;
  return {
    take(delta) {
      switch (delta.kind) {
        case 'answer':
          // Leading blank lines are the model clearing its throat.
          markdown = markdown === '' ? delta.text.trimStart() : markdown + delta.text;
          return markdown !== '';
        case 'usage':
          usage = delta.usage;
          return false;
        case 'phase':
        case 'thinking':
        case 'tool':
          return false;
        default:
          return delta satisfies never;
      }
    },
    get markdown() {
      return markdown.trimEnd();
    },
    get usage() {
      return usage;
    },
  };
}
