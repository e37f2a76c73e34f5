/** The service's end of the process that holds the model: starts it, and talks to it. */
import { ReadableStream, type ReadableStreamDefaultController } from 'node:stream/web';
import { type Delta, type GenerateRequest, RuntimeError, type Usage } from './contract.ts';
import { type FromChild, type Loaded, type LoadOrder, noUsage, type ToChild } from './engine/wire.ts';
import { type Log, WatchedProcess } from './watched-process.ts';

/** In ms. */
export interface Patience {
  /** A process that should work and says nothing for so long hangs. */
  silence: number;
  /** The same while it reads the weights: one step that may take long on a slow disk. */
  silenceWhileLoading: number;
  /** From being asked to end until it is made to. */
  farewell: number;
}

export interface ModelProcessOptions {
  /** The program that holds the model. */
  entry: URL;
  order: LoadOrder;
  /** Flags for Node, e.g. against its warning about running TypeScript. */
  execArgv: readonly string[];
  patience: Patience;
  log: Log;
  onImporting(share: number): void;
  onLoading(): void;
  /** The number of requests running or waiting has changed. */
  onCounts(): void;
}

/** The model cannot be used. `refused`: it says so itself. `died`: its process did, another try may succeed. */
export class LoadError extends Error {
  readonly kind: 'refused' | 'died';
  constructor(kind: LoadError['kind'], message: string) {
    super(message);
    this.name = 'LoadError';
    this.kind = kind;
  }
}

/** One request under way. */
interface Exchange {
  controller: ReadableStreamDefaultController<Delta>;
  /** What it is doing, by the figure in which that time is counted. */
  doing: 'queueMs' | 'prefillMs' | 'decodeMs';
  /** As of `at`. */
  usage: Usage;
  at: number;
  end(): void;
}

export class ModelProcess {
  /** Resolves when it can answer. Rejects with a LoadError. */
  readonly ready: Promise<Loaded>;
  readonly #process: WatchedProcess<ToChild, FromChild>;
  readonly #options: ModelProcessOptions;
  readonly #exchanges = new Map<number, Exchange>();
  readonly #loading = Promise.withResolvers<Loaded>();
  #isLoading = true;
  #retiring = false;
  #lastId = 0;

  constructor(options: ModelProcessOptions) {
    this.#options = options;
    this.ready = this.#loading.promise;
    const { entry, execArgv, patience, log } = options;
    this.#process = new WatchedProcess<ToChild, FromChild>({
      entry,
      execArgv,
      farewell: patience.farewell,
      hear: (message) => this.#hear(message),
      patience: () => this.#patience,
      onHanging: (silentMs) => log.warn({ silentMs }, 'the model hangs, its process is killed'),
      onGone: ({ how, asked, lastWords }) => {
        if (this.#patience !== undefined && !asked) {
          log.warn({ ...how, ...this.counts, stderr: lastWords }, 'the process of the model ended at work');
        }
        this.#over();
      },
    });
    this.#process.say({ kind: 'load', order: options.order });
    this.#process.expectLife();
  }

  /** Resolves when it is gone, for whatever reason. */
  get gone(): Promise<void> {
    return this.#process.gone;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get alive(): boolean {
    return this.#process.alive;
  }

  get counts(): { running: number; waiting: number } {
    const waiting = [...this.#exchanges.values()].filter(({ doing }) => doing === 'queueMs').length;
    return { running: this.#exchanges.size - waiting, waiting };
  }

  /**
   * Streams one answer, ended by `usage`. Ends at once when aborted; the process stops working on it at its next step.
   * Fails with a RuntimeError. Only while `alive`.
   */
  answer(request: GenerateRequest, signal: AbortSignal): ReadableStream<Delta> {
    const id = ++this.#lastId;
    const abort = (): void => {
      const exchange = this.#exchanges.get(id);
      if (!exchange) return;
      this.#forgetExchange(id);
      this.#process.say({ kind: 'abort', id });
      const { usage, doing, at } = exchange;
      const ended: Usage = { ...usage, [doing]: usage[doing] + performance.now() - at, finish: 'aborted' };
      exchange.controller.enqueue({ kind: 'usage', usage: ended });
      exchange.controller.close();
    };
    return new ReadableStream<Delta>({
      start: (controller) => {
        signal.addEventListener('abort', abort, { once: true });
        const end = (): void => signal.removeEventListener('abort', abort);
        const at = performance.now();
        const idle = this.#exchanges.size === 0;
        this.#exchanges.set(id, { controller, doing: 'queueMs', usage: noUsage(), at, end });
        this.#process.say({ kind: 'generate', id, request });
        this.#options.onCounts();
        if (idle) this.#process.beginWatching();
      },
      cancel: () => {
        if (!this.#exchanges.has(id)) return;
        this.#forgetExchange(id);
        this.#process.say({ kind: 'abort', id });
      },
    });
  }

  forget(cacheKey: string): void {
    this.#process.say({ kind: 'forget', cacheKey });
  }

  /** Ends it when the answers that are under way are over. */
  retire(): void {
    this.#retiring = true;
    if (this.#exchanges.size === 0) void this.stop();
  }

  /** Ends it now. What is under way fails. */
  stop(): Promise<void> {
    return this.#process.stop();
  }

  /** How long it may say nothing; undefined while it has nothing to do. */
  get #patience(): number | undefined {
    const { silence, silenceWhileLoading } = this.#options.patience;
    if (this.#isLoading) return silenceWhileLoading;
    return this.#exchanges.size > 0 ? silence : undefined;
  }

  #hear(message: FromChild): void {
    switch (message.kind) {
      case 'importing':
        this.#options.onImporting(message.share);
        break;
      case 'loading':
        this.#options.onLoading();
        break;
      case 'ready':
        this.#endLoading();
        this.#loading.resolve(message.loaded);
        break;
      case 'refused':
        this.#endLoading();
        this.#refused(message);
        break;
      case 'alive':
        break;
      case 'delta':
        this.#pass(message.id, message.delta, message.usage);
        break;
      case 'done': {
        const exchange = this.#exchanges.get(message.id);
        exchange?.controller.enqueue({ kind: 'usage', usage: message.usage });
        exchange?.controller.close();
        this.#forgetExchange(message.id);
        break;
      }
      case 'failed':
        this.#exchanges.get(message.id)?.controller.error(new RuntimeError(message.error.kind, message.error.message));
        this.#forgetExchange(message.id);
        break;
      default:
        message satisfies never;
    }
  }

  #refused({ message, detail }: Extract<FromChild, { kind: 'refused' }>): void {
    if (detail !== undefined) this.#options.log.warn({ detail }, 'the model cannot be loaded');
    this.#loading.reject(new LoadError('refused', message));
  }

  /** From now on another patience counts. */
  #endLoading(): void {
    this.#isLoading = false;
    this.#process.expectLife();
  }

  #pass(id: number, delta: Delta, usage: Usage): void {
    const exchange = this.#exchanges.get(id);
    if (!exchange) return;
    exchange.usage = usage;
    exchange.at = performance.now();
    exchange.controller.enqueue(delta);
    const doing = doingAfter(delta);
    if (doing === exchange.doing) return;
    exchange.doing = doing;
    this.#options.onCounts();
  }

  #forgetExchange(id: number): void {
    const exchange = this.#exchanges.get(id);
    if (!exchange) return;
    exchange.end();
    this.#exchanges.delete(id);
    this.#options.onCounts();
    if (this.#retiring && this.#exchanges.size === 0) void this.stop();
  }

  #over(): void {
    this.#loading.reject(new LoadError('died', 'The program that runs the model ended while it was loading it.'));
    for (const [id, { controller }] of this.#exchanges) {
      controller.error(crashed());
      this.#forgetExchange(id);
    }
    this.#endLoading();
  }
}

function doingAfter(delta: Delta): Exchange['doing'] {
  if (delta.kind !== 'phase') return 'decodeMs';
  if (delta.phase === 'reading') return 'prefillMs';
  return delta.phase === 'answering' ? 'decodeMs' : 'queueMs';
}

const crashed = (): RuntimeError =>
  new RuntimeError('crashed', 'The program that runs the model ended in mid-answer. It is started again.');
