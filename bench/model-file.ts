/** The weights of a model of the catalogue, got by the product's own code where they are not here yet. */
import { freemem } from 'node:os';
import { type Got, getModel } from '../model-runtime/weights/get.ts';
import { loadConfig } from '../src/config.ts';

/** @param choice `small`, `standard` or an id of the catalogue */
export function modelFile(choice: string): Promise<Got> {
  const { config } = loadConfig();
  return getModel(choice, {
    cacheFolder: config.cacheFolder,
    hub: config.model.hub,
    mirror: config.model.mirror,
    proxy: config.surroundings.proxy,
    environment: config.surroundings.environment,
    freeMemoryBytes: freemem(),
    signal: new AbortController().signal,
    onProgress: () => {},
  });
}
