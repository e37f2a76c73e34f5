import sharp from 'sharp';
import type { Quad } from '../../../model-runtime/contract.ts';
import { answerStep } from '../../../src/assistant/asking.ts';
import type { Evidence } from '../../../src/assistant/evidence.ts';
import { stepOf } from '../../../src/assistant/skills/offers.ts';
import { layLabel } from '../../vision/layouts/label.ts';
import { layReceipt } from '../../vision/layouts/receipt.ts';
import { type Scene, toSvg } from '../../vision/layouts/scene.ts';
import { layShelf } from '../../vision/layouts/shelf.ts';
import { layTable } from '../../vision/layouts/table.ts';
import type { Random } from '../../vision/random.ts';
import { drawSvg } from '../../vision/render.ts';
import type { Attempt } from '../attempt.ts';
import { askedOf, type Darkroom, TALK, type Taken } from '../taken.ts';
import { added, inventedIn, numbersIn, printedOn, saidBy, type Verdict, verdict, whether } from '../verdict.ts';

const KINDS: readonly { lay(random: Random): Scene; text: string }[] = [
  { lay: (random) => layLabel(random).scene, text: 'How much protein?' },
  { lay: (random) => layShelf(random).scene, text: 'Which has the most protein?' },
  { lay: (random) => layReceipt(random).scene, text: 'What is the total?' },
  { lay: (random) => layTable(random).scene, text: '' },
];

/** Crops of a photo that are read again: chosen by chance, since one photo may have forty. */
const CROPS = 6;
/** Margin above and below a crop, in heights of its line. */
const NARROW = 0.1;
/** Pixels of white around a crop. */
const AROUND = 60;

/** Digits without a letter beside them are of no script, and are refused; the heading says that it is Latin. */
const headed = ({ width, height }: { width: number; height: number }): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><text x="${AROUND}" y="${AROUND}" font-size="30">Cut out of the photograph</text></svg>`;

/** R15: what is shown in a box is read again from that box alone. */
export async function shown({ random, index, darkroom }: Attempt): Promise<Verdict> {
  const scene = KINDS[index % KINDS.length]!.lay(random);
  const taken = await darkroom.take(toSvg(scene), random);
  const { evidence } = taken;
  const step = { kind: 'shown', photo: evidence.photo.id } as const;
  const reply = answerStep(step, { earlier: [evidence], focus: null, talk: TALK });
  const drawing = reply?.drawings.find((one) => one.kind === 'boxes');
  if (!drawing) return verdict({ failed: 1, notes: [`no boxes; seen as ${evidence.seen.kind}`] });
  const prints = new Map(
    [...saidBy(reply).matchAll(/(?:^| · )(\d+)\s“(.*?)”/g)].map(([, number, print]) => [Number(number), print!]),
  );
  const texts = scene.marks.flatMap((mark) => (mark.kind === 'print' ? [mark.text] : []));
  const values = [...prints.values()].map((print) => valuesOf(print, texts)).join('\n');
  const found = verdict({ invented: inventedIn(values, printedOn([scene])).length });
  if (found.invented > 0) found.notes.push(`said: ${saidBy(reply)}`);
  const crops = [];
  for (const { number, box } of random.sample(drawing.boxes, CROPS)) {
    const print = prints.get(number) ?? '';
    // The value stands last; what is before it is its row's name, printed elsewhere.
    const value = numbersIn(print).at(-1);
    const holds = (alone: string) => value === undefined || numbersIn(alone).includes(value);
    const alone = await readAlone(taken, box, 1, darkroom);
    // An eye that cannot read it goes closer.
    const again = holds(alone) ? alone : await readAlone(taken, box, 2, darkroom);
    crops.push(whether(prints.has(number) && holds(again), `"${print}" reads "${alone}", closer "${again}" alone`));
  }
  return added([found, ...crops]);
}

/**
 * The part of a print that is told as values: all of it, or only what stands last, where the name before it is one that
 * is printed, but for blanks and letters that look alike. "Milk 1 l" read as "Milk 11" is a name misread, and the price
 * is none the worse.
 */
export function valuesOf(print: string, texts: readonly string[]): string {
  const value = /\d+(?:[.,]\d+)*\D*$/.exec(print);
  const name = print.slice(0, value?.index);
  return value && texts.some((text) => alike(text) === alike(name)) ? value[0] : print;
}

const alike = (text: string): string =>
  text.toLowerCase().replace(/\s/g, '').replace(/[il|]/g, '1').replaceAll('o', '0');

/** With a margin at both ends, as an eye would take it, and next to none above and below, where halves of other lines are. */
async function readAlone({ picture }: Taken, box: Quad, scale: number, darkroom: Darkroom): Promise<string> {
  const [xs, ys] = [box.filter((_, i) => i % 2 === 0), box.filter((_, i) => i % 2 === 1)];
  const margin = Math.hypot(box[6] - box[0], box[7] - box[1]);
  const left = Math.max(0, Math.floor(Math.min(...xs) - margin));
  const top = Math.max(0, Math.floor(Math.min(...ys) - margin * NARROW));
  const width = Math.min(picture.width - left, Math.ceil(Math.max(...xs) + margin) - left);
  const height = Math.min(picture.height - top, Math.ceil(Math.max(...ys) + margin * NARROW) - top);
  const crop = await sharp(picture.file)
    .extract({ left, top, width, height })
    .resize({ width: scale * width })
    .png()
    .toBuffer();
  const sheet = { width: Math.max(scale * width, 520) + 2 * AROUND, height: scale * height + 3 * AROUND };
  const bytes = await sharp(drawSvg(headed(sheet)))
    .composite([{ input: crop, left: AROUND, top: 2 * AROUND }])
    .jpeg({ quality: 100 })
    .toBuffer();
  const { lines } = await darkroom.read({ file: await darkroom.keep(bytes), ...sheet });
  const own = lines.filter(({ box }) => box[7] > 2 * AROUND);
  return own.map(({ text }) => text).join('\n');
}

const REFUSAL = /^(?:I can’t|I don’t|I could read nothing|There is nothing|No label)/;

/** R43: each button under an answer is pressed. */
export async function buttons({ random, index, darkroom }: Attempt): Promise<Verdict> {
  const kinds = index % (KINDS.length + 1);
  const pair = kinds === KINDS.length;
  const scenes = pair
    ? [0, 1].map(() => layLabel(random, { style: 'eu', base: '100 g' }).scene)
    : [KINDS[kinds]!.lay(random)];
  const attached: Evidence[] = [];
  for (const scene of scenes) attached.push((await darkroom.take(toSvg(scene), random)).evidence);
  const text = pair ? 'Compare: more protein' : KINDS[kinds]!.text;
  const reply = askedOf(attached, text);
  if (!reply) return verdict({ failed: 1, notes: ['no answer'] });
  const pressed = reply.buttons.map(({ label, value }) => {
    const step = stepOf(value);
    const next = step && answerStep(step, { earlier: attached, focus: reply.focus, talk: TALK });
    return whether(next !== null && !REFUSAL.test(saidBy(next)), `${label}: ${saidBy(next)}`);
  });
  return added([whether(reply.buttons.length <= 3, 'more than three buttons'), ...pressed]);
}
