/**
 * The words around a sum or a conversion, in the eleven languages. A message is reckoned only when nothing is left
 * beside numbers, units, signs and these: any other word makes it prose, and prose goes to the model.
 */
import type { Language } from '../../conversation/languages.ts';

const words = (lists: Record<Language, string>): ReadonlySet<string> =>
  new Set(Object.values(lists).flatMap((list) => list.normalize('NFC').split(' ').filter(Boolean)));

/** Around a question: "how many … in …", "what is …", "convert … to …". */
export const FRAME = words({
  en: 'what whats s is are how much many in into to as convert please the does do make makes equals equal calculate compute',
  es: 'cuánto cuántos cuántas cuanto cuantos cuantas qué que es son en a al convertir convierte convierta pasar pasa equivale equivalen calcula calcular por favor hay igual el la',
  'pt-BR':
    'quanto quantos quantas é são dá dão em para converter converta converte equivale equivalem calcule calcular por favor há tem igual o a',
  hi: 'कितना कितने कितनी क्या है हैं होता होते होती होगा में मे को का के की बदलो बदलें बदलिए करो करें कनवर्ट बताओ बताइए कृपया बराबर',
  ar: 'كم ما هو هي يساوي تساوي في إلى الى من حول حوّل تحويل احسب بكم فضلك لو سمحت',
  id: 'berapa berapakah adalah itu ke dalam jadi menjadi ubah konversi konversikan hitung tolong sama dengan ada',
  fr: 'combien de fait font ça c est sont quoi vaut valent en dans convertir convertis convertissez calcule calculer à il y a s te vous plaît stp svp d l',
  bn: 'কত কতটা কি কী হয় হবে সমান থেকে কে কর করো করুন করে রূপান্তর মধ্যে এ তে টু দয়া',
  vi: 'bao nhiêu là bằng sang ra đổi quy chuyển thành trong mấy tính hãy giúp có',
  tr: 'kaç kaçtır ne kadar eder ediyor yapar çevir çevirir misin olarak dönüştür eşittir hesapla lütfen ye ya e a de da te ta i ı u ü yi yı yu yü dir dır si sı',
  ru: 'сколько это будет равно равен чему в во переведи перевести переведите посчитай вычисли пожалуйста из',
});

/** Of these, what makes a question or a wish of it: "40 hours a week" has none, "how many hours in a week" has. */
export const ASKING = words({
  en: 'what whats many much convert calculate',
  es: 'cuánto cuántos cuántas cuanto cuantos cuantas convertir convierte convierta pasar calcula calcular',
  'pt-BR': 'quanto quantos quantas converter converta converte calcule calcular',
  hi: 'कितना कितने कितनी बदलो बदलें बदलिए कनवर्ट',
  ar: 'كم بكم تحويل حول حوّل احسب',
  id: 'berapa berapakah ubah konversi konversikan hitung',
  fr: 'combien convertir convertis convertissez calcule calculer',
  bn: 'কত কতটা রূপান্তর',
  vi: 'nhiêu mấy đổi quy tính',
  tr: 'kaç kaçtır çevir çevirir dönüştür hesapla',
  ru: 'сколько переведи перевести переведите посчитай вычисли',
});

/** "and 15?" after a conversion. */
export const AND_WHAT = words({
  en: 'and what about how then',
  es: 'y',
  'pt-BR': 'e',
  hi: 'और',
  ar: 'و وماذا عن ماذا',
  id: 'dan kalau bagaimana dengan',
  fr: 'et',
  bn: 'আর এবং',
  vi: 'còn và thì thế sao',
  tr: 've ya peki',
  ru: 'а и если',
});

/** Sums in words, longest first, and the sign each stands for. */
export const SIGN_WORDS: readonly (readonly [sign: '+' | '-' | '*' | '/', words: readonly string[]])[] = [
  ['+', ['plus', 'más', 'mas', 'mais', 'जोड़', 'धन', 'زائد', 'tambah', 'ditambah', 'যোগ', 'cộng', 'artı', 'плюс']],
  ['-', ['minus', 'menos', 'moins', 'घटा', 'ऋण', 'ناقص', 'kurang', 'dikurangi', 'বিয়োগ', 'trừ', 'eksi', 'минус']],
  [
    '*',
    [
      'times',
      'multiplied by',
      'multiplicado por',
      'vezes',
      'fois',
      'multiplié par',
      'गुणा',
      'ضرب',
      'kali',
      'dikali',
      'গুণ',
      'nhân',
      'nhân với',
      'çarpı',
      'умножить на',
      'умножить',
    ],
  ],
  [
    '/',
    [
      'divided by',
      'dividido por',
      'dividido entre',
      'divisé par',
      'भाग',
      'مقسوم على',
      'dibagi',
      'bagi',
      'ভাগ',
      'chia',
      'chia cho',
      'bölü',
      'разделить на',
      'делить на',
      'поделить на',
    ],
  ],
];

export const PERCENT_WORDS: readonly string[] = [
  ...[
    'percent',
    'per cent',
    'por ciento',
    'por cento',
    'pour cent',
    'प्रतिशत',
    'بالمئة',
    'بالمائة',
    'في المئة',
    'في المائة',
  ],
  ...['persen', 'শতাংশ', 'phần trăm', 'процент', 'процента', 'процентов'],
];
/** Turkish says "yüzde 12" for %12, and writes the sign in front too. */
export const PERCENT_BEFORE: readonly string[] = ['yüzde'];

/** "12 % of 80". */
export const OF = words({
  en: 'of',
  es: 'de',
  'pt-BR': 'de',
  hi: '',
  ar: 'من',
  id: 'dari',
  fr: 'de',
  bn: '',
  vi: 'của',
  tr: '',
  ru: 'от',
});

/** "80 का 12 %", "80'in %12'si": the whole comes first. */
export const WHOLE_FIRST = words({
  en: '',
  es: '',
  'pt-BR': '',
  hi: 'का के की',
  ar: '',
  id: '',
  fr: '',
  bn: 'এর র',
  vi: '',
  tr: 'in ın un ün nin nın nun nün',
  ru: '',
});

/** What may hang on a Turkish share: "%12'si". */
export const SHARE_ENDINGS: ReadonlySet<string> = new Set(['si', 'sı', 'i', 'ı', 'u', 'ü', 'su', 'sü']);
