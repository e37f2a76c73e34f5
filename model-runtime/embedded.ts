/**
 * The runtime on this machine: gets a model, keeps a process that holds it, and passes requests on to that process.
 * Whatever happens there costs one answer, not the service.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delta, Eyes, GenerateRequest, ModelCard, Progress, Reader, Runtime, RuntimeStatus } from './contract.ts';
import { RuntimeError } from './contract.ts';
import { type Change, change, NOWHERE, nextOf, statusOf } from './engine/status.ts';
import { type Loaded, type LoadOrder, noUsage } from './engine/wire.ts';
import { LoadError, ModelProcess, type Patience } from './model-process.ts';
import type { Log } from './watched-process.ts';
import { NoSource } from './weights/trouble.ts';

/** A model whose weights lie on this machine. */
export interface FoundModel {
  ggufFile: string;
  sha256?: string;
  /** Of a model that sees: its tower and connector. */
  projectorFile?: string;
  card: ModelCard;
}

/**
 * Gets models, each better than the one before: the first serves as soon as it is loaded, and each later one takes its
 * place. An error after the first leaves that one serving.
 */
export type GetModels = (signal: AbortSignal, onProgress: (progress: Progress) => void) => AsyncIterable<FoundModel>;

export interface EmbeddedOptions {
  models: GetModels;
  /** The folder for imported graphs. */
  importFolder: string;
  /** Absent: as many as there are cores. */
  threads?: number;
  /** Of prompt and answer together; less where the model has less. */
  contextTokens: number;
  /** Memory for what is kept of conversations, so that they need not be read again. */
  kvBudgetBytes: number;
  /** The system text that conversations begin with. Others work too, but are read anew in each conversation. */
  systemText: string;
  /** Reads pictures; closed with the runtime. */
  reader?: Reader;
  /** Whether the models see, too: each comes with its projector. */
  sees?: boolean;
  log: Log;
  /** Flags for Node in the model's process. */
  execArgv?: readonly string[];
  patience?: Partial<Patience>;
}

export interface EmbeddedRuntime extends Runtime {
  /** How far a better model is, while one serves. */
  readonly next: Progress | undefined;
  /** The process that holds the model. */
  readonly pid: number | undefined;
  /** Erases what is kept of a conversation. */
  forget(cacheKey: string): void;
}

export function createEmbeddedRuntime(options: EmbeddedOptions): EmbeddedRuntime {
  return new Embedded(options);
}

const CHILD = new URL('./child.ts', import.meta.url);

const PATIENCE: Patience = { silence: 30_000, silenceWhileLoading: 300_000, farewell: 3_000 };

/** Before a process is started again, in ms: at once after one crash, later when it keeps crashing. */
const RESTART_DELAYS_MS = [0, 1_000, 5_000, 15_000, 30_000];

/** A process that dies so many times in a row while it loads a model will not load it. */
const LOAD_TRIES = 3;

/** Listeners hear of progress at most this often, in ms. */
const PROGRESS_MS = 100;

const REMEDY =
  'Choose another model (a smaller one where memory is short), or delete the file of this one so that it is got again.';

class Embedded implements EmbeddedRuntime {
  readonly where = { kind: 'here' } as const;
  readonly read?: Reader['read'];
  readonly eyes?: Eyes;
  readonly #options: EmbeddedOptions;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<(status: RuntimeStatus) => void>();
  /** All that are alive: serving, loading, or ending their last answers. */
  readonly #processes = new Set<ModelProcess>();
  #known = NOWHERE;
  #serving: ModelProcess | undefined;
  /** Counts the models got, so that a better one is never replaced by the one before. */
  #models = 0;
  /** Crashes since the last complete answer. */
  #crashes = 0;
  #toldAt = 0;
  #tellLater: NodeJS.Timeout | undefined;

  constructor(options: EmbeddedOptions) {
    this.#options = options;
    const { reader, sees } = options;
    if (sees) this.eyes = { kind: 'text model' };
    if (reader) this.read = (picture, how) => reader.read(picture, how);
  }

  get status(): RuntimeStatus {
    return statusOf(this.#known);
  }

  get next(): Progress | undefined {
    return nextOf(this.#known);
  }

  get pid(): number | undefined {
    return this.#serving?.pid;
  }

  onStatus(listener: (status: RuntimeStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    if (this.#known.stage === 'new') void this.#get();
  }

  retry(): void {
    if (this.status.state === 'failed') void this.#get();
  }

  async *generate(request: GenerateRequest, { signal }: { signal: AbortSignal }): AsyncIterable<Delta> {
    if (!this.#serving?.alive) {
      this.#throwIfHopeless();
      yield { kind: 'phase', phase: 'loading' };
    }
    const process = await this.#untilServing(signal);
    // A stop may have come while we waited; whoever listens to the signal from now on would not hear of it.
    if (!process || signal.aborted) {
      yield { kind: 'usage', usage: noUsage() };
      return;
    }
    for await (const delta of process.answer(request, signal)) {
      if (delta.kind === 'usage' && delta.usage.finish !== 'aborted') this.#crashes = 0;
      yield delta;
    }
  }

  forget(cacheKey: string): void {
    for (const process of this.#processes) process.forget(cacheKey);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#change({ kind: 'closed' });
    await Promise.all([...[...this.#processes].map((process) => process.stop()), this.#options.reader?.close()]);
  }

  async #get(): Promise<void> {
    const { signal } = this.#closing;
    this.#change({ kind: 'getting' });
    const before = this.#models;
    try {
      for await (const found of this.#options.models(signal, (progress) => this.#progress(progress))) {
        await this.#bring(found, ++this.#models);
      }
      if (this.#models === before) throw new Error('There is no model to be had.');
      this.#change({ kind: 'got' });
    } catch (error) {
      this.#giveUp('getting', error);
    }
  }

  /** Loads a model and lets it serve, unless a better one does by then. */
  async #bring(found: FoundModel, number: number): Promise<void> {
    const from = performance.now();
    const { process, loaded } = await this.#load(found);
    if (number < this.#models && this.#serving) {
      process.retire();
      return;
    }
    const before = this.#serving;
    this.#serving = process;
    before?.retire();
    const loadMs = performance.now() - from;
    const card = { ...found.card, contextTokens: loaded.contextTokens };
    this.#options.log.info({ model: card.id, loadMs: Math.round(loadMs), ...loaded }, 'the model is ready');
    this.#change({ kind: 'serving', card, loadMs });
    void process.gone.then(() => this.#lost(process, found, number));
  }

  async #lost(process: ModelProcess, found: FoundModel, number: number): Promise<void> {
    if (this.#serving !== process) return;
    this.#serving = undefined;
    if (this.#closing.signal.aborted) return;
    this.#change({ kind: 'lost' });
    try {
      await this.#pause();
      await this.#bring(found, number);
    } catch (error) {
      this.#giveUp('restarting', error);
    }
  }

  /** @throws LoadError when the model is refused, or its process died time and again */
  async #load(found: FoundModel): Promise<{ process: ModelProcess; loaded: Loaded }> {
    for (let tries = 1; ; tries++) {
      const process = this.#startProcess(found);
      try {
        return { process, loaded: await process.ready };
      } catch (error) {
        await process.stop();
        if (!(error instanceof LoadError) || error.kind === 'refused' || tries === LOAD_TRIES) throw error;
        await this.#pause();
      }
    }
  }

  #startProcess({ ggufFile, sha256, projectorFile, card }: FoundModel): ModelProcess {
    this.#closing.signal.throwIfAborted();
    const { importFolder, threads, contextTokens, kvBudgetBytes, systemText, log, execArgv = [] } = this.#options;
    const order: LoadOrder = {
      ggufFile,
      importFolder,
      contextTokens,
      kvBudgetBytes,
      systemText,
      ...(sha256 !== undefined && { sha256 }),
      ...(projectorFile !== undefined && { projectorFile }),
      ...(threads !== undefined && { threads }),
    };
    const process = new ModelProcess({
      entry: CHILD,
      order,
      execArgv,
      patience: { ...PATIENCE, ...this.#options.patience },
      log,
      onImporting: (share) => this.#progress({ step: 'importing', model: card.id, share }),
      onLoading: () => this.#progress({ step: 'loading', model: card.id }),
      onCounts: () => {
        if (this.#serving === process) this.#change({ kind: 'counts', ...process.counts });
      },
    });
    this.#processes.add(process);
    void process.gone.then(() => this.#processes.delete(process));
    return process;
  }

  /** Waits longer from crash to crash. @throws when the runtime is closed meanwhile */
  async #pause(): Promise<void> {
    const delay = RESTART_DELAYS_MS[Math.min(this.#crashes++, RESTART_DELAYS_MS.length - 1)]!;
    await sleep(delay, undefined, { signal: this.#closing.signal });
  }

  /** @throws RuntimeError when no model is on its way (any more) */
  #throwIfHopeless(): void {
    const { status } = this;
    if (status.state === 'failed') throw new RuntimeError('unusable', `${status.message} ${status.remedy}`);
    if (status.state === 'stopped') throw new RuntimeError('unusable', 'The model is being shut down.');
  }

  /**
   * @returns the process that serves; undefined when aborted before there is one
   * @throws RuntimeError when no model is on its way any more
   */
  async #untilServing(signal: AbortSignal): Promise<ModelProcess | undefined> {
    while (!this.#serving?.alive && !signal.aborted) {
      this.#throwIfHopeless();
      const changed = Promise.withResolvers<void>();
      const wake = (): void => changed.resolve();
      const stopListening = this.onStatus(wake);
      signal.addEventListener('abort', wake);
      await changed.promise;
      stopListening();
      signal.removeEventListener('abort', wake);
    }
    return signal.aborted ? undefined : this.#serving;
  }

  #giveUp(on: 'getting' | 'restarting', error: unknown): void {
    if (this.#closing.signal.aborted) return;
    const message = error instanceof Error ? error.message : String(error);
    this.#options.log.warn({ error }, 'no model');
    this.#change({ kind: 'gave up', on, trouble: { message, tried: triedOf(error), remedy: remedyOf(error) } });
  }

  #progress(progress: Progress): void {
    this.#known = change(this.#known, { kind: 'progress', progress });
    const sinceMs = performance.now() - this.#toldAt;
    if (sinceMs >= PROGRESS_MS) this.#tell();
    else this.#tellLater ??= setTimeout(() => this.#tell(), PROGRESS_MS - sinceMs);
  }

  #change(event: Change): void {
    this.#known = change(this.#known, event);
    this.#tell();
  }

  #tell(): void {
    clearTimeout(this.#tellLater);
    this.#tellLater = undefined;
    this.#toldAt = performance.now();
    const { status } = this;
    for (const listener of [...this.#listeners]) listener(status);
  }
}

const triedOf = (error: unknown): { source: string; why: string }[] => (error instanceof NoSource ? error.tried : []);

const remedyOf = (error: unknown): string => (error instanceof NoSource ? error.remedy : REMEDY);
