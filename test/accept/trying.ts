/** Rows over a seed: what they come to, in a table and a RESULT line each. */
import { rng } from '../vision/random.ts';
import type { Row } from './rows.ts';
import { type Darkroom, openDarkroom } from './taken.ts';
import { added, type Verdict } from './verdict.ts';

export interface Order {
  rows: readonly Row[];
  seed: number;
  /** Instead of what each row is promised over. */
  count?: number;
}

/** @returns whether every row holds */
export async function acceptRows({ rows, seed, count }: Order): Promise<boolean> {
  const darkroom = await openDarkroom();
  let held = true;
  try {
    for (const row of rows) {
      const all: Verdict[] = [];
      const renderings = count ?? row.count;
      for (let index = 0; index < renderings; index++) all.push(await tryOnce(row, { seed, index, darkroom }));
      const { notes, ...figures } = added(all);
      for (const note of notes) process.stderr.write(`${row.row} ${note}\n`);
      console.table([{ row: row.row, least: row.least, ...figures }]);
      process.stdout.write(`RESULT ${JSON.stringify({ row: row.row, ...figures, renderings, seed })}\n`);
      held &&= holds(row, figures);
    }
  } finally {
    await darkroom.close();
  }
  return held;
}

/** Enough of what is promised, nothing invented, every contradiction told. */
export const holds = ({ least }: Row, { passed, failed, invented, contradictions, flagged }: Omit<Verdict, 'notes'>) =>
  passed > 0 && passed >= least * (passed + failed) && invented === 0 && flagged === contradictions;

export async function tryOnce(
  row: Row,
  { seed, index, darkroom }: { seed: number; index: number; darkroom: Darkroom },
): Promise<Verdict> {
  const found = await row.attempt({ random: rng(seed * 100_003 + index * 7_919), index, darkroom });
  return { ...found, notes: found.notes.map((note) => `rendering ${index}: ${note}`) };
}
