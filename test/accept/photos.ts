/** Rows of photos over a seed: what they come to, in a table and a RESULT line each. */
import { rng } from '../vision/random.ts';
import type { Row } from './rows.ts';
import { type Darkroom, openDarkroom } from './taken.ts';
import { added, type Verdict } from './verdict.ts';

/** @returns whether every row holds */
export async function acceptPhotos({ rows, seed, count }: { rows: readonly Row[]; seed: number; count: number }) {
  const darkroom = await openDarkroom();
  let held = true;
  try {
    for (const row of rows) {
      const all: Verdict[] = [];
      for (let index = 0; index < count; index++) all.push(await tryOnce(row, { seed, index, darkroom }));
      const { notes, ...figures } = added(all);
      for (const note of notes) process.stderr.write(`${row.row} ${note}\n`);
      console.table([{ row: row.row, least: row.least, ...figures }]);
      process.stdout.write(`RESULT ${JSON.stringify({ row: row.row, ...figures, photos: count, seed })}\n`);
      held &&= holds(row, figures);
    }
  } finally {
    await darkroom.close();
  }
  return held;
}

/** Enough of what is promised, nothing invented, every contradiction told. */
export const holds = ({ least }: Row, { passed, failed, invented, contradictions, flagged }: Omit<Verdict, 'notes'>) =>
  passed >= least * (passed + failed) && invented === 0 && flagged === contradictions;

export async function tryOnce(
  row: Row,
  { seed, index, darkroom }: { seed: number; index: number; darkroom: Darkroom },
): Promise<Verdict> {
  const found = await row.attempt({ random: rng(seed * 100_003 + index * 7_919), index, darkroom });
  return { ...found, notes: found.notes.map((note) => `photo ${index}: ${note}`) };
}
