import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillersOf } from '../../src/assistant/fillers.ts';
import { bound, plain, type Sheet, wordingTask } from '../../src/assistant/firewall.ts';
import { wordsOf } from '../../src/assistant/printed/letters.ts';
import { compare } from '../../src/assistant/skills/compare/compare.ts';
import { sayLabel } from '../../src/assistant/skills/label/label.ts';
import { readLabel } from '../../src/assistant/skills/label/read.ts';
import { readShelf } from '../../src/assistant/skills/shelf/packs.ts';
import { sayPack, sayRanking } from '../../src/assistant/skills/shelf/shelf.ts';
import { layLabel } from '../vision/layouts/label.ts';
import { readScene, type Scene } from '../vision/layouts/scene.ts';
import { layShelf } from '../vision/layouts/shelf.ts';
import { type Random, rng } from '../vision/random.ts';
import { lie, untrue } from './liar.ts';

const SHEET: Sheet = {
  items: [
    { name: 'p0', shown: 'Nutty Bar' },
    { name: 'p1', shown: 'Edamame' },
  ],
  slots: [
    { name: 'p0.protein', item: 'p0', shown: '20 g protein' },
    { name: 'p1.protein', item: 'p1', shown: '14 g protein' },
    { name: 'verdict', item: null, shown: 'Nutty Bar has the most.' },
  ],
  asked: ['p0.protein'],
  template: '1 Nutty Bar – 20 g\n2 Edamame – 14 g',
  besides: 'From your shelf.',
  below: 'Not readable: Choc Wafer.',
};
const TEMPLATE = plain(SHEET).markdown;

describe('the number firewall', () => {
  it('puts values into the words of a model that keeps to the names', () => {
    const written = 'Here is what I read: {p0} has {p0.protein}, and {p1} has {p1.protein}. {verdict}';
    expect(bound(SHEET, written, 'en')).toMatchObject({
      by: 'model',
      markdown:
        'Here is what I read: Nutty Bar has 20 g protein, and Edamame has 14 g protein. Nutty Bar has the most.\n\nFrom your shelf.\n\nNot readable: Choc Wafer.',
    });
  });

  it.each([
    ['a digit', '{p0} has {p0.protein}, as 9 others have'],
    ['a digit of another script', '{p0} has {p0.protein}, ٩ {p0.protein}'],
    ['a number word', '{p0} has {p0.protein}, twenty in all'],
    ['a value of another thing', '{p0} has {p1.protein}'],
    ['a value that two could have', '{p0} and {p1} have {p1.protein}'],
    ['a value before its thing', '{p1.protein} is in {p1}'],
    ['a value of nothing', 'It has {p0.protein}'],
    ['an absent source', '{p2} has {p2.protein}'],
    ['an absent pack by name', 'Granola has what {p0} has: {p0.protein}'],
    ['a pack by its name', 'Edamame: {p0} has {p0.protein}'],
    ['a comparison', '{p1} has more: {p1.protein}'],
    ['a negation', '{p0} has {p0.protein}, which is not in {p1}'],
    ['what a value counts for', '{p0} has {p0.protein} per pack'],
    ['that others have it too', 'Each of the packs has what {p0} has: {p0.protein}'],
    ['what is beside it', '{p0} has {p0.protein}, and so have the packs next to it'],
    ['a judgement', '{p0} has {p0.protein} and is safe'],
    ['another nutrient', '{p0} has {p0.protein} of sugar'],
    ['a link', '{p0} has {p0.protein} [here](https://x.example)'],
    ['Markdown', '**{p0}** has {p0.protein}'],
    ['no value at all', 'Here is what I read.'],
    ['a name inside a name', '{p0{p1}} has {p0.protein}'],
    ['another than what was asked for', '{p1} has {p1.protein}.'],
    ['another before it', '{p1} has {p1.protein}, {p0} has {p0.protein}.'],
    ['nothing', ''],
  ])('takes its own words where a model writes %s', (_, written) => {
    expect(bound(SHEET, written, 'en')).toMatchObject({ by: 'template', markdown: TEMPLATE });
  });

  it('takes its own words in a language whose fillers it does not know', () => {
    expect(bound(SHEET, '{p0} {p0.protein}', 'xx').by).toBe('template');
  });

  it('tells the model every name and nothing that is unread', () => {
    const task = wordingTask(SHEET, 'which is best?');
    for (const { name, shown } of [...SHEET.items, ...SHEET.slots]) expect(task).toContain(`{${name}} = ${shown}`);
    expect(task).not.toContain('Choc Wafer');
  });

  it('lets nothing of a lying model through in 1,000 turns', () => {
    const random = rng(20_261_121);
    let worded = 0;
    for (let turn = 0; turn < 1_000; turn++) {
      const { scene } = layShelf(random, 6);
      const shelf = readShelf(readScene(scene, {}, random));
      if (!shelf) continue;
      const evidence = { photo: { id: 's', at: 0 }, reading: readScene(scene, {}, random), seen: shelf };
      const { sheet } = sayRanking(
        evidence,
        { what: 'protein', way: 'most', all: false },
        { language: 'en', timeZone: 'UTC', now: 0 },
      );
      const { markdown, by } = bound(sheet, lie(sheet, random), 'en');
      if (by === 'template') {
        expect(markdown).toBe(plain(sheet).markdown);
        continue;
      }
      worded += 1;
      const behind = `\n\n${sheet.besides}\n\n${sheet.below}`;
      expect(untrue(sheet, markdown.slice(0, markdown.length - behind.trimEnd().length))).toEqual([]);
    }
    // The liar also tells the truth at times, or the test would prove nothing.
    expect(worded).toBeGreaterThan(50);
  });

  it.each(['a label', 'two labels', 'one pack'])(
    'lets nothing through about %s, and says what its values count for',
    (what) => {
      const random = rng(7);
      let worded = 0;
      for (let turn = 0; turn < 300; turn++) {
        const sheet = sheetOf(what, random);
        if (!sheet || sheet.slots.length === 0) continue;
        expect(sheet.besides).not.toBe('');
        const { markdown, by } = bound(sheet, lie(sheet, random), 'en');
        if (by === 'template') {
          expect(markdown).toBe(plain(sheet).markdown);
          continue;
        }
        worded += 1;
        const behind = `\n\n${[sheet.besides, sheet.below].filter(Boolean).join('\n\n')}`;
        expect(markdown.endsWith(behind)).toBe(true);
        expect(untrue(sheet, markdown.slice(0, -behind.length))).toEqual([]);
      }
      expect(worded).toBeGreaterThan(10);
    },
  );

  it('never shows words outside the list, whatever is written', () => {
    const piece = fc.oneof(
      fc.constantFrom('{p0}', '{p1}', '{p0.protein}', '{p1.protein}', '{verdict}', '{', '}', ' has ', '. ', ', ', '\n'),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const { markdown, by } = bound(SHEET, pieces.join(''), 'en');
        if (by === 'template') {
          expect(markdown).toBe(TEMPLATE);
          return;
        }
        const words = wordsOf(
          markdown.replaceAll(
            /Nutty Bar has the most\.|Nutty Bar|Edamame|(?:20|14) g protein|From your shelf\.|Not readable: Choc Wafer\./g,
            ' ',
          ),
        );
        expect(words.filter((word) => !fillersOf('en')!.has(word))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** What a skill found on labels or a shelf that were drawn anew. */
function sheetOf(what: string, random: Random): Sheet | null {
  const talk = { language: 'en', timeZone: 'UTC', now: 0 };
  const evidence = (scene: Scene, id: string) => ({ photo: { id, at: 0 }, reading: readScene(scene, {}, random) });
  if (what === 'one pack') {
    const photo = evidence(layShelf(random, 6).scene, 's');
    const seen = readShelf(photo.reading);
    const pack = seen?.packs.find(({ facts }) => facts.length > 0);
    return seen && pack
      ? sayPack({ ...photo, seen }, pack, { what: 'protein', way: 'most', placed: false }, talk).sheet
      : null;
  }
  const style = { style: 'eu', base: '100 g', columns: 1 } as const;
  const labels = ['a', 'b'].flatMap((id) => {
    const photo = evidence(layLabel(random, style).scene, id);
    const seen = readLabel(photo.reading);
    return seen ? [{ ...photo, seen }] : [];
  });
  const [first] = labels;
  if (what === 'two labels') return labels.length === 2 ? compare(labels, [], talk).sheet : null;
  return first ? sayLabel(first, { asked: ['protein'], base: null }, talk).sheet : null;
}

/** Words that state something, by language. */
const TELLING: Record<string, string> = {
  en: 'zero one two three ten half double twice more most less least no not never only safe free better worse',
  es: 'cero uno una dos tres diez medio doble mas menos no nunca sin ninguno solo seguro mejor peor',
  pt: 'zero um uma dois tres dez meio dobro mais menos nao nunca sem nenhum so seguro melhor pior',
  hi: 'एक दो तीन चार पांच दस आधा दोगुना ज़्यादा कम अधिक नहीं बिना केवल सुरक्षित बेहतर',
  ar: 'واحد اثنان ثلاثة عشرة نصف ضعف أكثر أقل لا ليس بدون فقط آمن أفضل',
  id: 'nol satu dua tiga sepuluh setengah lebih kurang tidak bukan tanpa hanya aman baik',
  fr: 'zero un une deux trois dix demi double plus moins pas jamais sans aucun seulement sur meilleur',
  bn: 'এক দুই তিন চার পাঁচ দশ অর্ধেক বেশি কম না নেই ছাড়া শুধু নিরাপদ ভালো',
  vi: 'không một hai ba bốn năm mười nửa gấp hơn kém ít nhiều chỉ an toàn tốt',
  tr: 'sıfır bir iki üç on yarım daha az fazla çok değil yok hiç sadece güvenli iyi',
  ru: 'ноль один два три десять половина вдвое больше меньше не нет без только безопасно лучше',
};

describe('the words that state nothing', () => {
  it.each(Object.keys(TELLING))('hold no number, comparison, negation or judgement in %s', (language) => {
    // "sur" is "on" as well as "sure", and folded it is the former that is meant.
    const telling = wordsOf(TELLING[language]!).filter((word) => !(language === 'fr' && word === 'sur'));
    expect(telling.filter((word) => fillersOf(language)!.has(word))).toEqual([]);
  });
});
