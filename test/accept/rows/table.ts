import { answerStep } from '../../../src/assistant/asking.ts';
import { toSvg } from '../../vision/layouts/scene.ts';
import { layTable } from '../../vision/layouts/table.ts';
import type { Attempt } from '../attempt.ts';
import { TALK } from '../taken.ts';
import { type Verdict, verdict } from '../verdict.ts';

/** R07: the file that comes back, cell by cell. */
export async function table({ random, darkroom }: Attempt): Promise<Verdict> {
  const { scene, rows } = layTable(random);
  const { evidence } = await darkroom.take(toSvg(scene), random);
  const step = { kind: 'file', photo: evidence.photo.id } as const;
  const reply = answerStep(step, { earlier: [evidence], focus: null, talk: TALK });
  const all = rows.flat().length;
  if (!reply?.file) return verdict({ failed: all, notes: [`no file; seen as ${evidence.seen.kind}`] });
  const read = reply.file.text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  const found = verdict();
  rows.forEach((row, y) => {
    row.forEach((cell, x) => {
      const own = (read[y]?.[x] ?? '').replaceAll('"', '');
      if (own === cell) found.passed++;
      else {
        found.failed++;
        found.notes.push(`"${cell}" came as "${own}"`);
        if (/\d/.test(own) && !own.endsWith('?')) found.invented++;
      }
    });
  });
  return found;
}
