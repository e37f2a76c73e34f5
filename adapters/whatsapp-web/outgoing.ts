/**
 * What was sent, by the key of each part. A part that is to be sent again after a crash may have left already: its echo in
 * the page tells, and only where there is none it is sent anew (law 1).
 */
import type { Host, Json } from '../contract.ts';

export interface Sent {
  key: string;
  /** The address's chat. */
  chat: string;
  /** When it was begun, ms since 1970. */
  at: number;
  /** The message, once its echo was seen. */
  id?: string;
  /** The newest tick that was told on. */
  ack?: number;
}

const NAME = 'sends';
const REMEMBERED = 200;

export class Outgoing {
  readonly #state: Host['state'];
  readonly #byKey = new Map<string, Sent>();
  readonly #byId = new Map<string, Sent>();

  constructor(state: Host['state']) {
    this.#state = state;
  }

  async load(): Promise<void> {
    for (const sent of sentOf(await this.#state.get(NAME))) this.#keep(sent);
  }

  of(key: string): Sent | undefined {
    return this.#byKey.get(key);
  }

  byId(id: string): Sent | undefined {
    return this.#byId.get(id);
  }

  /** Durable before it resolves: from then on the part may be on its way. */
  async begin(key: string, chat: string): Promise<void> {
    this.#keep({ key, chat, at: Date.now() });
    await this.#save();
  }

  async became(key: string, id: string, ack: number): Promise<void> {
    const sent = this.#byKey.get(key);
    if (!sent) return;
    sent.id = id;
    sent.ack = ack;
    this.#byId.set(id, sent);
    await this.#save();
  }

  /** It did not leave: the next try begins from nothing. */
  async forget(key: string): Promise<void> {
    const sent = this.#byKey.get(key);
    this.#byKey.delete(key);
    if (sent?.id !== undefined) this.#byId.delete(sent.id);
    await this.#save();
  }

  #keep(sent: Sent): void {
    this.#byKey.set(sent.key, sent);
    if (sent.id !== undefined) this.#byId.set(sent.id, sent);
    if (this.#byKey.size <= REMEMBERED) return;
    const [oldest] = this.#byKey.values();
    this.#byKey.delete(oldest!.key);
    if (oldest!.id !== undefined) this.#byId.delete(oldest!.id);
  }

  async #save(): Promise<void> {
    await this.#state.set(
      NAME,
      [...this.#byKey.values()].map(({ key, chat, at, id, ack }): Json => [key, chat, at, id ?? null, ack ?? null]),
    );
  }
}

function sentOf(kept: Json): Sent[] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((row) => {
    const [key, chat, at, id, ack] = Array.isArray(row) ? row : [];
    if (typeof key !== 'string' || typeof chat !== 'string' || typeof at !== 'number') return [];
    return [{ key, chat, at, ...(typeof id === 'string' ? { id } : {}), ...(typeof ack === 'number' ? { ack } : {}) }];
  });
}
