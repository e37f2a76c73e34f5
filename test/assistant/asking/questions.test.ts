import { describe, expect, it } from 'vitest';
import { readRows } from '../../vision/layouts/rows.ts';
import { ask, BAR, SHELF, said, seen } from './photographed.ts';

describe('questions', () => {
  it.each([
    ['en', 'which has the most protein?'],
    ['en', 'Which of these has the most protein in it?'],
    ['en', 'which has more protein in it?'],
    ['es', '¿cuál tiene más proteínas?'],
    ['pt', 'qual tem mais proteína?'],
    ['hi', 'किसमें सबसे ज़्यादा प्रोटीन है?'],
    ['ar', 'أيها يحتوي على أكثر بروتين؟'],
    ['id', 'mana yang paling banyak protein?'],
    ['fr', 'lequel a le plus de protéines ?'],
    ['bn', 'কোনটায় সবচেয়ে বেশি প্রোটিন?'],
    ['vi', 'cái nào nhiều chất đạm nhất?'],
    ['tr', 'hangisinde en çok protein var?'],
    ['ru', 'где больше всего белка?'],
  ])('rank the shelf in %s', (language, text) => {
    const reply = ask(text, [SHELF], null, [], language);
    expect(reply!.facts.map(({ item }) => item).slice(0, 2)).toEqual(['Nutty Bar', 'Edamame']);
  });

  it.each([
    ...['rank these by protein', 'top 3 protein', 'best protein', 'protein per serving?', 'sort by protein'],
    ...['ordénalos por proteína', 'ordena por proteína', 'ordene por proteína', 'melhor proteína', 'urutkan protein'],
    ...['classe-les par protéines', 'meilleures protéines ?', 'xếp hạng theo đạm', 'proteine göre sırala', 'protein?'],
    ...['प्रोटीन के क्रम में', 'सबसे अच्छा प्रोटीन', 'رتبها حسب البروتين', 'أفضل بروتين', 'প্রোটিন অনুযায়ী সাজাও', 'সেরা প্রোটিন'],
    ...[
      'отсортируй по белку',
      'топ по белку',
      'proteína por ración',
      'protéines par portion ?',
      'porsiyon başına protein?',
    ],
  ])('put the shelf in order: %s', (text) => {
    const reply = ask(text, [], null, [SHELF]);
    expect(reply?.facts.map(({ item }) => item).slice(0, 2)).toEqual(['Nutty Bar', 'Edamame']);
    expect(ask('protein?', [SHELF], reply!.focus)!.facts[0]!.item).toBe('Nutty Bar');
  });

  it.each([
    ['en', 'which has the least protein?'],
    ['en', 'which of these has the least protein in it?'],
    ['pt', 'qual tem menos proteína?'],
    ['id', 'mana yang paling sedikit protein?'],
    ['bn', 'কোনটায় সবচেয়ে কম প্রোটিন?'],
    ['es', '¿cuál tiene menos proteínas?'],
    ['hi', 'सबसे कम प्रोटीन किसमें?'],
    ['ar', 'أيها أقل بروتين؟'],
    ['fr', 'lequel a le moins de protéines ?'],
    ['vi', 'cái nào ít đạm nhất?'],
    ['tr', 'en az protein hangisinde?'],
    ['ru', 'где меньше всего белка?'],
  ])('rank it from the other end in %s', (language, text) => {
    expect(ask(text, [SHELF], null, [], language)!.facts[0]!.item).toBe('Rice Cakes');
  });

  it.each([
    ['ru', 'а в джерки? jerky'],
    ['es', '¿y el jerky?'],
    ['fr', 'et le jerky ?'],
    ['tr', 'peki jerky?'],
    ['hi', 'और jerky?'],
    ['ar', 'و jerky؟'],
    ['pt', 'e o jerky?'],
    ['id', 'dan jerky?'],
    ['id', 'kalau jerky?'],
    ['bn', 'আর jerky?'],
    ['vi', 'còn jerky?'],
    ['vi', 'thế còn jerky?'],
  ])('follow up in %s', (language, text) => {
    const focus = ask('which has the most protein?', [], null, [SHELF])!.focus;
    expect(ask(text, [SHELF], focus, [], language)!.facts[0]!.item).toBe('Beef Jerky');
  });

  it.each([
    ...['How much protein is in the second one?', '¿cuánta proteína tiene la segunda?', 'quanta proteína no segundo?'],
    ...[
      'दूसरे में कितना प्रोटीन है?',
      'كم البروتين في الثاني؟',
      'berapa protein yang kedua?',
      'combien de protéines dans le deuxième ?',
    ],
    ...[
      'দ্বিতীয়টায় কত প্রোটিন?',
      'cái thứ hai bao nhiêu đạm?',
      'ikincide ne kadar protein var?',
      'сколько белка во втором?',
    ],
    ...['and the second?', 'ikincisi?', 'দ্বিতীয়টা?', '¿y el segundo?'],
  ])('count on the shelf: %s', (text) => {
    const { focus } = ask('which has the most protein?', [], null, [SHELF])!;
    expect(ask(text, [SHELF], focus)!.facts.map(({ item }) => item)).toEqual(['Edamame']);
  });

  it('that no photo answers go on to the model', () => {
    for (const text of ['hello', 'write me a poem', 'what is the capital of Peru?', 'thanks!', 'and the weather?'])
      expect(ask(text, [SHELF, BAR], null), text).toBeNull();
    expect(ask('which has the most protein?', [])).toBeNull();
  });

  it('for a number that no photo holds are not left to a model’s memory', () => {
    expect(said(ask('how much caffeine and fibre in the crisps?', [SHELF], null))).toMatch(
      /no fibre|don’t have that number/,
    );
    const text = seen('t', '14:05', readRows([['Closed on Monday'], ['Back soon']]));
    expect(said(ask('how much protein is in an egg?', [text], null))).toBe('I don’t have that number. Send the label.');
  });
});

describe('what no skill reads as a value', () => {
  const fortified = seen(
    'v',
    '14:25',
    readRows([
      ['Flakes'],
      ['', 'per 100 g'],
      ['Energy', '370 kcal'],
      ['Fat', '2.0 g'],
      ['Carbohydrate', '80.0 g'],
      ['Protein', '8.0 g'],
      ['Vitamin C', '60 mg'],
      ['Vitamin D', '5 mg'],
      ['Caffeine', '32 mg'],
    ]),
  );

  it.each([
    ...[
      'how much vitamin C?',
      'vitamin C?',
      '¿cuánta vitamina C tiene?',
      'quanta vitamina C tem?',
      'combien de vitamine C ?',
    ],
    ...[
      'berapa vitamin C?',
      'bao nhiêu vitamin C?',
      'ne kadar C vitamini var?',
      'сколько витамина C?',
      'сколько витамина С?',
    ],
    ...['विटामिन C कितना है?', 'كم فيتامين C؟', 'ভিটামিন C কত?'],
  ])('is shown as it is printed: %s', (text) => {
    expect(said(ask(text, [fortified]))).toBe('It says: “Vitamin C 60 mg”');
    expect(said(ask(text, [BAR]))).toMatch(/^No line for (?:\S+ [CС]|C vitamini) in what I read of this label\.$/);
    expect(said(ask(text, [SHELF]))).toBe('I don’t have that number. Send the label.');
  });

  it.each([
    ...[
      'caffeine?',
      'how much caffeine is in it?',
      '¿tiene cafeína?',
      'tem cafeína?',
      'il y a de la caféine ?',
      'ada kafein?',
    ],
    ...['có caffeine không?', 'kafein var mı?', 'есть ли кофеин?', 'क्या इसमें कैफीन है?', 'هل فيه كافيين؟', 'ক্যাফেইন আছে?'],
  ])('is never a model’s to say: %s', (text) => {
    expect(said(ask(text, [fortified]))).toBe('It says: “Caffeine 32 mg”');
    for (const photo of [BAR, SHELF, seen('b', '14:06', readRows([]))])
      for (const reply of [ask(text, [photo]), ask(text, [], null, [photo])])
        expect(said(reply)).toMatch(/^No line for|^I don’t have that number/);
  });

  it.each([
    ...['what about the calories in two bars?', '¿y las calorías en dos barras?', 'e as calorias em duas barras?'],
    ...[
      'et les calories dans deux barres ?',
      'kalau kalori dua batang?',
      'còn calo trong hai thanh?',
      'peki iki barda kalori?',
    ],
    ...['और दो बार में कैलोरी?', 'وماذا عن السعرات في لوحين؟', 'আর দুটি বারে ক্যালোরি?', 'а калории в двух батончиках?'],
  ])('and a count of things gets the printed value or none: %s', (text) => {
    expect(said(ask(text, [BAR]))).toContain('509 kcal');
    expect(said(ask(text, [SHELF]))).toBe('I don’t have that number. Send the label.');
  });

  it('leaves what something is good for to the model', () => {
    for (const text of ['tell me a story about iron and steel', 'explain to me why people drink alcohol'])
      expect(ask(text, [BAR, SHELF]), text).toBeNull();
  });
});
