/**
 * `npm test`: types, lint, every test, then the laws that apply so far and a last line with the sum.
 *
 *   npm test                                     everything
 *   npm test -- test/bus --test='text' --seed=7  only these files, only tests whose name holds the text, properties from this seed
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LAWS } from './laws.ts';
import { checkLint, checkTypes } from './runner/statics.ts';
import { runSuite, type SuiteOutcome } from './runner/suite.ts';
import { add, judge, lastLine, lawTable } from './runner/tally.ts';

const { values, positionals: files } = parseArgs({
  allowPositionals: true,
  options: { test: { type: 'string' }, seed: { type: 'string' }, root: { type: 'string' } },
});
const root = values.root ?? join(import.meta.dirname, '..');
const seed = values.seed === undefined ? undefined : Number(values.seed);
const whole = files.length === 0 && values.test === undefined;

const statics = whole ? [await checkTypes(root), await checkLint(root)] : [];
const suite = await runSuite({ root, files, named: values.test, seed }).catch((error: unknown): SuiteOutcome => {
  // Even then there is a last line, and it says that something failed.
  console.error(error);
  return { files: [], unhandled: 1 };
});
const verdicts = whole ? judge(LAWS, suite) : [];
const tally = add(suite, statics, verdicts);

if (whole) console.log(`\n${lawTable(LAWS, verdicts)}`);
console.log(`\n${lastLine(tally)}`);
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
