/** Which runtime answers, by the settings. Loaded when needed: a remote model needs none of the local one's code. */
import { access, constants } from 'node:fs/promises';
import { freemem } from 'node:os';
import { basename, join } from 'node:path';
import type { Runtime } from '../model-runtime/contract.ts';
import type { EmbeddedOptions, EmbeddedRuntime, FoundModel, GetModels } from '../model-runtime/embedded.ts';
import type { GetOptions } from '../model-runtime/weights/options.ts';
import { SYSTEM_TEXT } from './assistant/turn.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';

/** Of the memory that is free at the start, so much is used to keep what models have read of conversations. */
const KV_SHARE = 0.25;
const KV_MOST_BYTES = 4e9;

/** One question about one picture: five tiles are 345 tokens. */
const EYES_CONTEXT_TOKENS = 2_048;
const EYES_KV_MOST_BYTES = 500e6;

export async function chooseRuntime(config: Config, log: Log): Promise<Runtime> {
  const text = await textRuntime(config, log);
  const eyes = text.eyes ? undefined : await eyesRuntime(config, log);
  if (!eyes) return text;
  const { withEyes } = await import('../model-runtime/seeing.ts');
  return withEyes({ text, ...eyes });
}

/** The model that looks at pictures beside the one for text, not started; undefined where there is none. */
export async function eyesRuntime(
  config: Config,
  log: EmbeddedOptions['log'],
): Promise<{ name: string; eyes: EmbeddedRuntime } | undefined> {
  const found = await eyesOf(config);
  if (!found) return undefined;
  const { createEmbeddedRuntime } = await import('../model-runtime/embedded.ts');
  const eyes = createEmbeddedRuntime({
    ...surroundings(config, log),
    models: found.models,
    contextTokens: EYES_CONTEXT_TOKENS,
    kvBudgetBytes: Math.min(EYES_KV_MOST_BYTES, freemem() * KV_SHARE),
    systemText: '',
  });
  return { name: found.name, eyes };
}

async function textRuntime(config: Config, log: Log): Promise<Runtime> {
  const { createReader } = await import('../model-runtime/reader.ts');
  const reader = createReader({ ...threadsOf(config), log });
  switch (config.runtime) {
    case 'echo':
      return (await import('../model-runtime/echo.ts')).createEchoRuntime({ reader });
    case 'remote':
      return (await import('../model-runtime/remote/remote.ts')).createRemoteRuntime({ ...config.remote!, reader });
    case 'embedded': {
      const { createEmbeddedRuntime } = await import('../model-runtime/embedded.ts');
      return createEmbeddedRuntime({
        ...surroundings(config, log),
        models: modelsOf(config),
        sees: await textModelSees(config),
        reader,
        contextTokens: config.contextTokens,
        kvBudgetBytes: Math.min(KV_MOST_BYTES, freemem() * KV_SHARE),
        systemText: SYSTEM_TEXT,
      });
    }
    default:
      return config.runtime satisfies never;
  }
}

const threadsOf = ({ threads }: Config): { threads?: number } => (threads === undefined ? {} : { threads });

const surroundings = (
  config: Config,
  log: EmbeddedOptions['log'],
): Pick<EmbeddedOptions, 'importFolder' | 'threads' | 'log'> => ({
  importFolder: join(config.cacheFolder, 'graphs'),
  ...threadsOf(config),
  log,
});

const getOptions = (config: Config): Omit<GetOptions, 'signal' | 'onProgress'> => ({
  cacheFolder: config.cacheFolder,
  file: config.model.file,
  mirror: config.model.mirror,
  hub: config.model.hub,
  proxy: config.surroundings.proxy,
  environment: config.surroundings.environment,
  freeMemoryBytes: freemem(),
});

/** The model the settings ask for; while a large one is on its way the small one may serve, where the owner wants that. */
function modelsOf(config: Config): GetModels {
  return async function* (signal, onProgress) {
    const { getModel } = await import('../model-runtime/weights/get.ts');
    const { cardOf } = await import('../model-runtime/weights/catalogue.ts');
    const options = { ...getOptions(config), signal, onProgress };
    const find = async (choice: string): Promise<FoundModel> => {
      const { file, sha256, entry } = await getModel(choice, options);
      return { ggufFile: file, sha256, card: cardOf(entry, sha256) };
    };
    if (config.model.meanwhile === 'small') yield await find('small');
    if (!(await textModelSees(config))) yield await find(config.model.choice);
    else if (config.model.file === undefined) yield* seeingModel(config, config.model.choice)(signal, onProgress);
    else yield* namedEyes(config)(signal, onProgress);
  };
}

/** Whether the model for text is one that sees: one model then fills both slots. */
async function textModelSees({ model, eyes }: Config): Promise<boolean> {
  if (eyes === 'off') return false;
  if (model.file !== undefined) return typeof eyes === 'object' && eyes.kind === 'files' && eyes.file === model.file;
  return (await import('../model-runtime/weights/eyes.ts')).sees(model.choice);
}

/** The model that looks at pictures beside the one for text, by the settings; undefined: none. */
async function eyesOf(config: Config): Promise<{ name: string; models: GetModels } | undefined> {
  const { eyes } = config;
  switch (eyes) {
    case 'off':
      return undefined;
    case 'auto': {
      const { eyesHere } = await import('../model-runtime/weights/eyes.ts');
      const name = await eyesHere(config);
      return name === undefined ? undefined : { name, models: seeingModel(config, name) };
    }
    default:
      return eyes.kind === 'model'
        ? { name: eyes.id, models: seeingModel(config, eyes.id) }
        : { name: nameOf(eyes.file), models: namedEyes(config) };
  }
}

function seeingModel(config: Config, id: string): GetModels {
  return async function* (signal, onProgress) {
    const { getEyes } = await import('../model-runtime/weights/get-eyes.ts');
    const { cardOf } = await import('../model-runtime/weights/catalogue.ts');
    const { file, projectorFile, sha256, entry } = await getEyes(id, { ...getOptions(config), signal, onProgress });
    yield { ggufFile: file, projectorFile, sha256, card: cardOf(entry, sha256) };
  };
}

/** The two files that PARLEY_EYES names. */
function namedEyes({ eyes }: Config): GetModels {
  return async function* (signal) {
    if (typeof eyes !== 'object' || eyes.kind !== 'files') return;
    const { file, projectorFile } = eyes;
    await Promise.all([file, projectorFile].map(mayBeRead));
    const { describeOwn } = await import('../model-runtime/weights/own.ts');
    const { fingerprintOf } = await import('../model-runtime/weights/cache.ts');
    const { cardOf } = await import('../model-runtime/weights/catalogue.ts');
    const [model, { sha256 }] = await Promise.all([describeOwn(file), fingerprintOf(file, { signal })]);
    yield { ggufFile: file, projectorFile, sha256, card: cardOf({ ...model, takes: ['text', 'image'] }, sha256) };
  };
}

/** @throws Error in words without the path, since they reach chats */
async function mayBeRead(file: string): Promise<void> {
  await access(file, constants.R_OK).catch(() => {
    throw new Error('PARLEY_EYES names a file that is not there, or may not be read.');
  });
}

const nameOf = (file: string): string => basename(file).replace(/\.gguf$/i, '');
