/**
 * What Parley needs, installed when it is not: a stamp inside node_modules says for which lock file, which set and which
 * Node it was made. It is written last and removed first, so that half an installation has none.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { installLocked } from './npm.mjs';
import { showing } from './progress.mjs';
import { explained } from './trouble.mjs';

/**
 * @typedef {object} Stamp
 * @property {string} lock SHA-256 of package-lock.json.
 * @property {import('./programs.mjs').DependencySet} set
 * @property {string} made For which machine: platform, processor, Node's ABI.
 *
 * @typedef {object} Wish
 * @property {string} folder Holds package.json and package-lock.json.
 * @property {import('./programs.mjs').DependencySet} set
 * @property {import('./node.mjs').ChosenNode} node
 */

/** Room each set takes, in MB; measured on linux-x64. */
const MEGABYTES = { start: 600, work: 790 };

const NPM_FLAGS = {
  start: ['--omit=dev', '--include=optional'],
  // NODE_ENV=production or a setting of the user's would leave these out.
  work: ['--include=dev', '--include=optional'],
};

/**
 * Makes node_modules in `folder` what the lock file says, unless it is so already.
 *
 * @param {Wish} wish
 * @throws {Trouble}
 */
export async function install(wish) {
  const { folder, set, node } = wish;
  const attempt = { doing: 'install what it needs', folder, megabytes: MEGABYTES[set] };
  try {
    if (isInstalled(wish)) return;
    await withLock(
      join(folder, '.parley', 'install.lock'),
      async () => {
        if (isInstalled(wish)) return;
        rmSync(stampFile(folder), { force: true });
        await showing(`Installing what Parley needs (about ${MEGABYTES[set]} MB, once)…`, () =>
          installLocked(attempt, node.path, NPM_FLAGS[set]),
        );
        mkdirSync(dirname(stampFile(folder)), { recursive: true });
        writeFileSync(stampFile(folder), JSON.stringify(stampOf(wish)));
      },
      () => process.stderr.write('Another start is installing; waiting for it…\n'),
    );
  } catch (error) {
    throw explained(attempt, error);
  }
}

/**
 * Whether what stands in node_modules is what is wished for. The set `work` holds the set `start`.
 *
 * @param {Wish} wish
 */
export function isInstalled(wish) {
  const wished = stampOf(wish);
  const found = readStamp(wish.folder);
  return (
    found?.lock === wished.lock && found.made === wished.made && (found.set === 'work' || found.set === wished.set)
  );
}

/** @param {Wish} wish @returns {Stamp} */
function stampOf({ folder, set, node }) {
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  return { lock, set, made: `${process.platform}-${process.arch}-${node.abi}` };
}

/** @param {string} folder @returns {Partial<Stamp> | undefined} */
function readStamp(folder) {
  try {
    return JSON.parse(readFileSync(stampFile(folder), 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string} folder */
function stampFile(folder) {
  return join(folder, 'node_modules', '.parley-stamp.json');
}
