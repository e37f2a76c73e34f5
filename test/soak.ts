/** `npm run soak -- crash [--messages N] [--seed N]`: the long runs. Each prints what it does and ends with one RESULT line. */
import { parseArgs } from 'node:util';
import { crashSoak } from './soak/crash.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    messages: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

if (positionals.length !== 1 || positionals[0] !== 'crash') {
  process.stderr.write('Usage: npm run soak -- crash [--messages N] [--seed N]\n');
  process.exit(2);
}
const seed = Number(values.seed);
process.stdout.write(`crash soak, seed ${seed}\n`);
const verdict = await crashSoak({
  messages: Number(values.messages),
  conversations: 200,
  kills: { complete: 10, send: 10, all: 50 },
  seed,
  patienceMs: 60_000,
  say: (line) => process.stdout.write(`${line}\n`),
});
process.stdout.write(`RESULT ${JSON.stringify(verdict)}\n`);
const { lost, seen_twice, out_of_order, uncounted } = verdict;
process.exit(lost + seen_twice + out_of_order + uncounted === 0 ? 0 : 1);
