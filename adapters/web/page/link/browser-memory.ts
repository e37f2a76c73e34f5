/** The little this browser remembers by itself: drafts, the last chat, the theme. */

/** Without local storage (a private window, a full disk) it lasts as long as the page. */
export interface BrowserMemory {
  get(name: string): string | undefined;
  /** Undefined or empty forgets. */
  set(name: string, value: string | undefined): void;
}

const PREFIX = 'parley.';

export function browserMemory(storage: () => Storage): BrowserMemory {
  const memory = new Map<string, string>();
  return {
    get(name) {
      if (memory.has(name)) return memory.get(name);
      try {
        return storage().getItem(PREFIX + name) ?? undefined;
      } catch {
        return undefined;
      }
    },
    set(name, value) {
      if (value) memory.set(name, value);
      else memory.delete(name);
      try {
        if (value) storage().setItem(PREFIX + name, value);
        else storage().removeItem(PREFIX + name);
      } catch {
        // Kept in memory; there is nothing the person could do, and nothing to trouble them with.
      }
    },
  };
}
