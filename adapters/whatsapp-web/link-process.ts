/** The service's end of the process that holds an account's browser. */
import { fork } from 'node:child_process';
import type { Call, Calls, FromChild, LinkOrder, ToChild } from './wire.ts';
import { within } from './within.ts';

export interface LinkProcess {
  readonly pid: number | undefined;
  /** Rejects when the page does not do it, does not answer, or is gone. */
  call: Call;
  /** Resolves when it and its browser are gone. */
  end(): Promise<void>;
}

export interface LinkProcessOptions {
  order: LinkOrder;
  environment: NodeJS.ProcessEnv;
  farewellMs: number;
  onMessage(message: FromChild): void;
  /** It ended without being asked to. `lastWords`: of its error output, for the log. */
  onDied(lastWords: string): void;
}

/** The page's own time for a call is less; this is for a process that hangs as a whole. */
const MORE_MS = 10_000;
const LAST_WORDS = 2_000;

export function startLinkProcess({
  order,
  environment,
  farewellMs,
  onMessage,
  onDied,
}: LinkProcessOptions): LinkProcess {
  const { patience } = order;
  const child = fork(new URL('child.ts', import.meta.url), {
    serialization: 'advanced',
    env: environment,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const calls = new Map<number, PromiseWithResolvers<unknown>>();
  let lastCall = 0;
  let lastWords = '';
  let asked = false;
  let browser: number | undefined;

  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS);
  });
  child.on('message', (message) => hear(message as FromChild));
  const gone = new Promise<void>((resolve) => {
    child.once('exit', over);
    child.once('error', () => {
      if (child.pid === undefined) over();
    });
    function over(): void {
      for (const { reject } of calls.values()) reject(new Error('The process with the browser ended.'));
      calls.clear();
      // Over a pipe a browser ends with whoever steers it; one with a port does not.
      if (browser !== undefined) kill(browser);
      if (!asked) onDied(lastWords);
      resolve();
    }
  });
  say({ kind: 'link', order });

  return {
    get pid() {
      return child.pid;
    },
    call: <Name extends keyof Calls>(name: Name, take: Calls[Name]['take']) => {
      const answer = Promise.withResolvers<unknown>();
      lastCall += 1;
      calls.set(lastCall, answer);
      say({ kind: 'call', call: lastCall, name, take } as ToChild);
      return within(limit(name), answer.promise) as Promise<Calls[Name]['give']>;
    },
    async end() {
      asked = true;
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), farewellMs);
      await gone;
      clearTimeout(timer);
    },
  };

  function say(message: ToChild): void {
    // A process that is gone is noticed by its exit.
    if (child.connected) child.send(message, () => {});
  }

  function hear(message: FromChild): void {
    if (asked) return;
    switch (message.kind) {
      case 'browser':
        browser = message.pid;
        break;
      case 'answer':
        calls.get(message.call)?.resolve(message.value);
        calls.delete(message.call);
        break;
      case 'failure':
        calls.get(message.call)?.reject(new Error(message.words));
        calls.delete(message.call);
        break;
      default:
        onMessage(message);
    }
  }

  function limit(name: keyof Calls): number {
    const { sendMs, ackMs, callMs, fetchMs } = patience;
    return MORE_MS + callMs + (name === 'send' ? sendMs + ackMs : name === 'fetch' ? fetchMs : 0);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
