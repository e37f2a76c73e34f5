/** The text soak: the property of the pieces (test/adapters/text/pieces.test.ts), many times over. */
import fc from 'fast-check';
import { holdsForAll } from '../adapters/text/judge.ts';

/** One after another with seeds of their own, so that one fault does not hide all others. */
const BATCH = 500;

export interface TextVerdict {
  cases: number;
  /** Batches of 500 in which a case had a fault, on any platform. */
  failed: number;
  seed: number;
}

/** Goes on whatever it finds; of each batch that failed the smallest case is told. */
export async function textSoak(soak: {
  cases: number;
  seed: number;
  say: (line: string) => void;
}): Promise<TextVerdict> {
  let failed = 0;
  for (let done = 0; done < soak.cases; done += BATCH) {
    const details = await fc.check(holdsForAll(), {
      numRuns: Math.min(BATCH, soak.cases - done),
      seed: soak.seed + done,
    });
    if (details.failed) {
      failed += 1;
      soak.say(`${fc.defaultReportMessage(details)}\n${details.errorInstance}`);
    }
    soak.say(`${Math.min(done + BATCH, soak.cases)} of ${soak.cases}`);
  }
  return { cases: soak.cases, failed, seed: soak.seed };
}
