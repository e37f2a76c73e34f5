import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Question, questionIn } from '../../src/assistant/intent.ts';

type Told = { [Name in keyof Question]: Question[Name] extends boolean ? Name : never }[keyof Question];

/** What is told of each question, in the eleven languages. */
const ASKED: [Told, string[]][] = [
  [
    'howMuch',
    [
      ...['How much salt?', '¿Cuánta sal tiene?', 'Quanto açúcar tem?', 'कितना नमक है?', 'كم الملح؟', 'berapa gulanya?'],
      ...['combien de sucre ?', 'কত লবণ?', 'bao nhiêu đường?', 'ne kadar tuz var?', 'сколько соли?'],
    ],
  ],
  [
    'compare',
    [
      ...['compare these', 'compara las dos', 'qual é melhor?', 'इनकी तुलना करो', 'قارن بينهما', 'bandingkan keduanya'],
      ...['laquelle est mieux ?', 'তুলনা করো', 'so sánh hai cái', 'karşılaştır', 'сравни их'],
    ],
  ],
  [
    'total',
    [
      ...[
        'what is the total?',
        '¿cuál es la suma?',
        'qual é a soma?',
        'कुल कितना है?',
        'كم المجموع؟',
        'berapa jumlah semuanya?',
      ],
      ...['quelle est la somme ?', 'মোট কত?', 'tổng cộng bao nhiêu?', 'toplam ne kadar?', 'сколько всего?'],
    ],
  ],
  [
    'shown',
    [
      ...[
        'Show what you read',
        'muestra lo que leíste',
        'o que você leu?',
        'तुमने क्या पढ़ा?',
        'ماذا قرأت؟',
        'apa yang kamu baca?',
      ],
      ...['qu’as-tu lu ?', 'তুমি কী পড়েছ?', 'bạn đọc được gì?', 'ne okudun?', 'что ты прочитал?'],
    ],
  ],
  [
    'allergens',
    [
      ...['is it gluten free?', '¿tiene gluten?', 'é vegano?', 'इसमें ग्लूटेन है?', 'هل فيه غلوتين؟', 'apakah ada alergen?'],
      ...['sans gluten ?', 'গ্লুটেন আছে?', 'có gây dị ứng không?', 'glütensiz mi?', 'есть ли глютен?'],
    ],
  ],
  [
    'asFile',
    [
      'as csv',
      'dame un excel',
      'em planilha',
      'CSV में',
      'csv من فضلك',
      'jadi excel',
      'un tableur',
      'csv দাও',
      'file excel',
      'excel olarak',
      'в excel',
    ],
  ],
];

const SECOND = [
  ...[
    'the second one',
    'la segunda',
    'o segundo',
    'दूसरे में',
    'في الثاني',
    'yang kedua',
    'le deuxième',
    'দ্বিতীয়টা',
    'cái thứ hai',
  ],
  ...['ikinci olan', 'во втором', 'number 2', '#2', '2nd'],
];

describe('questions in eleven languages', () => {
  it.each(ASKED.flatMap(([told, texts]) => texts.map((text) => [told, text] as const)))('tell %s: %s', (told, text) => {
    expect(questionIn(text)![told]).toBe(true);
  });

  it.each(SECOND)('count to the second: %s', (text) => {
    expect(questionIn(text)!.ordinal).toBe(1);
  });

  it.each([
    'more protein, less sugar',
    'más proteína y menos azúcar',
    'mais proteína, menos açúcar',
    'ज़्यादा प्रोटीन, कम चीनी',
    'بروتين أكثر، سكر أقل',
    'lebih banyak protein, lebih sedikit gula',
    'plus de protéines, moins de sucre',
    'বেশি প্রোটিন, কম চিনি',
    'nhiều đạm hơn, ít đường hơn',
    'daha çok protein, daha az şeker',
    'больше белка, меньше сахара',
  ])('weigh each nutrient by its own word: %s', (text) => {
    expect(questionIn(text)!.wants).toEqual([
      { what: 'protein', way: 'more' },
      { what: 'sugars', way: 'less' },
    ]);
  });

  it('keep a product’s name and nothing else of the words', () => {
    expect(questionIn('and the jerky?')).toMatchObject({ names: ['jerky'], followUp: true });
    expect(questionIn('which has the most protein?')!.names).toEqual([]);
    expect(questionIn('¿cuánto azúcar tiene el Nutty Bar?')!.names).toContain('nutty');
    expect(questionIn('per 100 g please')).toMatchObject({ names: [], base: { kind: '100 g' } });
  });

  it('are none in a long text', () => {
    expect(questionIn('protein '.repeat(60))).toBeNull();
  });

  it('are told for any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const question = questionIn(text);
        for (const name of question?.names ?? []) expect(name.length).toBeGreaterThan(1);
      }),
    );
  });
});
