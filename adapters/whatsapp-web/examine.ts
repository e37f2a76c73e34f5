/** What `npm run doctor` looks at for WhatsApp on a number of one's own: everything it stands on, short of linking. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../contract.ts';
import { browserVersion, findBrowser, type LookingFor } from './browser.ts';
import { linkedAccounts, profileOf } from './profile.ts';

export interface ExamineOptions extends LookingFor {
  profiles: string;
  /** Accounts that the settings name. */
  accounts: string[];
  flags: string[];
  sandbox: boolean;
  page: { url: string; version: string } | undefined;
}

/** The release whose faults are known, and mended from outside (page-shim.ts). */
const LIBRARY = '1.34.7';
const LIVE_PAGE = 'https://web.whatsapp.com/';
const REACH_MS = 10_000;
const START_MS = 30_000;

export async function examineWhatsAppWeb(options: ExamineOptions): Promise<Finding[]> {
  const browser = await examineBrowser(options);
  return [examineLibrary(), ...browser, ...examineProfiles(options), await examinePage(options)];
}

function examineLibrary(): Finding {
  const { version } = createRequire(import.meta.url)('whatsapp-web.js/package.json') as { version: string };
  const what = 'whatsapp-web.js';
  if (version === LIBRARY) return { what, state: 'fine', words: version };
  return {
    what,
    state: 'note',
    words: `${version}; Parley was tried with ${LIBRARY}`,
    remedy: `Run npm ci, which installs ${LIBRARY}.`,
  };
}

async function examineBrowser(options: ExamineOptions): Promise<Finding[]> {
  const what = 'browser';
  let path: string;
  try {
    const found = await findBrowser(options);
    path = found.path;
    const version = await browserVersion(path);
    const words = `${path}${version === undefined ? '' : `, version ${version}`}, from ${found.from}`;
    return [{ what, state: 'fine', words }, ...(options.sandbox ? [] : [ROOT]), await examineStart(path, options)];
  } catch (error) {
    return [
      {
        what,
        state: 'bad',
        words: (error as Error).message,
        remedy: 'Install Chrome or Chromium, or name one in PARLEY_WHATSAPP_WEB_BROWSER.',
      },
    ];
  }
}

const ROOT: Finding = {
  what: 'sandbox',
  state: 'note',
  words: 'off, because Parley runs as root',
  remedy: 'Run Parley as an ordinary user.',
};

/** Starts it as it will be started, with a folder that is thrown away. */
async function examineStart(path: string, { flags, sandbox }: ExamineOptions): Promise<Finding> {
  const what = 'browser starts';
  const folder = mkdtempSync(join(tmpdir(), 'parley-doctor-'));
  const startMs = performance.now();
  try {
    const { default: puppeteer } = await import('puppeteer-core');
    const browser = await puppeteer.launch({
      executablePath: path,
      pipe: true,
      timeout: START_MS,
      userDataDir: folder,
      args: [...(sandbox ? [] : ['--no-sandbox']), '--disable-dev-shm-usage', ...flags],
    });
    await browser.close();
    return { what, state: 'fine', words: `in ${Math.round(performance.now() - startMs)} ms` };
  } catch (error) {
    const words = (error as Error).message.split('\n')[0]!;
    return {
      what,
      state: 'bad',
      words,
      remedy: 'Start it by hand to see what it lacks; on a small system, often libraries or fonts.',
    };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 4, retryDelay: 100 });
  }
}

function examineProfiles({ profiles, accounts }: ExamineOptions): Finding[] {
  const linked = linkedAccounts(profiles);
  const missing = accounts.filter((account) => !linked.includes(account));
  const findings = linked.map((account): Finding => {
    const mode = statSync(profileOf(profiles, account)).mode & 0o777;
    const what = `login ${account}`;
    if (process.platform === 'win32' || mode === 0o700) return { what, state: 'fine', words: 'kept, for you alone' };
    return {
      what,
      state: 'bad',
      words: `others on this computer can read it (${mode.toString(8)})`,
      remedy: `chmod 700 ${profileOf(profiles, account)}`,
    };
  });
  for (const account of missing)
    findings.push({
      what: `login ${account}`,
      state: 'note',
      words: 'not linked yet',
      remedy: 'Start Parley and scan its code.',
    });
  if (findings.length === 0)
    findings.push({ what: 'login', state: 'note', words: 'none', remedy: 'Start Parley and open Connect a channel.' });
  return findings;
}

/** Whether the page can be had at all: nothing is sent and nobody is logged in. */
async function examinePage({ page }: ExamineOptions): Promise<Finding> {
  const address = page ? page.url.replace('{version}', page.version) : LIVE_PAGE;
  const what = page ? 'saved page' : 'page of WhatsApp';
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(REACH_MS) });
    await response.body?.cancel();
    if (response.ok) return { what, state: 'fine', words: `${address} can be reached` };
    return { what, state: 'bad', words: `${address} answers ${response.status}`, remedy: NETWORK };
  } catch (error) {
    const cause = (error as Error).cause;
    const words = `${address} cannot be reached${cause instanceof Error ? ` (${cause.message})` : ''}`;
    return { what, state: 'bad', words, remedy: page ? 'Check PARLEY_WHATSAPP_WEB_PAGES.' : NETWORK };
  }
}

const NETWORK = 'Check the internet connection of this computer, and that nothing on the way blocks it.';
