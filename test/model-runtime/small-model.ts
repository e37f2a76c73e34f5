/** The small model's real weights, for tests that need them: from the user's cache folder, got there by the real code when absent. */
import { freemem } from 'node:os';
import { type Got, getModel } from '../../model-runtime/weights/get.ts';
import { NoSource } from '../../model-runtime/weights/trouble.ts';
import { loadConfig } from '../../src/config.ts';

/** How long a test may have to wait for the download (93 MB), in ms: the timeout for the hook that calls `smallModel`. */
export const SMALL_MODEL_TIMEOUT_MS = 300_000;

/**
 * Path of the small model's GGUF file. Many test files may ask at once: one downloads, the others wait.
 * @throws NoSource naming each source and why it failed
 */
export async function smallModel(): Promise<string> {
  return (await gotSmallModel()).file;
}

/** The same with all that is known of it. */
export async function gotSmallModel(): Promise<Got> {
  const { config } = loadConfig();
  return getModel('small', {
    cacheFolder: config.cacheFolder,
    mirror: config.model.mirror,
    hub: config.model.hub,
    proxy: config.surroundings.proxy,
    environment: process.env,
    freeMemoryBytes: freemem(),
    signal: AbortSignal.timeout(SMALL_MODEL_TIMEOUT_MS),
    onProgress: () => undefined,
  }).catch((error) => {
    // A test's report shows the message only.
    if (error instanceof NoSource)
      error.message += ` ${error.tried.map(({ source, why }) => `${source}: ${why}`).join('; ')}`;
    throw error;
  });
}
