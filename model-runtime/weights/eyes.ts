/** Models that see come as two files: the text model, and a projector with the tower that turns pictures into features. */
import { readyFile } from './cache.ts';
import { CATALOGUE, type Entry } from './catalogue.ts';
import type { Place } from './options.ts';

/** A model that sees, with the entry of its projector. */
export interface SeeingEntry {
  entry: Entry;
  projector: Entry;
}

export function seeingEntries({ catalogue = CATALOGUE }: Pick<Place, 'catalogue'> = {}): SeeingEntry[] {
  return catalogue.flatMap((entry) => {
    const projector = catalogue.find(({ id }) => id === entry.projector);
    return projector ? [{ entry, projector }] : [];
  });
}

/** Whether a choice, an id of the catalogue, names a model that sees. */
export const sees = (choice: string): boolean => seeingEntries().some(({ entry }) => entry.id === choice);

/** The first model that sees of which both files are here and checked. Looks at no network and reads no weights. */
export async function eyesHere(place: Place): Promise<string | undefined> {
  for (const { entry, projector } of seeingEntries(place))
    if ((await readyFile(place.cacheFolder, entry)) && (await readyFile(place.cacheFolder, projector))) return entry.id;
  return undefined;
}
