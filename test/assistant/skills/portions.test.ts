import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerFromPhotos } from '../../../src/assistant/asking.ts';
import { plain } from '../../../src/assistant/firewall.ts';
import { questionIn } from '../../../src/assistant/intent.ts';
import { see } from '../../../src/assistant/seeing.ts';
import { readRows } from '../../vision/layouts/rows.ts';

const label = (rows: string[][]) => see({ id: 'l', at: 0 }, readRows(rows));
const VALUES = [
  ['Energy', '435 kcal', '174 kcal'],
  ['Fat', '16.0 g', '6.4 g'],
  ['of which sugars', '24.0 g', '9.6 g'],
  ['Protein', '8.0 g', '3.2 g'],
];
const BAR = label([['Oat Crunch'], ['', 'per 100 g', 'per 40 g bar'], ...VALUES]);
const HUNDRED = label([['Oat Crunch'], ['', 'per 100 g'], ...VALUES.map(([name, value]) => [name!, value!])]);
const US = label([
  ['Serving size 1 bar (40g)'],
  ['Calories', '170'],
  ['Total Fat 6g'],
  ['Total Sugars 12g'],
  ['Protein 3g'],
]);
const ask = (text: string, photo = BAR, language = 'en') => {
  const talk = { language, timeZone: 'UTC', now: 0 };
  return plain(answerFromPhotos({ text, attached: [photo], earlier: [], focus: null, talk })!.sheet).markdown;
};

describe('how much is asked for', () => {
  it.each([
    ...['how much sugar in half the bar?', 'sugar in half of a bar', 'sugar in ½ bar', 'azúcar en media barrita'],
    ...[
      'azúcar en la mitad de la barra',
      'açúcar em meia barra',
      'sucre dans une demi-barre',
      'gula dalam setengah batang',
    ],
    ...["sucre dans la moitié d'une barre", 'nửa thanh có bao nhiêu đường?', 'yarım barda ne kadar şeker var?'],
    ...[
      'आधे बार में कितनी चीनी है?',
      'كم السكر في نصف اللوح؟',
      'অর্ধেক বারে কত চিনি?',
      'сколько сахара в половине батончика?',
    ],
  ])('is half a bar: %s', (text) => expect(questionIn(text)!.portion).toEqual({ times: '0.5', of: 'bar' }));

  it.each([
    ...[
      'protein in two bars?',
      'protein in 2 bars',
      '¿proteína en dos barritas?',
      'proteína em duas barras',
      'dua batang proteinnya',
    ],
    ...[
      'protéines dans deux barres',
      'hai thanh có bao nhiêu đạm',
      'iki barda protein',
      'दो बार में प्रोटीन',
      'البروتين في لوحين',
    ],
    ...['দুই বারে প্রোটিন', 'белка в двух батончиках', '२ बार में प्रोटीन'],
  ])('is two bars: %s', (text) => expect(questionIn(text)!.portion).toEqual({ times: '2', of: 'bar' }));

  it('is so many servings', () => {
    expect(questionIn('sugar in three servings')!.portion).toEqual({ times: '3', of: 'serving' });
    expect(questionIn('sugar in 1.5 servings')!.portion).toEqual({ times: '1.5', of: 'serving' });
  });

  it.each([
    ...[
      'protein in 50 g?',
      'protein in 50 grams',
      'proteína en 50 gramos',
      'protéines dans 50 g',
      "50 g'da protein",
      '50 gramda kaç protein',
    ],
    ...[
      'белка в 50 граммах',
      '५० ग्राम में कितना प्रोटीन',
      'كم البروتين في ٥٠ غرام',
      '৫০ গ্রামে কত প্রোটিন',
      '50 g có bao nhiêu đạm',
    ],
  ])('is fifty grams: %s', (text) =>
    expect(questionIn(text)!.base).toMatchObject({ kind: 'serving', size: '50', unit: 'g' }),
  );

  it.each([
    ...[
      'which has more than 10 g protein?',
      'is 10 g of protein a lot?',
      'does it have 10 g protein',
      'tiene 10 g de proteína?',
    ],
    ...['how much is in the bar chart?', 'which bar has two nuts?', 'how much protein?'],
  ])('is none: %s', (text) => {
    const { base, portion } = questionIn(text)!;
    expect([base, portion]).toEqual([null, null]);
  });

  it('is never anything else than a number above nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const portion = questionIn(`${text} bars protein`)?.portion;
        if (portion) expect(Number(portion.times)).toBeGreaterThan(0);
      }),
    );
  });
});

describe('values of it', () => {
  it('are calculated by the size of a bar that is printed, and said to be', () => {
    expect(ask('how much sugar in half the bar?')).toBe(
      'Per 20 g: sugars 4.8 g (your label, 00:00).\n\nThe label prints per 100 g; I calculated the rest.',
    );
    expect(ask('protein in two bars?', US)).toMatch(/^Per 80 g: protein 6\.0 g .*The label prints per 40 g bar;/s);
    expect(ask('how much protein in a bar?')).toBe('Per 40 g bar: protein 3.2 g (your label, 00:00).');
    expect(ask('how much protein in 50 g?')).toMatch(/^Per 50 g: protein 4\.0 g/);
  });

  it('are not where nothing says how large a bar is, or it is another thing', () => {
    expect(ask('sugar in half the bar?', HUNDRED)).toBe(
      'Per 100 g: sugars 24.0 g (your label, 00:00).\n\nThe label prints nothing per serving, so this is what it prints.',
    );
    const cookies = label([['Serving size 3 cookies (30g)'], ...US.reading.lines.slice(1).map(({ text }) => [text])]);
    expect(ask('protein in two bars?', cookies)).not.toMatch(/Per [26]0 g/);
  });

  it('say what they are of without empty brackets', () => {
    expect(ask('сколько сахара в половине батончика?', BAR, 'ru')).toMatch(/^На 20 g: сахара 4,8 g/);
    expect(ask('yarım barda ne kadar şeker var?', BAR, 'tr')).toMatch(/^20 g başına: şeker 4,8 g/);
  });
});
