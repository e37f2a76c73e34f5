/** Forty answers as models write them, by their names. */
import { readFileSync } from 'node:fs';

const file = new URL('../../../fixtures/text/answers.txt', import.meta.url);

export const ANSWERS: ReadonlyMap<string, string> = new Map(
  readFileSync(file, 'utf8')
    .split(/^==== /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return [part.slice(0, end), part.slice(end + 1).trimEnd()];
    }),
);
