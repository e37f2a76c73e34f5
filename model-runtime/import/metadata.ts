/**
 * The key-value part of a GGUF header, asked by key and by what the value must be. Every answer is checked; an error
 * names the key.
 */
import { CHOOSE_ANOTHER, GgufError } from './gguf-error.ts';

/** 64-bit numbers become plain numbers; a header with one beyond 2^53 is refused when it is read. */
export type MetadataValue = number | boolean | string | MetadataValue[];

export interface Range {
  least: number;
  most: number;
}

export class Metadata {
  readonly #values: ReadonlyMap<string, MetadataValue>;

  constructor(values: ReadonlyMap<string, MetadataValue>) {
    this.#values = values;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  keys(): string[] {
    return [...this.#values.keys()];
  }

  /** A whole number within `range`. Without `otherwise`, a missing key is an error. */
  whole(key: string, range: Range, otherwise?: number): number {
    const value = this.#values.get(key) ?? otherwise;
    if (typeof value === 'number' && Number.isInteger(value) && value >= range.least && value <= range.most) {
      return value;
    }
    throw mismatch(key, `a whole number from ${range.least} to ${range.most}`, value);
  }

  /** A finite number within `range`. */
  real(key: string, range: Range, otherwise?: number): number {
    const value = this.#values.get(key) ?? otherwise;
    if (typeof value === 'number' && value >= range.least && value <= range.most) return value;
    throw mismatch(key, `a number from ${range.least} to ${range.most}`, value);
  }

  text(key: string): string {
    const value = this.#values.get(key);
    if (typeof value === 'string') return value;
    throw mismatch(key, 'a text', value);
  }

  textIfAny(key: string): string | undefined {
    return this.#values.has(key) ? this.text(key) : undefined;
  }

  flagIfAny(key: string): boolean | undefined {
    const value = this.#values.get(key);
    if (value === undefined || typeof value === 'boolean') return value;
    throw mismatch(key, 'true or false', value);
  }

  texts(key: string): string[] {
    const value = this.#values.get(key);
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    throw mismatch(key, 'a list of texts', value);
  }

  numbers(key: string): number[] {
    const value = this.#values.get(key);
    if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value;
    throw mismatch(key, 'a list of numbers', value);
  }
}

function mismatch(key: string, expected: string, value: MetadataValue | undefined): GgufError {
  if (value === undefined) return new GgufError(`key ${key}`, { expected, found: 'nothing', remedy: CHOOSE_ANOTHER });
  return new GgufError(`key ${key}`, { expected, found: describe(value) });
}

const SHOWN_CHARACTERS = 40;

function describe(value: MetadataValue): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string') return JSON.stringify(value.slice(0, SHOWN_CHARACTERS));
  return String(value);
}
