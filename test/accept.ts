/** `npm run accept -- clone` and `npm run accept -- R12 …`: what was promised, tried for real; each ends with a RESULT line. */
import { parseArgs } from 'node:util';
import { ROWS } from './accept/rows.ts';

const rows = ROWS.map(({ row, promise }) => `  ${row.padEnd(10)} ${promise}`).join('\n');
const USAGE = `Usage: npm run accept -- clone
       npm run accept -- ROW … [--seed N] [--count N]
  clone      a stranger's first minutes, from an empty home folder
${rows}
Each row is drawn anew from the seed (default 1), its photos tilted, blurred, shaded and compressed; as often as promised, or --count times.`;

function asked() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { seed: { type: 'string' }, count: { type: 'string' } },
    });
    const seed = Number(values.seed ?? 1);
    const count = values.count === undefined ? undefined : Number(values.count);
    const found = positionals.flatMap((name) => ROWS.find(({ row }) => row === name) ?? []);
    const clone = positionals.length === 1 && positionals[0] === 'clone';
    if (!clone && (found.length === 0 || found.length < positionals.length)) return null;
    const counts = count === undefined || (Number.isInteger(count) && count > 0);
    return Number.isInteger(seed) && counts ? { clone, rows: found, seed, ...(count && { count }) } : null;
  } catch {
    return null;
  }
}

const order = asked();
if (order === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  const held = order.clone
    ? await (await import('./accept/clone.ts')).acceptClone()
    : await (await import('./accept/trying.ts')).acceptRows(order);
  process.exitCode = held ? 0 : 1;
}
