/**
 * The long runs. Each prints what it does and ends with one RESULT line.
 *
 *   npm run soak -- crash [--messages N] [--seed N]
 *   npm run soak -- text [--cases N] [--seed N]
 */
import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    messages: { type: 'string', default: '10000' },
    cases: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

const seed = Number(values.seed);
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Each ends with what came of it, and whether that is good. */
const SOAKS: Record<string, () => Promise<{ verdict: object; good: boolean }>> = {
  async crash() {
    const { crashSoak } = await import('./soak/crash.ts');
    const verdict = await crashSoak({
      messages: Number(values.messages),
      conversations: 200,
      kills: { complete: 10, send: 10, all: 50 },
      seed,
      patienceMs: 60_000,
      say,
    });
    const { lost, seen_twice, out_of_order, uncounted } = verdict;
    return { verdict, good: lost + seen_twice + out_of_order + uncounted === 0 };
  },
  async text() {
    const { textSoak } = await import('./soak/text.ts');
    const verdict = await textSoak({ cases: Number(values.cases), seed, say });
    return { verdict, good: verdict.failed === 0 };
  },
};

const [name = ''] = positionals;
const soak = SOAKS[name];
if (positionals.length !== 1 || !soak) {
  process.stderr.write(
    `Usage: npm run soak -- ${Object.keys(SOAKS).join('|')} [--messages N] [--cases N] [--seed N]\n`,
  );
  process.exit(2);
}
say(`${name} soak, seed ${seed}`);
const { verdict, good } = await soak();
say(`RESULT ${JSON.stringify(verdict)}`);
process.exit(good ? 0 : 1);
