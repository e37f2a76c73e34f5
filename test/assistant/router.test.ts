import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createRouter, type RouteContext } from '../../src/assistant/router.ts';
import type { Language } from '../../src/conversation/languages.ts';

const router = createRouter();
afterAll(() => router.close());

const answer = async (text: string, context: Partial<RouteContext> = {}) =>
  // Which of the narrow spaces stands before a percent sign or between thousands changes from one ICU to the next.
  (await router.route(text, { language: 'en', ...context }))?.markdown.replace(/[\u00A0\u202F]/g, ' ') ?? null;

describe('The router', () => {
  it('converts as in the first lesson', async () => {
    expect(await answer('350 °F in °C')).toBe('350 °F = 176.7 °C');
    expect(await answer('12 miles in km')).toBe('12 mi = 19.31 km');
  });

  it('goes on from its own last answer', async () => {
    const previous = '12 mi = 19.31 km';
    expect(await answer('and 15?', { previous })).toBe('15 mi = 24.14 km');
    expect(await answer('and 15 km?', { previous })).toBe('15 km = 9.321 mi');
    expect(await answer('and 200 ft?', { previous })).toBe('200 ft = 0.06096 km');
    expect(await answer('15?', { previous }), 'a bare number may mean anything').toBeNull();
    expect(await answer('and 15 kg?', { previous })).toBeNull();
    expect(await answer('and 15?')).toBeNull();
    expect(await answer('and 15?', { previous: 'The capital of Australia is Canberra.' })).toBeNull();
    expect(await answer('and 3?', { previous: '2 US cups = 473.2 ml  \n2 metric cups = 500 ml' })).toBe(
      '3 US cups = 709.8 ml  \n3 metric cups = 750 ml',
    );
  });

  it('says which trace led to the answer', async () => {
    expect((await router.route('12 miles in km', { language: 'en' }))?.trace).toEqual([
      { rule: 'conversion', read: '12 mile → kilometre', exact: '19.312128', shown: '19.31', rounded: true },
    ]);
    expect((await router.route('12 % of 80', { language: 'en' }))?.trace).toEqual([
      { rule: 'sum', read: '12/100*80', exact: '9.6', shown: '9.6', rounded: false },
    ]);
  });

  it.each([
    ['12345 m in km', '12,345 m = 12.345 km'],
    ['12.3456 miles in km', '12.3456 mi = 19.8683 km'],
    ['100 miles in m', '100 mi = 160,934 m'],
    ['36 km/h in m/s', '36 km/h = 10 m/s'],
    ['5 ft 10 in in cm', '5 ft 10 in = 177.8 cm'],
    [`5'10" in cm`, '5 ft 10 in = 177.8 cm'],
    ['convert 2 h 55 min to min', '2 h 55 min = 175 min'],
    ['How many km in 12 miles?', '12 mi = 19.31 km'],
    ['convert 98.6F to C please', '98.6 °F = 37 °C'],
    ['-40 f in c', '-40 °F = -40 °C'],
    ['12 cm in in', '12 cm = 4.724 in'],
    ['1 acre in m2', '1 ac = 4,047 m²'],
    ['200 kcal in kJ', '200 kcal = 836.8 kJ'],
    ['8 oz in g', '8 oz = 226.8 g'],
    ['30 psi in bar', '30 psi = 2.068 bar'],
    ['0 C in K', '0 °C = 273.15 K'],
    ['how many hours are in 3 days?', '3 d = 72 h'],
    ['what is 8 : 2', '8 ÷ 2 = 4'],
  ])('converts %j', async (text, expected) => expect(await answer(text)).toBe(expected));

  it.each([
    ['17 + 25', '17 + 25 = 42'],
    ['17+25', '17 + 25 = 42'],
    ['12 % of 80', '12% × 80 = 9.6'],
    ['what is 12 percent of 80?', '12% × 80 = 9.6'],
    ['3 x 4.50', '3 × 4.50 = 13.50'],
    ['0.1 + 0.2', '0.1 + 0.2 = 0.3'],
    ['10 / 3', '10 ÷ 3 ≈ 3.333333'],
    ['sqrt(2)^2 =', '√(2)^2 = 2'],
    ['2^100', '2^100 = 1,267,650,600,228,229,401,496,703,205,376'],
    ['10^70 + 1 - 10^70', null],
    ['(10 - 4) * 3', '(10 − 4) × 3 = 18'],
    ['-5 + 3 =', '−5 + 3 = -2'],
    ['what is 24/12?', '24 ÷ 12 = 2'],
    ['1,200 + 300', '1,200 + 300 = 1,500'],
    ['seventeen plus 25', null],
    ['17 plus 25', '17 + 25 = 42'],
    ['5² + 12²', null],
    ['5² + 12', '5^2 + 12 = 37'],
  ])('adds up %j', async (text, expected) => expect(await answer(text)).toBe(expected));

  it.each([
    ['US', '2 US cups = 473.2 ml'],
    ['AU', '2 metric cups = 500 ml'],
    [undefined, '2 US cups = 473.2 ml  \n2 metric cups = 500 ml'],
  ])('names the cup of %s', async (region, expected) => {
    expect(await answer('2 cups in ml', { region })).toBe(expected);
  });

  it('takes the gallon of the country, and pairs measures of one system', async () => {
    expect(await answer('1 gal in l', { region: 'GB' })).toBe('1 imp gal = 4.546 L');
    expect(await answer('1 cup in tbsp')).toBe('1 US cup = 16 US tbsp  \n1 metric cup = 16.67 metric tbsp');
  });

  it('shows both readings of a number that has two', async () => {
    expect(await answer('2.375 inches in mm')).toBe('2.375 in = 60.325 mm  \n2,375 in = 60,325 mm');
    expect(await answer('1.200 + 0.5')).toBe('1.200 + 0.5 = 1.7');
    expect(await answer('1.200 kcal en kJ', { language: 'es', region: 'ES' })).toBe('1200 kcal = 5020,8 kJ');
  });

  it.each<[string, Language, string]>([
    ['12 millas en km', 'es', '12 mi = 19,31 km'],
    ['¿Cuántos kilómetros son 12 millas?', 'es', '12 mi = 19,31 km'],
    ['Quantos km são 12 milhas?', 'pt-BR', '12 mi = 19,31 km'],
    ['12 मील को किमी में बदलो', 'hi', '12 मील = 19.31 कि॰मी॰'],
    ['१२ मील किमी में', 'hi', '१२ मील = १९.३१ कि॰मी॰'],
    ['كم كيلومتر في 12 ميل؟', 'ar', '\u206812\u2069 ميل = \u206819.31\u2069 كم'],
    ['١٢ ميل بالكيلومتر', 'ar', '\u2068١٢\u2069 ميل = \u2068١٩٫٣١\u2069 كم'],
    ['12 mil berapa km?', 'id', '12 mi = 19,31 km'],
    ['combien de km font 12 miles ?', 'fr', '12 mi = 19,31 km'],
    ['১২ মাইল কত কিমি?', 'bn', '১২ মাইল = ১৯.৩১ কিমি'],
    ['12 মাইল কিলোমিটারে', 'bn', '১২ মাইল = ১৯.৩১ কিমি'],
    ['12 dặm bằng bao nhiêu km?', 'vi', '12 dặm = 19,31 km'],
    ["12 mili km'ye çevir", 'tr', '12 mil = 19,31 km'],
    ['12 MİL KAÇ KM?', 'tr', '12 mil = 19,31 km'],
    ['сколько км в 12 милях?', 'ru', '12 ми = 19,31 км'],
    ['350 °F em °C', 'pt-BR', '350 °F = 176,7 °C'],
    ['2 tazas en ml', 'es', '2 tazas de EE. UU. = 473,2 ml  \n2 tazas métricas = 500 ml'],
    ['5 чашек в мл', 'ru', '5 амер. чашек = 1 183 мл  \n5 метр. чашек = 1 250 мл'],
  ])('understands %j in %s', async (text, language, expected) =>
    expect(await answer(text, { language })).toBe(expected),
  );

  it.each<[string, Language, string]>([
    ['y 15?', 'es', '15 mi = 24,14 km'],
    ['e 15?', 'pt-BR', '15 mi = 24,14 km'],
    ['और 15?', 'hi', '15 मील = 24.14 कि॰मी॰'],
    ['و15؟', 'ar', '\u206815\u2069 ميل = \u206824.14\u2069 كم'],
    ['dan 15?', 'id', '15 mi = 24,14 km'],
    ['et 15 ?', 'fr', '15 mi = 24,14 km'],
    ['আর 15?', 'bn', '১৫ মাইল = ২৪.১৪ কিমি'],
    ['còn 15?', 'vi', '15 dặm = 24,14 km'],
    ['ya 15?', 'tr', '15 mil = 24,14 km'],
    ['а 15?', 'ru', '15 ми = 24,14 км'],
  ])('goes on with %j in %s', async (text, language, expected) => {
    const previous = (await answer('12 miles in km', { language }))!;
    expect(await answer(text, { language, previous })).toBe(expected);
  });

  it.each<[string, Language, string]>([
    ['17 más 25', 'es', '17 + 25 = 42'],
    ['12 por ciento de 80', 'es', '12 % × 80 = 9,6'],
    ['3 vezes 4,50', 'pt-BR', '3 × 4,50 = 13,50'],
    ['80 का 12 %', 'hi', '12% × 80 = 9.6'],
    ['كم يساوي ١٧ + ٢٥؟', 'ar', '\u2068١٧ + ٢٥ = ٤٢\u2069'],
    ['17 tambah 25', 'id', '17 + 25 = 42'],
    ['12 % de 80', 'fr', '12 % × 80 = 9,6'],
    ['80 এর 12%', 'bn', '১২% × ৮০ = ৯.৬'],
    ['17 cộng 25 bằng bao nhiêu?', 'vi', '17 + 25 = 42'],
    ["80'in %12'si kaç?", 'tr', '%12 × 80 = 9,6'],
    ["80'in yüzde 12'si", 'tr', '%12 × 80 = 9,6'],
    ['12 % от 80', 'ru', '12 % × 80 = 9,6'],
    ['сколько будет 84 разделить на 2', 'ru', '84 ÷ 2 = 42'],
  ])('adds up %j in %s', async (text, language, expected) => expect(await answer(text, { language })).toBe(expected));

  it.each([
    ...['24/12', '24/7', '3-1', '10 - 12', '2024 - 2026', '2026-11-25', '10:30', '3x4', '4x4', '50:50', '12.12.2024'],
    ...['+49 170 1234567', '0170 - 1234567', '4111111111111111 + 1', '80 + 12 %', '-2^2', '2^3^2', '2(3)', '7', '5 km'],
    ...['I ran 12 miles in km', '12 km to mile 5', 'in 5 min', '3 cups', '1/0 =', '-300 C in F', '-5 kg in lb'],
    ...['10 km in kg', '12 miles in miles', 'and 15?', '2 mil ml en tazas', 'sqrt(-4) =', '(3 + 4', '9^999', '1+1+'],
    ...[
      '7 days a week',
      'there are 7 days in a week',
      '40 horas por semana',
      '5 días a la semana',
      'a semana tem 7 dias',
    ],
    ...['la semaine fait 7 jours', 'सप्ताह में 7 दिन होते हैं', 'সপ্তাহে ৭ দিন', 'неделя это 7 дней', '3 : 2', '5 على 10'],
    ...['I 1.5 - 1.5', 'I 12 miles in km'],
    ...['Buy 2 cups, 3 ml', 'Meet at 5 + 1', 'v1.2 + v1.3', '', '5', '٣', 'x + 1', '1 + x', '%', '100% - 20%'],
  ])('leaves %j to the model', async (text) => expect(await answer(text)).toBeNull());
});

/** Everyday words of the eleven languages, none of them a unit or a sign. */
const PROSE =
  'I you we tomorrow bread dog send photo because about nice bought for with my his train price apples kids room page when quiero comprar mañana perro foto porque para con mi tren precio quero comprar amanhã cachorro मुझे कल रोटी कुत्ता फोटो क्योंकि लिए साथ أريد غدا خبز كلب صورة لأن مع قطار saya besok roti anjing foto karena untuk dengan kereta je veux demain pain chien photo parce pour avec train আমি কাল রুটি কুকুর ছবি কারণ জন্য সাথে tôi ngày bánh chó ảnh vì cho với tàu ben yarın ekmek köpek fotoğraf çünkü için ile tren я завтра хлеб собака фото потому для поезд'.split(
    ' ',
  );
const word = fc.constantFrom(...PROSE);
const number = fc.oneof(
  fc.nat({ max: 3_000 }).map(String),
  fc.constantFrom('1.5', '3,20', '14:05', '12.11.', '٣', '२'),
);
const glue = fc.constantFrom(
  'in',
  'to',
  'of',
  'and',
  '-',
  '/',
  'x',
  '+',
  'de',
  'en',
  'a',
  'km',
  'm',
  'cups',
  '%',
  '?',
  ',',
);

describe('Prose', () => {
  it('is never taken for a sum, whatever numbers, units and signs are in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        word,
        fc.array(fc.oneof(word, number, glue), { maxLength: 10 }),
        fc.nat(),
        async (first, rest, at) => {
          const words = [...rest];
          words.splice(at % (rest.length + 1), 0, first);
          expect(await answer(words.join(' ')), words.join(' ')).toBeNull();
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('of any characters neither throws nor gets an answer that is not a line of figures', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom(...'0123456789+-*/x%()^=.,√ ') })),
        async (text) => {
          const markdown = await answer(text);
          if (markdown !== null) for (const line of markdown.split('\n')) expect(line).toMatch(/^.*\d.* [=≈] .*\d/u);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('A riddle', () => {
  // Each "in" is a word or an inch: 2^36 ways to read it, most of which end nowhere.
  it.each([`5 ${'in '.repeat(36)}zzz`, `5 ${'in '.repeat(36)}`, `${'c m s in '.repeat(12)} 5`])(
    'such as %j is given up at once',
    async (text) => expect(await answer(text)).toBeNull(),
  );
});

describe('A sum of whole numbers', () => {
  it('comes out as it does with exact arithmetic', async () => {
    const term = fc.nat({ max: 999_999 });
    const sign = fc.constantFrom(' + ', ' - ', ' * ');
    await fc.assert(
      fc.asyncProperty(term, fc.array(fc.tuple(sign, term), { minLength: 1, maxLength: 6 }), async (first, rest) => {
        const text = `${first}${rest.map(([operator, value]) => operator + value).join('')} =`;
        const expected = rest.reduce(
          ({ done, product }, [operator, value]) =>
            operator === ' * '
              ? { done, product: product * BigInt(value) }
              : { done: done + product, product: operator === ' - ' ? -BigInt(value) : BigInt(value) },
          { done: 0n, product: BigInt(first) },
        );
        const routed = await router.route(text, { language: 'en' });
        expect(routed?.trace[0]?.exact, text).toBe(String(expected.done + expected.product));
      }),
      { numRuns: 300 },
    );
  });
});
