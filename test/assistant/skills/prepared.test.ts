/** Labels with values of what is sold and of what is made of it: each is given with what it counts for, and they never meet. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerFromPhotos } from '../../../src/assistant/asking.ts';
import type { Evidence } from '../../../src/assistant/evidence.ts';
import { plain } from '../../../src/assistant/firewall.ts';
import { see } from '../../../src/assistant/seeing.ts';
import { isPrepared } from '../../../src/assistant/skills/label/bases.ts';
import { readLabel } from '../../../src/assistant/skills/label/read.ts';
import { LABEL_LANGUAGES } from '../../vision/layouts/label.ts';
import { layPrepared, WAYS } from '../../vision/layouts/prepared.ts';
import { readPacks, readRows } from '../../vision/layouts/rows.ts';
import { readScene } from '../../vision/layouts/scene.ts';
import { rng } from '../../vision/random.ts';

const talk = (language = 'en') => ({ language, timeZone: 'UTC', now: 0 });
const seen = (id: string, rows: string[][]): Evidence => see({ id, at: 0 }, readRows(rows));
const ask = (text: string, photos: Evidence[], language = 'en') => {
  const reply = answerFromPhotos({ text, attached: photos, earlier: [], focus: null, talk: talk(language) });
  return reply && plain(reply.sheet).markdown;
};
const labelOf = (rows: string[][]) => readLabel(readRows(rows))!;
const proteins = (rows: string[][]) =>
  labelOf(rows)
    .facts.filter(({ what }) => what === 'protein')
    .map(({ value, base }) => `${isPrepared(base) ? 'prepared' : 'sold'} ${base.kind} ${value}`);

const VALUES = [
  ['Energy', '1500 kJ / 359 kcal', '190 kJ / 45 kcal'],
  ['Fat', '3.0 g', '1.6 g'],
  ['Carbohydrate', '70.0 g', '5.0 g'],
  ['of which sugars', '60.0 g', '4.8 g'],
  ['Protein', '13.0 g', '2.6 g'],
];
const COCOA = [['Choco Drink'], ['', 'per 100 g powder', 'per 100 ml prepared'], ...VALUES];

describe('a label of a powder and its drink', () => {
  it.each(LABEL_LANGUAGES.flatMap((language) => WAYS.map((way) => ({ language, way }))))(
    'gives each column its own base: $language, $way',
    ({ language, way }) => {
      fc.assert(
        fc.property(fc.integer(), fc.constantFrom('sold' as const, 'prepared' as const), (seed, first) => {
          const random = rng(seed);
          const { scene, truth } = layPrepared(random, { language, way, first });
          const label = readLabel(readScene(scene, { blank: 0.05 }, random))!;
          expect(label.bases.some(isPrepared)).toBe(true);
          for (const { what, value, unit, base } of label.facts)
            if (unit !== 'kJ') expect(value).toBe(truth[isPrepared(base) ? 'prepared' : 'sold'][what as 'fat']);
          expect(new Set(label.facts.map(({ base }) => isPrepared(base))).size).toBe(2);
        }),
        { numRuns: 8 },
      );
    },
  );

  it.each([
    ['two columns of a US panel', [['Serving size 1/3 cup (37g)'], ['', 'Mix', 'Prepared'], ...VALUES]],
    ['as packaged and as prepared', [['Per serving'], ['', 'As packaged', 'As prepared'], ...VALUES]],
    ['how much it makes', [['per 37 g dry mix (makes 1 cup prepared)'], ['', 'Mix', 'Prepared'], ...VALUES]],
  ])('%s', (_, rows) => {
    expect(proteins(rows)).toEqual(['sold serving 13.0', 'prepared serving 2.6']);
  });

  it('whose heading says that all is prepared has nothing of what is sold', () => {
    const one = VALUES.map(([name, , value]) => [name!, value!]);
    const rows = [['Nutrition as prepared'], ['', 'per 100 ml'], ...one];
    expect(proteins(rows)).toEqual(['prepared 100 ml 2.6']);
    expect(ask('how much protein?', [seen('a', rows)])).toMatch(/^Per 100 ml as prepared: protein 2\.6 g \(/);
  });

  it.each([
    ['cake mix is a name', [['CAKE MIX'], ['', 'per 100 g', 'per 40 g'], ...VALUES]],
    ['what is to be done with it', [['Prepare with 200 ml of milk'], ['x'], ['', 'per 100 g', 'per 40 g'], ...VALUES]],
    ['a name beside it', [['Prepared Horseradish'], ['', 'per 100 g', 'per 40 g'], ...VALUES]],
    ['unprepared', [['', 'per 100 g not prepared', 'per 40 g'], ...VALUES]],
  ])('is none where %s', (_, rows) => {
    expect(labelOf(rows).bases.some(isPrepared)).toBe(false);
  });

  it('is answered of what is sold, and says that there is more', () => {
    expect(ask('how much sugar?', [seen('a', COCOA)])).toBe(
      'Per 100 g: sugars 60.0 g (your label, 00:00).\n\nThe label also prints values per 100 ml as prepared.',
    );
  });

  it.each([
    ['how much sugar when prepared?', 'en', 'Per 100 ml as prepared: sugars 4.8 g'],
    ['how much sugar per 100 ml?', 'en', 'Per 100 ml as prepared: sugars 4.8 g'],
    ['sugar per 250 ml made up', 'en', 'Per 250 ml as prepared: sugars 12.0 g'],
    ['¿cuánta azúcar tiene preparado?', 'es', 'Por 100 ml ya preparado: azúcares 4,8 g'],
    ['quanto açúcar tem preparado?', 'pt-BR', 'Por 100 ml já preparado: açúcares 4,8 g'],
    ['combien de sucre une fois préparé ?', 'fr', 'Pour 100 ml après préparation'],
    ['berapa gulanya kalau sudah diseduh?', 'id', 'Per 100 ml setelah disiapkan'],
    ['đã pha thì bao nhiêu đường?', 'vi', 'Trên 100 ml sau khi pha chế'],
    ['hazırlanmış hâlinde ne kadar şeker var?', 'tr', '100 ml başına (hazırlanmış hâliyle)'],
    ['сколько сахара в готовом виде?', 'ru', 'На 100 ml в готовом виде'],
    ['बनाने के बाद कितनी चीनी?', 'hi', 'प्रति 100 ml (तैयार करने के बाद)'],
    ['كم السكر بعد التحضير؟', 'ar', 'بعد التحضير'],
    ['তৈরি করার পর কত চিনি?', 'bn', 'প্রতি ১০০ ml (তৈরি করার পর)'],
  ])('is answered of what is made where that is asked: %s', (text, language, words) => {
    const said = ask(text, [seen('a', COCOA)], language)!;
    expect(said).toContain(words);
    expect(said).not.toMatch(/60[.,]0|৬০/);
  });

  it('prints nothing as prepared where there is one column, and says so', () => {
    const rows = [['', 'per 100 g'], ...VALUES.map(([name, value]) => [name!, value!])];
    expect(ask('how much sugar when prepared?', [seen('a', rows)])).toBe(
      'Per 100 g: sugars 60.0 g (your label, 00:00).\n\nThe label prints nothing as prepared, so this is what it prints.',
    );
  });

  it('is not calculated for a serving whose size may be that of the flakes', () => {
    const rows = [['', 'per 40 g serving with 125 ml milk'], ...VALUES.map(([name, , value]) => [name!, value!])];
    expect(labelOf(rows).bases).toEqual([expect.objectContaining({ size: '40', prepared: true })]);
    expect(ask('how much sugar per 100 g?', [seen('a', rows)])).toMatch(
      /^Per 40 g serving as prepared: sugars 4\.8 g .*\n\nThe label prints nothing per 100 g, so this is what it prints\.$/s,
    );
  });
});

describe('a shelf with claims of what is made', () => {
  const shelf = (...claims: string[][]) =>
    see({ id: 's', at: 0 }, readPacks(claims.map((claim, index) => [['Shake', 'Bar', 'Oats'][index]!, ...claim])));

  it('has no common base with claims of what is sold', () => {
    const mixed = shelf(['10g protein', 'per serving', 'prepared with milk'], ['12g protein', 'per serving']);
    expect(ask('most protein?', [mixed])).toMatch(/without a common base/);
    const made = shelf(['10g protein', 'per 100 ml prepared'], ['12g protein', 'per 100 ml made up']);
    expect(ask('most protein?', [made])).toMatch(/All per 100 ml as prepared, as the packs print it\./);
  });
});

describe('labels compared', () => {
  const drink = (id: string) =>
    seen(id, [['Milk Drink'], ['', 'per 100 ml prepared'], ...VALUES.map(([name, , value]) => [name!, value!])]);
  const bar = (id: string) => seen(id, [['Bar'], ['', 'per 100 g'], ...VALUES.map(([name, value]) => [name!, value!])]);

  it('meet on what is sold, or on what is made where that is asked or is all that one prints', () => {
    expect(ask('compare', [seen('a', COCOA), bar('b')])).toMatch(/^Per 100 g, from your two labels:/);
    const made = ask('compare', [seen('a', COCOA), drink('b')])!;
    expect(made).toMatch(/^Per 100 ml as prepared, from your two labels:/);
    expect(made).toContain('| protein, g | 2.6 | 2.6 |');
    expect(ask('compare them as prepared', [seen('a', COCOA), seen('b', COCOA)])).toMatch(/^Per 100 ml as prepared/);
  });

  it('are refused where one is a drink and the other a powder', () => {
    expect(ask('compare', [bar('a'), drink('b')])).toBe(
      'I can’t compare these fairly: A is per 100 g, B per 100 ml as prepared, and what is made of a product is not what is sold.',
    );
  });

  it('cost nothing where only what is made of them is printed', () => {
    const earlier = [drink('a'), drink('b')];
    const focus = { photos: ['a', 'b'], what: 'protein', way: 'most' } as const;
    const text = 'A 1.20, B 1.90, both 400 g';
    const reply = answerFromPhotos({
      text,
      attached: [],
      earlier,
      focus: { ...focus, photos: ['a', 'b'] },
      talk: talk(),
    })!;
    expect(plain(reply.sheet).markdown).toMatch(/^These labels print protein as prepared only/);
    expect(reply.facts).toEqual([]);
  });
});
