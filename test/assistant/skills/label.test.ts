import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Label } from '../../../src/assistant/evidence.ts';
import { plain } from '../../../src/assistant/firewall.ts';
import { baseAsked } from '../../../src/assistant/skills/label/bases.ts';
import { sayLabel } from '../../../src/assistant/skills/label/label.ts';
import { readLabel } from '../../../src/assistant/skills/label/read.ts';
import { LABEL_LANGUAGES, type LabelTruth, layLabel } from '../../vision/layouts/label.ts';
import { readRows } from '../../vision/layouts/rows.ts';
import { readScene } from '../../vision/layouts/scene.ts';
import { rng } from '../../vision/random.ts';

const values = (label: Label | null) =>
  Object.fromEntries(
    (label?.facts ?? []).map(({ what, value, unit, below }) => [`${what} ${unit}`, `${below ? '<' : ''}${value}`]),
  );
const failed = (label: Label | null) => (label?.checks ?? []).filter(({ passed }) => !passed).map(({ name }) => name);
const say = (rows: string[][], asked: Parameters<typeof sayLabel>[1] = { asked: [], base: null }) => {
  const reading = readRows(rows);
  const seen = readLabel(reading)!;
  return plain(
    sayLabel({ photo: { id: 'l', at: 0 }, reading, seen }, asked, { language: 'en', timeZone: 'UTC', now: 0 }).sheet,
  ).markdown;
};

const TABLE = [
  ['Energy', '1820 kJ / 435 kcal'],
  ['Fat', '16.0 g'],
  ['of which saturates', '2.0 g'],
  ['Carbohydrate', '64.8 g'],
  ['of which sugars', '24.0 g'],
  ['Protein', '8.0 g'],
  ['Salt', '0.40 g'],
];

describe('a nutrition table', () => {
  it('gives each value its nutrient, unit, base, place and check', () => {
    const label = readLabel(readRows([['', 'per 100 g'], ...TABLE]))!;
    expect(values(label)).toMatchObject({ 'energy kcal': '435', 'sugars g': '24.0', 'salt g': '0.40' });
    const protein = label.facts.find(({ what }) => what === 'protein')!;
    expect(protein).toMatchObject({ base: { kind: '100 g' }, certainty: 'printed', print: '8.0 g', rule: 'label row' });
    expect(protein.checks).toContainEqual(expect.objectContaining({ name: 'energy', passed: true }));
    expect(protein.boxes[0]![0]).toBeGreaterThan(300);
  });

  it.each([
    [
      'a US panel',
      [
        ['Serving size 1 bar (40g)'],
        ['Calories', '170'],
        ['Total Fat 6g', '8%'],
        ['Sodium 160mg', '7%'],
        ['Total Carbohydrate 26g', '9%'],
        ['Includes 8g Added Sugars', '16%'],
        ['Protein 3g'],
      ],
      { 'energy kcal': '170', 'sodium mg': '160', 'added sugars g': '8', 'protein g': '3' },
    ],
    [
      'units behind the names',
      [
        ['', 'por 100 g'],
        ['Energía (kcal)', '435'],
        ['Grasas (g)', '16,0'],
        ['Carbohidratos (g)', '64,8'],
        ['Proteínas (g)', '8,0'],
      ],
      { 'energy kcal': '435', 'fat g': '16.0', 'protein g': '8.0' },
    ],
    [
      'energy over two rows',
      [
        ['', 'per 100 g'],
        ['Energy', '1820 kJ'],
        ['', '435 kcal'],
        ['Fat', '16.0 g'],
        ['Protein', '8.0 g'],
      ],
      { 'energy kJ': '1820', 'energy kcal': '435' },
    ],
    [
      'energy whose name was spelt otherwise',
      [
        ['', 'per 100 g'],
        ['Nang lurgng', '1820 kJ/435 kcal'],
        ['Fat', '16.0 g'],
        ['Protein', '8.0 g'],
      ],
      { 'energy kJ': '1820', 'energy kcal': '435' },
    ],
    [
      'an upper bound',
      [
        ['', 'per 100 g'],
        ['Energy', '435 kcal'],
        ['Fat', '< 0.5 g'],
        ['Protein', '8.0 g'],
      ],
      { 'fat g': '<0.5' },
    ],
    [
      'a zero read as O',
      [
        ['', 'per 100 g'],
        ['Energy', '435 kcal'],
        ['Fat', 'Og'],
        ['Protein', '8.0 g'],
      ],
      { 'fat g': '0' },
    ],
    [
      'two languages in a row',
      [
        ['', 'per 100 g'],
        ['Energy / Brennwert', '435 kcal'],
        ['Fat / Fett', '16,0 g'],
        ['Protein / Eiweiß', '8,0 g'],
      ],
      { 'fat g': '16.0', 'protein g': '8.0' },
    ],
    [
      'thousands by its own mark',
      [
        ['', 'por 100 g'],
        ['Valor energético', '1.820 kJ / 435 kcal'],
        ['Grasas', '16,0 g'],
        ['Proteínas', '8,0 g'],
      ],
      { 'energy kJ': '1820', 'energy kcal': '435' },
    ],
  ] as [string, string[][], Record<string, string>][])('is read with %s', (_, rows, expected) => {
    expect(values(readLabel(readRows(rows)))).toMatchObject(expected);
  });

  it.each([
    ['a digit is left over', ['Protein', '8 0 g']],
    ['the unit is missing', ['Protein', '8.0']],
    ['the unit was read as a digit', ['Protein', '8.0 9']],
    ['a number could mean two things', ['Protein', '1.200 mg']],
    ['the unit is of another kind', ['Protein', '8.0 kcal']],
  ])('names a nutrient as unread where %s', (_, row) => {
    const rows = [['', 'per 100 g'], ['Energy', '435 kcal'], ['Fat', '16 g'], ['Salt', '1 g'], row];
    const label = readLabel(readRows(rows, { apart: 260 }))!;
    expect(label.unread).toEqual(['protein']);
    expect(label.facts.some(({ what }) => what === 'protein')).toBe(false);
  });

  it('is unread where print is too small or too faint for digits', () => {
    const { lines, ...reading } = readRows([['', 'per 100 g'], ...TABLE]);
    const small = lines.map((line) => ({ ...line, height: 7 }));
    const faint = lines.map((line) => ({
      ...line,
      characters: line.characters.map((one) => ({ ...one, confidence: 0.45 })),
    }));
    for (const worse of [small, faint]) expect(readLabel({ ...reading, lines: worse })!.facts).toEqual([]);
  });

  it('puts two columns under their bases, and drops what they contradict each other in', () => {
    const two = (protein: string) => [
      ['', 'per 100 g', 'per 40 g bar'],
      ['Energy', '435 kcal', '174 kcal'],
      ['Fat', '16.0 g', '6.4 g'],
      ['Carbohydrate', '64.8 g', '25.9 g'],
      ['Protein', '8.0 g', protein],
    ];
    const label = readLabel(readRows(two('3.2 g')))!;
    expect(label.facts.filter(({ what }) => what === 'protein').map(({ value, base }) => [value, base.kind])).toEqual([
      ['8.0', '100 g'],
      ['3.2', 'serving'],
    ]);
    const broken = readLabel(readRows(two('8.2 g')))!;
    expect(broken.unread).toEqual(['protein']);
    expect(failed(broken)).toContain('columns');
    const [head, , ...rest] = two('3.2 g');
    const joules = readLabel(readRows([head!, ['Energy', '2200 kJ / 435 kcal', '728 kJ / 174 kcal'], ...rest]))!;
    expect(values(joules)).toMatchObject({ 'energy kcal': '174' });
    expect(joules.facts.some(({ unit }) => unit === 'kJ')).toBe(false);
    expect(joules.unread).toEqual([]);
    expect(failed(joules)).toContain('columns');
  });
});

describe('a sign that was read as a digit', () => {
  const table = (carbohydrate: string, salt = '0,40 g') => [
    ['', 'pro 100 g'],
    ['Brennwert', '1820 kJ / 435 kcal'],
    ['Fett', '16,0 g'],
    ['davon gesättigte Fettsäuren', '2,0 g'],
    ['Kohlenhydrate', carbohydrate],
    ['davon Zucker', '24,0 g'],
    ['Eiweiß', '8,0 g'],
    ['Salz', salt],
  ];

  it('is the g of a value with one decimal too many, also where the looks at it differ', () => {
    const { lines, ...reading } = readRows(table('64,89'));
    const unsure = lines.map((line) => ({
      ...line,
      characters: line.characters.map((one) => (one.text === '9' ? { ...one, confidence: 0.4 } : one)),
    }));
    for (const all of [lines, unsure]) {
      const label = readLabel({ ...reading, lines: all })!;
      expect(values(label)).toMatchObject({ 'carbohydrate g': '64.8' });
      expect(label.unread).toEqual([]);
    }
  });

  it.each([
    ['another digit than 9 stands last', table('64,85'), 'carbohydrate'],
    ['it is salt, which has two decimals', table('64,8 g', '0,29'), 'salt'],
  ] as const)('is none where %s', (_, rows, unread) => {
    const label = readLabel(readRows(rows))!;
    expect(label.unread).toEqual([unread]);
    expect(label.facts.some(({ what }) => what === unread)).toBe(false);
  });

  const panel = (percent: string) => [
    ['Serving size 1 bar (50g)'],
    ['Calories', '310'],
    ['Total Fat 7g', percent],
    ['Saturated Fat 5g', '25%'],
    ['Sodium 160mg', '7%'],
    ['Total Carbohydrate 23g', '8%'],
    ['Dietary Fiber 3g', '11%'],
    ['Protein 7g'],
  ];

  it('is a percent sign in the column of percentages', () => {
    expect(values(readLabel(readRows(panel('996'))))).toMatchObject({ 'fat g': '7' });
    const [serving, calories, , ...rest] = panel('');
    const beside = [serving!, calories!, ['Total Fat 7g 996'], ...rest];
    expect(readLabel(readRows(beside))!.unread).toEqual(['fat']);
  });

  it('is no kJ where arithmetic says otherwise', () => {
    const rows = (energy: string) => [['', 'per 100 g'], ['Energy', energy], ...TABLE.slice(1)];
    expect(values(readLabel(readRows(rows('1820 /435 kcal'))))).toMatchObject({
      'energy kJ': '1820',
      'energy kcal': '435',
    });
    expect(readLabel(readRows(rows('1620 /435 kcal')))!.unread).toEqual(['energy']);
  });
});

describe('a column', () => {
  const twoColumns = (head: string[], fat: string[]) => [
    head,
    ['Energy', '435 kcal', '174 kcal'],
    ['Fat', ...fat],
    ['Carbohydrate', '64.8 g', '25.9 g'],
    ['Protein', '8.0 g', '3.2 g'],
  ];

  it('whose head was not read gives no values, and none of them goes to another', () => {
    const label = readLabel(readRows(twoColumns(['', 'per 100 g'], ['', '6.4 g'])))!;
    expect(values(label)).toEqual({ 'energy kcal': '435', 'carbohydrate g': '64.8', 'protein g': '8.0' });
    expect(label.unread).toEqual(['fat']);
  });

  it('keeps its own when a value beside it was not read', () => {
    const label = readLabel(readRows(twoColumns(['', 'per 100 g', 'per 40 g bar'], ['', '6.4 g'])))!;
    expect(label.facts.filter(({ what }) => what === 'fat').map(({ value, base }) => [value, base.kind])).toEqual([
      ['6.4', 'serving'],
    ]);
  });
});

describe('a base without its liquid', () => {
  const base = (...heads: string[]) =>
    readLabel(readRows([...heads.map((head) => ['', head]), ...TABLE]))!.facts[0]!.base;

  it.each([
    ...['per 100 g drained', 'por 100 g escurrido', 'pour 100 g égoutté', 'trong 100 g đã ráo nước', '100 g süzülmüş'],
    // As the reader has given them.
    ...[
      'trong 100 g da rao nur6c',
      'per 100 g dra1ned',
      'per 100 gdrained',
      'por 100 g escurrld0',
      'pro 100 g Abtr0pfgewicht',
    ],
  ])('is known by its word: %s', (head) => {
    expect(base(head)).toEqual({ kind: '100 g', drained: true });
  });

  it('is known where its word stands below, and not by what the pack holds', () => {
    expect(base('per 100 g', 'drained')).toEqual({ kind: '100 g', drained: true });
    expect(base('Drained weight 150 g', 'per 100 g')).toEqual({ kind: '100 g' });
    expect(base('per 100 g')).toEqual({ kind: '100 g' });
  });
});

describe('a faint digit', () => {
  const read = (protein: string, ...only: string[]) => {
    const { lines, ...reading } = readRows([
      ['', 'per 100 g', 'per 40 g bar'],
      ['Energy', '435 kcal', '174 kcal'],
      ['Fat', '16.0 g', '6.4 g'],
      ['Protein', '8.0 g', protein],
    ]);
    const faint = (text: string) => (only.length > 0 ? only : ['8.0 g', protein]).includes(text);
    return readLabel({
      ...reading,
      lines: lines.map((line) =>
        faint(line.text) ? { ...line, characters: line.characters.map((one) => ({ ...one, confidence: 0.4 })) } : line,
      ),
    })!;
  };

  it('takes its own value with it, and not the one in the other column', () => {
    expect(read('3.2 g')).toMatchObject({ unread: ['protein'] });
    expect(
      read('3.2 g', '8.0 g')
        .facts.filter(({ what }) => what === 'protein')
        .map(({ value }) => value),
    ).toEqual(['3.2']);
  });
});

describe('a faint mark between sure digits', () => {
  const read = (fat: string, mark: string, energy = '435 kcal') => {
    const rows = [['', 'per 100 g'], ['Energy', energy], ['Fat', fat], ...TABLE.slice(2)];
    const { lines, ...reading } = readRows(rows);
    const unsure = (line: (typeof lines)[number]) =>
      line.characters.map((one) => (line.text === fat && mark.includes(one.text) ? { ...one, confidence: 0.4 } : one));
    return readLabel({ ...reading, lines: lines.map((line) => ({ ...line, characters: unsure(line) })) })!;
  };

  it('stands where the energy fits the number with it and not without', () => {
    expect(values(read('16.0 g', '.'))).toMatchObject({ 'fat g': '16.0' });
  });

  it.each([
    ['a digit is faint, too', '16.0 g', '.0', '435 kcal'],
    ['the energy fits neither', '36.0 g', '.', '435 kcal'],
    ['the energy fits both', '0.1 g', '.', '295 kcal'],
  ])('does not stand where %s', (_, fat, mark, energy) => {
    expect(read(fat, mark, energy).unread).toEqual(['fat']);
  });
});

describe('energy', () => {
  const read = (energy: string, ...faint: string[]) => {
    const { lines, ...reading } = readRows([['', 'per 100 g'], ['Energy', energy], ...TABLE.slice(1)]);
    const unsure = ({ text, characters }: (typeof lines)[number]) =>
      characters.map((one, at) =>
        faint.some((part) => text.includes(part) && at >= text.indexOf(part) && at < text.indexOf(part) + part.length)
          ? { ...one, confidence: 0.4 }
          : one,
      );
    return readLabel({ ...reading, lines: lines.map((line) => ({ ...line, characters: unsure(line) })) })!;
  };

  it('that is faint in one unit stands where the other says the same, and only there', () => {
    expect(values(read('1820 kJ / 435 kcal', '435'))).toMatchObject({ 'energy kJ': '1820', 'energy kcal': '435' });
    expect(values(read('1820 kJ / 485 kcal', '485'))).not.toHaveProperty('energy kcal');
    expect(values(read('1820 kJ / 435 kcal', '1820', '435'))).not.toHaveProperty('energy kcal');
  });

  it.each([
    ['in brackets', [['', 'per 100 g'], ['An adult needs (8400 kJ/2000 kcal)'], ...TABLE.slice(1)]],
    ['that says what it counts for', [['Per 40 g bar 728 kJ/174 kcal'], ['', 'per 100 g'], ...TABLE.slice(1)]],
    ['above a table that has its own', [['', 'per 100 g'], ['Boost', '728 kJ/174 kcal'], ...TABLE]],
    ['elsewhere', [['Boost', '728 kJ/174 kcal'], ['', 'per 100 g'], ...TABLE.slice(1)]],
  ])('without its name is no value of the table %s', (_, rows) => {
    const kcal = readLabel(readRows(rows))!.facts.filter(({ unit }) => unit === 'kcal');
    expect(kcal.map(({ value }) => value)).toEqual(rows.includes(TABLE[0]!) ? ['435'] : []);
  });
});

describe('the audit of a label', () => {
  it('holds what was read of the energy’s parts against all of it', () => {
    const rows = (energy: string) => [
      ['', 'per 100 g'],
      ['Energy', energy],
      ['Fat', '16.0 g'],
      ['Carbohydrate', '64.8 g'],
      ['Salt', '0.40 g'],
    ];
    expect(say(rows('215 kcal'))).toMatch(
      /This label does not add up: carbohydrate, fat alone make 403 kcal, and 215 kcal are printed\./,
    );
    // What is missing may make the rest.
    expect(say(rows('435 kcal'))).not.toMatch(/add up/);
    expect(say(rows('900 kcal'))).not.toMatch(/add up/);
  });

  it.each([
    ['energy', '900 kJ / 215 kcal', '8.0 g', '24.0 g', /make 435 kcal, and 215 kcal are printed/],
    ['kilojoule', '2200 kJ / 435 kcal', '8.0 g', '24.0 g', /make 1,?820 kJ, and 2,?200 kJ are printed/],
    ['parts', '1820 kJ / 435 kcal', '8.0 g', '74.0 g', /sugars \(74 g\) is more than carbohydrate \(64.8 g\)/],
  ] as const)('shows the %s line that does not add up', (name, energy, protein, sugars, line) => {
    const rows = [
      ['', 'per 100 g'],
      ['Energy', energy],
      ['Fat', '16.0 g'],
      ['Carbohydrate', '64.8 g'],
      ['of which sugars', sugars],
      ['Protein', protein],
    ];
    expect(failed(readLabel(readRows(rows)))).toContain(name);
    expect(say(rows)).toMatch(line);
  });

  it('expects no sum where something else has energy too', () => {
    const rows = [
      ['', 'per 100 g'],
      ['Energy', '240 kcal'],
      ['Fat', '0 g'],
      ['Carbohydrate', '99 g'],
      ['polyols', '98 g'],
      ['Protein', '0 g'],
    ];
    expect(failed(readLabel(readRows(rows)))).toEqual([]);
  });

  it('is said of one nutrient with its source, calculated only when asked per 100 g', () => {
    const rows = [
      ['', 'per 40 g bar'],
      ['Energy', '174 kcal'],
      ['Fat', '6.4 g'],
      ['Protein', '3.2 g'],
    ];
    expect(say(rows, { asked: ['protein'], base: null })).toBe('Per 40 g bar: protein 3.2 g (your label, 00:00).');
    expect(say(rows, { asked: ['protein'], base: { kind: '100 g' } })).toBe(
      'Per 100 g: protein 8.0 g (your label, 00:00).\n\nThe label prints per 40 g bar; I calculated the rest.',
    );
    expect(say(rows, { asked: ['salt'], base: null })).toContain('No line for salt');
  });
});

describe('a value for what was asked', () => {
  const both = [
    ['', 'per 100 g', 'per 40 g bar'],
    ['Energy', '435 kcal', '174 kcal'],
    ['Fat', '16 g', '6.4 g'],
    ['Protein', '8.0 g', '3.2 g'],
  ];
  const hundred = [
    ['', 'per 100 g'],
    ['Energy', '435 kcal'],
    ['Fat', '16 g'],
    ['Protein', '8.0 g'],
  ];
  const asked = (rows: string[][], text: string) => say(rows, { asked: ['protein'], base: baseAsked(text) });

  it.each([
    'protein per serving?',
    'per bar?',
    '¿proteína por porción?',
    'protein per 40 g?',
    'сколько белка на порцию?',
  ])('is the printed one of that column: %s', (text) =>
    expect(asked(both, text)).toBe('Per 40 g bar: protein 3.2 g (your label, 00:00).'),
  );

  it('is calculated where another amount is printed, and said to be', () => {
    expect(asked(hundred, 'protein per 40 g?')).toBe(
      'Per 40 g: protein 3.2 g (your label, 00:00).\n\nThe label prints per 100 g; I calculated the rest.',
    );
  });

  it('is said to be missing where nothing says how much a serving is, or g stands against ml', () => {
    expect(asked(hundred, 'protein per serving?')).toBe(
      'Per 100 g: protein 8.0 g (your label, 00:00).\n\nThe label prints nothing per serving, so this is what it prints.',
    );
    expect(asked(hundred, 'protein per 40 ml?')).toContain('The label prints nothing per 40 ml');
  });
});

describe('seeded labels', () => {
  const factOf = ({ facts }: Label, what: string, { base }: LabelTruth) =>
    facts.find((fact) => fact.what === what && (what !== 'energy' || fact.unit === 'kcal') && fact.base.kind === base);

  it('are read whole where the reader makes no mistake, whatever the language and tilt', () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = rng(seed);
      const { scene, truth } = layLabel(
        random,
        seed < 45 ? { style: 'eu', language: LABEL_LANGUAGES[seed % 9]! } : { style: 'us' },
      );
      const label = readLabel(readScene(scene, {}, random, random.between(-3, 3)))!;
      for (const [what, value] of Object.entries(truth.values))
        expect(Number(factOf(label, what, truth)?.value), `${seed} ${what}`).toBe(Number(value));
      expect(failed(label), `seed ${seed}`).toEqual([]);
    }
  });

  it('are never read wrong where it makes many: a value is right, or unread, or in a flagged label', () => {
    let [right, all] = [0, 0];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
        const random = rng(seed);
        const { scene, truth } = layLabel(random);
        const label = readLabel(
          readScene(
            scene,
            { zero: 0.3, accent: 0.3, blank: 0.2, lost: 0.02, unsure: 0.01 },
            random,
            random.between(-2, 2),
          ),
        );
        all += Object.keys(truth.values).length;
        for (const [what, value] of Object.entries(truth.values)) {
          const fact = label && factOf(label, what, truth);
          if (!fact || failed(label).length > 0) continue;
          expect(Number(fact.value), what).toBe(Number(value));
          right += 1;
        }
      }),
      { numRuns: 150 },
    );
    expect(right / all).toBeGreaterThan(0.75);
  });

  it('that contradict themselves are all flagged', () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = rng(seed);
      const contradiction = (['energy', 'kilojoule', 'parts'] as const)[seed % 3]!;
      const { scene } = layLabel(random, { contradiction });
      expect(failed(readLabel(readScene(scene, {}, random))).length, `seed ${seed}, ${contradiction}`).toBeGreaterThan(
        0,
      );
    }
  });
});
