/**
 * How much of a food a person asks for, where it is no base that labels print: "in half the bar", "in two servings", "in
 * 50 g". In the eleven languages.
 */
import { numberOf } from '../../printed/amounts.ts';
import { nutrientsAsked } from '../../printed/nutrients.ts';

/** So many of what a label calls a bar, or of its servings. */
export interface Portion {
  /** A decimal. */
  times: string;
  of: 'bar' | 'serving';
}

const BAR =
  'bars?|barritas?|barrinhas?|barras?|barres?|riegeln?|batang|thanh|çubuk(?:ta)?|bar(?:da|ın|ı|lar|larda)|बार|बारों|(?:ال)?لوح|ألواح|বার|বারে|বারের|батончик(?:а|е|ах|ов|и)?';
const SERVING =
  'servings?|portions?|porciones|porción|porcion|raciones|ración|racion|porção|porcao|porções|porcoes|sajian|porsi|khẩu phần|khau phan|porsiyon(?:da|un)?|सर्विंग|(?:ال)?حصة|حصص|পরিবেশন|পরিবেশনে|порци[яиюй]|порциях';
/** Arabic has a form for two. */
const TWO_OF = { bar: /(?<!\p{L})(?:لوحين|قطعتين)(?!\p{L})/u, serving: /(?<!\p{L})حصتين(?!\p{L})/u };

const TIMES: readonly [times: string, said: string][] = [
  [
    '0.5',
    'half|½|1/2|media|medio|mitad|meia|meio|metade|demie?|moitié|moitie|setengah|separuh|nửa|nua|yarım|yarim|आधा|आधे|आधी|نصف|অর্ধেক|আধা|половин[аеуы]|пол',
  ],
  ['0.25', 'quarter|¼|1/4|cuarto|quarto|quart|seperempat|çeyrek|ceyrek|चौथाई|ربع|চতুর্থাংশ|четверт[ьи]'],
  ['1', 'one|a|una?|uma?|une|satu|một|mot|bir|एक|একটি|একটা|один|одном|одну|одной'],
  ['2', 'two|dos|dois|duas|deux|dua|hai|iki|दो|দুই|দুটি|দুটো|два|две|двух'],
  ['3', 'three|tres|três|trois|tiga|ba|üç|तीन|ثلاثة|ثلاث|তিন|তিনটি|три|тр[её]х'],
  ['4', 'four|cuatro|quatro|quatre|empat|bốn|dört|चार|أربعة|أربع|চার|চারটি|четыре|четыр[её]х'],
  ['5', 'five|cinco|cinq|lima|năm|beş|पांच|पाँच|خمسة|خمس|পাঁচ|পাঁচটি|пять|пяти'],
];
/** What may stand between a number and what is counted: "half of the bar", "la moitié d'une barre". */
const BETWEEN = String.raw`(?:[\s'’-]+(?:of|the|an?|this|de|del?|la|una?|da|do|d|une|dari|của|ال))*[\s'’-]*`;

const counted = (said: string, thing: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{M}\d/.,])(?:${said})${BETWEEN}(?:${thing})(?![\p{L}\p{M}])`, 'iu');

const COUNTED = (['bar', 'serving'] as const).flatMap((of) =>
  TIMES.map(([times, said]) => ({ times, of, pattern: counted(said, of === 'bar' ? BAR : SERVING) })),
);
const NUMBERED = (['bar', 'serving'] as const).map((of) => ({
  of,
  pattern: counted(String.raw`(\d{1,2}(?:[.,]\d{1,2})?)`, of === 'bar' ? BAR : SERVING),
}));

/** @param text its digits are 0 to 9 */
export function portionAsked(text: string): Portion | null {
  const composed = text.normalize('NFC').replaceAll('½', ' ½ ').replaceAll('¼', ' ¼ ');
  for (const { times, of, pattern } of COUNTED) if (pattern.test(composed)) return { times, of };
  for (const what of ['bar', 'serving'] as const) if (TWO_OF[what].test(composed)) return { times: '2', of: what };
  for (const { of, pattern } of NUMBERED) {
    const [, number] = pattern.exec(composed) ?? [];
    const times = number === undefined ? null : numberOf(number, null);
    if (times !== null && Number(times) > 0) return { times, of };
  }
  return null;
}

const GRAMS =
  'g|gr|gram(?:s|da|ın)?|gramm|grammes?|gramos?|gramas?|gam|г|гр|грамм(?:а|ов|ах)?|ग्राम|غ|غرام(?:ا|ات)?|جرام(?:ا|ات)?|গ্রাম|গ্রামে';
const MILLILITRES = 'ml|millilit(?:er|re)s?|mililitros?|мл|миллилитр(?:а|ов|ах)?|मिली|मिलीलीटर|مل|মিলি';
const AMOUNT = new RegExp(
  String.raw`(?<![\p{L}\p{M}\d.,])(\d{1,4}(?:[.,]\d{1,2})?)\s?(?:(${GRAMS})|(${MILLILITRES}))(?![\p{L}\p{M}\d])(.*)$`,
  'iu',
);

/** "In 50 g"; null: none, or it is said of a nutrient ("10 g protein"). */
export function amountAsked(text: string): { size: string; unit: 'g' | 'ml' } | null {
  const [, number, grams, , behind = ''] = AMOUNT.exec(text.normalize('NFC')) ?? [];
  if (number === undefined || nutrientsAsked(behindOf(behind)).length > 0) return null;
  const size = numberOf(number, null);
  return size === null || Number(size) === 0 ? null : { size, unit: grams === undefined ? 'ml' : 'g' };
}

/** "of protein": the word behind the amount. */
const behindOf = (text: string): string => /^\P{L}*(?:(?:of|de|di|d)\P{L}+)?([\p{L}\p{M}]+)/u.exec(text)?.[1] ?? '';
