/**
 * `npm run accept -- clone`: what a stranger does, from an empty home folder: clone, `npm start`, open the link, press Start,
 * ask. Everything is real: the installation, the model, the browser. It prints a table and one RESULT line.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const QUESTION = 'What is the capital of Australia, and which river flows through Paris?';
/** About 500 tokens with what was said before: the context at which the speed is measured. */
const LONG_QUESTION = `Here are notes of a meeting. ${'Ana asked whether the order for the workshop had arrived, Bo said that two of the five boxes were still missing, and they agreed to call the supplier on Thursday morning. '.repeat(12)}Write a short summary in five sentences.`;
const INSTALL_MS = 900_000;
const MODEL_MS = 1_800_000;
const ANSWER_MS = 180_000;

/** @returns whether the stranger was answered right */
export async function acceptClone(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-accept-'));
  const place = { clone: join(folder, 'parley'), home: join(folder, 'home') };
  let started: ChildProcess | undefined;
  try {
    mkdirSync(place.home);
    execFileSync('git', ['clone', '--quiet', ROOT, place.clone]);
    const figures = await stranger(place, (child) => {
      started = child;
    });
    console.table(figures);
    process.stdout.write(`RESULT ${JSON.stringify(figures)}\n`);
    return figures.right;
  } finally {
    started?.kill('SIGTERM');
    if (started && started.exitCode === null) await new Promise((done) => started!.once('exit', done));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function stranger({ clone, home }: { clone: string; home: string }, began: (child: ChildProcess) => void) {
  const startMs = performance.now();
  // npm, pip and Parley keep what they fetch under the home folder, so nothing of an earlier run is there.
  const child = spawn('npm', ['start'], {
    cwd: clone,
    env: {
      ...withoutParley(process.env),
      HOME: home,
      XDG_CACHE_HOME: join(home, '.cache'),
      PARLEY_OPEN: 'no',
      PARLEY_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  began(child);
  const said = lines(child);
  await said(/^parley \d/m, INSTALL_MS);
  const installedMs = performance.now();
  const link = await said(/^http:\S+#k=\S+$/m, 60_000);
  const pageMs = performance.now();

  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(link);
    await page.getByRole('button', { name: 'Start' }).click();
    await said(/ is ready/, MODEL_MS);
    const modelMs = performance.now();
    const first = await ask(page, QUESTION);
    await ask(page, LONG_QUESTION);
    return {
      install_s: seconds(installedMs - startMs),
      page_s: seconds(pageMs - installedMs),
      model_s: seconds(modelMs - pageMs),
      first_word_s: first.firstWordS,
      tokens_per_s: await tokensPerSecond(page),
      right: /Canberra/.test(first.text) && /Seine/.test(first.text),
    };
  } finally {
    await browser.close();
  }
}

/** Types a question into the page and waits for the whole answer. */
async function ask(page: Page, question: string): Promise<{ text: string; firstWordS: number }> {
  const answers = page.getByRole('log').getByText('Parley answered:');
  const before = await answers.count();
  const composer = page.getByRole('textbox', { name: 'Message to Parley' });
  await composer.fill(question);
  const askedMs = performance.now();
  await composer.press('Enter');
  await page.locator('.caret').waitFor({ timeout: ANSWER_MS });
  const firstWordS = seconds(performance.now() - askedMs);
  await page.locator('.caret').waitFor({ state: 'detached', timeout: ANSWER_MS });
  await answers.nth(before).waitFor({ timeout: ANSWER_MS });
  return { text: await page.getByRole('log').innerText(), firstWordS };
}

/** As the page says under its last answer. */
async function tokensPerSecond(page: Page): Promise<number> {
  const strips = await page.getByText(/tok\/s/).allInnerTexts();
  return Number(/([\d.]+)\s+tok\/s/.exec(strips.at(-1) ?? '')?.[1] ?? Number.NaN);
}

/** Waits for words in what the program prints. */
function lines(child: ChildProcess): (words: RegExp, ms: number) => Promise<string> {
  let text = '';
  const looks = new Set<() => void>();
  child.stdout!.on('data', (data) => {
    text += String(data);
    for (const look of looks) look();
  });
  return (words, ms) =>
    new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error(`Not said within ${ms / 1000} s: ${words}\n${text}`)), ms);
      const ended = (code: number | null) => fail(new Error(`It ended (${code}):\n${text}`));
      const look = () => {
        const found = words.exec(text)?.[0];
        if (found === undefined) return;
        clearTimeout(late);
        looks.delete(look);
        child.off('exit', ended);
        done(found);
      };
      looks.add(look);
      child.once('exit', ended);
      look();
    });
}

/** A stranger has no settings of ours. */
function withoutParley(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('PARLEY_')));
}

function seconds(ms: number): number {
  return Math.round(ms / 10) / 100;
}
