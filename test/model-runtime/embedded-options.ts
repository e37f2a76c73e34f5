/** The embedded runtime as the tests want it: one thread, little memory, and restarts that do not keep anybody waiting. */
import type { ModelCard } from '../../model-runtime/contract.ts';
import type { EmbeddedOptions } from '../../model-runtime/embedded.ts';

export const SYSTEM = 'You are Parley. Answer briefly.';

export const card = (id: string): ModelCard => ({
  id,
  family: 'llama',
  size: '135 M parameters, 4 bit',
  licence: 'Apache-2.0',
  takes: ['text'],
  languages: ['en'],
  contextTokens: 8192,
});

export const optionsFor = (ggufFile: string, importFolder: string): EmbeddedOptions => ({
  models: async function* () {
    yield { ggufFile, card: card('small') };
  },
  importFolder,
  threads: 1,
  contextTokens: 2048,
  kvBudgetBytes: 500_000_000,
  systemText: SYSTEM,
  log: { info: () => {}, warn: () => {} },
  execArgv: ['--disable-warning=ExperimentalWarning'],
});
