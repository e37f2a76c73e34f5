/**
 * `npm run check`: types, lint and the architecture test; seconds instead of minutes.
 *
 *   npm run check -- --write      also formats the source and makes anew what is made from it: docs/house.svg,
 *                                 .env.example and the README's table of settings
 *   npm run check -- --picture    takes docs/page.png and docs/photo.png anew: the real page, with an answer of the standard
 *                                 model, and with one that was read from a photo; and docs/shots/journeys/: what people of
 *                                 every channel see
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeDrawing } from './architecture/drawing.ts';
import { writeDocuments } from './documents.ts';
import { checkLint, checkTypes } from './runner/statics.ts';
import { runSuite } from './runner/suite.ts';
import { add, lastLine } from './runner/tally.ts';

const { values } = parseArgs({
  options: { write: { type: 'boolean', default: false }, picture: { type: 'boolean', default: false } },
});
const root = join(import.meta.dirname, '..');

if (values.write) {
  writeDrawing(root);
  writeDocuments(root);
}
if (values.picture) {
  const { screenshotPage, screenshotPhoto } = await import('./e2e/screenshot.ts');
  await screenshotPage();
  await screenshotPhoto();
  await runSuite({ root, files: ['test/journeys/photos/told.test.ts'], pictures: true });
}
const statics = [await checkTypes(root), await checkLint(root, values.write)];
const tally = add(await runSuite({ root, files: ['test/architecture'] }), statics);

console.log(`\n${lastLine(tally)}`);
process.exit(tally.failed === 0 ? 0 : 1);
