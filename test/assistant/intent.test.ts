import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALLERGENIC, ALLERGENS } from '../../src/assistant/allergen-words.ts';
import { type Question, questionIn, said } from '../../src/assistant/intent.ts';
import * as kindWords from '../../src/assistant/kind-words.ts';
import { nutrientsAsked } from '../../src/assistant/printed/nutrients.ts';
import {
  AS_CHART,
  AS_FILE,
  COMPARE,
  HOW_MUCH,
  LEAST,
  MOST,
  PAID,
  SAYS,
  SHOWN,
  TOTAL,
} from '../../src/assistant/question-words.ts';

type Told = { [Name in keyof Question]: Question[Name] extends boolean ? Name : never }[keyof Question];

/** What is told of each question, in the eleven languages. */
const ASKED: [Told, string[]][] = [
  [
    'howMuch',
    [
      ...['How much salt?', '¿Cuánta sal tiene?', 'Quanto açúcar tem?', 'कितना नमक है?', 'كم الملح؟', 'berapa gulanya?'],
      ...['combien de sucre ?', 'কত লবণ?', 'bao nhiêu đường?', 'ne kadar tuz var?', 'сколько соли?'],
    ],
  ],
  [
    'compare',
    [
      ...['compare these', 'compara las dos', 'qual é melhor?', 'इनकी तुलना करो', 'قارن بينهما', 'bandingkan keduanya'],
      ...['compáralas', 'compáralos', 'compare-os', 'comparez-les', 'karşılaştırır mısın', 'قارنهما', 'сравните их'],
      ...['so sánh chúng', 'इनकी तुलना करें', 'এগুলোর তুলনা করুন', 'bandingkan ini'],
      ...['laquelle est mieux ?', 'তুলনা করো', 'so sánh hai cái', 'karşılaştır', 'сравни их'],
    ],
  ],
  [
    'total',
    [
      ...[
        'what is the total?',
        '¿cuál es la suma?',
        'qual é a soma?',
        'कुल कितना है?',
        'كم المجموع؟',
        'berapa jumlah semuanya?',
      ],
      ...['quelle est la somme ?', 'মোট কত?', 'tổng cộng bao nhiêu?', 'toplam ne kadar?', 'сколько всего?'],
    ],
  ],
  [
    'shown',
    [
      ...[
        'Show what you read',
        'muestra lo que leíste',
        'o que você leu?',
        'तुमने क्या पढ़ा?',
        'ماذا قرأت؟',
        'apa yang kamu baca?',
      ],
      ...['qu’as-tu lu ?', 'তুমি কী পড়েছ?', 'bạn đọc được gì?', 'ne okudun?', 'что ты прочитал?'],
    ],
  ],
  [
    'allergens',
    [
      ...['is it gluten free?', '¿tiene gluten?', 'é vegano?', 'इसमें ग्लूटेन है?', 'هل فيه غلوتين؟', 'apakah ada alergen?'],
      ...[
        'does it contain milk?',
        'any nuts?',
        'how much milk is in it?',
        'are there eggs in it?',
        'is there wheat?',
        'can a coeliac eat this?',
      ],
      ...['tem leite?', 'y a-t-il du lait ?', 'есть ли орехи?', 'هل فيه حليب؟', 'क्या इसमें दूध है?', '¿lleva huevo?'],
      ...[
        'ada kacang?',
        'দুধ আছে?',
        'có sữa không?',
        'süt var mı?',
        'celery?',
        '¿sin frutos secos?',
        'is it dairy free?',
      ],
      ...['is there sesame in this?', 'lupin?', 'contém crustáceos?', 'есть ли в составе горчица?', 'هل به سمسم؟'],
      ...['sans gluten ?', 'গ্লুটেন আছে?', 'có gây dị ứng không?', 'glütensiz mi?', 'есть ли глютен?'],
    ],
  ],
  [
    'asFile',
    [
      'as csv',
      ...[
        'as a file',
        'send it as a file please',
        'como archivo',
        'en un archivo',
        'como arquivo',
        'num arquivo',
        'फ़ाइल के रूप में',
      ],
      ...[
        'फ़ाइल में दो',
        'كملف',
        'في ملف',
        'sebagai berkas',
        'jadi file',
        'en fichier',
        'sous forme de fichier',
        'ফাইল হিসেবে',
      ],
      ...['dưới dạng tệp', 'dosya olarak', 'файлом', 'в виде файла'],
      'dame un excel',
      'em planilha',
      'CSV में',
      'csv من فضلك',
      'jadi excel',
      'un tableur',
      'csv দাও',
      'file excel',
      'excel olarak',
      'в excel',
    ],
  ],
];

const SECOND = [
  ...[
    'the second one',
    'la segunda',
    'o segundo',
    'दूसरे में',
    'في الثاني',
    'yang kedua',
    'le deuxième',
    'দ্বিতীয়টা',
    'cái thứ hai',
  ],
  ...[
    'দ্বিতীয়টায়',
    'দ্বিতীয়টিতে কত?',
    'ikincide',
    'ikincisinde ne kadar?',
    'второго',
    'во второй',
    'второе',
    'number two',
  ],
  ...[
    'número dos',
    'número dois',
    'numéro deux',
    'nomor dua',
    'nomor 2',
    'số 2',
    'номер два',
    'नंबर 2',
    'رقم 2',
    '২ নম্বর',
  ],
  ...['2º', 'la 2ª', 'le 2e', 'la 2ème', '2-й', '2.si', '২য়', 'رقم ٢', 'दूसरे वाले में', 'والثاني؟', '2 numara'],
  ...['ikinci olan', 'во втором', 'number 2', '#2', '2nd'],
];

/** The commonest words of each language that ask nothing of a photo, as they are written, and without accents where people leave them out. */
const EVERYDAY_WORDS = {
  en: `the be to of and a in that have it for not on with he as you do at this but his by from they we her she or an will my
    one would there their what so up out if about who get which go me when make can time no just him know take people
    into year your good some could them see other than then now look only come its over think also back after use two how
    our work first well way even new want because any these give day us may dam sale con va anh are is was has had did
    should must might today here very where why gun hang media`,
  es: `de la que el en y a los se del las un por con no una su para es al lo como o pero sus le ha me si sin sobre
    este ya entre cuando muy ser son dos también fue había era hasta desde está mi porque qué sólo han yo hay vez puede
    así nos ni parte ese eso uno bien donde va voy vamos hoy ahora aquí quiero cómo cual anda dan ve`,
  pt: `de a o que e do da em um para com não uma os no se na por as dos como ao ele das à seu sua ou quando muito nos já
    eu também só pelo pela até isso ela entre depois sem mesmo aos seus quem nas me esse eles você essa num nem suas meu
    minha foi vai vá ver hoje agora aqui quero tem está con`,
  fr: `de la le et les des en un du une que est pour qui dans a par au il sur pas ce ne se son avec je sont elle
    on nous vous ou où leur était été être fait comme cette tu lui si même aussi bien peut deux va vais ils y ont sa ses
    donc quand aujourd hui ici voilà très veux non oui mon ma ton con`,
  id: `yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena bisa ada mereka atau oleh
    sudah saat lain seperti dapat kita anda dia kami satu dua apakah mau hari sekarang di sini aku kamu bukan lagi masih
    may dong mana punya ya pergi kerja air anak`,
  vi: `là và của có cho không được người với một này trong các đã những đó để khi về từ như cũng ra vào đến lại làm
    anh chị em tôi bạn ông bà hôm nay bây giờ ở đây rất thì mà sẽ đi biết muốn nên vì hay hoặc anh toi ban co cua`,
  tr: `bir ve bu da de için ile o ben sen biz siz ama gibi daha mi var yok olarak sonra kadar değil ki şey
    zaman gün bugün şimdi burada iyi yeni ya hem her çünkü eğer nasıl neden istiyorum it dam may anne kon kan`,
  hi: `है और में की के का को से पर यह वह हैं था थी थे कि नहीं तो भी ही एक कर करना हो गया काम कल आज अब यहाँ मैं हम
    आप तुम वे मेरा तेरा उसका जो जब तब अगर फिर बहुत अच्छा चना चीन सेब बात दिन साल लोग घर पानी माँ`,
  ar: `في من على أن إلى هذا هذه التي الذي مع كان كانت لا هو هي ثم قد لم لن بعد قبل بين عند عن أو إذا لكن حتى أنا
    أنت نحن هم اليوم الآن هنا جدا واحد وقت وصفة ولد يوم بيت`,
  bn: `এবং ও আর এই সেই তার আমি তুমি আপনি সে আমরা তারা না হয় হবে ছিল করে করা জন্য থেকে সঙ্গে কিন্তু যদি তবে আজ কাল এখন
    এখানে খুব একটা কাজ কাম দিন বছর মানুষ ঘর জল মা সেবা`,
  ru: `и в не на я быть он с что а по это она этот к но они мы весь который из у то за свой от мочь год такой о
    для так вы человек себя тот же время дело когда ты уже день сегодня сейчас здесь очень где почему если или бы`,
};

describe('questions in eleven languages', () => {
  it.each(ASKED.flatMap(([told, texts]) => texts.map((text) => [told, text] as const)))('tell %s: %s', (told, text) => {
    expect(questionIn(text)![told]).toBe(true);
  });

  it.each(SECOND)('count to the second: %s', (text) => {
    expect(questionIn(text)!.ordinal).toBe(1);
  });

  it.each([
    'more protein, less sugar',
    'más proteína y menos azúcar',
    'mais proteína, menos açúcar',
    'ज़्यादा प्रोटीन, कम चीनी',
    'بروتين أكثر، سكر أقل',
    'lebih banyak protein, lebih sedikit gula',
    'plus de protéines, moins de sucre',
    'বেশি প্রোটিন, কম চিনি',
    'nhiều đạm hơn, ít đường hơn',
    'daha çok protein, daha az şeker',
    'больше белка, меньше сахара',
  ])('weigh each nutrient by its own word: %s', (text) => {
    expect(questionIn(text)!.wants).toEqual([
      { what: 'protein', way: 'more' },
      { what: 'sugars', way: 'less' },
    ]);
  });

  it.each([
    ['Which of these has the most protein in it?', 'protein', 'more'],
    ['which has more protein in it?', 'protein', 'more'],
    ['it should have the most fibre', 'fibre', 'more'],
    ['¿cuál tiene más proteínas?', 'protein', 'more'],
    ['cái nào ít đường nhất?', 'sugars', 'less'],
    ['cai nao it duong nhat, it hon?', 'sugars', null],
    ['san pham nao duong it hon?', 'sugars', 'less'],
    ['काम के बाद सबसे ज़्यादा प्रोटीन किसमें?', 'protein', 'more'],
    ['¿cuánta sal tiene más o menos?', 'salt', null],
    ['is there at least 10 g of protein?', 'protein', null],
  ])('wish for what is said: %s', (text, what, way) => {
    expect(questionIn(text)!.wants).toEqual(way === null ? [] : [{ what, way }]);
  });

  it.each([
    'high protein low sugar',
    'protein high sugar low',
    'plus de protéines mais moins de sucre',
    'mais proteína mas menos açúcar',
    'بروتين أكثر وسكر أقل',
    'بروتين أكثر والسكر أقل',
    'أكثر بروتين وأقل سكر',
  ])('give each nutrient its own way without a comma: %s', (text) => {
    expect(questionIn(text)!.wants).toEqual([
      { what: 'protein', way: 'more' },
      { what: 'sugars', way: 'less' },
    ]);
    expect(questionIn(text)!.nutrients).toEqual(['protein', 'sugars']);
  });

  it.each(Object.entries(EVERYDAY_WORDS))('are not made of the everyday words of %s', (_, everyday) => {
    // What bars, lines and foods may be called are everyday words, and only set words aside.
    const { SERIES: _series, EDIBLE: _edible, ...kinds } = kindWords;
    const lists = {
      MOST,
      LEAST,
      COMPARE,
      HOW_MUCH,
      TOTAL,
      SAYS,
      SHOWN,
      PAID,
      AS_FILE,
      AS_CHART,
      ALLERGENS,
      ALLERGENIC,
      ...kinds,
    };
    const taken = everyday
      .split(/\s+/)
      .flatMap((word) => [
        ...Object.entries(lists).flatMap(([name, list]) => (said(word, list) ? [`${word}: ${name}`] : [])),
        ...nutrientsAsked(word).map((what) => `${word}: ${what}`),
      ]);
    expect(taken).toEqual([]);
  });

  it('keep a product’s name and nothing else of the words', () => {
    expect(questionIn('and the jerky?')).toMatchObject({ names: ['jerky'], followUp: true });
    expect(questionIn('which has the most protein?')!.names).toEqual([]);
    expect(questionIn('¿cuánto azúcar tiene el Nutty Bar?')!.names).toContain('nutty');
    expect(questionIn('per 100 g please')).toMatchObject({ names: [], base: { kind: '100 g' } });
  });

  it.each([
    'how do I boil an egg?',
    'how much is the milk?',
    'and the soy nuts?',
    'how much protein have the soy nuts?',
    'what did the milk cost?',
    'write a poem about fish and the sea',
  ])('are not about allergens for a food alone: %s', (text) => {
    expect(questionIn(text)!.allergens).toBe(false);
  });

  it('are none in a long text', () => {
    expect(questionIn('protein '.repeat(60))).toBeNull();
  });

  it('are told for any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const question = questionIn(text);
        for (const name of question?.names ?? []) expect(name.length).toBeGreaterThan(1);
      }),
    );
  });
});
