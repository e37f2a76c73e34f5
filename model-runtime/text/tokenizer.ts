/**
 * Text to token ids and back, for byte-level BPE as GPT-2 had it: what SmolLM, Qwen 2 and Llama 3 use. The ids are
 * llama.cpp's (fixtures/tokens), with one exception on purpose: text never becomes a control or user-defined token,
 * whatever it looks like. Those are asked for by name.
 */
import { RuntimeError } from '../contract.ts';
import type { Vocabulary } from '../import/imported.ts';
import { bytesOfSymbols, SYMBOLS } from './bytes.ts';
import { Merges } from './merges.ts';
import { takesWholeWords, type WordCutter, wordCutter } from './words.ts';

/** Kinds of tokens in a weights file (llama.cpp, llama.h). */
const NORMAL = 1;
const CONTROL = 3;
const USER_DEFINED = 4;

/** Names under which families end a turn or a text, beside the one the weights file points out (llama.cpp, llama-vocab.cpp). */
const ENDINGS = ['<|im_end|>', '<|endoftext|>', '<|eot_id|>', '<|end_of_text|>', '<|eom_id|>', '<|end|>', '</s>'];

/** Words seen lately keep their ids: chat repeats itself. Longer words are not kept. */
const REMEMBERED = { words: 20_000, characters: 24 };

const utf8 = new TextEncoder();
const NO_BYTES = new Uint8Array(0);

export class Tokenizer {
  readonly size: number;
  /** Texts of the control and user-defined tokens with their ids. */
  readonly special: ReadonlyMap<string, number>;
  /** Tokens with which the model says that its answer is complete. */
  readonly endIds: readonly number[];
  readonly beginId: number | undefined;
  readonly beginText: string;
  readonly endText: string;
  readonly addsBegin: boolean;

  readonly #tokens: readonly string[];
  readonly #types: readonly number[];
  readonly #idOf = new Map<string, number>();
  readonly #byteIds: number[];
  readonly #merges: Merges;
  readonly #cut: WordCutter;
  readonly #wholeWords: boolean;
  readonly #remembered = new Map<string, readonly number[]>();

  /** @throws RuntimeError `unusable` for a kind of vocabulary or a word rule this program does not know. */
  constructor(vocabulary: Vocabulary) {
    const { tokens, types, bos, eos, eot } = vocabulary;
    if (vocabulary.model !== 'gpt2') {
      throw new RuntimeError(
        'unusable',
        `The model's tokens are of the kind "${vocabulary.model}"; only "gpt2" (byte-level BPE) is known here. Choose another model.`,
      );
    }
    const rule = vocabulary.pre ?? 'gpt-2';
    this.size = tokens.length;
    this.#tokens = tokens;
    this.#types = types;
    const special = new Map<string, number>();
    tokens.forEach((text, id) => {
      if (types[id] === NORMAL) this.#idOf.set(text, id);
      else if ((types[id] === CONTROL || types[id] === USER_DEFINED) && text !== '') special.set(text, id);
    });
    this.special = special;
    this.#byteIds = SYMBOLS.map((symbol) => this.#idOf.get(symbol) ?? -1);
    this.#merges = new Merges(vocabulary.merges ?? [], this.#idOf);
    this.#cut = wordCutter(rule);
    this.#wholeWords = takesWholeWords(rule);
    this.beginId = bos;
    this.addsBegin = vocabulary.addBos === true;
    this.beginText = tokens[bos ?? -1] ?? '';
    this.endText = tokens[eos ?? -1] ?? '';
    const endings = ENDINGS.map((name) => special.get(name));
    this.endIds = [...new Set([eos, eot, ...endings].filter((id) => id !== undefined))];
  }

  /**
   * Ids of a text, as far as the caller takes them: one who stops early has not paid for the rest. Bytes that the
   * vocabulary lacks (some control characters) are left out.
   */
  *encode(text: string): Iterable<number> {
    for (const word of this.#cut(text)) {
      if (word.length > REMEMBERED.characters) {
        yield* this.#encodeWord(word);
        continue;
      }
      let ids = this.#remembered.get(word);
      if (ids === undefined) {
        ids = [...this.#encodeWord(word)];
        if (this.#remembered.size >= REMEMBERED.words) this.#remembered.clear();
        this.#remembered.set(word, ids);
      }
      yield* ids;
    }
  }

  *#encodeWord(word: string): Iterable<number> {
    const bytes = utf8.encode(word);
    if (this.#wholeWords) {
      const whole = this.#idOf.get(Array.from(bytes, (byte) => SYMBOLS[byte]).join(''));
      if (whole !== undefined) {
        yield whole;
        return;
      }
    }
    yield* this.#merges.apply(Array.from(bytes, (byte) => this.#byteIds[byte]!));
  }

  /** The token that is exactly these symbols, e.g. to find which tokens may begin a given text. */
  idOfSymbols(symbols: string): number | undefined {
    return this.#idOf.get(symbols);
  }

  /** What a token adds to the answer: nothing for control, unused and unknown ones. */
  bytesOf(id: number): Uint8Array {
    const text = this.#tokens[id];
    if (text === undefined) return NO_BYTES;
    if (this.#types[id] === NORMAL) return bytesOfSymbols(text) ?? utf8.encode(text);
    return this.#types[id] === USER_DEFINED ? utf8.encode(text) : NO_BYTES;
  }

  isEnd(id: number): boolean {
    return this.endIds.includes(id);
  }

  isSpecial(id: number): boolean {
    return this.#types[id] === CONTROL || this.#types[id] === USER_DEFINED;
  }
}
