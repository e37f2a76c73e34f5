/** A runtime whose answers the test writes, one call at a time: for what happens around a model, not in it. */
import type {
  Delta,
  Finish,
  GenerateRequest,
  Runtime,
  RuntimeError,
  RuntimeStatus,
  Usage,
} from '../../model-runtime/contract.ts';

export interface RunningAnswer {
  request: GenerateRequest;
  /** Streams a piece of the answer. */
  write(text: string): void;
  delta(delta: Delta): void;
  end(finish?: Finish): void;
  fail(error: RuntimeError): void;
  readonly aborted: boolean;
}

export interface ScriptedRuntime extends Runtime {
  /** The next call that was not taken yet. */
  taken(): Promise<RunningAnswer>;
  calls: number;
  forgotten: string[];
  become(status: RuntimeStatus): void;
}

const CARD = {
  id: 'scripted',
  family: 'test',
  size: 'none',
  licence: 'Apache-2.0',
  takes: ['text' as const],
  languages: ['en'],
  contextTokens: 4096,
};

export function createScriptedRuntime(): ScriptedRuntime {
  const started: RunningAnswer[] = [];
  const wanted: ((answer: RunningAnswer) => void)[] = [];
  const listeners = new Set<(status: RuntimeStatus) => void>();
  let status: RuntimeStatus = { state: 'ready', card: CARD, loadMs: 0, running: 0, waiting: 0 };
  const runtime: ScriptedRuntime = {
    where: { kind: 'here' },
    get status() {
      return status;
    },
    calls: 0,
    become(next) {
      status = next;
      for (const listener of listeners) listener(next);
    },
    onStatus(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {},
    retry() {},
    forgotten: [],
    forget: (key) => void runtime.forgotten.push(key),
    async close() {},
    taken: () => new Promise((resolve) => (started.length > 0 ? resolve(started.shift()!) : wanted.push(resolve))),
    async *generate(request, { signal }) {
      runtime.calls += 1;
      const queue: (Delta | RuntimeError)[] = [];
      let wake = () => {};
      const push = (item: Delta | RuntimeError) => {
        queue.push(item);
        wake();
      };
      const usage = (finish: Finish): Usage => ({
        promptTokens: 10,
        cachedTokens: 0,
        answerTokens: 5,
        droppedTurns: 0,
        queueMs: 0,
        prefillMs: 1,
        decodeMs: 10,
        finish,
      });
      const answer: RunningAnswer = {
        request,
        write: (text) => push({ kind: 'answer', text }),
        delta: push,
        end: (finish = 'end') => push({ kind: 'usage', usage: usage(finish) }),
        fail: push,
        get aborted() {
          return signal.aborted;
        },
      };
      const taker = wanted.shift();
      if (taker) taker(answer);
      else started.push(answer);
      signal.addEventListener('abort', () => wake());
      for (;;) {
        if (signal.aborted) return yield { kind: 'usage', usage: usage('aborted') };
        const item = queue.shift();
        if (item === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        if (item instanceof Error) throw item;
        yield item;
        if (item.kind === 'usage') return;
      }
    },
  };
  return runtime;
}
