import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/assistant/firewall.ts';
import { fold } from '../../../src/assistant/printed/letters.ts';
import { readShelf } from '../../../src/assistant/skills/shelf/packs.ts';
import { rank } from '../../../src/assistant/skills/shelf/rank.ts';
import { sayRanking } from '../../../src/assistant/skills/shelf/shelf.ts';
import { readPacks } from '../../vision/layouts/rows.ts';
import { type Print, readScene } from '../../vision/layouts/scene.ts';
import { layShelf } from '../../vision/layouts/shelf.ts';
import { rng } from '../../vision/random.ts';

const ranking = (packs: string[][], way: 'most' | 'least' = 'most') => {
  const { ranked, unread, base } = rank(readShelf(readPacks(packs))!, 'protein', way);
  return {
    ranked: ranked.map((one) => `${one.rank} ${one.pack.name} ${one.value}`),
    unread: unread.map(({ name }) => name),
    base: base?.kind ?? null,
  };
};

describe('claims on packs', () => {
  it.each([
    ['20g PROTEIN', '20'],
    ['Protein 20 g', '20'],
    ['20 g of protein', '20'],
    ['20gPROTEIN', '20'],
    ['1,5 g proteína', '1.5'],
    ['Og protein', '0'],
    ['20 g protein per bar', '20'],
  ])('%s counts', (claim, value) => {
    expect(
      ranking([
        ['Oats', claim],
        ['Nuts', '1g protein'],
      ]).ranked.join(),
    ).toContain(`Oats ${value}`);
  });

  it.each([
    '20 % more protein',
    '10-12 g protein',
    '2 x 20 g protein',
    'up to 20 g protein',
    'high protein',
    '20g',
    'bg protein',
    '2 0g protein',
    'protein 20',
    '> 20 g protein',
  ])('%s does not', (claim) => {
    expect(
      ranking([
        ['Oats', claim],
        ['Nuts', '1g protein'],
      ]),
    ).toMatchObject({ ranked: ['1 Nuts 1'], unread: ['Oats'] });
  });

  it('count where amount and nutrient stand above each other', () => {
    expect(
      ranking([
        ['Oats', '20g', 'PROTEIN'],
        ['Nuts', '1g protein'],
      ]).ranked[0],
    ).toBe('1 Oats 20');
  });

  it.each([
    ['what is in the pack above a name', ['50 g', 'PROTEIN COOKIE']],
    ['what is in the pack below a name', ['Oat Bite', 'PROTEIN', '45 g']],
    ['an amount with words of its own', ['Net 50 g', 'PROTEIN']],
  ])('are not %s', (_, pack) => {
    expect(ranking([pack, ['Nuts', '1g protein']]).ranked).toEqual(['1 Nuts 1']);
  });

  it('of one pack that contradict each other count as unread', () => {
    expect(
      ranking([
        ['Oats', '20g protein', '12g protein'],
        ['Nuts', '1g protein'],
      ]).ranked.join(),
    ).not.toContain('Oats');
  });
});

describe('packs that stand close above each other', () => {
  it('keep their own claims', () => {
    const print = (text: string, y: number, size: number): Print => ({ kind: 'print', text, x: 100, y, size });
    // Two heights of a name apart: nearer than a pack's own small print may be.
    const marks = [
      print('Choc Wafer', 60, 28),
      print('so tasty', 92, 18),
      print('Oat Bar', 150, 28),
      print('12g protein', 182, 20),
    ];
    const shelf = readShelf(readScene({ width: 600, height: 300, paper: '#ffffff', marks }, {}, rng(1)))!;
    expect(shelf.packs.map(({ name, facts }) => [name, facts.map(({ value }) => value)])).toEqual([
      ['Choc Wafer', []],
      ['Oat Bar', ['12']],
    ]);
  });
});

describe('a ranking', () => {
  it('gives ties one rank, and lists what is unread', () => {
    expect(
      ranking([
        ['A bar', '9g protein'],
        ['B bar', '14g protein'],
        ['C bar', '14g protein'],
        ['D bar', '20g protein'],
        ['E bar'],
      ]),
    ).toEqual({
      ranked: ['1 D Bar 20', '2 B Bar 14', '2 C Bar 14', '4 A Bar 9'].map((one) => one.replace('Bar', 'bar')),
      unread: ['E bar'],
      base: null,
    });
  });

  it('goes per 100 g where all can, else by a base they share, else as printed', () => {
    expect(
      ranking([
        ['Oats', '20 g protein per 100 g'],
        ['Nuts', '10 g protein per 40 g'],
      ]),
    ).toMatchObject({ ranked: ['1 Nuts 25', '2 Oats 20'], base: '100 g' });
    expect(
      ranking([
        ['Oats', '20 g protein per serving'],
        ['Nuts', '10 g protein per serving'],
      ]).base,
    ).toBe('serving');
    expect(
      ranking([
        ['Oats', '20 g protein per 100 g'],
        ['Nuts', '10 g protein'],
      ]),
    ).toMatchObject({ ranked: ['1 Oats 20', '2 Nuts 10'], base: null });
  });

  it('turns round for the least', () => {
    expect(
      ranking(
        [
          ['Oats', '20g protein'],
          ['Nuts', '1g protein'],
        ],
        'least',
      ).ranked,
    ).toEqual(['1 Nuts 1', '2 Oats 20']);
  });
});

describe('seeded shelves', () => {
  it('of 12 packs are ranked exactly, with every pack named', () => {
    for (let seed = 0; seed < 30; seed++) {
      const random = rng(seed);
      const { scene, packs } = layShelf(random);
      const shelf = readShelf(readScene(scene, {}, random, random.between(-2, 2)))!;
      expect(shelf.packs.map(({ name }) => name.toLowerCase()).sort(), `seed ${seed}`).toEqual(
        packs.map(({ name }) => name.toLowerCase()).sort(),
      );
      const claimed = packs
        .filter(({ protein }) => protein !== null)
        .sort((a, b) => Number(b.protein) - Number(a.protein));
      expect(rank(shelf, 'protein', 'most').ranked.map(({ value }) => value)).toEqual(
        claimed.map(({ protein }) => protein),
      );
    }
  });

  it('never give a pack a value that is not printed on it, whatever the reader does', () => {
    const letters = (name: string) => fold(name).replace(/\W/g, '');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
        const random = rng(seed);
        const { scene, packs } = layShelf(random, random.int(2, 12));
        const shelf = readShelf(
          readScene(scene, { zero: 0.3, blank: 0.3, lost: 0.08, unsure: 0.05 }, random, random.between(-2, 2)),
        );
        for (const { name, facts } of shelf?.packs ?? [])
          for (const { value } of facts.filter(({ what }) => what === 'protein')) {
            const meant = packs.find((pack) => letters(pack.name) === letters(name));
            // Whose name was lost is called by other print of it; its value is still one that is printed somewhere.
            if (meant) expect(value, name).toBe(meant.protein);
            else expect(packs.map(({ protein }) => protein)).toContain(value);
          }
      }),
      { numRuns: 150 },
    );
  });

  it('say in print what they hold, in any language', () => {
    const { scene } = layShelf(rng(4));
    const reading = readScene(scene, {}, rng(4));
    const evidence = { photo: { id: 's', at: 0 }, reading, seen: readShelf(reading)! };
    for (const language of ['en', 'ar', 'hi', 'ru']) {
      const { sheet, facts } = sayRanking(
        evidence,
        { what: 'protein', way: 'most', all: true },
        { language, timeZone: 'UTC', now: 0 },
      );
      for (const { item } of facts) expect(plain(sheet).markdown).toContain(item.split(' ')[0]);
    }
  });
});
