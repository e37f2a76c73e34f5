/** What the suite of a store asks for, and the words it speaks to it. */
import type { Call, Enqueue, Refusal, Store } from '../../../src/bus/store.ts';

/** Moves the store's clocks, which stand still otherwise. */
export interface TestClock {
  /** The store's wall clock now, ms since 1970. */
  wall(): number;
  /** Time passes. */
  advance(ms: number): void;
  /** Somebody sets the machine's clock; no time passes. */
  setWall(byMs: number): void;
}

/**
 * Opens the store kept at `place`: empty at first, and with what was committed when opened again after `close`.
 * The clock belongs to the place and goes on where it stood.
 * The store under test has these procedures, on a table of notes of their own:
 * - `contract.note(text)` adds a note and returns it,
 * - `contract.notes()` returns all notes in the order they were added,
 * - `contract.noteAndThrow(text)` adds a note and throws `text`,
 * - `contract.gate({ text, refusal })` adds a note and returns `refusal`,
 * - `contract.returnPromise()` and `contract.returnFunction()` return what no transaction or thread can pass on.
 */
export type OpenStore = (options: { place: string }) => Promise<OpenedStore>;

export interface OpenedStore {
  store: Store;
  clock: TestClock;
}

/** A note of `contract.note`: its text and the context it was written in. */
export interface Note {
  text: string;
  now: number;
  lane: string | null;
  seq: number | null;
}

/** A store at a fresh place; `reopen` closes it and opens it again as a restarted service would. */
export type Start = () => Promise<OpenedStore & { reopen(): Promise<Store> }>;

export const day = 24 * 60 * 60 * 1000;
export const hour = 60 * 60 * 1000;

export function message(lane: string, payload: string, more: Partial<Enqueue> = {}): Enqueue {
  return { topic: 'in', lane, payload, ...more };
}

export function reply(lane: string, payload: string, more: Partial<Enqueue> = {}): Enqueue {
  return { topic: 'out', lane: `out:${lane}`, payload, ...more };
}

export function call(procedure: string, args: unknown): Call {
  return { procedure, args };
}

export function note(text: string): Call {
  return call('contract.note', text);
}

export function gate(refusal: Refusal | null): Call {
  return call('contract.gate', { text: 'asked', refusal });
}

export function notes(store: Store): Promise<Note[]> {
  return store.call<Note[]>('contract.notes', null);
}

export async function payloads(store: Store, lane: string): Promise<string[]> {
  return (await store.peek(lane)).map(({ payload }) => payload);
}

export async function claimed(store: Store, n = 1): Promise<string[]> {
  return (await store.claim('in', 'me', n, hour)).map(({ lane }) => lane);
}
