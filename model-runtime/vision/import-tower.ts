/** From a projector file to a folder that can be loaded; the cache is the one of imported models. */
import { join } from 'node:path';
import { addImport, findImport } from '../import/cache.ts';
import { Gguf } from '../import/gguf.ts';
import { hashFile, type ImportOptions } from '../import/import.ts';
import { type Accuracy, GRAPH_FILE, MODEL_FILE, WEIGHTS_FILE } from '../import/imported.ts';
import { writeDurably } from '../import/write-durably.ts';
import { projectorTower, readProjector } from './projector.ts';
import { planSiglip, type SiglipShape } from './siglip.ts';

/** Counts up with every change that makes older imports wrong or worse. */
const IMPORTER_VERSION = 1;

/** `model.json` of a tower. */
export interface ImportedTower {
  sha256: string;
  accuracy: Accuracy;
  shape: SiglipShape;
  files: Record<string, number>;
}

/**
 * Imports a projector file, or returns at once what an earlier call made of it.
 * @throws GgufError, TensorError when the file is damaged or of an unknown kind; NoSpaceError; the signal's reason
 */
export async function importTower(
  file: string,
  options: ImportOptions,
): Promise<{ folder: string; tower: ImportedTower }> {
  const { cacheFolder, accuracy = 4, signal } = options;
  const sha256 = options.sha256 ?? (await hashFile(file, signal));
  const key = `${sha256}-tower-v${IMPORTER_VERSION}-${accuracy}`;
  const folder = join(cacheFolder, key);
  const known = await findImport<ImportedTower>(cacheFolder, key);
  if (known) return { folder, tower: known };

  return Gguf.with(file, async (gguf) => {
    const projector = readProjector(gguf);
    const { graph, weights } = planSiglip(projector.shape, projectorTower(gguf.tensors, projector), accuracy);
    const bytes = graph.encode();
    const files = { [GRAPH_FILE]: bytes.length, [WEIGHTS_FILE]: weights.bytes };
    const tower: ImportedTower = { sha256, accuracy, shape: projector.shape, files };
    await addImport(cacheFolder, key, bytes.length + weights.bytes, async (unfinished) => {
      await writeDurably(join(unfinished, GRAPH_FILE), (write) => write(0, bytes));
      await writeDurably(join(unfinished, WEIGHTS_FILE), (write) => weights.fill(gguf, write, options));
      await writeDurably(join(unfinished, MODEL_FILE), (write) => write(0, Buffer.from(JSON.stringify(tower))));
    });
    return { folder, tower };
  });
}
