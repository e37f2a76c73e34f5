/**
 * The store on SQLite, for a service on one machine: one file, one thread that writes it, durable before it answers.
 * This file is the caller's side: it checks what is handed over, passes it to the thread and settles the promises.
 */
import { Worker } from 'node:worker_threads';
import { type Call, type Enqueue, type Store, StoreUnavailable } from '../store.ts';
import type { BusOperation } from '../trace.ts';
import { checkBatch, checkCount, checkDuration, checkName } from './checks.ts';
import type { ClockCells } from './clock.ts';
import { fromThrown } from './faults.ts';
import { limits } from './limits.ts';
import type {
  Answer,
  Arguments,
  Asked,
  FromThread,
  OutsideRequest,
  Request,
  Results,
  ThreadOptions,
} from './operations.ts';

export interface SqliteStoreOptions {
  /** Made with its folder when missing, for its owner alone (0600 in 0700). One process opens it at a time. */
  file: string;
  /** File URLs of modules (module.ts) whose tables and procedures live in the same file. */
  modules?: string[];
  /** The store ended by itself: its thread died or the file is damaged. Every promise is rejected from then on. */
  onFatal(error: Error): void;
  /** For tests: a clock that stands still until it is moved. Default: the system's. */
  clock?: ClockCells;
}

/**
 * Opens the file, brings its tables up to date, and gives back every lane that an earlier process held.
 * @throws StoreUnavailable when the disk is full or cannot be written; Error when the file is damaged, newer than
 * this program, or a module is wrong.
 */
export async function openSqliteStore({ file, modules = [], onFatal, clock }: SqliteStoreOptions): Promise<Store> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), {
    name: 'store',
    workerData: { file, modules, clock } satisfies ThreadOptions,
  });
  await opened(thread);
  return new SqliteStore(thread, onFatal);
}

function opened(thread: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = (code: number) => reject(new Error(`The store's thread ended with code ${code} while it opened.`));
    thread.once('error', reject);
    thread.once('exit', ended);
    thread.once('message', (message: FromThread) => {
      thread.off('error', reject);
      thread.off('exit', ended);
      if (message.kind === 'not opened') reject(rejection(message));
      else resolve();
    });
  });
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

class SqliteStore implements Store {
  readonly #thread: Worker;
  readonly #exited: Promise<void>;
  readonly #waiting = new Map<number, Waiting>();
  /** Asked in this turn of the event loop and not passed on yet. */
  #asked: Asked = [];
  readonly #onReady = new Map<string, Set<() => void>>();
  readonly #onArrival = new Set<(lane: string) => void>();
  #lastId = 0;
  /** Why nothing can be asked any more. */
  #ended: Error | undefined;
  #closing = false;

  constructor(thread: Worker, onFatal: (error: Error) => void) {
    this.#thread = thread;
    thread.on('message', (message: FromThread) => {
      if (message.kind !== 'answers') return;
      for (const answer of message.answers) this.#settle(answer);
      for (const topic of message.ready) for (const listener of this.#onReady.get(topic) ?? []) hint(listener);
      for (const lane of message.arrivals) for (const listener of this.#onArrival) hint(() => listener(lane));
    });
    let fault: Error | undefined;
    thread.on('error', (error) => {
      fault = error instanceof Error ? error : new Error(String(error));
    });
    this.#exited = new Promise((resolve) => {
      thread.on('exit', (code) => {
        if (!this.#closing || fault) {
          fault ??= new Error(`The store's thread ended with code ${code}; restart the service.`);
          this.#end(fault);
          onFatal(fault);
        }
        resolve();
      });
    });
  }

  readonly dead = {
    list: async (limit: number) => {
      checkCount('limit', limit, 1);
      return this.#ask('listDead', [limit]);
    },
    replay: async (id: number) => {
      checkCount('id', id, 1);
      return this.#ask('replayDead', [id]);
    },
  };

  async enqueue(batch: Enqueue[]) {
    return this.#ask('enqueue', [batch], checkBatch(batch));
  }

  async claim(topic: string, owner: string, n: number, leaseMs: number, maxItems: number = limits.itemsAtOnce) {
    checkName('topic', topic);
    checkName('owner', owner);
    checkCount('n', n, 1);
    checkDuration('leaseMs', leaseMs);
    checkCount('maxItems', maxItems, 1);
    return this.#ask('claim', [topic, owner, n, leaseMs, Math.min(maxItems, limits.itemsAtOnce)]);
  }

  async renew(lane: string, epoch: number, leaseMs: number) {
    checkDuration('leaseMs', leaseMs);
    return this.#ask('renew', [lane, epoch, leaseMs]);
  }

  async ack(lane: string, epoch: number, upto: number, effects: Call[] = []) {
    checkCount('upto', upto, 0);
    return this.#ask('ack', [lane, epoch, upto, effects]);
  }

  async complete(lane: string, epoch: number, upto: number, emits: Enqueue[], effects: Call[] = []) {
    checkCount('upto', upto, 0);
    return this.#ask('complete', [lane, epoch, upto, emits, effects], checkBatch(emits));
  }

  async fail(lane: string, epoch: number, failure: Arguments['fail'][2]) {
    if ('dead' in failure) checkCount('upto', failure.upto, 0);
    else checkDuration('backoffMs', failure.backoffMs);
    return this.#ask('fail', [lane, epoch, failure]);
  }

  async cancel(lane: string, { drop } = { drop: false }) {
    return this.#ask('cancel', [lane, drop]);
  }

  async peek(lane: string, after = 0) {
    return this.#ask('peek', [lane, after]);
  }

  async reap() {
    return this.#ask('reap', []);
  }

  async call<Result>(procedure: string, args: unknown) {
    return (await this.#ask('call', [procedure, args])) as Result;
  }

  async stats() {
    return this.#ask('stats', []);
  }

  async scrub() {
    return this.#post<void>((id) => ({ operation: 'scrub', id }));
  }

  onReady(topic: string, listener: () => void) {
    const listeners = this.#onReady.get(topic) ?? new Set();
    this.#onReady.set(topic, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  onArrival(listener: (lane: string) => void) {
    this.#onArrival.add(listener);
    return () => void this.#onArrival.delete(listener);
  }

  async close() {
    if (!this.#closing && !this.#ended) {
      this.#closing = true;
      this.#pass({ operation: 'close' });
      this.#ended = new Error('The store is closed.');
    }
    await this.#exited;
  }

  #ask<Name extends BusOperation>(operation: Name, args: Arguments[Name], weight = 0): Promise<Results[Name]> {
    return this.#post((id) => ({ id, operation, args, weight }) as Request);
  }

  #post<Result>(request: (id: number) => Request | OutsideRequest): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (this.#ended) throw new Error(this.#ended.message, { cause: this.#ended });
      const id = ++this.#lastId;
      this.#pass(request(id));
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
    });
  }

  /**
   * What is asked in one turn of the event loop travels together. Answers come together as well, so what many
   * conversations ask next is one message and one transaction, and not as many of each as there are conversations.
   */
  #pass(request: Request | OutsideRequest): void {
    if (this.#asked.push(request) > 1) return;
    process.nextTick(() => {
      const asked = this.#asked;
      this.#asked = [];
      try {
        this.#thread.postMessage(asked);
      } catch {
        for (const one of asked) this.#passAlone(one);
      }
    });
  }

  /** Only whoever hands over what cannot be copied to another thread is to hear of it. */
  #passAlone(request: Request | OutsideRequest): void {
    try {
      this.#thread.postMessage([request] satisfies Asked);
    } catch (error) {
      if (request.operation === 'close') throw error;
      this.#waiting.get(request.id)?.reject(error as Error);
      this.#waiting.delete(request.id);
    }
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.status === 'done') waiting?.resolve(answer.result);
    else waiting?.reject(rejection(answer));
  }

  #end(error: Error): void {
    this.#ended = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function rejection({ status, thrown }: Exclude<Answer, { status: 'done' }> | Extract<FromThread, { status: string }>) {
  const cause = fromThrown(thrown);
  if (status === 'failed') return cause;
  return new StoreUnavailable(`The store cannot write now (${thrown.message}); try again later.`, { cause });
}

/** Apart from the answers, so that a listener that throws is heard of and harms nobody else. */
function hint(listener: () => void): void {
  queueMicrotask(listener);
}
