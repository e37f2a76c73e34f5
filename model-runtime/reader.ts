/**
 * Reads pictures, whichever runtime answers: always on this machine, in a process of its own that is started for the
 * first picture and ends when there was none for a while. One picture at a time.
 */
import { availableParallelism } from 'node:os';
import { type Picture, type Reader, type Reading, RuntimeError } from './contract.ts';
import type { FromReader, ToReader } from './reading-wire.ts';
import { type Log, WatchedProcess } from './watched-process.ts';

type ReadOptions = Parameters<Reader['read']>[1];

/** Aborting rejects with the signal's reason. */
export interface ProcessReader extends Reader {
  /** The process, while there is one. */
  readonly pid: number | undefined;
}

/** In ms. */
export interface ReaderPatience {
  /** A process that should work and says nothing for so long hangs. */
  silence: number;
  /** Without anything to read for so long, it ends: its memory is worth more than the half second of a start. */
  idle: number;
  /** From being asked to end until it is made to. */
  farewell: number;
}

export interface ReaderOptions {
  log: Log;
  /** Absent: as many as there are cores, but no more than help. */
  threads?: number;
  /** Flags for Node in its process. */
  execArgv?: readonly string[];
  patience?: Partial<ReaderPatience>;
}

const CHILD = new URL('./reading-child.ts', import.meta.url);

const PATIENCE: ReaderPatience = { silence: 30_000, idle: 300_000, farewell: 3_000 };

/** The networks are small: more threads only wait for each other. */
const MOST_THREADS = 4;

export function createReader(options: ReaderOptions): ProcessReader {
  return new OneAtATime(options);
}

interface Order {
  id: number;
  picture: Picture;
  priority: ReadOptions['priority'];
  resolve(reading: Reading): void;
  reject(reason: unknown): void;
}

type ReadingProcess = WatchedProcess<ToReader, FromReader>;

class OneAtATime implements ProcessReader {
  readonly #options: ReaderOptions;
  readonly #patience: ReaderPatience;
  /** In the order of arrival. */
  readonly #waiting: Order[] = [];
  #current: Order | undefined;
  #process: ReadingProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #closed = false;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#patience = { ...PATIENCE, ...options.patience };
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  async read(picture: Picture, { signal, priority }: ReadOptions): Promise<Reading> {
    signal.throwIfAborted();
    if (this.#closed) throw new RuntimeError('unusable', 'The reader of pictures is being shut down.');
    const { promise, resolve, reject } = Promise.withResolvers<Reading>();
    const order: Order = { id: ++this.#lastId, picture, priority, resolve, reject };
    const abort = (): void => {
      this.#drop(order);
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    this.#waiting.push(order);
    this.#next();
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    const ended = new RuntimeError('unusable', 'The reader of pictures was shut down.');
    for (const order of this.#waiting.splice(0)) order.reject(ended);
    this.#current?.reject(ended);
    this.#current = undefined;
    await this.#process?.stop();
  }

  /** Hands the process what is to be read next. */
  #next(): void {
    const asked = this.#waiting.find(({ priority }) => priority === 'asked');
    if (asked && this.#current?.priority === 'arrival') this.#putBack(this.#current);
    if (this.#current) return;
    const order = asked ?? this.#waiting[0];
    clearTimeout(this.#idle);
    if (!order) {
      this.#idle = setTimeout(() => this.#dismiss(), this.#patience.idle).unref();
      return;
    }
    this.#waiting.splice(this.#waiting.indexOf(order), 1);
    this.#current = order;
    // One that died is replaced, also before its end is known.
    if (!this.#process?.alive) this.#process = this.#start();
    this.#process.say({ kind: 'read', id: order.id, picture: order.picture });
    this.#process.beginWatching();
  }

  /** The next picture gets a new process. */
  #dismiss(): void {
    void this.#process?.stop();
    this.#process = undefined;
  }

  /** What has been read of it is lost: less than a second of work that nobody waits for. */
  #putBack(order: Order): void {
    this.#process?.say({ kind: 'abort', id: order.id });
    this.#waiting.unshift(order);
    this.#current = undefined;
  }

  #drop(order: Order): void {
    const place = this.#waiting.indexOf(order);
    if (place >= 0) this.#waiting.splice(place, 1);
    if (this.#current !== order) return;
    this.#process?.say({ kind: 'abort', id: order.id });
    this.#current = undefined;
    this.#next();
  }

  #start(): ReadingProcess {
    const { log, threads = Math.min(availableParallelism(), MOST_THREADS), execArgv = [] } = this.#options;
    const process: ReadingProcess = new WatchedProcess<ToReader, FromReader>({
      entry: CHILD,
      execArgv,
      farewell: this.#patience.farewell,
      hear: (message) => this.#hear(message),
      patience: () => (this.#current ? this.#patience.silence : undefined),
      onHanging: (silentMs) => log.warn({ silentMs }, 'the reader of pictures hangs, its process is killed'),
      onGone: ({ how, asked, lastWords }) => {
        if (!asked) log.warn({ ...how, stderr: lastWords }, 'the process that reads pictures ended');
        this.#lost(process);
      },
    });
    process.say({ kind: 'load', threads });
    return process;
  }

  #hear(message: FromReader): void {
    switch (message.kind) {
      case 'ready':
      case 'alive':
        break;
      case 'read':
        this.#end(message.id)?.resolve(message.reading);
        break;
      case 'failed':
        this.#options.log.warn({ detail: message.detail }, 'a picture cannot be read');
        this.#end(message.id)?.reject(
          new RuntimeError('unusable', 'This picture cannot be read: its file is damaged or too large.'),
        );
        break;
      case 'refused':
        this.#options.log.warn({ detail: message.detail }, 'pictures cannot be read');
        this.#dismiss();
        this.#current?.reject(broken());
        this.#current = undefined;
        if (this.#waiting.length > 0) this.#next();
        break;
      default:
        message satisfies never;
    }
  }

  /** @returns the order with this id, if somebody still waits for it */
  #end(id: number): Order | undefined {
    const order = this.#current;
    if (order?.id !== id) return undefined;
    this.#current = undefined;
    this.#next();
    return order;
  }

  /** Costs the picture that was being read; the next gets a new process. */
  #lost(process: ReadingProcess): void {
    if (this.#process !== process) return;
    this.#process = undefined;
    this.#current?.reject(crashed());
    this.#current = undefined;
    if (this.#waiting.length > 0) this.#next();
  }
}

const crashed = (): RuntimeError =>
  new RuntimeError('crashed', 'The program that reads pictures ended while reading this one. It is started again.');

const broken = (): RuntimeError =>
  new RuntimeError('unusable', 'Pictures cannot be read on this installation. Install it anew, then start it again.');
