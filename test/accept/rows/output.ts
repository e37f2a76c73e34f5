import { draw } from '../../../src/assistant/pictures/draw.ts';
import { ANSWERS } from '../../adapters/text/answers.ts';
import { badlyShown } from '../../adapters/text/well-shown.ts';
import { drawingOf, RECORDED, sha256 } from '../../assistant/pictures/recorded.ts';
import type { Random } from '../../vision/random.ts';
import type { Attempt } from '../attempt.ts';
import { added, type Verdict, whether } from '../verdict.ts';

/** Takes all that stands behind it for its code, so it stands last. */
const OPEN = 'unfinished';

/** R05: one of forty documents, with others before it, in every channel; and pictures, byte by byte. */
export async function output({ random, index }: Attempt): Promise<Verdict> {
  const names = [...ANSWERS.keys()];
  const own = names[index % names.length]!;
  const others = random.sample(
    names.filter((name) => name !== own && name !== OPEN),
    random.int(0, 3),
  );
  const together = [...others, own];
  const faults = await badlyShown(together.map((name) => ANSWERS.get(name)!).join('\n\n'), together);
  return added([whether(faults.length === 0, `${together.join(', ')}: ${faults.join('; ')}`), await pictures(random)]);
}

/** As they were on the machine that recorded one, and whenever they are drawn. */
async function pictures(random: Random): Promise<Verdict> {
  const anew = drawingOf(random.sample(NAMES, random.int(2, NAMES.length)));
  const [recorded, once, again] = [await draw(RECORDED.drawing), await draw(anew), await draw(anew)];
  const same = sha256(recorded.bytes) === RECORDED.sha256 && sha256(once.bytes) === sha256(again.bytes);
  return whether(same, `the pictures differ: ${sha256(recorded.bytes)}, ${sha256(once.bytes)}, ${sha256(again.bytes)}`);
}

const NAMES = ['Oat', 'Ünï', 'Овёс', 'ओट', 'ওট', 'شوفان', 'Muối'];
