/** Names that look like settings and are none: most often a slip of the finger. */
import { SETTINGS } from './settings.ts';

/** Names the launcher, the tests and the benchmarks use; not settings of the service. */
const OTHER_NAMES = /^PARLEY_(TEST|BENCH|LAUNCH)_/;

export function unknownNames(given: Record<string, string | undefined>): string[] {
  const known = SETTINGS.flatMap(({ name, secret }): string[] => (secret ? [name, `${name}_FILE`] : [name]));
  return Object.keys(given)
    .filter((name) => name.startsWith('PARLEY_') && !known.includes(name) && !OTHER_NAMES.test(name))
    .map((name) => {
      const nearest = known.reduce((best, candidate) =>
        distance(name, candidate) < distance(name, best) ? candidate : best,
      );
      return distance(name, nearest) <= name.length / 2
        ? `${name} is not a setting. Did you mean ${nearest}?`
        : `${name} is not a setting; .env.example lists them all.`;
    });
}

/** Levenshtein distance, for names of a few dozen characters. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
