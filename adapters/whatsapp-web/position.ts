/**
 * How far the stream of messages was taken in, durably: what the page has beyond it is caught up on after a restart. The
 * newest messages are remembered as hashes, because their ids name people who may have agreed to nothing; the ids hold
 * enough chance that a hash tells nothing.
 */
import { createHash } from 'node:crypto';
import type { Host, Json } from '../contract.ts';

const NAME = 'taken';
const REMEMBERED = 300;
/** Written down at most so often; what is told again after a crash, the store knows. */
const WRITE_MS = 5_000;
/** Messages are looked for from a little before the last one: their clock counts in seconds, and not in order. */
const OVERLAP_S = 60;

export class Position {
  readonly #state: Host['state'];
  readonly #taken = new Set<string>();
  #s = 0;
  #changed = false;
  #writtenAt = 0;

  constructor(state: Host['state']) {
    this.#state = state;
  }

  async load(): Promise<void> {
    const kept = await this.#state.get(NAME);
    if (kept === null || typeof kept !== 'object' || Array.isArray(kept)) return;
    if (typeof kept.s === 'number') this.#s = kept.s;
    if (Array.isArray(kept.ids)) for (const id of kept.ids) if (typeof id === 'string') this.#taken.add(id);
  }

  /** From when on messages may be missing, in s since 1970; null: this number has no past here. */
  get since(): number | null {
    return this.#s === 0 ? null : this.#s - OVERLAP_S;
  }

  has(id: string): boolean {
    return this.#taken.has(hashOf(id));
  }

  /** `t`: in s since 1970. */
  async took(id: string, t: number): Promise<void> {
    this.#s = Math.max(this.#s, t);
    this.#taken.add(hashOf(id));
    this.#changed = true;
    if (this.#taken.size > REMEMBERED) this.#taken.delete(this.#taken.values().next().value!);
    if (Date.now() - this.#writtenAt >= WRITE_MS) await this.write();
  }

  /** The past begins now. */
  async begin(): Promise<void> {
    this.#s = Math.floor(Date.now() / 1000);
    this.#changed = true;
    await this.write();
  }

  async write(): Promise<void> {
    if (!this.#changed) return;
    this.#changed = false;
    this.#writtenAt = Date.now();
    await this.#state.set(NAME, { s: this.#s, ids: [...this.#taken] } satisfies Json);
  }
}

const hashOf = (id: string): string => createHash('sha256').update(id).digest('base64url').slice(0, 16);
