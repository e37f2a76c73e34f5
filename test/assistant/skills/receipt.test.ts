import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/assistant/firewall.ts';
import { readReceipt } from '../../../src/assistant/skills/receipt/read.ts';
import { sayReceipt } from '../../../src/assistant/skills/receipt/receipt.ts';
import { layReceipt } from '../../vision/layouts/receipt.ts';
import { readRows } from '../../vision/layouts/rows.ts';
import { readScene } from '../../vision/layouts/scene.ts';
import { rng } from '../../vision/random.ts';

const say = (rows: string[][]) => {
  const reading = readRows(rows, { apart: 420 });
  const seen = readReceipt(reading)!;
  return plain(
    sayReceipt(
      { photo: { id: 'r', at: 0 }, reading, seen },
      { list: false },
      { language: 'en', timeZone: 'UTC', now: 0 },
    ).sheet,
  ).markdown;
};

const ITEMS = [
  ['Milk', '1.20'],
  ['Bread', '3.40'],
  ['Coffee', '8.90'],
  ['Apples', '2.10'],
  ['Rice', '2.80'],
  ['Soap', '1.50'],
  ['Honey', '3.50'],
];

describe('a receipt', () => {
  it('is summed, and its printed total held against the sum', () => {
    expect(say([...ITEMS, ['TOTAL', '23.40']])).toBe('7 items, 23.40. Sum check: the printed total fits.');
    expect(say([...ITEMS, ['TOTAL', '24.40']])).toBe('7 items, 23.40. Sum check: printed total 24.40 does not fit.');
  });

  it('checks nothing where a row is unread, and names the row', () => {
    expect(say([...ITEMS.slice(1), ['Milk', '1.2O'], ['TOTAL', '23.40']])).toBe(
      '6 items, 22.20. Not readable: Milk 1.2O. So I can’t check the printed total, 23.40.',
    );
    expect(say([...ITEMS, ['TOTAL', '23.4O']])).toContain('I could not read a printed total');
  });

  it.each([
    ['tax on top', [...ITEMS, ['Subtotal', '23.40'], ['Tax', '1.60'], ['Total', '25.00']], '23.40', true],
    [
      'a discount',
      [...ITEMS, ['Voucher', '-3.40'], ['Total', '20.00'], ['Cash', '50.00'], ['Change', '30.00']],
      '20.00',
      true,
    ],
    [
      'decimal commas',
      [
        ['Leche', '1,20'],
        ['Pan', '1.003,40'],
        ['Total', '1.004,60'],
      ],
      '1004.60',
      true,
    ],
    [
      'whole thousands',
      [
        ['Kopi', 'Rp 12.000'],
        ['Gula', 'Rp 8.500'],
        ['Total', 'Rp 20.500'],
      ],
      '20500',
      true,
    ],
    ['a count', [['Milk'], ['  2 x 1.20', '2.40'], ['Bread', '3.00'], ['Total', '5.40']], '5.40', true],
  ] as [string, string[][], string, boolean][])('with %s is summed too', (_, rows, sum, passed) => {
    const receipt = readReceipt(readRows(rows, { apart: 420 }))!;
    expect([receipt.sum, receipt.check?.passed]).toEqual([sum, passed]);
  });

  it('checks nothing where the gap between two rows hides one', () => {
    const rows = [...ITEMS.slice(0, 3), [], ...ITEMS.slice(4), ['TOTAL', '23.40']];
    expect(readReceipt(readRows(rows, { apart: 420 }))!).toMatchObject({ unread: ['…'], check: null });
  });

  it('does not believe a count that does not make its price', () => {
    expect(
      readReceipt(readRows([['Milk'], ['2 x 1.20', '2.90'], ['Bread', '3.00'], ['Total', '5.40']], { apart: 420 }))!,
    ).toMatchObject({ unread: ['Milk'], check: null });
  });
});

describe('seeded receipts', () => {
  it('are read exactly, each wrong total found and no other', () => {
    for (let seed = 0; seed < 25; seed++) {
      const random = rng(seed);
      const { scene, items, sum, total } = layReceipt(random, seed % 5 === 0);
      const receipt = readReceipt(readScene(scene, {}, random, random.between(-2, 2)))!;
      expect(
        receipt.items.map(({ item, value }) => ({ name: item, price: value })),
        `seed ${seed}`,
      ).toEqual(items);
      expect([receipt.sum, receipt.check?.passed]).toEqual([sum, sum === total]);
    }
  });

  it('are never charged with a wrong total because something was not read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
        const random = rng(seed);
        const { scene, items } = layReceipt(random);
        const receipt = readReceipt(
          readScene(scene, { blank: 0.2, unsure: 0.03, accent: 0.2 }, random, random.between(-2, 2)),
        );
        if (receipt?.check) expect(receipt.check.passed).toBe(true);
        for (const { value } of receipt?.items ?? []) expect(items.map(({ price }) => price)).toContain(value);
      }),
      { numRuns: 150 },
    );
  });
});
