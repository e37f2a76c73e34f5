/** Whom we have heard of: a person's two ids, and under which of them they were named last. Kept in memory alone. */
import { type Both, canonical, plainId } from './ids.ts';

const REMEMBERED = 20_000;

export class People {
  readonly #both = new Map<string, Both>();
  readonly #named = new Map<string, string>();

  know(id: string, both: Both): void {
    const plain = plainId(id);
    if (both.lid !== undefined && both.phone !== undefined)
      for (const one of [both.lid, both.phone]) keep(this.#both, one, both);
    keep(this.#named, canonical(plain, both), plain);
  }

  /** By either id. */
  both(id: string): Both {
    return this.#both.get(id) ?? {};
  }

  /** The id to write to: as the chat was named last, never one made up from a number. */
  reach(chat: string): string {
    return this.#named.get(chat) ?? chat;
  }
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > REMEMBERED) map.delete(map.keys().next().value!);
}
