/** What the service and the process that holds the model say to each other. */
import type { Delta, GenerateRequest, RuntimeError, Usage } from '../contract.ts';

/** What to load, and the bounds to keep. */
export interface LoadOrder {
  ggufFile: string;
  sha256?: string;
  /** The tower of a model that sees, beside its text model. */
  projectorFile?: string;
  /** Imports are kept here. */
  importFolder: string;
  /** Absent: as many as there are cores. */
  threads?: number;
  /** Of prompt and answer together; less where the model has less. */
  contextTokens: number;
  /** Memory for what is kept of conversations. */
  kvBudgetBytes: number;
  /** The system text that every conversation begins with. */
  systemText: string;
}

export interface Loaded {
  contextTokens: number;
  threads: number;
  /** Tokens of the system text, read already. */
  systemTokens: number;
}

/** Of a request that was not begun. */
export const noUsage = (): Usage => ({
  promptTokens: 0,
  cachedTokens: 0,
  answerTokens: 0,
  droppedTurns: 0,
  queueMs: 0,
  prefillMs: 0,
  decodeMs: 0,
  finish: 'aborted',
});

export type ToChild =
  /** First, and once. */
  | { kind: 'load'; order: LoadOrder }
  | { kind: 'generate'; id: number; request: GenerateRequest }
  /** Nobody wants this answer any more; `done` need not be told. */
  | { kind: 'abort'; id: number }
  | { kind: 'forget'; cacheKey: string };

export type FromChild =
  | { kind: 'importing'; share: number }
  | { kind: 'loading' }
  | { kind: 'ready'; loaded: Loaded }
  /** The model cannot be used, and trying again will not help. `detail` is for the log alone. */
  | { kind: 'refused'; message: string; detail?: string }
  /** At work: a step was done. */
  | { kind: 'alive' }
  /** `usage` as it stands after the delta. */
  | { kind: 'delta'; id: number; delta: Exclude<Delta, { kind: 'usage' }>; usage: Usage }
  | { kind: 'done'; id: number; usage: Usage }
  | { kind: 'failed'; id: number; error: { kind: RuntimeError['kind']; message: string } };
