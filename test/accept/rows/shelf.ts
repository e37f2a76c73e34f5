import { toSvg } from '../../vision/layouts/scene.ts';
import { layShelf } from '../../vision/layouts/shelf.ts';
import type { Attempt } from '../attempt.ts';
import { askedOf } from '../taken.ts';
import { saidBy, type Verdict, verdict } from '../verdict.ts';

/** The reader loses a space now and then. */
const bare = (name: string): string => name.toLowerCase().replaceAll(' ', '');

/** R12: each claim, in the exact order; packs without one are named as unread. */
export async function shelf({ random, darkroom }: Attempt): Promise<Verdict> {
  const { scene, packs } = layShelf(random);
  const { evidence } = await darkroom.take(toSvg(scene), random);
  const reply = askedOf([evidence], 'List all by protein');
  const said = saidBy(reply);
  const claimed = packs.filter(({ protein }) => protein !== null);
  const lines = [...said.matchAll(/^(\d+) (.+) – (\d+(?:\.\d+)?) g$/gm)].map(([, rank, name, grams]) => ({
    rank: Number(rank),
    name: bare(name!),
    grams: grams!,
  }));
  const found = verdict();
  for (const { name, protein } of claimed) {
    if (lines.some((line) => line.name === bare(name) && line.grams === protein)) found.passed++;
    else {
      found.failed++;
      found.notes.push(`${name} ${protein} g was not read`);
    }
  }
  for (const { rank, name, grams } of lines) {
    if (!packs.some((pack) => bare(pack.name) === name && pack.protein === grams)) {
      // A name may be read wrong; a number that no pack prints must not be.
      if (!packs.some((pack) => pack.protein === grams) || packs.some((pack) => bare(pack.name) === name))
        found.invented++;
      found.notes.push(`${name} ${grams} g is printed nowhere`);
    }
    const place = 1 + lines.filter((other) => Number(other.grams) > Number(grams)).length;
    if (place !== rank) {
      found.failed++;
      found.notes.push(`${name} is in place ${rank}, not ${place}`);
    }
  }
  const unread = bare(/^Not readable: (.*)\.$/m.exec(said)?.[1] ?? '');
  for (const { name } of packs) {
    if (lines.some((line) => line.name === bare(name)) || unread.includes(bare(name))) continue;
    found.failed++;
    found.notes.push(`${name} is neither ranked nor named: ${said}`);
  }
  return found;
}
