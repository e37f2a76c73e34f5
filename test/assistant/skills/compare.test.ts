import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../model-runtime/contract.ts';
import { answerFromPhotos, answerStep } from '../../../src/assistant/asking.ts';
import type { Evidence } from '../../../src/assistant/evidence.ts';
import { plain } from '../../../src/assistant/firewall.ts';
import { see } from '../../../src/assistant/seeing.ts';
import { pricesIn } from '../../../src/assistant/skills/compare/prices.ts';
import { stepOf } from '../../../src/assistant/skills/offers.ts';
import { layPair } from '../../vision/layouts/pair.ts';
import { readRows } from '../../vision/layouts/rows.ts';
import { readScene } from '../../vision/layouts/scene.ts';
import { rng } from '../../vision/random.ts';
import { NUT_BAR } from '../nut-bar.ts';

const talk = { language: 'en', timeZone: 'UTC', now: 0 };
const seen = (id: string, reading: Reading): Evidence => see({ id, at: 0 }, reading);
const said = (attached: Evidence[], text: string) =>
  plain(answerFromPhotos({ text, attached, earlier: [], focus: null, talk })!.sheet).markdown;

/** 40 g of it hold what 100 g of this divided by 2.5 do. */
const A = seen(
  'a',
  readRows([
    ['', 'per 40 g bar'],
    ['Energy', '728 kJ / 174 kcal'],
    ['Fat', '6.4 g'],
    ['Carbohydrate', '22.4 g'],
    ['of which sugars', '9.6 g'],
    ['Protein', '3.2 g'],
    ['Salt', '0.16 g'],
  ]),
);
const B = seen('b', readRows(NUT_BAR));

describe('two labels of journey J7', () => {
  const reply = answerFromPhotos({
    text: 'more protein, less sugar',
    attached: [A, B],
    earlier: [],
    focus: null,
    talk,
  })!;

  it('are laid side by side per 100 g, the wish weighed and the other side named', () => {
    expect(plain(reply.sheet).markdown).toBe(
      [
        'Per 100 g, from your two labels:',
        '',
        '|  | A | B |',
        '| --- | ---: | ---: |',
        '| kcal | 435 | 509 |',
        '| protein, g | 8.0 | 21.0 |',
        '| sugars, g | 24.0 | 14.0 |',
        '| fat, g | 16.0 | 31.0 |',
        '| salt, g | 0.40 | 0.90 |',
        '',
        'B fits your wish: 13 g more protein, 10 g less sugars. A has 74 kcal less and less salt.',
        '',
        'A prints per 40 g bar; I multiplied by 2.5. Both labels pass the energy check.',
      ].join('\n'),
    );
    expect(reply.buttons.map(({ label }) => label)).toEqual(['Chart', 'Add prices']);
  });

  it('cost what their protein costs', () => {
    const earlier = [A, B];
    const priced = answerFromPhotos({
      text: 'A 1.20, B 1.90, both 40 g',
      attached: [],
      earlier,
      focus: reply.focus,
      talk,
    });
    expect(plain(priced!.sheet).markdown).toBe('100 g of protein costs 37.50 in A and 22.62 in B.');
  });

  it('become a chart whose text says all it shows', () => {
    const chart = answerStep(stepOf(reply.buttons[0]!.value)!, { earlier: [A, B], focus: reply.focus, talk })!;
    expect(chart.drawings[0]).toMatchObject({ kind: 'bars', alt: 'Protein per 100 g: A 8.0 g, B 21.0 g' });
    expect(plain(chart.sheet).markdown).toContain('Protein per 100 g: A 8.0 g, B 21.0 g');
  });

  it('are asked for one nutrient together, or for one of them by its letter', () => {
    const ask = (text: string) =>
      plain(answerFromPhotos({ text, attached: [], earlier: [A, B], focus: reply.focus, talk })!.sheet).markdown;
    expect(ask('and the carbohydrate?')).toContain('| carbohydrate, g | 56.0 | 36.0 |');
    expect(ask('how much salt in B?')).toBe('Per 100 g: salt 0.90 g (your label, 00:00).');
  });

  it('pull both ways where each has one of the wishes', () => {
    expect(said([A, B], 'more protein, less fat')).toContain('The most protein: B. The least fat: A.');
  });
});

describe('labels without a fair base', () => {
  const other = (head: string, unit = 'g') =>
    seen(
      'c',
      readRows(
        [
          ['', head],
          ['Energy', '2130 kJ / 509 kcal'],
          ['Fat', `31.0 ${unit}`],
          ['Carbohydrate', `36.0 ${unit}`],
          ['Protein', `21.0 ${unit}`],
        ].filter((row) => row[1] !== ''),
      ),
    );

  it('are refused with the reason', () => {
    expect(said([other('per 100 ml'), B], 'compare')).toBe(
      'I can’t compare these fairly: A is per 100 ml, B per 100 g, and no density is printed.',
    );
    expect(said([B, other('per 100 g drained')], 'compare')).toBe(
      'I can’t compare these fairly: A is per 100 g, B per 100 g drained, and only one is without its liquid.',
    );
    expect(said([B, other('')], 'compare')).toBe(
      'I can’t compare these fairly: no base that I could read on B (per 100 g, or the size of a serving).',
    );
  });
});

describe('a label that does not add up', () => {
  // What rows come to that were taken for each other.
  const crooked = seen(
    'c',
    readRows([
      ['', 'per 100 g'],
      ['Energy', '2130 kJ / 509 kcal'],
      ['Fat', '1.8 g'],
      ['of which saturates', '12.0 g'],
      ['Carbohydrate', '36.0 g'],
      ['of which sugars', '3.3 g'],
      ['Protein', '0.4 g'],
    ]),
  );
  const focus = { photos: ['b', 'c'], what: 'protein', way: 'most' } as const;
  const told = [
    'B: This label does not add up: its protein, carbohydrate and fat make 162 kcal, and 509 kcal are printed. One of these numbers is wrong.',
    'B: This label does not add up: saturates (12 g) is more than fat (1.8 g). One of the two is wrong.',
    'I won’t compare B: look at what I read, or send a straighter photo.',
  ].join('\n');

  it('is compared with none, and its boxes are offered', () => {
    const reply = answerFromPhotos({ text: 'less sugar', attached: [B, crooked], earlier: [], focus: null, talk })!;
    expect(plain(reply.sheet).markdown).toBe(told);
    expect(reply.facts).toEqual([]);
    expect(stepOf(reply.buttons[0]!.value)).toEqual({ kind: 'shown', photo: 'c' });
  });

  it('is in no chart, and costs nothing per gram', () => {
    const photos = ['b', 'c'];
    const chart = answerStep({ kind: 'bars', photos }, { earlier: [B, crooked], focus: { ...focus, photos }, talk })!;
    expect([plain(chart.sheet).markdown, chart.drawings]).toEqual([told, []]);
    const text = 'A 1.20, B 1.90, both 40 g';
    const earlier = [B, crooked];
    const priced = answerFromPhotos({ text, attached: [], earlier, focus: { ...focus, photos }, talk })!;
    expect(plain(priced.sheet).markdown).toBe(told);
  });
});

describe('comparing', () => {
  it('is right for 14 of 20 seeded pairs and refuses 6, with the reason', () => {
    const reasons = { units: /no density/, drained: /without its liquid/, 'no base': /no base that I could read/ };
    for (let index = 0; index < 20; index++) {
      const random = rng(index);
      const { labels, refused } = layPair(random, index);
      const pair = labels.map(({ scene }, place) => seen(`p${place}`, readScene(scene, {}, random)));
      const text = said(pair, 'more protein');
      if (refused) {
        expect(text, `pair ${index}`).toMatch(reasons[refused]);
        continue;
      }
      const proteins = labels.map(
        ({ truth }) => (Number(truth.values.protein) * 100) / (truth.base === 'serving' ? Number(truth.serving) : 100),
      );
      const row = /\| protein, g \| ([\d.]+) \| ([\d.]+) \|/.exec(text)!;
      // Half of the last digit, which is rounded.
      for (const [place, protein] of proteins.entries())
        expect(Math.abs(Number(row[place + 1]) - protein), text).toBeLessThan(0.051);
      if (row[1] !== row[2]) expect(text).toContain(`${Number(row[1]) > Number(row[2]) ? 'A' : 'B'} fits your wish`);
    }
  });
});

describe('prices', () => {
  it.each([
    ['A 1.20, B 1.90, both 40 g', { A: '1.20', B: '1.90' }, { A: '40', B: '40' }],
    ['A: €1,20 (40 g), B = 1,90 (60g)', { A: '1.20', B: '1.90' }, { A: '40', B: '60' }],
    ['A 3 B 4, 1 kg', { A: '3', B: '4' }, { A: '1000', B: '1000' }],
  ])('%s', (text, prices, sizes) => {
    const found = pricesIn(text)!;
    expect([Object.fromEntries(found.prices), Object.fromEntries(found.sizes)]).toEqual([prices, sizes]);
  });

  it('are none in other sentences', () => {
    for (const text of ['A 40 g', 'I have 2 Apples and B vitamins 3', 'which is better, A or B?', 'A 1.20'])
      expect(pricesIn(text)).toBeNull();
  });
});
