/**
 * npm without its command: its own program, run under the Node of our choice. A Node brought as a package has no npm.
 */
import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { run, Stopped } from './child.mjs';
import { explain, Trouble } from './trouble.mjs';

/** What every call gets. A network that does not answer is found out in half a minute; npm itself would take five. */
const ALWAYS = [
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  '--ignore-scripts',
  '--fetch-retry-mintimeout=500',
  '--fetch-retry-maxtimeout=2000',
];

/**
 * npm's program (`npm-cli.js`): the one we were started by, or the one beside this Node, or the one on the PATH.
 *
 * @param {{env?: NodeJS.ProcessEnv, execPath?: string, platform?: NodeJS.Platform}} [host]
 * @returns {string}
 * @throws {Trouble} where there is none.
 */
export function findNpm({ env = process.env, execPath = process.execPath, platform = process.platform } = {}) {
  const beside = platform === 'win32' ? dirname(execPath) : resolve(dirname(execPath), '../lib');
  const onPath = (env.PATH ?? env.Path ?? '').split(delimiter).filter(Boolean);
  const candidates = [
    ...(env.npm_execpath ? [join(dirname(env.npm_execpath), 'npm-cli.js')] : []),
    join(beside, 'node_modules/npm/bin/npm-cli.js'),
    ...onPath.flatMap((folder) => [join(folder, 'npm'), join(folder, 'node_modules/npm/bin/npm-cli.js')]),
  ];
  for (const candidate of candidates) {
    if (!existsSync(candidate)) continue;
    const file = realpathSync(candidate);
    if (basename(file) === 'npm-cli.js') return file;
  }
  throw new Trouble(
    'Parley could not install what it needs: npm is missing.',
    'Install Node.js with npm (on Debian and Ubuntu npm is a package of its own: `apt install npm`), then run `npm start`.',
  );
}

/**
 * Installs exactly what the lock file names; node_modules is made anew.
 *
 * @param {import('./trouble.mjs').Attempt} attempt Its folder holds package.json and package-lock.json.
 * @param {string} node The Node to run npm under.
 * @param {readonly string[]} [flags]
 * @throws {Trouble} when it fails.
 * @throws {Stopped} when the person stopped it.
 */
export async function installLocked(attempt, node, flags = []) {
  const end = await run(node, [findNpm(), 'ci', ...ALWAYS, ...flags], { cwd: attempt.folder, quiet: true });
  if (end.asked) throw new Stopped(end.asked);
  if (end.code === 0) return;
  if (end.signal) {
    throw new Trouble(
      `Parley could not ${attempt.doing}: npm was ended from outside (${end.signal}), mostly for want of memory.`,
      'Close what you do not need, then run the command again.',
    );
  }
  throw explain(attempt, { ...readReport(end.report), proxy: proxyOf(process.env) });
}

/**
 * What npm says of its failure: `npm error code ENOSPC`, `npm error path …`, and then sentences. npm before 10 wrote
 * `npm ERR!` instead of `npm error`.
 *
 * @param {string} report
 * @returns {import('./trouble.mjs').Failure}
 */
export function readReport(report) {
  const lines = report.split(/\r?\n/).flatMap((line) => /^npm (?:error|ERR!) (.+)$/.exec(line)?.[1] ?? []);
  /** @param {string} name */
  const field = (name) =>
    lines
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1)
      .trim();
  const code = field('code');
  const path = field('path');
  const detail =
    lines.find((line) => !/^(code|path|syscall|errno|network|cwd|dest|A complete log)\b/.test(line)) ??
    report.split(/\r?\n/).find((line) => line.trim() !== '');
  return {
    ...(code && { code }),
    ...(path && { path }),
    ...(detail && { detail: detail.trim().replace(/[.\s]+$/, '') }),
  };
}

/**
 * The proxy that downloads go through, without the name and password it may carry.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function proxyOf(env) {
  const proxy = env.HTTPS_PROXY || env.https_proxy || env.HTTP_PROXY || env.http_proxy;
  return proxy?.replace(/\/\/[^/]*@/, '//');
}
