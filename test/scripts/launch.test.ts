/**
 * The launcher on small projects of its own: real processes and real signals; npm is played by a program that does what
 * npm would do in that situation, because a full disk or a dead network cannot be had for a test.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isInstalled } from '../../scripts/install.mjs';
import { cacheFolder, chooseNode, isNewEnough, LEAST, PACKAGES, thisHost } from '../../scripts/node.mjs';
import { findNpm, readReport } from '../../scripts/npm.mjs';
import { PROGRAMS } from '../../scripts/programs.mjs';
import { showing } from '../../scripts/progress.mjs';

const repository = join(import.meta.dirname, '../..');

let home: string;
let project: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'parley-launch-'));
  project = join(home, 'project');
  mkdirSync(join(project, 'src'), { recursive: true });
  cpSync(join(repository, 'scripts'), join(project, 'scripts'), { recursive: true });
  cpSync(join(repository, '.npmrc'), join(project, '.npmrc'));
  lockTo('1.0.0');
  program('console.log("answers", ...process.argv.slice(2));');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

/** Writes package.json and a lock file without dependencies. */
function lockTo(version: string, folder = project): void {
  const root = { name: 'parley', version };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...root, type: 'module', private: true }));
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ ...root, lockfileVersion: 3, requires: true, packages: { '': root } }),
  );
}

/** What `npm start` runs. */
function program(source: string, file = PROGRAMS.start!.file): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), source);
}

/** Puts a program in npm's place. It notes its arguments and does `act`. */
function npmThat(act: string): string {
  const file = join(home, 'npm', 'npm-cli.js');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `const fs = require('node:fs');
     fs.appendFileSync(${JSON.stringify(join(home, 'calls'))}, process.argv.slice(2).join(' ') + '\\n');
     ${act}`,
  );
  return file;
}

const npmCalls = () =>
  existsSync(join(home, 'calls')) ? readFileSync(join(home, 'calls'), 'utf8').trim().split('\n') : [];

/** npm's report of a failure, as npm writes it. */
const failing = (code: string, ...lines: string[]) =>
  `for (const line of ${JSON.stringify([`code ${code}`, ...lines, 'A complete log of this run can be found in: x'])})
     console.error('npm error ' + line);
   process.exitCode = 1;`;

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

function launching(args: string[], npm = npmThat(''), env: Record<string, string> = {}): ChildProcess {
  const outside = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_OPTIONS$|_proxy$/i.test(name)),
  );
  return spawn(process.execPath, ['scripts/launch.mjs', ...args], {
    cwd: project,
    env: { ...outside, npm_execpath: npm, XDG_CACHE_HOME: join(home, 'cache'), ...env },
    // A session of its own: no terminal, as under a service manager.
    detached: true,
  });
}

async function ended(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const [code, signal] = await once(child, 'close');
  return { code, signal, out, err };
}

const launch = (args: string[], npm?: string, env?: Record<string, string>) => ended(launching(args, npm, env));

/** A start that has to go well before the test can begin. */
async function started(npm?: string): Promise<void> {
  expect(await launch(['start'], npm)).toMatchObject({ code: 0, out: 'answers\n' });
}

/** Resolves once the child has written `text`. */
function says(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stdout?.on('data', (chunk) => {
      seen += chunk;
      if (seen.includes(text)) resolve();
    });
    child.once('close', () => reject(new Error(`ended without saying "${text}": ${seen}`)));
  });
}

describe('the first start', () => {
  it('installs with the real npm and then runs the program with its arguments', async () => {
    const { code, out, err } = await launch(
      ['start', '--port', '1'],
      findNpm({ env: { PATH: process.env.PATH ?? '' } }),
    );
    expect(out).toBe('answers --port 1\n');
    expect(err).toMatch(/^Installing what Parley needs \(about \d+ MB, once\)…\n$/);
    expect(code).toBe(0);
  });

  it('leaves the packages of development out for start and takes them in for test, whatever NODE_ENV says', async () => {
    program('', PROGRAMS.test!.file);
    await launch(['start']);
    await launch(['test'], undefined, { NODE_ENV: 'production' });
    expect(npmCalls()[0]).toMatch(/^ci --no-audit --no-fund --loglevel=error .*--omit=dev/);
    expect(npmCalls()[1]).toMatch(/--include=dev/);
  });

  it('installs a program that has a package of its own as well', async () => {
    const { file, also } = PROGRAMS.bench!;
    lockTo('2.0.0', join(project, also!));
    program('console.log("measured");', file);
    expect((await launch(['bench'])).out).toBe('measured\n');
    expect(npmCalls()).toHaveLength(2);
    expect(isInstalledFor('work', join(project, also!))).toBe(true);
  });
});

const thisNode = { path: process.execPath, abi: process.versions.modules };
const isInstalledFor = (set: 'start' | 'work', folder = project, node = thisNode) => isInstalled({ folder, set, node });

describe('a later start', () => {
  it('installs nothing and says nothing', async () => {
    await started();
    const { out, err } = await launch(['start']);
    expect([out, err]).toEqual(['answers\n', '']);
    expect(npmCalls()).toHaveLength(1);
  });

  it('needs nothing to be writable', async () => {
    await started();
    rmSync(join(project, '.parley'), { recursive: true });
    writeFileSync(join(project, '.parley'), 'a file where the lock would be made');
    expect((await launch(['start'])).out).toBe('answers\n');
  });

  it('installs again when the lock file has changed', async () => {
    await started();
    lockTo('1.0.1');
    await started();
    expect(npmCalls()).toHaveLength(2);
  });

  it('takes what test installed, but test does not take what start installed', async () => {
    program('', PROGRAMS.test!.file);
    await started();
    expect([isInstalledFor('start'), isInstalledFor('work')]).toEqual([true, false]);
    await launch(['test']);
    expect([isInstalledFor('start'), isInstalledFor('work')]).toEqual([true, true]);
  });

  it('installs again for a Node with another ABI', async () => {
    await started();
    expect(isInstalledFor('start', project, { ...thisNode, abi: '1' })).toBe(false);
  });

  it('does an installation again that was cut in the middle', async () => {
    await started();
    lockTo('1.0.1');
    const cut = await launch(
      ['start'],
      npmThat('fs.mkdirSync("node_modules/half", {recursive: true}); process.kill(process.pid, "SIGKILL");'),
    );
    expect(cut.err).toMatch(/npm was ended from outside \(SIGKILL\).*Close what you do not need/);
    lockTo('1.0.0');
    await launch(['start'], npmThat(''));
    expect(npmCalls()).toHaveLength(3);
  });
});

describe('several starts at once', () => {
  it('install once, one after the other', async () => {
    const slow = npmThat('setTimeout(() => {}, 400);');
    const all = await Promise.all([launch(['start'], slow), launch(['start'], slow), launch(['start'], slow)]);
    expect(all.map(({ out }) => out)).toEqual(['answers\n', 'answers\n', 'answers\n']);
    expect(npmCalls()).toHaveLength(1);
    expect(all.filter(({ err }) => err.includes('Another start is installing'))).toHaveLength(2);
  });

  it('do not wait for one that died while it installed', async () => {
    const dying = launching(['start'], npmThat('console.log("busy"); setTimeout(() => {}, 60_000);'));
    const lock = join(project, '.parley', 'install.lock');
    await vi.waitUntil(() => npmCalls().length === 1 && existsSync(join(lock, 'holder')), { timeout: 20_000 });
    const group = -dying.pid!;
    process.kill(group, 'SIGKILL');
    await ended(dying);
    expect(existsSync(lock)).toBe(true);
    expect((await launch(['start'])).out).toBe('answers\n');
    expect(existsSync(lock)).toBe(false);
  });
});

describe('a start that cannot go on', () => {
  it.each([
    [
      'without a network',
      failing('ENOTFOUND', 'request failed'),
      {},
      /network did not answer \(ENOTFOUND\).*HTTPS_PROXY/,
    ],
    [
      'behind a proxy that does not answer',
      failing('ECONNREFUSED'),
      { HTTPS_PROXY: 'http://me:secret@proxy.test:3128' },
      /the proxy http:\/\/proxy\.test:3128 or what lies behind it did not answer .*Check the address/,
    ],
    ['behind a proxy that wants a name', failing('E407'), {}, /HTTPS_PROXY=http:\/\/name:password@/],
    ['behind a proxy with its own certificate', failing('SELF_SIGNED_CERT_IN_CHAIN'), {}, /NODE_EXTRA_CA_CERTS/],
    [
      'in a read-only folder',
      failing('EROFS', 'syscall mkdir', 'path /srv/parley/node_modules'),
      {},
      /\/srv\/parley\/node_modules cannot be written\. Put Parley/,
    ],
    ["in somebody else's folder", failing('EACCES'), {}, /project\/? cannot be written\. Put Parley/],
    ['on a full disk', failing('ENOSPC', 'syscall write'), {}, /disk is full\. Free about \d+ MB/],
    ['with a damaged package', failing('EINTEGRITY'), {}, /npm cache clean --force/],
    ['with a registry that refuses', failing('E401'), {}, /npm config get registry/],
    [
      'with a package that the registry lacks',
      failing('ETARGET', 'No matching version found for x@1.'),
      {},
      /\(No matching version found for x@1\).*registry/,
    ],
    ['with a lock file that does not fit', failing('EUSAGE'), {}, /git checkout package\.json package-lock\.json/],
    [
      'for a reason nobody foresaw',
      failing('EODD', 'the moon is full.'),
      {},
      /: the moon is full \(EODD\)\. Run the command again/,
    ],
    [
      'when npm says nothing at all',
      'process.exitCode = 7;',
      {},
      /npm ended without saying why\. Run the command again/,
    ],
  ])('says what to do %s', async (_, act, env, sentence) => {
    const { code, out, err } = await launch(['start'], npmThat(act), env);
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/^\s+at |secret/m);
    expect(err.split('\n')).toHaveLength(4);
    expect([code, out]).toEqual([1, '']);
    expect(isInstalledFor('start')).toBe(false);
  });

  it('says what to do where npm is missing', () => {
    const nowhere = join(home, 'nowhere');
    expect(() => findNpm({ env: { PATH: nowhere }, execPath: join(nowhere, 'bin/node') })).toThrow(
      /npm is missing\. Install/,
    );
  });

  it('does not take a command that only calls npm for its program', () => {
    const path = join(home, 'shims');
    mkdirSync(path);
    writeFileSync(join(path, 'npm'), '#!/bin/sh\nexec something-else npm "$@"\n', { mode: 0o755 });
    expect(() => findNpm({ env: { PATH: path }, execPath: join(home, 'bin/node') })).toThrow(/npm is missing/);
  });

  it('does not take another package manager for npm', () => {
    const other = join(home, 'pnpm.cjs');
    writeFileSync(other, '');
    expect(() => findNpm({ env: { PATH: '', npm_execpath: other }, execPath: join(home, 'bin/node') })).toThrow(
      /npm is missing/,
    );
  });

  it('says what to do where the lock file is missing', async () => {
    rmSync(join(project, 'package-lock.json'));
    expect((await launch(['start'])).err).toMatch(/package-lock\.json is missing\. Get Parley whole again/);
  });

  it('names the commands there are when it gets another one', async () => {
    const { code, err } = await launch(['sing']);
    expect(err).toMatch(/no command "sing"\. There are: start, /);
    expect(code).toBe(1);
  });
});

describe('an old Node', () => {
  const old = () => ({
    ...thisHost(),
    version: '20.20.2',
    abi: '115',
    platform: 'linux' as const,
    arch: 'x64',
    env: { XDG_CACHE_HOME: join(home, 'cache') },
  });
  beforeEach(() => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const bringing = (reply: string) => {
    const { name } = PACKAGES['linux-x64']!;
    const act = `fs.copyFileSync('package-lock.json', ${JSON.stringify(join(home, 'lock'))});
      fs.mkdirSync('node_modules/${name}/bin', { recursive: true });
      fs.writeFileSync('node_modules/${name}/bin/node', '#!/bin/sh\\n${reply}\\n', { mode: 0o755 });`;
    vi.stubEnv('npm_execpath', npmThat(act));
  };

  it('is told from a new one, also among the first releases of 23, which are newer but cannot do it', () => {
    const judged = ['18.0.0', '20.20.2', '22.17.9', '22.18.0', '23.5.0', '23.6.0', '24.0.0', '26.1.0'].map(isNewEnough);
    expect(judged).toEqual([false, false, false, true, false, true, true, true]);
    expect(JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')).engines.node).toBe(`>=${LEAST}`);
  });

  it('brings a new one, pinned by its checksum, once', async () => {
    const { name, version, abi, integrity } = PACKAGES['linux-x64']!;
    bringing(`echo v${version}`);
    const chosen = await chooseNode(old());
    expect(chosen).toEqual({ path: expect.stringContaining(join(home, 'cache', 'parley', 'node')), abi });
    expect(existsSync(chosen.path)).toBe(true);
    expect(JSON.parse(readFileSync(join(home, 'lock'), 'utf8')).packages[`node_modules/${name}`]).toEqual({
      version,
      integrity,
    });
    expect(await chooseNode(old())).toEqual(chosen);
    expect(npmCalls()).toHaveLength(1);
  });

  it('brings nothing where this one is new enough', async () => {
    vi.stubEnv('npm_execpath', npmThat(''));
    expect(await chooseNode(thisHost())).toEqual(thisNode);
    expect(npmCalls()).toEqual([]);
  });

  it('keeps nothing of one that does not run here, and says so', async () => {
    bringing('echo "GLIBC_2.28 not found" >&2; exit 1');
    await expect(chooseNode(old())).rejects.toThrow(
      /does not run on this system: GLIBC_2\.28 not found\. Install Node/,
    );
    await expect(chooseNode(old())).rejects.toThrow(/does not run/);
    expect(npmCalls()).toHaveLength(2);
  });

  it('says what to do on a platform for which none is published', async () => {
    await expect(chooseNode({ ...old(), arch: 'riscv64' })).rejects.toThrow(/linux-riscv64\. Install Node 24/);
  });

  it('says what to do where the cache folder cannot be made', async () => {
    writeFileSync(join(home, 'cache'), 'a file where the folder would be');
    await expect(chooseNode(old())).rejects.toThrow(/Parley could not bring Node/);
  });

  it.each(Object.entries(PACKAGES))('for %s would bring one that is new enough', (_, { version, abi, integrity }) => {
    expect(isNewEnough(version)).toBe(true);
    expect(abi).toBe(version.startsWith('24.') ? '137' : '127');
    expect(integrity).toMatch(/^sha512-[\w+/]{86}==$/);
  });

  it('keeps what it brings where the platform keeps such things', () => {
    const at = (platform: NodeJS.Platform, env = {}) => cacheFolder({ platform, env, home: join('/', 'home', 'k') });
    expect(at('linux')).toBe('/home/k/.cache/parley');
    expect(at('linux', { XDG_CACHE_HOME: '/big' })).toBe('/big/parley');
    expect(at('darwin')).toBe('/home/k/Library/Caches/parley');
    expect(at('win32', { LOCALAPPDATA: '/local' })).toBe('/local/parley');
  });
});

it.each(Object.entries<string>(JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')).scripts))(
  '`npm run %s` goes through the launcher and has a program',
  (name, script) => {
    expect(script).toBe(`node scripts/launch.mjs ${name}`);
    expect(existsSync(join(repository, PROGRAMS[name]!.file))).toBe(true);
  },
);

describe("the program's end", () => {
  it('is handed on as its exit code', async () => {
    program('process.exit(78);');
    expect((await launch(['start'])).code).toBe(78);
  });

  it('is handed on as its signal', async () => {
    program('process.kill(process.pid, "SIGKILL");');
    expect((await launch(['start'])).signal).toBe('SIGKILL');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'comes by %s to the launcher alone, and leaves time to finish',
    async (signal) => {
      program(`process.on('${signal}', () => { console.log('asked'); setTimeout(() => process.exit(9), 100); });
             setInterval(() => {}, 1000); console.log('up');`);
      const child = launching(['start']);
      const end = ended(child);
      await says(child, 'up');
      child.kill(signal);
      expect(await end).toMatchObject({ code: 9, signal: null, out: 'up\nasked\n' });
    },
  );

  it('comes when npm was told to end and took only the shell between with it', async () => {
    program(
      `process.on('SIGTERM', () => { console.log('asked'); process.exit(9); }); setInterval(() => {}, 1000); console.log('up');`,
    );
    const script = `"${process.execPath}" scripts/launch.mjs start; exit $?`;
    const shell = spawn('sh', ['-c', script], {
      cwd: project,
      env: { ...process.env, npm_lifecycle_event: 'start', npm_execpath: npmThat('') },
    });
    const end = ended(shell);
    await says(shell, 'up');
    shell.kill('SIGTERM');
    expect((await end).out).toBe('up\nasked\n');
  });

  it('comes while npm still installs, and nothing is started', async () => {
    const child = launching(['start'], npmThat('setTimeout(() => {}, 60_000);'));
    const end = ended(child);
    await vi.waitUntil(() => npmCalls().length === 1, { timeout: 20_000 });
    child.kill('SIGTERM');
    expect(await end).toMatchObject({ signal: 'SIGTERM', out: '' });
    expect(existsSync(join(project, '.parley', 'install.lock'))).toBe(false);
  });
});

describe('Ctrl+C in a terminal', () => {
  /** Opens a pseudo-terminal around a command, types Ctrl+C each time the line it waits for appears, and copies the rest. */
  const TERMINAL = `
import os, pty, sys
presses = sys.argv[1].split(',')
child, terminal = pty.fork()
if child == 0: os.execvp(sys.argv[2], sys.argv[2:])
seen = b''
while True:
    try: chunk = os.read(terminal, 4096)
    except OSError: break
    if not chunk: break
    seen += chunk
    while presses and presses[0].encode() in seen:
        seen = seen.split(presses.pop(0).encode(), 1)[1]
        os.write(terminal, b'\\x03')
    sys.stdout.buffer.write(chunk); sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`;

  it('reaches the program once each time, so that the second one is the second one', async () => {
    program(`let times = 0;
      process.on('SIGINT', () => {
        times++;
        // What a doubled signal would have brought is here by then.
        setTimeout(() => { console.log('heard ' + times + ';'); if (times >= 6) process.exit(5); }, 100);
      });
      setInterval(() => {}, 1000);
      console.log('up;');`);
    // Two signals can melt into one where the machine is busy; six times in a row they do not.
    const heard = ['heard 1;', 'heard 2;', 'heard 3;', 'heard 4;', 'heard 5;', 'heard 6;'];
    const lines = ['up;', ...heard.slice(0, -1)].join(',');
    const terminal = spawn('python3', ['-c', TERMINAL, lines, process.execPath, 'scripts/launch.mjs', 'start'], {
      cwd: project,
      env: { ...process.env, npm_execpath: npmThat(''), NO_COLOR: '1' },
    });
    const { code, out } = await ended(terminal);
    expect(out.match(/heard \d;/g)).toEqual(heard);
    expect(code).toBe(5);
  });
});

describe("npm's report", () => {
  it('is read in the words of every npm that Node 18 and later brought', () => {
    const expected = { code: 'EACCES', path: '/x y/z', detail: 'Error: permission denied' };
    for (const mark of ['error', 'ERR!']) {
      const lines = [
        'code EACCES',
        'syscall mkdir',
        'path /x y/z',
        'errno -13',
        'Error: permission denied.',
        '    at mkdir (native)',
      ];
      expect(readReport(lines.map((line) => `npm ${mark} ${line}`).join('\n'))).toEqual(expected);
    }
  });

  it('is never more than its first line when it is something else', () => {
    expect(readReport('\n/bin/npm-cli.js:3\nthrow new Error()\n')).toEqual({ detail: '/bin/npm-cli.js:3' });
  });
});

describe('the line of progress', () => {
  it('counts the seconds in a terminal and is one plain line elsewhere', async () => {
    const written = async (isTTY: boolean) => {
      let text = '';
      await showing('Working…', async () => {}, {
        isTTY,
        write: (more) => {
          text += more;
        },
      });
      return text;
    };
    expect(await written(true)).toBe('\rWorking… 0 s\n');
    expect(await written(false)).toBe('Working…\n');
  });
});
