/**
 * `npm run laws`: switches every protection off in turn, in a copy of the tree, and requires the test of its law to go red.
 * A test that stays green there would stay green the day somebody breaks the law.
 *
 *   npm run laws                all
 *   npm run laws -- 1 9         only these laws
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Law } from './laws.ts';
import { withCopyOfTree } from './runner/copy.ts';
import { switchOff } from './runner/switch-off.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { root: { type: 'string' } } });
const root = values.root ?? join(import.meta.dirname, '..');
const { LAWS }: { LAWS: readonly Law[] } = await import(join(root, 'test/laws.ts'));

let noticed = 0;
let missed = 0;

await withCopyOfTree(root, async (copy) => {
  for (const law of LAWS) {
    if (law.state === 'waits' || (positionals.length > 0 && !positionals.includes(String(law.number)))) continue;
    console.log(`\n${law.number}. ${law.sentence}`);
    for (const entry of law.switchOffs) {
      const finding = await switchOff(copy, entry);
      if (finding.noticed) noticed++;
      else missed++;
      const said = finding.noticed ? `✓ ${entry.test} notices` : `✗ ${finding.why}`;
      console.log(`   With ${entry.protection} switched off: ${said}`);
    }
  }
});

console.log(`\nProtections: ${noticed} noticed when off, ${missed} not`);
process.exit(missed === 0 ? 0 : 1);
