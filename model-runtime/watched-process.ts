/** A program of ours that computes for the service: it may die or hang, and is noticed when it does. */
import { type ChildProcess, fork } from 'node:child_process';

/** Of its error output so much is kept for the log, in characters. */
const LAST_WORDS = 2_000;

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface Watching<From> {
  /** The program. */
  entry: URL;
  /** Flags for Node, e.g. against its warning about running TypeScript. */
  execArgv: readonly string[];
  /** From being asked to end until it is made to, in ms. */
  farewell: number;
  hear(message: From): void;
  /** How long it may say nothing, in ms; undefined while there is nothing for it to do. */
  patience(): number | undefined;
  /** It hangs, and is killed. */
  onHanging(silentMs: number): void;
  /** It is gone. `asked`: it was asked to. */
  onGone(end: { how: object; asked: boolean; lastWords: string }): void;
}

export class WatchedProcess<To, From> {
  /** Resolves when it is gone, for whatever reason. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcess;
  readonly #watching: Watching<From>;
  #asked = false;
  #lastHeard = performance.now();
  #watch: NodeJS.Timeout | undefined;
  #lastWords = '';

  constructor(watching: Watching<From>) {
    this.#watching = watching;
    // The environment stays here: settings and secrets are no business of a model.
    this.#child = fork(watching.entry, {
      serialization: 'advanced',
      execArgv: [...watching.execArgv],
      env: {},
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.on('message', (message) => {
      this.#lastHeard = performance.now();
      watching.hear(message as From);
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS);
    });
    this.gone = new Promise((resolve) => {
      const over = (how: object): void => {
        clearTimeout(this.#watch);
        watching.onGone({ how, asked: this.#asked, lastWords: this.#lastWords });
        resolve();
      };
      this.#child.once('exit', (code, signal) => over({ code, signal }));
      // It could not even be started; after a start, `exit` follows.
      this.#child.once('error', (error) => {
        if (this.#child.pid === undefined) over({ error });
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get alive(): boolean {
    return this.#child.connected;
  }

  say(message: To): void {
    // A process that is gone is noticed by its exit.
    if (this.#child.connected) this.#child.send(message as object, () => {});
  }

  /** Its silence counts from now on: it was given something to do after a time without. */
  beginWatching(): void {
    this.#lastHeard = performance.now();
    this.expectLife();
  }

  /** To be called when patience may have changed. Sleeps when nothing is to be done. */
  expectLife(): void {
    clearTimeout(this.#watch);
    this.#watch = undefined;
    const limit = this.#watching.patience();
    if (limit === undefined) return;
    this.#watch = setTimeout(
      () => {
        // Where this process itself was held up, what the other said is still to be read.
        setImmediate(() => {
          if (this.#watching.patience() !== undefined && this.#silentMs >= limit) {
            this.#watching.onHanging(Math.round(this.#silentMs));
            this.kill();
          } else this.expectLife();
        });
      },
      Math.max(limit - this.#silentMs, 0),
    );
  }

  /** Ends it now: first it is asked, then made to. */
  async stop(): Promise<void> {
    this.#asked = true;
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.kill(), this.#watching.farewell);
    await this.gone;
    clearTimeout(timer);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  get #silentMs(): number {
    return performance.now() - this.#lastHeard;
  }
}
