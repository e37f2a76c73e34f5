/** The highest, the lowest, the dearest, sums and averages: questions of all that stands side by side in one photo. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerFromPhotos } from '../../src/assistant/asking.ts';
import type { Chart, Evidence } from '../../src/assistant/evidence.ts';
import { plain } from '../../src/assistant/firewall.ts';
import { see } from '../../src/assistant/seeing.ts';
import { readPacks, readRows } from '../vision/layouts/rows.ts';

const TALK = { language: 'en', timeZone: 'UTC', now: 0 };
const photo = (id: string, rows: string[][], apart = 240): Evidence => see({ id, at: 0 }, readRows(rows, { apart }));

/** Of a photo that came with the question, unless it is told how long before. */
function ask(evidence: Evidence, text: string, how: 'attached' | 'spoken of' | 'before' = 'attached', language = 'en') {
  const focus = how === 'spoken of' ? { photos: [evidence.photo.id], what: null, way: 'most' as const } : null;
  const [attached, earlier] = how === 'attached' ? [[evidence], []] : [[], [evidence]];
  return answerFromPhotos({ text, attached, earlier, focus, talk: { ...TALK, language } });
}
const said = (...asked: Parameters<typeof ask>) => {
  const reply = ask(...asked);
  return reply && plain(reply.sheet).markdown;
};

const TABLE = photo('t', [
  ['Month', 'Rent', 'Power', 'Total'],
  ['January', '500.00', '90.50', '590.50'],
  ['February', '500.00', '80.25', '580.25'],
  ['March', '520.00', '60.00', '580.00'],
  ['Total', '1520.00', '230.75', '1750.75'],
]);
const RECEIPT = photo(
  'r',
  [
    ['Milk', '1.20'],
    ['Bread', '3.40'],
    ['Coffee', '8.90'],
    ['Discount', '-2.00'],
    ['TOTAL', '11.50'],
  ],
  420,
);

/** Bars of these heights, each so far off at most. */
const chart = (
  bars: readonly [name: string, value: string, error: string | null][],
  unread: string[] = [],
): Evidence => {
  const seen: Chart = {
    kind: 'chart',
    bars: bars.map(([name, value, error]) => ({
      name,
      error,
      fact: {
        ...{ item: name, what: 'bar', value, unit: '', base: { kind: 'none' }, certainty: 'calculated' },
        ...{ boxes: [], print: name, rule: 'chart', confidence: 1, checks: [] },
      },
    })),
    unread,
  };
  return { photo: { id: 'c', at: 0 }, reading: readRows(bars.map(([name]) => [name])), seen };
};
const CHART = chart([
  ['Q1', '30', '1'],
  ['Q2', '42', '1'],
  ['Q3', '18', '1'],
]);

describe('a table', () => {
  it('gives the highest and the lowest cell of a column, where its row of totals does not count', () => {
    expect(said(TABLE, 'Which month had the highest power?')).toBe('Highest: 90.50 (row January, column Power).');
    expect(said(TABLE, 'lowest total?')).toBe('Lowest: 580.00 (row March, column Total).');
    expect(said(TABLE, 'what was the lowest rent')).toBe(
      'Lowest: 500.00 (row January, column Rent); 500.00 (row February, column Rent).',
    );
  });

  it('gives what is printed where a total is printed, and else calculates', () => {
    expect(said(TABLE, 'what is the total rent?')).toBe('1520.00 (row Total, column Rent)');
    expect(said(TABLE, 'sum of the power column')).toBe('Column Power, 3 cells added up: 230.75 (calculated).');
    expect(said(TABLE, 'average power?')).toBe('Column Power, average of 3 cells: 76.917 (calculated).');
    expect(ask(TABLE, 'average power?')!.facts).toMatchObject([
      { value: '76.917', certainty: 'calculated', rule: '(90.50 + 80.25 + 60.00) / 3' },
    ]);
  });

  it('counts no cell that was read unsurely, and says which', () => {
    const unsure = photo('t', [
      ['Month', 'Rent'],
      ['January', '500.00'],
      ['February', '5l0.00'],
      ['March', '520.00'],
      ['April', '530.00'],
    ]);
    const left = 'Not counted, because I’m not sure that I read it right: February.';
    expect(said(unsure, 'sum?')).toBe(`Column Rent, 3 cells added up: 1,550.00 (calculated). ${left}`);
    expect(said(unsure, 'the highest?')).toBe(`Highest: 530.00 (row April, column Rent). ${left}`);
  });

  it('does not take a cell for an average, nor a choice of columns for one', () => {
    expect(said(TABLE, 'average in March?')).toBeNull();
    expect(said(TABLE, 'which is the highest?')).toBeNull();
  });

  it('adds up what stands in it, whatever that is', () => {
    const cents = fc.integer({ min: 0, max: 99_999 });
    fc.assert(
      fc.property(fc.array(cents, { minLength: 3, maxLength: 9 }), (all) => {
        const rows = all.map((value, index) => [`Row${'abcdefghi'[index]}`, (value / 100).toFixed(2)]);
        const table = photo('t', [['Name', 'Worth'], ...rows]);
        const [fact] = ask(table, 'sum of worth')!.facts;
        expect(Math.round(Number(fact!.value) * 100)).toBe(all.reduce((sum, value) => sum + value, 0));
        const [most] = ask(table, 'highest worth')!.facts;
        expect(Math.round(Number(most!.value) * 100)).toBe(Math.max(...all));
      }),
    );
  });
});

describe('a chart', () => {
  it('gives its highest and lowest bar, each with how far it may be off', () => {
    expect(said(CHART, 'which bar is highest?')).toBe('Highest: Q2 ≈ 42 (±1, read off the axis).');
    expect(said(CHART, 'the lowest?')).toBe('Lowest: Q3 ≈ 18 (±1, read off the axis).');
  });

  it('does not choose between bars that may be equally high, and names those it could not measure', () => {
    const near = chart(
      [
        ['A', '42', '1'],
        ['B', '41', '1'],
        ['C', '10', '1'],
      ],
      ['D'],
    );
    expect(said(near, 'which is the highest?')).toBe(
      'Too close together to tell which: A ≈ 42 (±1); B ≈ 41 (±1). Not readable: D.',
    );
  });

  it('is asked only while it is spoken of', () => {
    expect(said(CHART, 'which quarter was the highest?', 'spoken of')).toMatch(/^Highest: Q2/);
    expect(said(CHART, 'which is the highest bar of the chart?', 'before')).toMatch(/^Highest: Q2/);
    expect(said(CHART, 'what is the highest mountain on earth?', 'spoken of')).toBeNull();
    expect(said(CHART, 'which quarter was the highest?', 'before')).toBeNull();
  });
});

describe('a receipt', () => {
  it.each([
    ...[
      'What was the most expensive?',
      'what cost the most?',
      'most expensive thing I bought',
      '¿qué fue lo más caro?',
    ],
    ...[
      'qual foi o item mais caro?',
      'quel est l’article le plus cher ?',
      'quel était le plus cher de tous ceux que j’ai achetés ?',
      'mana yang paling mahal?',
      'món nào đắt nhất?',
    ],
    ...['en pahalı ürün hangisi?', 'सबसे महँगा क्या था?', 'ما هو الأغلى؟', 'কোনটি সবচেয়ে দামি?', 'что было дороже всего?'],
  ])('gives what was paid most for: %s', (text) => {
    for (const how of ['attached', 'spoken of', 'before'] as const)
      expect(said(RECEIPT, text, how), how).toBe('Most expensive: Coffee – 8.90.');
  });

  it('gives what was paid least for, which is nothing that was taken off', () => {
    expect(said(RECEIPT, 'and the cheapest?')).toBe('Cheapest: Milk – 1.20.');
    expect(said(RECEIPT, 'what is the most expensive car in the world?', 'spoken of')).toBeNull();
  });
});

it.each([
  ['es', '¿Cuál es el más alto?', 'El más alto: '],
  ['pt-BR', 'Qual é o mais alto?', 'O mais alto: '],
  ['fr', 'Lequel est le plus élevé ?', 'Le plus élevé : '],
  ['id', 'Mana yang tertinggi?', 'Tertinggi: '],
  ['vi', 'Cái nào cao nhất?', 'Cao nhất: '],
  ['tr', 'En yüksek hangisi?', 'En yüksek: '],
  ['hi', 'सबसे ऊँचा कौन है?', 'सबसे ऊँचा: '],
  ['ar', 'ما هو الأعلى؟', 'الأعلى: '],
  ['bn', 'কোনটি সর্বোচ্চ?', 'সর্বোচ্চ: '],
  ['ru', 'Какой столбец самый высокий?', 'Выше всех: '],
  ['ru', 'какой самый большой?', 'Выше всех: '],
  ['tr', 'en büyüğü hangisi?', 'En yüksek: '],
  ['hi', 'सबसे बड़ा कौन सा है?', 'सबसे ऊँचा: '],
  ['bn', 'সবচেয়ে বড় কোনটা?', 'সর্বোচ্চ: '],
  ['fr', 'lequel est le plus grand ?', 'Le plus élevé : '],
])('the highest is understood and said in %s', (language, text, begins) => {
  expect(said(CHART, text, 'spoken of', language)!.replace(/[\u2068\u2069]/g, '')).toContain(`${begins}Q2 ≈ `);
});

describe('of what is named together', () => {
  it('each cell of a table is given, or a whole row or column', () => {
    expect(said(TABLE, 'January and March total?')).toBe(
      '590.50 (row January, column Total)\n580.00 (row March, column Total)',
    );
    expect(said(TABLE, 'difference between January and March total?')).toContain('590.50');
    expect(said(TABLE, 'how much did I pay in January?')).toBe('January – Rent 500.00, Power 90.50, Total 590.50');
    expect(said(TABLE, 'and in March?', 'spoken of')).toBe('March – Rent 520.00, Power 60.00, Total 580.00');
    expect(said(TABLE, 'how much did rent go up?')).toMatch(/^Rent – January 500\.00, February 500\.00, March 520\.00/);
  });

  it('payment and change of a receipt are given as printed', () => {
    const paid = photo(
      'r',
      [
        ['Milk', '1.20'],
        ['Bread', '3.40'],
        ['TOTAL', '4.60'],
        ['Cash', '10.00'],
        ['Change', '5.40'],
      ],
      420,
    );
    expect(said(paid, 'how much change did I get?')).toBe('It says: “Change 5.40”');
    for (const text of [
      '¿cuánto fue el vuelto?',
      'quanto foi o troco?',
      'para üstü ne kadar?',
      'сколько сдачи?',
      'كم الباقي؟',
    ])
      expect(said(paid, text), text).toBe('It says: “Change 5.40”');
    const byCard = photo(
      'r',
      [
        ['Milk', '1.20'],
        ['Bread', '3.40'],
        ['TOTAL', '4.60'],
        ['CARD', '4.60'],
      ],
      420,
    );
    expect(said(byCard, 'what was the most expensive?', 'spoken of')).toBe('Most expensive: Bread – 3.40.');
    expect(said(byCard, 'is the total right?', 'spoken of')).toMatch(/^2 items, 4\.60\./);
    for (const text of ['¿cuánto pagué en efectivo?', 'combien en espèces ?', 'berapa tunai?', 'сколько наличными?'])
      expect(said(paid, text, 'spoken of'), text).toBe('It says: “Cash 10.00”');
    expect(said(paid, 'how much did I pay in cash?', 'before')).toBe('It says: “Cash 10.00”');
    expect(said(paid, 'does the climate change?', 'before')).toBeNull();
    expect(said(paid, 'what did I buy?')).toMatch(/^Milk – 1\.20\nBread – 3\.40\n/);
  });

  it('both packs of a shelf are given', () => {
    const shelf = see(
      { id: 's', at: 0 },
      readPacks([
        ['Nutty Bar', '20g PROTEIN'],
        ['Edamame', '14g Protein'],
        ['BEEF JERKY', '11g protein'],
        ['Oat Clusters'],
      ]),
    );
    for (const text of ['compare edamame and jerky', 'jerky or edamame?', 'protein in the edamame and the jerky?'])
      expect(said(shelf, text), text).toMatch(
        /^I could read protein on 2 of 2 packs:\n1 Edamame – 14 g\n2 Beef Jerky – 11 g\n/,
      );
    expect(said(shelf, 'edamame or oat clusters?')).toMatch(/1 Edamame – 14 g\n\nNot readable: Oat Clusters\./);
    expect(said(shelf, 'how much protein in the edamame?')).toMatch(/^Edamame – 14 g/);
    // A name that the reader ran together is known by all of its words.
    const glued = see(
      { id: 's', at: 0 },
      readPacks([
        ['Teacup', '20g PROTEIN'],
        ['Edamame', '14g Protein'],
      ]),
    );
    expect(said(glued, 'tea cup or edamame?')).toMatch(/1 Teacup – 20 g\n2 Edamame – 14 g/);
  });
});
