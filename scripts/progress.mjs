/** One line that says what takes so long; in a terminal it counts the seconds. On stderr: stdout is the program's. */

/**
 * Shows `line` while `work` runs.
 *
 * @template T
 * @param {string} line
 * @param {() => Promise<T>} work
 * @param {{write(text: string): unknown, isTTY?: boolean}} [stream]
 * @returns {Promise<T>}
 */
export async function showing(line, work, stream = process.stderr) {
  if (!stream.isTTY) {
    stream.write(`${line}\n`);
    return work();
  }
  const began = performance.now();
  const draw = () => stream.write(`\r${line} ${Math.round((performance.now() - began) / 1000)} s`);
  draw();
  const timer = setInterval(draw, 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    stream.write('\n');
  }
}
