/** Which browser runs WhatsApp's page, and how. */
import { execFile, fork } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

export interface FoundBrowser {
  path: string;
  /** Where it comes from, for whoever wonders. */
  from: 'the settings' | 'the system' | 'the package';
}

export interface LookingFor {
  /** What the settings name. */
  named: string | undefined;
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  /** Folder for what can be had again: the package's browser is unpacked there. */
  cacheFolder: string;
}

/** No browser, in words that say what to do. */
export class NoBrowser extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NoBrowser';
  }
}

const NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'chrome',
  'microsoft-edge-stable',
];

const ELSEWHERE: Partial<Record<NodeJS.Platform, (environment: NodeJS.ProcessEnv) => string[]>> = {
  darwin: ({ HOME = '' }) =>
    ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
      ['/Applications', join(HOME, 'Applications')].map((folder) => join(folder, `${name}.app/Contents/MacOS/${name}`)),
    ),
  win32: (environment) =>
    ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
      const folder = environment[name];
      if (!folder) return [];
      return [
        join(folder, 'Google/Chrome/Application/chrome.exe'),
        join(folder, 'Microsoft/Edge/Application/msedge.exe'),
      ];
    }),
};

/** The browser named in the settings, else the system's Chrome or Chromium, else the one from the package. @throws NoBrowser */
export async function findBrowser({ named, platform, environment, cacheFolder }: LookingFor): Promise<FoundBrowser> {
  if (named !== undefined) {
    if (runnable(named)) return { path: named, from: 'the settings' };
    throw new NoBrowser(
      `PARLEY_WHATSAPP_WEB_BROWSER is ${named}, and that is no program that can be started. Name a Chrome or Chromium, or remove the setting.`,
    );
  }
  const system = systemBrowser(platform, environment);
  if (system !== undefined) return { path: system, from: 'the system' };
  if (platform === 'linux' && process.arch === 'x64') return { path: await unpacked(cacheFolder), from: 'the package' };
  throw new NoBrowser(
    'There is no Chrome or Chromium on this computer. Install one, or name it in PARLEY_WHATSAPP_WEB_BROWSER.',
  );
}

function systemBrowser(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string | undefined {
  const suffix = platform === 'win32' ? '.exe' : '';
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  const inPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
  return [...inPath, ...(ELSEWHERE[platform]?.(environment) ?? [])].find(runnable);
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

let unpacking: Promise<string> | undefined;

/**
 * The package unpacks into the temporary folder, where anybody may have put something of that name before. It is made to
 * unpack into a folder of ours, in a process whose temporary folder that is, and moved to its place when it is whole.
 */
function unpacked(cacheFolder: string): Promise<string> {
  unpacking ??= unpack(cacheFolder).finally(() => {
    unpacking = undefined;
  });
  return unpacking;
}

async function unpack(cacheFolder: string): Promise<string> {
  const place = join(cacheFolder, 'chromium');
  const program = join(place, 'chromium');
  if (runnable(program)) return program;
  const part = `${place}.${process.pid}.part`;
  mkdirSync(part, { recursive: true, mode: 0o700 });
  try {
    await new Promise<void>((done, fail) => {
      const child = fork(new URL('unpack-browser.ts', import.meta.url), {
        env: { TMPDIR: part },
        execArgv: ['--disable-warning=ExperimentalWarning'],
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      child.once('error', fail);
      child.once('exit', (code) =>
        code === 0
          ? done()
          : fail(new NoBrowser('The browser that comes with Parley could not be unpacked. Is the disk full?')),
      );
    });
    // Somebody else may have been quicker.
    if (!existsSync(program)) {
      rmSync(place, { recursive: true, force: true });
      renameSync(part, place);
    }
    return program;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/**
 * How the page shall see the browser: as the Chrome it is, and not as one without a window. False where its version
 * cannot be had; then it says what it says.
 */
export async function userAgent(path: string, platform: NodeJS.Platform): Promise<string | false> {
  const version = await browserVersion(path);
  if (version === undefined) return false;
  const system = { darwin: 'Macintosh; Intel Mac OS X 10_15_7', win32: 'Windows NT 10.0; Win64; x64' }[
    platform as string
  ];
  const major = version.split('.')[0];
  return `Mozilla/5.0 (${system ?? 'X11; Linux x86_64'}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`;
}

const VERSION_MS = 10_000;

/** Undefined where it does not say: on Windows, Chrome opens a window instead. */
export async function browserVersion(path: string): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined;
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: VERSION_MS, env: {} });
    return /\d+(\.\d+)+/.exec(stdout)?.[0];
  } catch {
    return undefined;
  }
}
