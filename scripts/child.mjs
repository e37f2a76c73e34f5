/**
 * Runs one program as a child and stands aside: its streams are ours, its signals and its end are handed on.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

/**
 * @typedef {object} End How a child ended.
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal What ended it.
 * @property {NodeJS.Signals | null} asked The first signal that asked us to end while it ran.
 * @property {string} report The last of what it wrote, where that was kept instead of shown.
 */

/** What may ask us to end. SIGKILL cannot be handed on; the child then lives until somebody ends it. */
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** npm hands a signal on to us that its whole group has got already: the same signal this soon is the same wish. */
const SAME_WISH_MS = 300;

/** How often we look whether whoever started us is still there. */
const PARENT_LOOK_MS = 500;

/** How much of a quiet child's output is kept, in characters: npm's error report is well within. */
const REPORT_LIMIT = 65_536;

/**
 * Runs `command` until it ends. Rejects with Node's own error when it cannot be started.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean}} [options] `quiet` keeps its output instead of showing it.
 * @returns {Promise<End>}
 */
export function run(command, args, { cwd, env = process.env, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      windowsHide: true,
    });

    let report = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        report = (report + text).slice(-REPORT_LIMIT);
      });
    }

    /** @type {NodeJS.Signals | null} */
    let asked = null;
    /** @type {Map<NodeJS.Signals, number>} */
    const handedOn = new Map();
    /** @param {NodeJS.Signals} signal */
    const handOn = (signal) => {
      asked ??= signal;
      if (signal === 'SIGINT' && terminalTellsAll()) return;
      const now = performance.now();
      if (now - (handedOn.get(signal) ?? -Infinity) < SAME_WISH_MS) return;
      handedOn.set(signal, now);
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, handOn);

    // npm hands SIGTERM on to the shell between us, and most shells die of it without a word to their own child.
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (!process.env.npm_lifecycle_event || process.ppid === parent) return;
      clearInterval(watch);
      handOn('SIGTERM');
    }, PARENT_LOOK_MS);

    const settle = () => {
      clearInterval(watch);
      for (const signal of SIGNALS) process.off(signal, handOn);
    };

    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('close', (code, signal) => {
      settle();
      resolve({ code, signal, asked, report });
    });
  });
}

/**
 * Whether a Ctrl+C has reached the child as well. A terminal tells every process of its foreground group; to hand it on
 * would be a second Ctrl+C, which ends the service at once. Outside the foreground the signal was meant for us alone.
 */
function terminalTellsAll() {
  try {
    // After the name, which may hold anything: state, parent, group, session, terminal, the terminal's foreground group.
    const [, , group, , , foreground] = readFileSync('/proc/self/stat', 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return group === foreground;
  } catch {
    return process.platform === 'win32' || [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  }
}

/** Thrown where the person stopped a step that was on the way to the program. */
export class Stopped extends Error {
  /** @param {NodeJS.Signals} signal How they did. */
  constructor(signal) {
    super(`Stopped by ${signal}.`);
    this.name = 'Stopped';
    this.signal = signal;
  }
}

/**
 * Ends this process the way its child ended, so that whoever started us sees what happened.
 *
 * @param {Pick<End, 'code' | 'signal'>} end
 * @returns {never}
 */
export function endLike({ code, signal }) {
  if (signal) {
    process.removeAllListeners(signal);
    try {
      process.kill(process.pid, signal);
    } catch {
      // A signal this platform does not have: the exit code below says it.
    }
    // Node ignores some signals, such as SIGPIPE; shells write an end by signal as 128 + its number.
    return process.exit(128 + constants.signals[signal]);
  }
  return process.exit(code ?? 1);
}
