/** Gets a model that sees: its text model and its projector, each as any other file. */
import { UnknownModel } from './choose.ts';
import { seeingEntries } from './eyes.ts';
import { type Got, getModel } from './get.ts';
import { type GetOptions, SETTING } from './options.ts';
import { NoSource } from './trouble.ts';

/** Both files on this machine. */
export interface GotEyes extends Got {
  /** Path of the projector. */
  projectorFile: string;
}

/**
 * @param choice an id of the catalogue
 * @throws UnknownModel for one that is not there or does not see; and what `getModel` throws
 */
export async function getEyes(choice: string, { file: _, ...options }: GetOptions): Promise<GotEyes> {
  const seeing = seeingEntries(options);
  const found = seeing.find(({ entry }) => entry.id === choice);
  if (!found) {
    const ids = seeing.map(({ entry }) => entry.id);
    throw new UnknownModel(choice, ids, SETTING.eyes);
  }
  try {
    const got = await getModel(found.entry.id, options);
    const projector = await getModel(found.projector.id, options);
    return { ...got, projectorFile: projector.file, tried: [...got.tried, ...projector.tried] };
  } catch (error) {
    throw error instanceof NoSource ? new NoSource(error.tried, REMEDY) : error;
  }
}

const REMEDY = [
  'Connect this machine to the network (behind a proxy, set HTTPS_PROXY) and ask about a photo again.',
  `Or bring both files another way: name them in ${SETTING.eyes}, or copy them here and run \`npm run models -- import <folder>\`.`,
].join(' ');
