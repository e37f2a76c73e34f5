/**
 * A weights file that cannot be used, and exactly where it goes wrong. The message is for the owner of the machine;
 * it names the key or tensor and both sides of the disagreement, never a path.
 */
export class GgufError extends Error {
  /** The key, tensor or header field at fault, e.g. `tensor blk.3.ffn_up.weight` or `key llama.block_count`. */
  readonly at: string;
  readonly expected: string;
  readonly found: string;

  constructor(at: string, { expected, found, remedy }: { expected: string; found: string; remedy?: string }) {
    const place = legible(at);
    super(`The model file cannot be used. ${place}: expected ${expected}, found ${found}. ${remedy ?? FETCH_AGAIN}`);
    this.name = 'GgufError';
    this.at = place;
    this.expected = expected;
    this.found = found;
  }
}

const SHOWN_CHARACTERS = 120;

/** Names come from the file: a broken one may hold anything. */
const legible = (name: string): string => name.slice(0, SHOWN_CHARACTERS).replace(/\p{C}/gu, '\u{FFFD}');

/** A file that contradicts itself was cut short or changed on its way. */
const FETCH_AGAIN = 'The file is damaged or incomplete: get it again.';

/** A sound file that this program has no use for. */
export const CHOOSE_ANOTHER = 'The file may be sound, but not of a kind this program reads: choose another model.';
