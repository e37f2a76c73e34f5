#!/usr/bin/env node
/**
 * `npm start`, `npm test` and every other command: finds or brings a Node that is new enough, installs what is missing
 * under it, and runs the program. Uses Node's built-ins only, because nothing is installed yet, and nothing newer than
 * Node 18.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endLike, run, Stopped } from './child.mjs';
import { install } from './install.mjs';
import { chooseNode, thisHost } from './node.mjs';
import { PROGRAMS } from './programs.mjs';
import { Trouble } from './trouble.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

try {
  const [command = '', ...args] = process.argv.slice(2);
  endLike(await launch(command, args));
} catch (error) {
  if (error instanceof Stopped) endLike({ code: null, signal: error.signal });
  if (!(error instanceof Trouble)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exit(1);
}

/**
 * @param {string} command
 * @param {readonly string[]} args For the program.
 * @returns {Promise<import('./child.mjs').End>}
 */
async function launch(command, args) {
  const program = Object.hasOwn(PROGRAMS, command) ? PROGRAMS[command] : undefined;
  if (!program) {
    throw new Trouble(
      command ? `There is no command "${command}".` : 'A command is missing.',
      `There are: ${Object.keys(PROGRAMS).join(', ')}.`,
    );
  }

  const node = await chooseNode(thisHost());
  const folders = [root, ...(program.also ? [join(root, program.also)] : [])];
  for (const folder of folders) await install({ folder, set: program.needs, node });

  return run(node.path, ['--disable-warning=ExperimentalWarning', join(root, program.file), ...args]);
}
