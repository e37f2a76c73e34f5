/** Which runtime answers, by the settings. Loaded when needed: a remote model needs none of the local one's code. */
import { freemem } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '../model-runtime/contract.ts';
import type { FoundModel, GetModels } from '../model-runtime/embedded.ts';
import { SYSTEM_TEXT } from './assistant/turn.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';

/** Of the memory that is free at the start, so much is used to keep what models have read of conversations. */
const KV_SHARE = 0.25;
const KV_MOST_BYTES = 4e9;

export async function chooseRuntime(config: Config, log: Log): Promise<Runtime> {
  const { createReader } = await import('../model-runtime/reader.ts');
  const threads = config.threads === undefined ? {} : { threads: config.threads };
  const reader = createReader({ ...threads, log });
  switch (config.runtime) {
    case 'echo':
      return (await import('../model-runtime/echo.ts')).createEchoRuntime({ reader });
    case 'remote':
      return (await import('../model-runtime/remote/remote.ts')).createRemoteRuntime({ ...config.remote!, reader });
    case 'embedded': {
      const { createEmbeddedRuntime } = await import('../model-runtime/embedded.ts');
      return createEmbeddedRuntime({
        models: modelsOf(config),
        importFolder: join(config.cacheFolder, 'graphs'),
        ...threads,
        reader,
        contextTokens: config.contextTokens,
        kvBudgetBytes: Math.min(KV_MOST_BYTES, freemem() * KV_SHARE),
        systemText: SYSTEM_TEXT,
        log,
      });
    }
    default:
      return config.runtime satisfies never;
  }
}

/** The model the settings ask for; while a large one is on its way the small one may serve, where the owner wants that. */
function modelsOf(config: Config): GetModels {
  return async function* (signal, onProgress) {
    const { getModel } = await import('../model-runtime/weights/get.ts');
    const { cardOf } = await import('../model-runtime/weights/catalogue.ts');
    const options = {
      cacheFolder: config.cacheFolder,
      file: config.model.file,
      mirror: config.model.mirror,
      hub: config.model.hub,
      proxy: config.surroundings.proxy,
      environment: config.surroundings.environment,
      freeMemoryBytes: freemem(),
      signal,
      onProgress,
    };
    const find = async (choice: string): Promise<FoundModel> => {
      const { file, sha256, entry } = await getModel(choice, options);
      return { ggufFile: file, sha256, card: cardOf(entry, sha256) };
    };
    if (config.model.meanwhile === 'small') yield await find('small');
    yield await find(config.model.choice);
  };
}
