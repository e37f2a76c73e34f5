/** A file is uploaded once and sent by the platform's id for it from then on, for as long as the platform keeps it. */
import { createHash } from 'node:crypto';
import type { Host, Json } from '../contract.ts';
import { fields, number, text } from './json.ts';

/** One value of the account's state holds them all; the oldest leave first. */
const NAME = 'uploads';
const MOST = 200;

export interface Uploads {
  /** The platform's id of a file, uploaded by `make` where it is not known. The same file at the same time is one upload. */
  idOf(bytes: Uint8Array, kind: string, make: () => Promise<string>): Promise<string>;
  /** The platform does not know this id any more. */
  forget(id: string): Promise<void>;
}

interface Known {
  id: string;
  at: number;
}

export function createUploads(state: Host['state'], keepMs: number, now: () => number = Date.now): Uploads {
  const making = new Map<string, Promise<string>>();
  let changing: Promise<void> = Promise.resolve();

  async function read(): Promise<Map<string, Known>> {
    const rows = Object.entries(fields(await state.get(NAME)) ?? {});
    const known = new Map<string, Known>();
    for (const [hash, row] of rows) {
      const [id, at] = [text(fields(row)?.id), number(fields(row)?.at)];
      if (id !== undefined && at !== undefined && now() - at < keepMs) known.set(hash, { id, at });
    }
    return known;
  }

  /** One after the other, so that no upload forgets another. */
  function change(edit: (known: Map<string, Known>) => void): Promise<void> {
    const done = changing.then(async () => {
      const known = await read();
      edit(known);
      const newest = [...known].slice(-MOST).map(([hash, { id, at }]): [string, Json] => [hash, { id, at }]);
      await state.set(NAME, Object.fromEntries(newest));
    });
    changing = done.catch(() => {});
    return done;
  }

  return {
    async idOf(bytes, kind, make) {
      const hash = `${kind} ${createHash('sha256').update(bytes).digest('hex')}`;
      const known = (await read()).get(hash);
      if (known) return known.id;
      const running = making.get(hash);
      if (running) return running;
      const uploading = make();
      making.set(hash, uploading);
      try {
        const id = await uploading;
        await change((all) => void all.set(hash, { id, at: now() }));
        return id;
      } finally {
        making.delete(hash);
      }
    },
    forget: (id) =>
      change((all) => {
        for (const [hash, known] of all) if (known.id === id) all.delete(hash);
      }),
  };
}
