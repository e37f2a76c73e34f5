/** The real service as a process of its own, in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownerToken } from '../../src/session.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const PRELOAD = new URL('./preload.ts', import.meta.url).href;
/** A start takes half a second; this is for a machine that does other things as well. */
const START_MS = 60_000;

export interface ServiceOptions {
  folder: string;
  /** 0: any free one. */
  port?: number;
  env?: Record<string, string>;
  /** For preload.ts. */
  preload?: Record<string, string>;
  /** Further modules to load before it. */
  imports?: string[];
}

export interface RunningService {
  url: string;
  link: string;
  pid: number;
  /** Headers of the owner's scripts. */
  headers: Record<string, string>;
  output(): string;
  /** Ends with the process, however it ends. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts it and waits until it prints its link. @throws when it ends before that. */
export async function startService({
  folder,
  port = 0,
  env = {},
  preload,
  imports = [],
}: ServiceOptions): Promise<RunningService> {
  const data = join(folder, 'data');
  const query = preload && new URLSearchParams(preload).toString();
  const loaded = [...(query ? [`${PRELOAD}?${query}`] : []), ...imports];
  const flags = ['--disable-warning=ExperimentalWarning', ...loaded.flatMap((module) => ['--import', module])];
  const child: ChildProcess = spawn(process.execPath, [...flags, MAIN], {
    cwd: folder,
    env: { ...process.env, PARLEY_DATA: data, PARLEY_PORT: String(port), PARLEY_OPEN: 'no', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) =>
    child.once('exit', (code, signal) => done({ code, signal })),
  );
  const link = await new Promise<string>((done, fail) => {
    const late = setTimeout(
      () => fail(new Error(`The service did not start within ${START_MS} ms:\n${text}`)),
      START_MS,
    );
    const read = (data: Buffer) => {
      text += String(data);
      const found = /^http:\S+#k=\S+$/m.exec(text)?.[0];
      if (found === undefined) return;
      clearTimeout(late);
      done(found);
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    void exited.then(({ code, signal }) => {
      clearTimeout(late);
      fail(new Error(`The service ended (${code ?? signal}) before it was ready:\n${text}`));
    });
  });
  const token = ownerToken(readFileSync(join(data, 'secret.key')));
  return {
    url: new URL(link).origin,
    link,
    pid: child.pid!,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    output: () => text,
    exited,
    kill: (signal) => void child.kill(signal),
  };
}
