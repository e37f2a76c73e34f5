import type { GenerateRequest } from '../../../model-runtime/contract.ts';
import { answerFromPhotos } from '../../../src/assistant/asking.ts';
import type { Evidence } from '../../../src/assistant/evidence.ts';
import { plain } from '../../../src/assistant/firewall.ts';
import type { SkillReply } from '../../../src/assistant/skills/skill.ts';
import { lie, lieFreely, toldIn, untrue } from '../../assistant/liar.ts';
import { layLabel } from '../../vision/layouts/label.ts';
import { type Scene, toSvg } from '../../vision/layouts/scene.ts';
import { layShelf } from '../../vision/layouts/shelf.ts';
import type { Random } from '../../vision/random.ts';
import type { Attempt } from '../attempt.ts';
import { openChat } from '../chat.ts';
import { photograph } from '../taken.ts';
import { added, numbersIn, printedOn, type Verdict, whether } from '../verdict.ts';

/** Of forty photos, a thousand turns. */
const TURNS = 25;
/** Values that are printed nowhere. */
const NOWHERE = ['How much caffeine is in it?', 'How much vitamin C is in it?', 'quanta cafeína tem?'];
/** What no skill answers is about a photo for as long as it is near; then the model words what is printed. */
const NEAR = { turns: 3, questions: ['how many stars does it have?', 'how many are there of it?', ...NOWHERE] };

const KINDS: readonly { lay(random: Random): Scene[]; questions: readonly string[] }[] = [
  {
    lay: (random) => [layShelf(random).scene],
    questions: ['Which has the most protein?', 'List all by protein', 'Which has the least protein?', ...NOWHERE],
  },
  {
    lay: (random) => [layLabel(random).scene],
    questions: [
      'How much protein?',
      'What are the energy, fat and sugars?',
      'How much is in it per serving?',
      ...NOWHERE,
    ],
  },
  {
    lay: (random) => [0, 1].map(() => layLabel(random, { style: 'eu', base: '100 g', columns: 1 }).scene),
    questions: ['Compare: more protein', 'Which has less sugar?', 'Compare fat and salt', ...NOWHERE],
  },
];

/** R73: questions about photos to a model that lies; what is said is the skill's own words, or only what its values hold. */
export async function lied({ random, index, darkroom }: Attempt): Promise<Verdict> {
  const { lay, questions } = KINDS[index % KINDS.length]!;
  const scenes = lay(random);
  const photos: Buffer[] = [];
  for (const scene of scenes) photos.push(await photograph(toSvg(scene), random));
  const now = Date.now();
  const evidence: Evidence[] = [];
  for (const photo of photos) {
    const taken = (await darkroom.look(photo)).evidence;
    evidence.push({ ...taken, photo: { ...taken.photo, at: now } });
  }
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const known = { attached: [], earlier: evidence, talk: { language: 'en', timeZone, now } } as const;
  const read = [
    ...printedOn(scenes),
    ...evidence.flatMap(({ reading }) => reading.lines.flatMap(({ text }) => numbersIn(text))),
  ];
  const model = (request: GenerateRequest) => {
    const [part] = request.messages.at(-1)!.content;
    const told = toldIn(part?.kind === 'text' ? part.text : '');
    return told.items.length > 0 ? lie(told, random) : lieFreely(random);
  };
  const chat = await openChat({ reader: darkroom, wording: 'model', model });
  try {
    const verdicts: Verdict[] = [];
    await chat.says('', photos);
    let focus = answerFromPhotos({ ...known, attached: evidence, earlier: [], text: '', focus: null })?.focus ?? null;
    for (let turn = 0; turn < TURNS; turn++) {
      const text = random.pick(turn < NEAR.turns ? NEAR.questions : questions);
      const reply = answerFromPhotos({ ...known, text, focus });
      focus = reply?.focus ?? focus;
      const said = (await chat.says(text)).join('\n\n');
      const lies = reply
        ? liesIn(said, reply)
        : numbersIn(said)
            .filter((number) => !read.includes(number))
            .map(String);
      verdicts.push(whether(lies.length === 0, `"${text}": ${lies.join()} in ${said}`, { invented: lies.length }));
    }
    return added([...verdicts, whether(chat.asked() > 0, 'the model was never asked')]);
  } finally {
    await chat.close();
  }
}

/** What is neither the skill's words nor held by its values. */
function liesIn(said: string, { sheet }: SkillReply): string[] {
  const timeless = (text: string) => text.replace(/\b\d{1,2}:\d{2}\b/g, '');
  const [heard, own] = [timeless(said), timeless(plain(sheet).markdown)];
  if (heard === own) return [];
  const behind = timeless(['', sheet.besides, sheet.below].filter((text, at) => at === 0 || text !== '').join('\n\n'));
  return heard.endsWith(behind) ? untrue(sheet, heard.slice(0, heard.length - behind.length)) : ['other words'];
}
