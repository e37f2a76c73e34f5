/**
 * The units that are converted: what each is exactly, and how it is written in each language. Only exact definitions
 * are here (SI brochure, 9th edition; international yard and pound, 1959; NIST Handbook 44, appendix C; UK Units of
 * Measurement Regulations 1995). mathjs' own table rounds some of them: its ounce ends after nine digits.
 */
import type { Language } from '../../conversation/languages.ts';

export type Dimension =
  | 'temperature'
  | 'length'
  | 'mass'
  | 'volume'
  | 'area'
  | 'speed'
  | 'time'
  | 'energy'
  | 'pressure';

/** Kitchens and pumps differ by country; the answer always names which one it took. */
export type System = 'us' | 'metric' | 'imperial';

export interface Unit {
  dimension: Dimension;
  /** A decimal and a unit mathjs knows exactly; or one of mathjs' own temperature scales. */
  definition: string;
  /** As it stands behind a number; where a language has its own sign, that. Plural forms by CLDR category. */
  sign: string;
  signs?: Partial<Record<Language, string | Partial<Record<Intl.LDMLPluralRule, string>>>>;
  system?: System;
}

const unit = (
  dimension: Dimension,
  definition: string,
  sign: string,
  signs?: Unit['signs'],
  system?: System,
): Unit => ({
  dimension,
  definition,
  sign,
  ...(signs && { signs }),
  ...(system && { system }),
});

export const UNITS = {
  celsius: unit('temperature', 'degC', '°C', { ar: '°م', hi: '°से॰', bn: '°সে' }),
  fahrenheit: unit('temperature', 'degF', '°F', { ar: '°ف', hi: '°फ़ा॰', bn: '°ফা' }),
  kelvin: unit('temperature', 'K', 'K'),

  millimetre: unit('length', '0.001 m', 'mm', { ar: 'مم', ru: 'мм', hi: 'मि॰मी॰', bn: 'মিমি' }),
  centimetre: unit('length', '0.01 m', 'cm', { ar: 'سم', ru: 'см', hi: 'से॰मी॰', bn: 'সেমি' }),
  metre: unit('length', '1 m', 'm', { ar: 'م', ru: 'м', hi: 'मी॰', bn: 'মি' }),
  kilometre: unit('length', '1000 m', 'km', { ar: 'كم', ru: 'км', hi: 'कि॰मी॰', bn: 'কিমি' }),
  inch: unit('length', '0.0254 m', 'in', { ar: 'بوصة', ru: 'дюйм.', hi: 'इंच', bn: 'ইঞ্চি', fr: 'po', tr: 'inç' }),
  foot: unit('length', '0.3048 m', 'ft', { ar: 'قدم', ru: 'фт', hi: 'फ़ीट', bn: 'ফুট', fr: 'pi', tr: 'fit' }),
  yard: unit('length', '0.9144 m', 'yd', { ar: 'ياردة', ru: 'ярд.', hi: 'गज', bn: 'গজ' }),
  mile: unit('length', '1609.344 m', 'mi', { ar: 'ميل', ru: 'ми', hi: 'मील', bn: 'মাইল', vi: 'dặm', tr: 'mil' }),
  nauticalMile: unit('length', '1852 m', 'nmi', { ar: 'ميل بحري', ru: 'м. мили', hi: 'समुद्री मील', bn: 'নটিক্যাল মাইল' }),

  milligram: unit('mass', '0.000001 kg', 'mg', { ar: 'مغ', ru: 'мг', hi: 'मि॰ग्रा॰', bn: 'মিগ্রা' }),
  gram: unit('mass', '0.001 kg', 'g', { ar: 'غ', ru: 'г', hi: 'ग्रा॰', bn: 'গ্রাম' }),
  kilogram: unit('mass', '1 kg', 'kg', { ar: 'كغم', ru: 'кг', hi: 'कि॰ग्रा॰', bn: 'কেজি' }),
  tonne: unit('mass', '1000 kg', 't', { ar: 'طن', ru: 'т', hi: 'टन', bn: 'টন' }),
  ounce: unit('mass', '0.028349523125 kg', 'oz', { ar: 'أونصة', ru: 'унц.', hi: 'औंस', bn: 'আউন্স' }),
  pound: unit('mass', '0.45359237 kg', 'lb', { ar: 'رطل', ru: 'фнт', hi: 'पाउंड', bn: 'পাউন্ড' }),
  stone: unit('mass', '6.35029318 kg', 'st'),

  millilitre: unit('volume', '0.000001 m^3', 'ml', { ar: 'مل', ru: 'мл', hi: 'मि॰ली॰', bn: 'মিলি' }),
  centilitre: unit('volume', '0.00001 m^3', 'cl', { ar: 'سل', ru: 'сл', hi: 'से॰ली॰', bn: 'সেলি' }),
  decilitre: unit('volume', '0.0001 m^3', 'dl', { ar: 'دل', ru: 'дл', hi: 'डे॰ली॰', bn: 'ডেলি' }),
  litre: unit('volume', '0.001 m^3', 'l', { en: 'L', ar: 'لتر', ru: 'л', hi: 'ली॰', bn: 'লিটার' }),
  cubicMetre: unit('volume', '1 m^3', 'm³', { ar: 'م³', ru: 'м³', hi: 'मी॰³', bn: 'মি³' }),
  usCup: unit(
    'volume',
    '0.0002365882365 m^3',
    '',
    {
      en: { one: 'US cup', other: 'US cups' },
      es: { one: 'taza de EE. UU.', other: 'tazas de EE. UU.' },
      'pt-BR': { one: 'xícara dos EUA', other: 'xícaras dos EUA' },
      hi: 'अमेरिकी कप',
      ar: { one: 'كوب أمريكي', two: 'كوب أمريكي', few: 'أكواب أمريكية', many: 'كوبًا أمريكيًا', other: 'كوب أمريكي' },
      id: 'cangkir AS',
      fr: { one: 'tasse américaine', other: 'tasses américaines' },
      bn: 'মার্কিন কাপ',
      vi: 'cốc Mỹ',
      tr: 'ABD su bardağı',
      ru: { one: 'амер. чашка', few: 'амер. чашки', many: 'амер. чашек', other: 'амер. чашки' },
    },
    'us',
  ),
  metricCup: unit(
    'volume',
    '0.00025 m^3',
    '',
    {
      en: { one: 'metric cup', other: 'metric cups' },
      es: { one: 'taza métrica', other: 'tazas métricas' },
      'pt-BR': { one: 'xícara métrica', other: 'xícaras métricas' },
      hi: 'मीट्रिक कप',
      ar: { one: 'كوب متري', two: 'كوب متري', few: 'أكواب مترية', many: 'كوبًا متريًا', other: 'كوب متري' },
      id: 'cangkir metrik',
      fr: { one: 'tasse métrique', other: 'tasses métriques' },
      bn: 'মেট্রিক কাপ',
      vi: 'cốc hệ mét',
      tr: 'metrik su bardağı',
      ru: { one: 'метр. чашка', few: 'метр. чашки', many: 'метр. чашек', other: 'метр. чашки' },
    },
    'metric',
  ),
  usTablespoon: unit('volume', '0.00001478676478125 m^3', 'US tbsp', kitchen('tablespoon', 'us'), 'us'),
  metricTablespoon: unit('volume', '0.000015 m^3', 'metric tbsp', kitchen('tablespoon', 'metric'), 'metric'),
  usTeaspoon: unit('volume', '0.00000492892159375 m^3', 'US tsp', kitchen('teaspoon', 'us'), 'us'),
  metricTeaspoon: unit('volume', '0.000005 m^3', 'metric tsp', kitchen('teaspoon', 'metric'), 'metric'),
  usFluidOunce: unit('volume', '0.0000295735295625 m^3', 'US fl oz', pump('fluidOunce', 'us'), 'us'),
  imperialFluidOunce: unit('volume', '0.0000284130625 m^3', 'imp fl oz', pump('fluidOunce', 'imperial'), 'imperial'),
  usPint: unit('volume', '0.000473176473 m^3', 'US pt', pump('pint', 'us'), 'us'),
  imperialPint: unit('volume', '0.00056826125 m^3', 'imp pt', pump('pint', 'imperial'), 'imperial'),
  usQuart: unit('volume', '0.000946352946 m^3', 'US qt', pump('quart', 'us'), 'us'),
  imperialQuart: unit('volume', '0.0011365225 m^3', 'imp qt', pump('quart', 'imperial'), 'imperial'),
  usGallon: unit('volume', '0.003785411784 m^3', 'US gal', pump('gallon', 'us'), 'us'),
  imperialGallon: unit('volume', '0.00454609 m^3', 'imp gal', pump('gallon', 'imperial'), 'imperial'),

  squareCentimetre: unit('area', '0.0001 m^2', 'cm²', { ar: 'سم²', ru: 'см²', hi: 'से॰मी॰²', bn: 'সেমি²' }),
  squareMetre: unit('area', '1 m^2', 'm²', { ar: 'م²', ru: 'м²', hi: 'मी॰²', bn: 'মি²' }),
  squareKilometre: unit('area', '1000000 m^2', 'km²', { ar: 'كم²', ru: 'км²', hi: 'कि॰मी॰²', bn: 'কিমি²' }),
  squareFoot: unit('area', '0.09290304 m^2', 'ft²', { ar: 'قدم²', ru: 'фт²', hi: 'फ़ीट²', bn: 'ফুট²', fr: 'pi²' }),
  squareMile: unit('area', '2589988.110336 m^2', 'mi²', { ar: 'ميل²', ru: 'ми²', hi: 'मील²', bn: 'মাইল²' }),
  hectare: unit('area', '10000 m^2', 'ha', { ar: 'هكتار', ru: 'га', hi: 'हेक्टे॰', bn: 'হেক্টর' }),
  acre: unit('area', '4046.8564224 m^2', 'ac', { ar: 'فدان إنجليزي', ru: 'акр.', hi: 'एकड़', bn: 'একর' }),

  metrePerSecond: unit('speed', '1 m/s', 'm/s', { ar: 'م/ث', ru: 'м/с', hi: 'मी॰/से॰', bn: 'মি/সে', id: 'm/d' }),
  kilometrePerHour: unit('speed', '1 km/hour', 'km/h', {
    ar: 'كم/س',
    ru: 'км/ч',
    hi: 'कि॰मी॰/घं॰',
    bn: 'কিমি/ঘণ্টা',
    id: 'km/jam',
    vi: 'km/giờ',
    tr: 'km/sa',
  }),
  milePerHour: unit('speed', '1.609344 km/hour', 'mph', {
    es: 'mi/h',
    fr: 'mi/h',
    ar: 'ميل/س',
    ru: 'ми/ч',
    hi: 'मील/घं॰',
    bn: 'মাইল/ঘণ্টা',
    vi: 'dặm/giờ',
    tr: 'mil/sa',
  }),
  knot: unit('speed', '1.852 km/hour', 'kn', { ar: 'عقدة', ru: 'уз.', hi: 'नॉट', bn: 'নট' }),

  second: unit('time', '1 s', 's', { ar: 'ث', ru: 'с', hi: 'से॰', bn: 'সেকেন্ড', id: 'detik', vi: 'giây', tr: 'sn.' }),
  minute: unit('time', '60 s', 'min', {
    ar: 'د',
    ru: 'мин',
    hi: 'मि॰',
    bn: 'মিনিট',
    id: 'menit',
    vi: 'phút',
    tr: 'dk.',
  }),
  hour: unit('time', '3600 s', 'h', { ar: 'س', ru: 'ч', hi: 'घं॰', bn: 'ঘণ্টা', id: 'jam', vi: 'giờ', tr: 'sa.' }),
  day: unit('time', '86400 s', 'd', {
    ar: 'يوم',
    ru: 'дн.',
    hi: 'दिन',
    bn: 'দিন',
    id: 'hari',
    fr: 'j',
    vi: 'ngày',
    tr: 'gün',
  }),
  week: unit('time', '604800 s', 'wk', {
    es: 'sem.',
    'pt-BR': 'sem.',
    hi: 'सप्ताह',
    ar: 'أسبوع',
    id: 'minggu',
    fr: 'sem.',
    bn: 'সপ্তাহ',
    vi: 'tuần',
    tr: 'hf.',
    ru: 'нед.',
  }),

  joule: unit('energy', '1 J', 'J', { ar: 'جول', ru: 'Дж', hi: 'जूल', bn: 'জুল' }),
  kilojoule: unit('energy', '1000 J', 'kJ', { ar: 'كيلو جول', ru: 'кДж', hi: 'कि॰जूल', bn: 'কিলোজুল' }),
  // The thermochemical calorie, which food labels use (EU 1169/2011, annex XIV, rounds it to 4.2 kJ).
  kilocalorie: unit('energy', '4184 J', 'kcal', { ar: 'سعرة', ru: 'ккал', hi: 'कि॰कैलोरी', bn: 'কিলোক্যালোরি' }),
  kilowattHour: unit('energy', '3600000 J', 'kWh', { ar: 'كيلوواط ساعة', ru: 'кВт·ч' }),

  pascal: unit('pressure', '1 Pa', 'Pa', { ru: 'Па' }),
  hectopascal: unit('pressure', '100 Pa', 'hPa', { ru: 'гПа' }),
  kilopascal: unit('pressure', '1000 Pa', 'kPa', { ru: 'кПа' }),
  bar: unit('pressure', '100000 Pa', 'bar', { ar: 'بار', ru: 'бар', hi: 'बार', bn: 'বার' }),
  // A pound-force (0.45359237 kg × 9.80665 m/s²) on a square inch (0.00064516 m²).
  psi: unit('pressure', '6894.7572931683613367226734453469 Pa', 'psi'),
} as const satisfies Record<string, Unit>;

export type UnitId = keyof typeof UNITS;

/** Countries whose cups, spoons and pumps are those of the United States. */
const US_MEASURES = new Set(['US', 'AS', 'GU', 'MP', 'PR', 'UM', 'VI']);
/** Where a pint, a gallon and a fluid ounce are the imperial ones. */
const IMPERIAL_MEASURES = new Set(['GB', 'IE', 'GG', 'IM', 'JE']);

/**
 * Which of several units that share a word is meant in a country: "cup" is 236.6 ml in the United States and 250 ml
 * elsewhere. Without a country, or where a country settles nothing, all that are left are meant.
 */
export function meantIn(region: string | undefined, ids: readonly UnitId[]): UnitId[] {
  if (region === undefined || ids.length < 2) return [...ids];
  const system = (id: UnitId): System | undefined => (UNITS[id] as Unit).system;
  const wanted: System[] = US_MEASURES.has(region)
    ? ['us']
    : IMPERIAL_MEASURES.has(region)
      ? ['metric', 'imperial']
      : ['metric'];
  const meant = ids.filter((id) => wanted.includes(system(id)!));
  return meant.length > 0 ? meant : [...ids];
}

/** What stands behind `value` (plain decimal) of this unit in a language. */
export function signOf(id: UnitId, value: string, language: Language): string {
  const { sign, signs }: Unit = UNITS[id];
  const own = signs?.[language];
  if (own === undefined) return sign;
  if (typeof own === 'string') return own;
  return own[new Intl.PluralRules(language).select(Number(value))] ?? own.other!;
}

function kitchen(spoon: 'tablespoon' | 'teaspoon', system: 'us' | 'metric'): NonNullable<Unit['signs']> {
  const big = spoon === 'tablespoon';
  const us = system === 'us';
  return {
    es: `${big ? 'cda.' : 'cdta.'} ${us ? 'de EE. UU.' : 'métrica'}`,
    'pt-BR': `${big ? 'c. de sopa' : 'c. de chá'} ${us ? 'dos EUA' : 'métrica'}`,
    hi: `${us ? 'अमेरिकी' : 'मीट्रिक'} ${big ? 'बड़ा चम्मच' : 'छोटा चम्मच'}`,
    ar: `ملعقة ${big ? 'طعام' : 'شاي'} ${us ? 'أمريكية' : 'مترية'}`,
    id: `${big ? 'sdm' : 'sdt'} ${us ? 'AS' : 'metrik'}`,
    fr: `${big ? 'c. à s.' : 'c. à c.'} ${us ? 'américaine' : 'métrique'}`,
    bn: `${us ? 'মার্কিন' : 'মেট্রিক'} ${big ? 'টেবিল চামচ' : 'চা চামচ'}`,
    vi: `${big ? 'muỗng canh' : 'muỗng cà phê'} ${us ? 'Mỹ' : 'hệ mét'}`,
    tr: `${us ? 'ABD' : 'metrik'} ${big ? 'yemek kaşığı' : 'çay kaşığı'}`,
    ru: `${us ? 'амер.' : 'метр.'} ${big ? 'ст. л.' : 'ч. л.'}`,
  };
}

function pump(
  vessel: 'fluidOunce' | 'pint' | 'quart' | 'gallon',
  system: 'us' | 'imperial',
): NonNullable<Unit['signs']> {
  const us = system === 'us';
  const latin = { fluidOunce: 'fl oz', pint: 'pt', quart: 'qt', gallon: 'gal' }[vessel];
  return {
    es: `${latin} ${us ? 'de EE. UU.' : 'imperial'}`,
    'pt-BR': `${latin} ${us ? 'dos EUA' : 'imperial'}`,
    hi: `${us ? 'अमेरिकी' : 'इम्पीरियल'} ${{ fluidOunce: 'द्रव औंस', pint: 'पिंट', quart: 'क्वार्ट', gallon: 'गैलन' }[vessel]}`,
    ar: `${{ fluidOunce: 'أونصة سائلة', pint: 'باينت', quart: 'كوارت', gallon: 'غالون' }[vessel]} ${
      vessel === 'fluidOunce' ? (us ? 'أمريكية' : 'إمبراطورية') : us ? 'أمريكي' : 'إمبراطوري'
    }`,
    id: `${latin} ${us ? 'AS' : 'imperial'}`,
    fr: `${latin} ${us ? 'américain' : 'impérial'}`,
    bn: `${us ? 'মার্কিন' : 'ইম্পেরিয়াল'} ${{ fluidOunce: 'তরল আউন্স', pint: 'পাইন্ট', quart: 'কোয়ার্ট', gallon: 'গ্যালন' }[vessel]}`,
    vi: `${latin} ${us ? 'Mỹ' : 'Anh'}`,
    tr: `${us ? 'ABD' : 'İngiliz'} ${{ fluidOunce: 'sıvı ons', pint: 'pint', quart: 'kuart', gallon: 'galon' }[vessel]}`,
    ru: `${us ? 'амер.' : 'англ.'} ${{ fluidOunce: 'жидк. унц.', pint: 'пинт.', quart: 'кварт.', gallon: 'гал.' }[vessel]}`,
  };
}
