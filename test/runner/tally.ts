/** Adds up a run: how many passed, and which laws of the house hold. */
import type { Law } from '../laws.ts';
import type { StaticOutcome } from './statics.ts';
import type { FileOutcome, SuiteOutcome } from './suite.ts';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** What a run says of one law. `failed` is counted among the tests already; `not run` and `skipped` are counted nowhere else. */
export interface Verdict {
  law: Law & { state: 'held' };
  verdict: 'holds' | 'failed' | 'skipped' | 'not run';
}

/** A law holds when each of its test files ran, passed something, failed nothing and skipped nothing. */
export function judge(laws: readonly Law[], { files }: SuiteOutcome): Verdict[] {
  const outcomes = new Map(files.map((file) => [file.file, file]));
  return laws
    .filter((law) => law.state === 'held')
    .map((law) => {
      const ran = law.tests.map((file) => outcomes.get(file));
      if (ran.some((file) => file && file.failed + file.broken > 0)) return { law, verdict: 'failed' };
      if (ran.some((file) => file && file.skipped > 0)) return { law, verdict: 'skipped' };
      if (!ran.every((file) => file && file.passed > 0)) return { law, verdict: 'not run' };
      return { law, verdict: 'holds' };
    });
}

/** All that can fail counts as one test: a check, a test, a file that does not load, a hook, an error nobody caught, a law without its tests. */
export function add(
  suite: SuiteOutcome,
  statics: readonly StaticOutcome[] = [],
  verdicts: readonly Verdict[] = [],
): Tally {
  const over = (count: (file: FileOutcome) => number) => suite.files.reduce((sum, file) => sum + count(file), 0);
  const passedStatics = statics.filter(({ passed }) => passed).length;
  const uncounted = verdicts.filter(({ verdict }) => verdict === 'skipped' || verdict === 'not run').length;
  return {
    passed: over((file) => file.passed) + passedStatics,
    failed: over((file) => file.failed + file.broken) + suite.unhandled + statics.length - passedStatics + uncounted,
    skipped: over((file) => file.skipped),
  };
}

/** The last line of a run. Other programs read it. */
export function lastLine({ passed, failed, skipped }: Tally): string {
  return `Tests: ${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** The table of the laws that apply so far, each with its tests, and a line on the others. */
export function lawTable(laws: readonly Law[], verdicts: readonly Verdict[]): string {
  const held = verdicts.map(({ law, verdict }) => {
    const mark = verdict === 'holds' ? '✓' : `✗ ${verdict}:`;
    return [
      `${String(law.number).padStart(4)}  ${mark} ${law.sentence}`,
      ...law.tests.map((file) => `        ${file}`),
    ].join('\n');
  });
  const waiting = laws.flatMap((law) => (law.state === 'waits' ? [`${law.number} (${law.for})`] : []));
  return [
    'Laws',
    ...held,
    ...(waiting.length > 0 ? [`      wait for what they protect: ${waiting.join(', ')}`] : []),
  ].join('\n');
}
