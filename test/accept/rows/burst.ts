import type { MessageEvent } from '../../../adapters/contract.ts';
import type { GenerateRequest } from '../../../model-runtime/contract.ts';
import { inventedName } from '../../vision/layouts/label.ts';
import { toSvg } from '../../vision/layouts/scene.ts';
import type { Random } from '../../vision/random.ts';
import type { Attempt } from '../attempt.ts';
import { openChat } from '../chat.ts';
import { photograph } from '../taken.ts';
import { added, type Verdict, whether } from '../verdict.ts';

/** Nothing in a photo answers these, so the model is asked with all that came. */
const QUESTIONS = ['ok for Bo?', 'Is that all right for the trip?', 'Write one line about all of this'];
const ANSWER = 'That is all right.';

/** A part of a burst, and what the model must find of it. */
interface Sent {
  parts: MessageEvent['parts'];
  reads: string;
}

/** R01: four parts in any order, within the three seconds that a person takes, are one question. */
export async function burst({ random, darkroom }: Attempt): Promise<Verdict> {
  const requests: GenerateRequest[] = [];
  const chat = await openChat({
    reader: darkroom,
    model: (request) => {
      requests.push(request);
      return ANSWER;
    },
  });
  try {
    const signs = [await signFor(random, 0), await signFor(random, 1)];
    const document = { recipe: 'document', mime: 'application/pdf', name: 'plan.pdf' };
    const question = random.pick(QUESTIONS);
    const sent: Sent[] = [
      { parts: [{ kind: 'text', text: question }], reads: question },
      ...signs.map(({ recipe, says }): Sent => ({ parts: [{ kind: 'image', attachment: { recipe } }], reads: says })),
      { parts: [{ kind: 'document', attachment: document }], reads: UNREAD },
    ];
    for (const { recipe, photo } of signs) chat.holds(recipe, photo);
    chat.holds(document.recipe, Buffer.from('%PDF-1.7\n%%EOF'));

    const order = random.sample(sent, sent.length);
    const said = await chat.send(order.map(({ parts }) => ({ parts, pauseMs: random.int(0, PAUSE_MS) })));
    const read = wordsOf(requests);
    const places = order.map(({ reads }) => read.indexOf(reads));
    const wanted = order.map(({ reads }) => reads).join(' · ');
    const { answered, merged } = await chat.journey.ask('tally', {});
    return added([
      whether(
        said.length === 1 && said[0]!.startsWith(ANSWER),
        `${wanted}: ${said.length} answers, ${said.join(' / ')}`,
      ),
      whether(!places.includes(-1), `${wanted}: a part is lost in ${read}`),
      whether(isAscending(places), `${wanted}: the order is another one in ${read}`),
      whether(answered === 1 && merged === order.length - 1, `${wanted}: ${answered} answered, ${merged} merged`),
    ]);
  } finally {
    await chat.close();
  }
}

/** Documents are not read here yet, and the model is told so. */
const UNREAD = '[a file that could not be looked at]';
/** Longest between two parts: four of them within 3 s. */
const PAUSE_MS = 700;

async function signFor(random: Random, place: number) {
  const says = `${inventedName(random)} ${place === 0 ? 'closed' : 'open'}`;
  const sign = { kind: 'print', text: says, x: 50, y: 90, size: 34 } as const;
  const svg = toSvg({ width: 560, height: 160, paper: '#ffffff', marks: [sign] });
  return { recipe: `sign ${place}`, says, photo: await photograph(svg, random) };
}

/** What the model was last asked, as it reads it. */
function wordsOf(requests: readonly GenerateRequest[]): string {
  const content = requests.at(-1)?.messages.at(-1)?.content ?? [];
  return content.map((part) => (part.kind === 'text' ? part.text : '')).join('\n');
}

const isAscending = (places: readonly number[]): boolean =>
  places.every((place, index) => index === 0 || place > places[index - 1]!);
