import { describe, expect, it } from 'vitest';
import { answerStep } from '../../src/assistant/asking.ts';
import { plain } from '../../src/assistant/firewall.ts';
import { see } from '../../src/assistant/seeing.ts';
import { stepOf } from '../../src/assistant/skills/offers.ts';
import { layChart } from '../vision/layouts/chart.ts';
import { readPacks, readRows } from '../vision/layouts/rows.ts';
import { pixelsOf, readScene } from '../vision/layouts/scene.ts';
import { rng } from '../vision/random.ts';
import { ask, at, BAR, labels, press, SHELF, said, seen, talk } from './asking/photographed.ts';

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
