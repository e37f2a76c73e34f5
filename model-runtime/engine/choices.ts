/**
 * Keeps an answer to one of a few given texts: at each place only tokens that lead towards one of them are allowed.
 * Works on symbol strings, so that a token may end in the middle of a character.
 */
import { RuntimeError } from '../contract.ts';
import { symbolsOfText } from '../text/bytes.ts';
import type { Tokenizer } from '../text/tokenizer.ts';

/** Symbols in one token. Longer tokens exist, but white space of that length is in no choice. */
const LONGEST_STEP = 64;

export class Choices {
  readonly #tokenizer: Tokenizer;
  /** What may still follow, in symbols; an empty string where a choice is complete. */
  #rests: string[];
  /** Tokens that may come next, with their symbols. */
  #allowed = new Map<number, string>();

  /** @throws RuntimeError `unusable` when there is nothing to choose from, or a choice this model cannot write */
  constructor(choices: readonly string[], tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
    const symbols = choices.map(symbolsOfText);
    const wrong = symbols.findIndex(
      (text) => text === '' || ![...text].every((one) => tokenizer.idOfSymbols(one) !== undefined),
    );
    if (choices.length === 0 || wrong >= 0) {
      const found = wrong >= 0 ? `"${choices[wrong]}"` : 'none';
      throw new RuntimeError(
        'unusable',
        `Choices must be texts that the model can write, at least one; found ${found}.`,
      );
    }
    this.#rests = symbols;
    this.#lookAhead();
  }

  /** Ids that may come next; those that end an answer where it is one of the choices and another one begins with it. */
  get allowed(): readonly number[] {
    const ends = this.#rests.includes('') ? this.#tokenizer.endIds : [];
    return [...this.#allowed.keys(), ...ends];
  }

  /** Whether the answer is one of the choices and none goes on from here. */
  get complete(): boolean {
    return this.#allowed.size === 0;
  }

  take(id: number): void {
    const symbols = this.#allowed.get(id);
    if (symbols === undefined) throw new RangeError(`Token ${id} leads to none of the choices.`);
    this.#rests = this.#rests.filter((rest) => rest.startsWith(symbols)).map((rest) => rest.slice(symbols.length));
    this.#lookAhead();
  }

  #lookAhead(): void {
    this.#allowed = new Map();
    for (const rest of this.#rests) {
      for (let length = 1; length <= Math.min(rest.length, LONGEST_STEP); length++) {
        const symbols = rest.slice(0, length);
        const id = this.#tokenizer.idOfSymbols(symbols);
        if (id !== undefined) this.#allowed.set(id, symbols);
      }
    }
  }
}
