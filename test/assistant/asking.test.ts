import { describe, expect, it } from 'vitest';
import type { Reading } from '../../model-runtime/contract.ts';
import { answerFromPhotos, answerStep } from '../../src/assistant/asking.ts';
import type { Evidence } from '../../src/assistant/evidence.ts';
import { plain } from '../../src/assistant/firewall.ts';
import { see } from '../../src/assistant/seeing.ts';
import { stepOf } from '../../src/assistant/skills/offers.ts';
import type { Focus, SkillReply } from '../../src/assistant/skills/skill.ts';
import { layChart } from '../vision/layouts/chart.ts';
import { readPacks, readRows } from '../vision/layouts/rows.ts';
import { pixelsOf, readScene } from '../vision/layouts/scene.ts';
import { rng } from '../vision/random.ts';

const at = (time: string) => Date.parse(`2026-11-21T${time}:00Z`);
const talk = (language = 'en') => ({ language, timeZone: 'UTC', now: at('14:30') });
const seen = (id: string, time: string, reading: Reading): Evidence => see({ id, at: at(time) }, reading);

const SHELF = seen(
  'shelf',
  '14:05',
  readPacks([
    ['NUTTY BAR', '20g PROTEIN'],
    ['Edamame', '14g Protein', '2 g sugar'],
    ['Cheese Crisps', '13g PROTEIN'],
    ['BEEF JERKY', '11g protein'],
    ['Tuna Snack', '10 g protein'],
    ['Lentil Puffs', 'Protein 9 g'],
    ['Soy Nuts', '8g PROTEIN'],
    ['Oat Clusters', '6 g protein'],
    ['Rice Cakes', '3g protein'],
    ['Choc Wafer', 'so tasty'],
    ['Corn Chips'],
    ['Gummy Frogs', 'family pack'],
  ]),
);
const BAR = seen(
  'label',
  '14:20',
  readRows([
    ['Nut bar'],
    ['', 'per 100 g'],
    ['Energy', '2130 kJ / 509 kcal'],
    ['Fat', '31.0 g'],
    ['of which saturates', '4.0 g'],
    ['Carbohydrate', '32.0 g'],
    ['of which sugars', '14.0 g'],
    ['Protein', '21.0 g'],
    ['Salt', '0.90 g'],
  ]),
);

function ask(
  text: string,
  earlier: Evidence[],
  focus: Focus | null = null,
  attached: Evidence[] = [],
  language = 'en',
) {
  return answerFromPhotos({ text, attached, earlier, focus, talk: talk(language) });
}
const said = (reply: SkillReply | null): string => {
  expect(reply).not.toBeNull();
  return plain(reply!.sheet).markdown;
};
const labels = (reply: SkillReply | null) => reply!.buttons.map(({ label }) => label);
const press = (reply: SkillReply | null, label: string, earlier: Evidence[]) => {
  const button = reply!.buttons.find((one) => one.label === label);
  expect(button, label).toBeDefined();
  return answerStep(stepOf(button!.value)!, { earlier, focus: reply!.focus, talk: talk() });
};

describe('the shelf of journey J3', () => {
  const reply = ask('which has the most protein?', [], null, [SHELF]);

  it('is ranked, with what was not readable and why the ranking is weak', () => {
    expect(said(reply)).toBe(
      [
        'I could read protein on 9 of 12 packs:',
        '1 Nutty Bar – 20 g',
        '2 Edamame – 14 g',
        '3 Cheese Crisps – 13 g',
        '…6 more',
        '',
        'Not readable: Choc Wafer, Corn Chips, Gummy Frogs.',
        'These are front-of-pack claims without a common base; a bigger pack can look better. Send the back labels of your top two and I’ll compare per 100 g.',
      ].join('\n'),
    );
    expect(labels(reply)).toEqual(['Show what I read', 'All 9']);
  });

  it('is shown with boxes 1 to 9 in the order of the ranking', () => {
    const shown = press(reply, 'Show what I read', [SHELF]);
    expect(said(shown)).toMatch(/^1\s“20g PROTEIN” · 2\s“14g Protein” · 3\s“13g PROTEIN” · /);
    expect(shown!.drawings).toMatchObject([{ kind: 'boxes', photo: 'shelf', alt: said(shown) }]);
    expect(shown!.drawings[0]).toHaveProperty('boxes.length', 9);
  });

  it('is listed whole on request', () => {
    expect(said(press(reply, 'All 9', [SHELF]))).toContain('9 Rice Cakes – 3 g');
  });

  it('says honestly that print is too small, or in a script that is not read', () => {
    const { lines, ...reading } = readPacks([
      ['Oats', '12g protein'],
      ['Nuts', '13g protein'],
    ]);
    const small = seen('s', '14:05', { ...reading, lines: lines.map((line) => ({ ...line, height: 6 })) });
    const blurred = seen('b', '14:05', { ...reading, lines: [], script: 'blurred' });
    for (const illegible of [small, blurred])
      expect(said(ask('most protein?', [], null, [illegible]))).toBe(
        'I can’t read this one: the print is too small or blurred. Closer, or send it as a file (📎 → File).',
      );
    const other = seen('o', '14:05', { ...reading, lines: [], script: 'unsupported' });
    expect(said(ask('most protein?', [], null, [other]))).toContain('I won’t guess numbers');
    expect(said(ask('', [], null, [other]))).toContain('I won’t guess numbers');
    // Which script it is nobody can tell who cannot read it, and that is said; what is not read is named, the person's own first.
    const own = { hi: 'देवनागरी', bn: 'বাংলা', ar: 'لا العربية', ru: 'ни кириллицы', en: 'no Devanagari' };
    for (const [language, script] of Object.entries(own))
      expect(said(ask('', [], null, [other], language)).split(': ')[1]).toMatch(new RegExp(`^${script}`));
    expect(said(ask('', [], null, [other]))).toContain('which script it is, I can’t tell');
  });
});

describe('the follow-ups of journey J4', () => {
  const focus = ask('which has the most protein?', [], null, [SHELF])!.focus;

  it('ask the same of another pack', () => {
    expect(said(ask('and the jerky?', [SHELF], focus))).toBe(
      'Beef Jerky – 11 g, 4th of the 9 I could read.\n(your shelf photo, 14:05)',
    );
  });

  it('find a pack whose name lost its space on the way', () => {
    const shelf = seen(
      'shelf',
      '14:05',
      readPacks([
        ['BEEFJERKY', '11g protein'],
        ['Turkey Strips', '9g protein'],
        ['Ricecakes', '3g protein'],
      ]),
    );
    const { focus: on } = ask('which has the most protein?', [], null, [shelf])!;
    expect(said(ask('and the jerky?', [shelf], on))).toMatch(/^Beefjerky – 11 g/);
    expect(said(ask('and the rice cakes?', [shelf], on))).toMatch(/^Ricecakes – 3 g/);
  });

  it('count by the shelf’s own order where another photo was spoken of last', () => {
    const { focus: onBar } = ask('how much protein?', [SHELF], null, [BAR])!;
    expect(labels(ask('how much sugar in the second?', [SHELF, BAR], onBar))).toEqual([
      'Edamame, shelf 14:05',
      'Nut bar label, 14:20',
    ]);
  });

  it('compare a label with the one before it', () => {
    const other = seen(
      'other',
      '14:25',
      readRows([
        ['Date bar'],
        ['', 'per 100 g'],
        ['Energy', '342 kcal'],
        ['Fat', '6.0 g'],
        ['Carbohydrate', '62.0 g'],
        ['Protein', '10.0 g'],
      ]),
    );
    expect(said(ask('compare the two', [SHELF, BAR], null, [other]))).toMatch(
      /^Per 100 g, from your two labels:\nA Nut bar · B Date bar/,
    );
    expect(ask('compare the two', [SHELF], null, [other])).toBe(null);
    for (const text of ['which has more protein in it?', 'Which of these has the most protein in it?'])
      expect(said(ask(text, [], null, [BAR, other]))).toContain('A fits your wish');
  });

  it('are asked back where two photos fit, with buttons that answer', () => {
    const reply = ask('how much sugar in the second?', [SHELF, BAR], focus);
    expect(said(reply)).toBe('Which one?');
    expect(labels(reply)).toEqual(['Edamame, shelf 14:05', 'Nut bar label, 14:20']);
    expect(said(press(reply, 'Edamame, shelf 14:05', [SHELF, BAR]))).toBe('Edamame – 2 g (your shelf photo, 14:05)');
    expect(said(press(reply, 'Nut bar label, 14:20', [SHELF, BAR]))).toBe(
      'Per 100 g: sugars 14.0 g (your label, 14:20).',
    );
  });

  it('count in the order that was shown (J11)', () => {
    expect(said(ask('How much protein is in the second one?', [SHELF], focus))).toBe(
      'Edamame – 14 g (your shelf photo, 14:05)',
    );
  });

  it('about allergens are answered with lines about them, not with words that only begin or end alike', () => {
    const photo = seen(
      'n',
      '14:05',
      readRows([['Nutrition, per table spoon'], ['Contains milk and hazelnuts.'], ['Peanuts']]),
    );
    const answer = said(ask('is there milk in it?', [photo], null));
    expect(answer).toContain('“Contains milk and hazelnuts”');
    expect(answer).toContain('“Peanuts”');
    expect(answer).not.toContain('Nutrition');
  });

  it('about allergens are answered with the print alone, also when the photo is gone', () => {
    const gone = { ...SHELF, photo: { ...SHELF.photo, gone: { afterHours: 24 } } };
    expect(said(ask('is the jerky gluten free?', [gone], focus))).toBe(
      'The photo was deleted after 24 hours; I still have what I read: “BEEF JERKY 11g protein”. No allergen line among it, and that does not mean there is none. Send its back label.',
    );
    const warned = seen(
      'w',
      '14:05',
      readPacks([
        ['Oat Bar', '5g protein', 'may contain peanuts'],
        ['Soy Nuts', '9g protein'],
      ]),
    );
    const reply = said(ask('is the oat bar safe, any allergens?', [warned], null));
    expect(reply).toContain('“may contain peanuts”');
    expect(reply).not.toMatch(/\b(free of|safe|vegan)\b/i);
  });

  it.each([
    ...['does it contain milk?', 'any nuts?', 'are there eggs in it?', 'is there wheat?', 'can a coeliac eat this?'],
    ...['tem leite?', 'y a-t-il du lait ?', 'есть ли орехи?', 'هل فيه حليب؟', 'क्या इसमें दूध है?', '¿tiene leche?'],
    ...['ada susu?', 'দুধ আছে?', 'có sữa không?', 'süt var mı?'],
  ])('about an allergen are never left to a model: %s', (text) => {
    const printed = seen('t', '14:05', readRows([['Sunny flakes'], ['Contains: milk, barley']]));
    const blank = seen('b', '14:06', readRows([]));
    for (const photo of [SHELF, BAR, printed, blank])
      for (const reply of [ask(text, [photo], null), ask(text, [], null, [photo])]) {
        expect(reply, `${text}, ${photo.photo.id}`).not.toBeNull();
        if (photo === printed) expect(said(reply)).toContain('“Contains: milk, barley”');
      }
  });

  it.each(['rice, prawns, oil', 'Zutat: Reis, oyster', 'harina, mostaza, agua', 'riz, céleri', 'pirinç, susam'])(
    'about an allergen show the line of ingredients: %s',
    (line) => {
      const printed = seen('t', '14:05', readRows([['Sunny bites'], [line]]));
      expect(said(ask('any mustard?', [printed], null))).toContain(`What I read about it: “${line}”`);
    },
  );

  it('about an allergen of a cake without print say that nothing was read, and of another dish go on', () => {
    const blank = seen('b', '14:06', readRows([]));
    expect(said(ask('does this cake contain nuts?', [blank], null))).toContain('nothing in this photo');
    expect(ask('is there egg in carbonara?', [blank], null)).toBeNull();
  });

  it('about an allergen of a pack are answered for that pack', () => {
    expect(said(ask('does the jerky contain milk?', [SHELF], null))).toContain('“BEEF JERKY 11g protein”');
    expect(said(ask('do the soy nuts contain milk?', [SHELF], null))).not.toContain('JERKY');
  });

  it('to a photo that is gone still show what was read, without boxes', () => {
    const gone = { ...SHELF, photo: { ...SHELF.photo, gone: { afterHours: 24 } } };
    const reply = ask('show me what you read', [gone], focus);
    expect(said(reply)).toContain('1\u00A0“20g PROTEIN”');
    expect(reply!.drawings).toEqual([]);
  });
});

describe('one label', () => {
  it('is read whole, or for one nutrient', () => {
    expect(said(ask('how much protein?', [BAR], null))).toBe('Per 100 g: protein 21.0 g (your label, 14:20).');
    expect(said(ask('tell me all of it', [BAR], null))).toBe(
      'Per 100 g: energy 509 kcal, fat 31.0 g, saturates 4.0 g, carbohydrate 32.0 g, sugars 14.0 g, protein 21.0 g, salt 0.90 g (your label, 14:20).',
    );
  });

  it('is announced when it comes without words', () => {
    const reply = ask('', [], null, [BAR]);
    expect(said(reply)).toBe('Read it: a nutrition label. Ask me.');
    expect(labels(reply)).toEqual(['Show what I read']);
  });

  it('names what it could not read instead of guessing', () => {
    const reading = readRows([
      ['Energy', '435 kcal'],
      ['Fat', '16.0 g'],
      ['Protein', '8.0 g'],
      ['Carbohydrate', '6 5 g'],
      ['Salt', 'O,4'],
    ]);
    expect(said(ask('tell me all', [seen('l', '14:05', reading)], null))).toContain(
      'Not readable: carbohydrate, salt.',
    );
  });
});

describe('questions', () => {
  it.each([
    ['en', 'which has the most protein?'],
    ['en', 'Which of these has the most protein in it?'],
    ['en', 'which has more protein in it?'],
    ['es', '¿cuál tiene más proteínas?'],
    ['pt', 'qual tem mais proteína?'],
    ['hi', 'किसमें सबसे ज़्यादा प्रोटीन है?'],
    ['ar', 'أيها يحتوي على أكثر بروتين؟'],
    ['id', 'mana yang paling banyak protein?'],
    ['fr', 'lequel a le plus de protéines ?'],
    ['bn', 'কোনটায় সবচেয়ে বেশি প্রোটিন?'],
    ['vi', 'cái nào nhiều chất đạm nhất?'],
    ['tr', 'hangisinde en çok protein var?'],
    ['ru', 'где больше всего белка?'],
  ])('rank the shelf in %s', (language, text) => {
    const reply = ask(text, [SHELF], null, [], language);
    expect(reply!.facts.map(({ item }) => item).slice(0, 2)).toEqual(['Nutty Bar', 'Edamame']);
  });

  it.each([
    ...['rank these by protein', 'top 3 protein', 'best protein', 'protein per serving?', 'sort by protein'],
    ...['ordénalos por proteína', 'ordena por proteína', 'ordene por proteína', 'melhor proteína', 'urutkan protein'],
    ...['classe-les par protéines', 'meilleures protéines ?', 'xếp hạng theo đạm', 'proteine göre sırala', 'protein?'],
    ...['प्रोटीन के क्रम में', 'सबसे अच्छा प्रोटीन', 'رتبها حسب البروتين', 'أفضل بروتين', 'প্রোটিন অনুযায়ী সাজাও', 'সেরা প্রোটিন'],
    ...[
      'отсортируй по белку',
      'топ по белку',
      'proteína por ración',
      'protéines par portion ?',
      'porsiyon başına protein?',
    ],
  ])('put the shelf in order: %s', (text) => {
    const reply = ask(text, [], null, [SHELF]);
    expect(reply?.facts.map(({ item }) => item).slice(0, 2)).toEqual(['Nutty Bar', 'Edamame']);
    expect(ask('protein?', [SHELF], reply!.focus)!.facts[0]!.item).toBe('Nutty Bar');
  });

  it.each([
    ['en', 'which has the least protein?'],
    ['en', 'which of these has the least protein in it?'],
    ['pt', 'qual tem menos proteína?'],
    ['id', 'mana yang paling sedikit protein?'],
    ['bn', 'কোনটায় সবচেয়ে কম প্রোটিন?'],
    ['es', '¿cuál tiene menos proteínas?'],
    ['hi', 'सबसे कम प्रोटीन किसमें?'],
    ['ar', 'أيها أقل بروتين؟'],
    ['fr', 'lequel a le moins de protéines ?'],
    ['vi', 'cái nào ít đạm nhất?'],
    ['tr', 'en az protein hangisinde?'],
    ['ru', 'где меньше всего белка?'],
  ])('rank it from the other end in %s', (language, text) => {
    expect(ask(text, [SHELF], null, [], language)!.facts[0]!.item).toBe('Rice Cakes');
  });

  it.each([
    ['ru', 'а в джерки? jerky'],
    ['es', '¿y el jerky?'],
    ['fr', 'et le jerky ?'],
    ['tr', 'peki jerky?'],
    ['hi', 'और jerky?'],
    ['ar', 'و jerky؟'],
    ['pt', 'e o jerky?'],
    ['id', 'dan jerky?'],
    ['id', 'kalau jerky?'],
    ['bn', 'আর jerky?'],
    ['vi', 'còn jerky?'],
    ['vi', 'thế còn jerky?'],
  ])('follow up in %s', (language, text) => {
    const focus = ask('which has the most protein?', [], null, [SHELF])!.focus;
    expect(ask(text, [SHELF], focus, [], language)!.facts[0]!.item).toBe('Beef Jerky');
  });

  it.each([
    ...['How much protein is in the second one?', '¿cuánta proteína tiene la segunda?', 'quanta proteína no segundo?'],
    ...[
      'दूसरे में कितना प्रोटीन है?',
      'كم البروتين في الثاني؟',
      'berapa protein yang kedua?',
      'combien de protéines dans le deuxième ?',
    ],
    ...[
      'দ্বিতীয়টায় কত প্রোটিন?',
      'cái thứ hai bao nhiêu đạm?',
      'ikincide ne kadar protein var?',
      'сколько белка во втором?',
    ],
    ...['and the second?', 'ikincisi?', 'দ্বিতীয়টা?', '¿y el segundo?'],
  ])('count on the shelf: %s', (text) => {
    const { focus } = ask('which has the most protein?', [], null, [SHELF])!;
    expect(ask(text, [SHELF], focus)!.facts.map(({ item }) => item)).toEqual(['Edamame']);
  });

  it('that no photo answers go on to the model', () => {
    for (const text of ['hello', 'write me a poem', 'what is the capital of Peru?', 'thanks!', 'and the weather?'])
      expect(ask(text, [SHELF, BAR], null), text).toBeNull();
    expect(ask('which has the most protein?', [])).toBeNull();
  });

  it('for a number that no photo holds are not left to a model’s memory', () => {
    expect(said(ask('how much caffeine and fibre in the crisps?', [SHELF], null))).toMatch(
      /no fibre|don’t have that number/,
    );
    const text = seen('t', '14:05', readRows([['Closed on Monday'], ['Back soon']]));
    expect(said(ask('how much protein is in an egg?', [text], null))).toBe('I don’t have that number. Send the label.');
  });
});

describe('what no skill reads as a value', () => {
  const fortified = seen(
    'v',
    '14:25',
    readRows([
      ['Flakes'],
      ['', 'per 100 g'],
      ['Energy', '370 kcal'],
      ['Fat', '2.0 g'],
      ['Carbohydrate', '80.0 g'],
      ['Protein', '8.0 g'],
      ['Vitamin C', '60 mg'],
      ['Vitamin D', '5 mg'],
      ['Caffeine', '32 mg'],
    ]),
  );

  it.each([
    ...[
      'how much vitamin C?',
      'vitamin C?',
      '¿cuánta vitamina C tiene?',
      'quanta vitamina C tem?',
      'combien de vitamine C ?',
    ],
    ...[
      'berapa vitamin C?',
      'bao nhiêu vitamin C?',
      'ne kadar C vitamini var?',
      'сколько витамина C?',
      'сколько витамина С?',
    ],
    ...['विटामिन C कितना है?', 'كم فيتامين C؟', 'ভিটামিন C কত?'],
  ])('is shown as it is printed: %s', (text) => {
    expect(said(ask(text, [fortified]))).toBe('It says: “Vitamin C 60 mg”');
    expect(said(ask(text, [BAR]))).toMatch(/^No line for (?:\S+ [CС]|C vitamini) in what I read of this label\.$/);
    expect(said(ask(text, [SHELF]))).toBe('I don’t have that number. Send the label.');
  });

  it.each([
    ...[
      'caffeine?',
      'how much caffeine is in it?',
      '¿tiene cafeína?',
      'tem cafeína?',
      'il y a de la caféine ?',
      'ada kafein?',
    ],
    ...['có caffeine không?', 'kafein var mı?', 'есть ли кофеин?', 'क्या इसमें कैफीन है?', 'هل فيه كافيين؟', 'ক্যাফেইন আছে?'],
  ])('is never a model’s to say: %s', (text) => {
    expect(said(ask(text, [fortified]))).toBe('It says: “Caffeine 32 mg”');
    for (const photo of [BAR, SHELF, seen('b', '14:06', readRows([]))])
      for (const reply of [ask(text, [photo]), ask(text, [], null, [photo])])
        expect(said(reply)).toMatch(/^No line for|^I don’t have that number/);
  });

  it.each([
    ...['what about the calories in two bars?', '¿y las calorías en dos barras?', 'e as calorias em duas barras?'],
    ...[
      'et les calories dans deux barres ?',
      'kalau kalori dua batang?',
      'còn calo trong hai thanh?',
      'peki iki barda kalori?',
    ],
    ...['और दो बार में कैलोरी?', 'وماذا عن السعرات في لوحين؟', 'আর দুটি বারে ক্যালোরি?', 'а калории в двух батончиках?'],
  ])('and a count of things gets the printed value or none: %s', (text) => {
    expect(said(ask(text, [BAR]))).toContain('509 kcal');
    expect(said(ask(text, [SHELF]))).toBe('I don’t have that number. Send the label.');
  });

  it('leaves what something is good for to the model', () => {
    for (const text of ['tell me a story about iron and steel', 'explain to me why people drink alcohol'])
      expect(ask(text, [BAR, SHELF]), text).toBeNull();
  });
});

describe('other photos', () => {
  const receipt = seen(
    'r',
    '14:10',
    readRows(
      [
        ['Milk', '1.20'],
        ['Bread', '3.40'],
        ['TOTAL', '4.70'],
      ],
      { apart: 420 },
    ),
  );
  const table = seen(
    't',
    '14:11',
    readRows(
      [
        ['Month', 'North', 'Total'],
        ['January', '10.00', '12.50'],
        ['March', '11.00', '412.50'],
      ],
      { apart: 240 },
    ),
  );
  const laid = layChart(rng(1), 'plain');
  const chart = see({ id: 'c', at: at('14:12') }, readScene(laid.scene, {}, rng(1)), pixelsOf(laid.scene));
  const code = seen('q', '14:13', {
    ...readRows([]),
    codes: [{ format: 'QRCode', text: 'https://example.org', box: [0, 0, 1, 0, 1, 1, 0, 1] }],
  });
  const all = [receipt, table, chart, code, SHELF, BAR];

  it('are each found by what is asked', () => {
    expect(said(ask('what is the total?', [receipt]))).toBe(
      '2 items, 4.60. Sum check: printed total 4.70 does not fit.',
    );
    expect(said(ask('March total?', all))).toBe('412.50 (row March, column Total)');
    const [bar] = laid.bars;
    expect(said(ask(`how high is ${bar!.name}?`, all))).toMatch(new RegExp(`^${bar!.name} ≈ `));
    expect(said(ask('what is in the QR code?', all))).toContain('`example.org`');
    expect(said(ask('', [], null, [code]))).toContain('`example.org`');
    expect(said(ask('which has the most protein?', all))).toMatch(/^I could read protein on 9 of 12 packs/);
  });

  it.each([
    ...[
      'How much is the bread?',
      'What did the bread cost?',
      'how much did I spend on bread?',
      '¿cuánto cuesta el bread?',
    ],
    ...[
      'quanto custou o bread?',
      'combien coûte le bread ?',
      'berapa harga bread?',
      'bread giá bao nhiêu?',
      'and the bread?',
    ],
    ...['bread ne kadar?', 'bread का दाम कितना है?', 'كم سعر bread؟', 'bread-এর দাম কত?', 'сколько стоит bread?'],
  ])('of a receipt are answered with the line asked for: %s', (text) => {
    expect(said(ask(text, [receipt]))).toBe('Bread – 3.40');
    expect(ask(text, [receipt])!.facts.map(({ value }) => value)).toEqual(['3.40']);
  });

  it.each([
    ...['how much did I spend?', 'how much is it?', '¿cuánto gasté?', 'quanto paguei?', 'combien ai-je payé ?'],
    ...['berapa yang saya bayar?', 'tôi đã trả bao nhiêu?', 'ne kadar ödedim?', 'मैंने कितना खर्च किया?', 'كم دفعت؟'],
    ...['আমি কত খরচ করেছি?', 'сколько я потратил?', 'what is the total of this receipt?', 'how much did I pay in all?'],
  ])('of a receipt are answered with its sum where nothing on it is named: %s', (text) => {
    expect(said(ask(text, [], null, [receipt]))).toMatch(/(?:^|\n)2 items, 4.60/);
  });

  it('of a receipt say honestly that a line was not found, and never give the sum for it', () => {
    const { focus } = ask('', [], null, [receipt])!;
    for (const text of [
      'how much is the cheese?',
      'how much tax?',
      'how much did I spend on wine?',
      'what did the tea cost?',
    ])
      expect(said(ask(text, [receipt], focus)), text).toBe('I found no line for that on this receipt.');
    expect(ask('how much is a flight to Paris?', [receipt], null)).toBeNull();
    const taxed = seen(
      'tx',
      '14:10',
      readRows(
        [
          ['Milk', '1.20'],
          ['Bread', '3.40'],
          ['VAT 7%', '0.32'],
          ['TOTAL', '4.92'],
        ],
        { apart: 420 },
      ),
    );
    expect(said(ask('how much tax?', [taxed]))).toBe('It says: “VAT 7% 0.32”');
    expect(said(ask('сколько налога?', [taxed]))).toContain('0.32');
  });

  it('of a single pack are answered for it, without a ranking', () => {
    const pack = seen('p', '14:10', readPacks([['Nutty Bar', '20g PROTEIN']]));
    expect(said(ask('', [], null, [pack]))).toBe('Read it: a pack. Ask me.');
    expect(said(ask('how much protein?', [pack]))).toBe('Nutty Bar – 20 g (your photo, 14:10)');
  });

  it('are told apart by a button that gives the answer', () => {
    const other = seen(
      'r2',
      '14:20',
      readRows(
        [
          ['Tea', '2.00'],
          ['Jam', '3.00'],
          ['TOTAL', '5.00'],
        ],
        { apart: 420 },
      ),
    );
    const reply = ask('what is the total?', [receipt, other]);
    expect(labels(reply)).toEqual(['receipt, 14:10', 'receipt, 14:20']);
    expect(said(press(reply, 'receipt, 14:20', [receipt, other]))).toBe(
      '2 items, 5.00. Sum check: the printed total fits.',
    );
  });

  it('come back as a file where that is asked, or its button pressed', () => {
    const reply = ask('', [], null, [table]);
    expect(labels(reply)).toEqual(['Show what I read', 'Table as a file']);
    expect(press(reply, 'Table as a file', [table])!.file!.text).toContain('March,11.00,412.50');
    expect(ask('as csv please', [table])!.file!.name).toBe('table.csv');
  });
});

describe('buttons', () => {
  it('all work when they are pressed, and there are never more than three', () => {
    const earlier = [SHELF, BAR];
    const texts = [
      'which has the most protein?',
      'least protein',
      'all the protein',
      'and the jerky?',
      'how much sugar in the second?',
      'tell me all',
      'show what you read',
      'compare',
    ];
    for (const text of texts)
      for (const attached of [[], [SHELF], [BAR], [BAR, { ...BAR, photo: { id: 'b2', at: at('14:21') } }]]) {
        const reply = ask(text, earlier, { photos: ['shelf'], what: 'protein', way: 'most' }, attached);
        expect(reply?.buttons.length ?? 0).toBeLessThanOrEqual(3);
        for (const { label, value } of reply?.buttons ?? []) {
          expect(label.length).toBeLessThanOrEqual(20);
          expect(Buffer.byteLength(value)).toBeLessThanOrEqual(64);
          const pressed = answerStep(stepOf(value)!, {
            earlier: [...earlier, ...attached],
            focus: reply!.focus,
            talk: talk(),
          });
          expect(pressed, `${text} → ${label}`).not.toBeNull();
          expect(plain(pressed!.sheet).markdown).not.toMatch(/can’t|could not|don’t have/);
        }
      }
  });

  it('of somebody else are none of a skill’s', () => {
    for (const value of ['forget:one', 'skill:', 'skill:bogus:x', 'skill:all:x:most:99', ''])
      expect(stepOf(value)).toBeNull();
  });
});
