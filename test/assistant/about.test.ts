/** Who has sent a photo may go on to ask of anything else; and is understood where the photo is meant. */
import { describe, expect, it } from 'vitest';
import { answerFromPhotos } from '../../src/assistant/asking.ts';
import type { Evidence } from '../../src/assistant/evidence.ts';
import { plain } from '../../src/assistant/firewall.ts';
import { see } from '../../src/assistant/seeing.ts';
import type { SkillReply } from '../../src/assistant/skills/skill.ts';
import { readPacks, readRows } from '../vision/layouts/rows.ts';

const TALK = { language: 'en', timeZone: 'UTC', now: 0 };
const photo = (id: string, rows: string[][], apart = 240): Evidence => see({ id, at: 0 }, readRows(rows, { apart }));
const label = (id: string, name: string, protein: string) =>
  photo(id, [
    [name],
    ['', 'per 100 g'],
    ['Energy', '509 kcal'],
    ['Fat', '31.0 g'],
    ['Carbohydrate', '32.0 g'],
    ['of which sugars', '14.0 g'],
    ['Protein', protein],
    ['Salt', '0.90 g'],
  ]);

const SHELF = see(
  { id: 's', at: 0 },
  readPacks([
    ['NUTTY BAR', '20g PROTEIN'],
    ['Edamame', '14g Protein'],
    ['Cheese Crisps', '13g PROTEIN'],
  ]),
);
const PHOTOS: Record<string, Evidence[]> = {
  label: [label('l', 'Nut bar', '21.0 g')],
  'two labels': [label('a', 'Nut bar', '21.0 g'), label('b', 'Oat bar', '11.0 g')],
  shelf: [SHELF],
  'shelf and labels': [SHELF, label('a', 'Nut bar', '21.0 g'), label('b', 'Oat bar', '11.0 g')],
  receipt: [
    photo(
      'r',
      [
        ['Milk', '1.20'],
        ['Bread', '3.40'],
        ['Coffee', '8.90'],
        ['TOTAL', '13.50'],
      ],
      420,
    ),
  ],
  table: [
    photo('t', [
      ['Month', 'Rent', 'Power'],
      ['January', '500.00', '90.50'],
      ['February', '500.00', '80.25'],
      ['March', '520.00', '60.00'],
    ]),
  ],
  pie: [photo('p', [['Rent 50 %'], ['Food 30 %'], ['Fun 20 %']])],
  sign: [photo('x', [['Opening hours'], ['Mon-Fri 9-17'], ['Closed on Sunday']])],
};

function ask(photos: readonly Evidence[], text: string, spokenOf: boolean): SkillReply | null {
  const focus = spokenOf
    ? { photos: photos.map(({ photo }) => photo.id), what: 'protein' as const, way: 'most' as const }
    : null;
  return answerFromPhotos({ text, attached: [], earlier: photos, focus, talk: TALK });
}

const ELSEWHERE = [
  ...[
    'what is the capital of France?',
    'how many people live in Peru?',
    'tell me all about whales',
    'compare Python and Java',
  ],
  ...[
    'which is better, tea or coffee?',
    'what is the best month to visit Japan?',
    'what is the total population of India?',
  ],
  ...[
    'how long does milk keep?',
    'how do I bake bread?',
    'what is a good recipe for edamame?',
    'highest mountain on earth?',
  ],
  ...[
    'what is the most expensive car?',
    'how much protein do I need a day?',
    'is sugar bad for you?',
    'thank you',
    'what about tomorrow?',
  ],
  ...[
    'what is the average height of a man?',
    'what does Plato say about love?',
    '¿cuál es la montaña más alta del mundo?',
    '¿cuánta gente vive en Perú?',
  ],
  ...['combien de personnes vivent au Pérou ?', 'quelle est la meilleure saison au Japon ?', 'berapa penduduk Jepang?'],
  ...[
    'ở Nhật có bao nhiêu người?',
    'Japonya’da kaç kişi yaşıyor?',
    'сколько людей живёт в Перу?',
    'какая гора самая высокая?',
  ],
  ...['जापान में कितने लोग रहते हैं?', 'كم عدد سكان اليابان؟', 'জাপানে কত মানুষ থাকে?', 'quantas pessoas vivem no Peru?'],
];

describe.each(Object.entries(PHOTOS))('after a photo of a %s', (kind, photos) => {
  it.each(ELSEWHERE)('what names something else is not answered from it: %s', (text) => {
    for (const spokenOf of [false, true]) {
      const reply = ask(photos, text, spokenOf);
      const said = reply && plain(reply.sheet).markdown;
      // Of a receipt that is spoken of it is said honestly that it has no such line.
      if (kind === 'receipt' && spokenOf && said === 'I found no line for that on this receipt.') continue;
      expect(said).toBeNull();
    }
  });
});

it.each([
  ['two labels', 'compare them', /Nut bar/],
  ['two labels', 'which is healthier for kids?', /Nut bar/],
  ['two labels', 'nut bar or oat bar?', /\| protein, g \| 21\.0 \| 11\.0 \|/],
  ['two labels', 'how much more protein does the nut bar have?', /10 g more protein/],
  ['two labels', 'how much protein does the nut bar have?', /^Per 100 g: protein 21\.0 g/],
  ['shelf and labels', 'which label has more protein?', /A fits your wish: 10 g more protein/],
  ['shelf', 'and the edamame?', /^Edamame – 14 g/],
  ['shelf', 'edamame?', /^Edamame – 14 g/],
  ['label', 'how much protein is in this for a day?', /protein 21\.0 g/],
  ['label', 'how much protein does it have per day?', /protein 21\.0 g/],
  ['receipt', 'how much in total?', /^3 items, 13\.50/],
  ['receipt', 'hi, how much pls? thx', /^3 items, 13\.50/],
  ['table', 'and rent in March?', /^520\.00/],
  ['pie', 'how much is food?', /^Food 30 %/],
  ['sign', 'what does the sign say?', /Closed on Sunday/],
])('of a %s, "%s" is still meant', (kind, text, answer) => {
  expect(plain(ask(PHOTOS[kind]!, text, true)!.sheet).markdown).toMatch(answer);
});

it('a number is not taken from a label for what the question says it is in', () => {
  for (const text of [
    'how much sugar is in honey?',
    '¿cuánto azúcar hay en la miel?',
    'combien de sucre dans le miel ?',
  ])
    expect(plain(ask(PHOTOS.label!, text, true)!.sheet).markdown, text).toBe(
      'I don’t have that number. Send the label.',
    );
  for (const text of [
    'how much sugar is in the bar?',
    'how much sugar in the nut bar?',
    'how much sugar in the first?',
  ])
    expect(plain(ask(PHOTOS.label!, text, true)!.sheet).markdown, text).toMatch(/sugars 14\.0 g/);
});
