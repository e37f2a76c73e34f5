/** Files whose rows are gone: erased with a message or an answer, or past their time. */
import type { Files } from '../media/files.ts';
import type { Ask } from './record.ts';

const SLICE = 500;

/** Removes all that are known by now; returns how many. */
export async function removeLost(ask: Ask, files: Pick<Files, 'remove'>): Promise<number> {
  for (let removed = 0; ; ) {
    const lost = await ask('lostFiles', { limit: SLICE });
    if (lost.length === 0) return removed;
    for (const file of lost) await files.remove(file);
    await ask('filesRemoved', { files: lost });
    removed += lost.length;
  }
}
