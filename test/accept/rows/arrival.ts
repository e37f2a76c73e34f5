import QRCode from 'qrcode';
import { answerFromPhotos } from '../../../src/assistant/asking.ts';
import { inventedName, layLabel } from '../../vision/layouts/label.ts';
import { type Print, toSvg } from '../../vision/layouts/scene.ts';
import type { Random } from '../../vision/random.ts';
import type { Attempt } from '../attempt.ts';
import { askedOf, TALK } from '../taken.ts';
import { numbersIn, saidBy, type Verdict, whether } from '../verdict.ts';

/** A photo comes without words, and so long after it its question, in ms. */
const PAUSE_MS = 3_000;
const PROMISED_MS = 1_000;

/** R11: a label, a code or a note; what is asked of it 3 s later is answered right and within a second. */
export async function arrived({ random, index, darkroom }: Attempt): Promise<Verdict> {
  const { svg, text, right } = await DRAWN[index % DRAWN.length]!(random);
  const { evidence, ms } = await darkroom.take(svg, random);
  const began = performance.now();
  const came = saidBy(askedOf([evidence], ''));
  const said =
    text === '' ? came : saidBy(answerFromPhotos({ text, attached: [], earlier: [evidence], focus: null, talk: TALK }));
  const waited = Math.max(0, ms.safe + ms.reading + ms.seeing - PAUSE_MS) + performance.now() - began;
  return whether(
    right(said) && waited <= PROMISED_MS,
    `${Math.round(waited)} ms, ${evidence.seen.kind}: ${came} ${said}`,
    {
      // A number where there should have been another.
      invented: !right(said) && numbersIn(said.replace(/per .*?:/, '')).length > 0 ? 1 : 0,
    },
  );
}

interface Drawn {
  svg: string;
  text: string;
  right(said: string): boolean;
}

const DRAWN: readonly ((random: Random) => Drawn | Promise<Drawn>)[] = [
  (random) => {
    const { scene, truth } = layLabel(random, { columns: 1 });
    const right = (said: string) => numbersIn(said).includes(Number(truth.values.protein));
    return { svg: toSvg(scene), text: 'How much protein?', right };
  },
  async (random) => {
    const content = `parley.example/${random.int(100_000, 999_999)}`;
    const svg = await QRCode.toString(content, { type: 'svg', width: 400, margin: 4 });
    // Said on arrival: a code alone has nothing to be asked for.
    return { svg, text: '', right: (said) => said.includes(content) };
  },
  (random) => {
    const words = [inventedName(random), `Room ${random.int(2, 900)}`, `Flight ${random.int(1_000, 9_999)}`];
    const marks = words.map((text, line): Print => ({ kind: 'print', text, x: 50, y: 80 + 60 * line, size: 32 }));
    const scene = { width: 620, height: 300, paper: '#ffffff', marks };
    const right = (said: string) => words.slice(1).every((text) => numbersIn(said).includes(numbersIn(text)[0]!));
    return { svg: toSvg(scene), text: 'Show what I read', right };
  },
];
