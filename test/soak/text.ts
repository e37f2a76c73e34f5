/** The text soak: what goes out (test/adapters/text/pieces.test.ts) and what comes in (test/adapters/same-message.test.ts), many times over. */
import fc from 'fast-check';
import { keepsTextEverywhere } from '../adapters/kept-text.ts';
import { holdsForAll } from '../adapters/text/judge.ts';

/** One after another with seeds of their own, so that one fault does not hide all others. */
const BATCH = 500;

export interface TextVerdict {
  cases: number;
  /** Batches of 500 in which a case had a fault, on any platform; and one more where a text did not come in as it was. */
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
  const inbound = fc.check(keepsTextEverywhere(), { numRuns: soak.cases, seed: soak.seed });
  if (inbound.failed) {
    failed += 1;
    soak.say(`${fc.defaultReportMessage(inbound)}\n${inbound.errorInstance}`);
  }
  soak.say(`${inbound.numRuns} texts came in through every channel`);
  return { cases: soak.cases, failed, seed: soak.seed };
}
