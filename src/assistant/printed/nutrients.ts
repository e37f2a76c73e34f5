/**
 * The names of what a label lists, as printed in nine languages, and as asked for in the eleven we speak. A name is
 * found without accents, blanks and hyphens, which the reader drops; one letter of a long name may be a digit or gone
 * ("S6dio" is sódio, and its 6 is no number).
 */
import { EVERYDAY, fold } from './letters.ts';

/** Those that are shown, compared and audited, in the order labels print them. */
export const NUTRIENTS = [
  'energy',
  'fat',
  'saturates',
  'carbohydrate',
  'sugars',
  'added sugars',
  'fibre',
  'protein',
  'salt',
  'sodium',
] as const;
export type Nutrient = (typeof NUTRIENTS)[number];

export const isNutrient = (name: string): name is Nutrient => NUTRIENTS.some((one) => one === name);

/** `other`: printed among them and passed over, so that "trans fat" is never taken for fat. */
type Named = Nutrient | 'other';

/** Label wording: Regulation (EU) 1169/2011 annex XV in its language versions, and the labels of the US, Latin America, Brazil, Indonesia, Viet Nam and Türkiye. */
const PRINTED: Record<Named, string[]> = {
  energy: [
    ...['energy', 'energy value', 'calories', 'energia', 'valor energetico', 'valor calorico', 'contenido energetico'],
    ...['energie', 'valeur energetique', 'brennwert', 'valore energetico', 'calorias', 'calorie', 'kalori', 'enerji'],
    ...['energi', 'energi total', 'nang luong', 'gia tri nang luong'],
    'nang lung',
  ],
  fat: [
    ...[
      'fat',
      'total fat',
      'fats',
      'grasas',
      'grasa total',
      'grasas totales',
      'gorduras',
      'gorduras totais',
      'lipidos',
    ],
    ...['lipides', 'matieres grasses', 'fett', 'grassi', 'lemak', 'lemak total', 'chat beo', 'tong chat beo', 'yag'],
    ...['toplam yag', 'gesamtfett', 'grasas total'],
  ],
  saturates: [
    ...['saturates', 'saturated fat', 'saturated', 'sat fat', 'saturadas', 'grasas saturadas', 'grasa saturada'],
    ...['acidos grasos saturados', 'gorduras saturadas', 'saturados', 'acidos gordos saturados', 'acides gras satures'],
    ...['satures', 'gesattigte fettsauren', 'gesaettigte fettsauren', 'acidi grassi saturi', 'saturi', 'lemak jenuh'],
    ...['chat beo bao hoa', 'doymus yag', 'doymus', 'doymus yag asitleri', 'graisses saturees'],
  ],
  carbohydrate: [
    ...['carbohydrate', 'carbohydrates', 'total carbohydrate', 'total carbohydrates', 'total carb', 'carbs'],
    ...['hidratos de carbono', 'carbohidratos', 'carbohidratos totales', 'carboidratos', 'carboidratos totais'],
    ...[
      'glucides',
      'kohlenhydrate',
      'carboidrati',
      'karbohidrat',
      'karbohidrat total',
      'carbohydrat',
      'tinh bot duong',
    ],
    ...['karbonhidrat', 'karbonhidratlar', 'toplam karbonhidrat', 'chat bot duong'],
  ],
  sugars: [
    ...['sugars', 'sugar', 'total sugars', 'total sugar', 'azucares', 'azucar', 'azucares totales', 'acucares'],
    ...['acucar', 'acucares totais', 'sucres', 'zucker', 'zuccheri', 'gula', 'gula total', 'duong', 'tong duong'],
    ...['duong tong', 'sekerler', 'seker', 'sucre', 'toplam seker', 'duong tong so'],
  ],
  'added sugars': [
    ...['added sugars', 'added sugar', 'azucares anadidos', 'acucares adicionados', 'sucres ajoutes', 'gula tambahan'],
    ...['duong bo sung', 'eklenmis seker', 'zugesetzter zucker', 'zuccheri aggiunti', 'ilave seker'],
  ],
  fibre: [
    ...['fibre', 'fiber', 'dietary fiber', 'dietary fibre', 'fibra', 'fibra alimentaria', 'fibra dietetica'],
    ...['fibra alimentar', 'fibras alimentares', 'fibres', 'fibres alimentaires', 'ballaststoffe', 'fibre alimentari'],
    ...['serat pangan', 'serat', 'chat xo', 'chat xa', 'lif', 'posa', 'diyet lifi'],
  ],
  protein: [
    ...[
      'protein',
      'proteins',
      'proteina',
      'proteinas',
      'proteine',
      'proteines',
      'eiweiss',
      'eiweis',
      'eiweib',
      'eiweif',
      'eiwei',
      'chat dam',
      'dam',
    ],
    ...['protein total', 'proteinler'],
  ],
  salt: ['salt', 'sal', 'sel', 'salz', 'sale', 'garam', 'muoi', 'tuz'],
  sodium: ['sodium', 'sodio', 'natrium', 'natri', 'sodyum', 'garam natrium'],
  other: [
    ...['trans fat', 'trans', 'grasas trans', 'gorduras trans', 'lemak trans', 'chat beo trans', 'trans yag'],
    ...['polyunsaturated fat', 'polyunsaturates', 'polyunsaturated', 'monounsaturated fat', 'monounsaturates'],
    ...['monounsaturated', 'monoinsaturadas', 'poliinsaturadas', 'gorduras monoinsaturadas', 'grasas monoinsaturadas'],
    ...['gorduras poliinsaturadas', 'grasas poliinsaturadas', 'cholesterol', 'colesterol', 'kolesterol', 'cholesterin'],
    ...[
      'starch',
      'almidon',
      'amido',
      'amidon',
      'starke',
      'polyols',
      'polioles',
      'polialcoholes',
      'mehrwertige alkohole',
    ],
    ...['sugar alcohol', 'potassium', 'potasio', 'kalium', 'calcium', 'calcio', 'kalsium', 'iron', 'hierro', 'ferro'],
    ...['zat besi', 'vitamin', 'vitamina', 'vitamine', 'magnesium', 'zinc', 'phosphorus', 'unsaturated', 'unsaturates'],
    ...['energy from fat', 'calories from fat', 'energi dari lemak', 'saturated fat trans fat', 'acidi grassi'],
    ...['acides gras', 'fettsauren', 'acidos grasos', 'caffeine', 'alcohol', 'sugar free', 'fat free', 'salt free'],
  ],
};

/** How people ask for them in languages whose labels we do not read, and in words no label uses. */
const ASKED: Record<Nutrient, string[]> = {
  energy: [
    ...[
      'kilojoule',
      'kilojoules',
      'kj',
      'kilojulios',
      'quilojoules',
      'kilojul',
      'किलोजूल',
      'كيلوجول',
      'কিলোজুল',
      'кдж',
      'килоджоулей',
    ],
    ...['kcal', 'calorie', 'calorias', 'kalorien', 'calo', 'कैलोरी', 'ऊर्जा', 'سعرات', 'السعرات', 'سعرة'],
    ...['طاقة', 'ক্যালরি', 'ক্যালোরি', 'শক্তি', 'калорий', 'калории', 'ккал', 'энергия', 'kalorisi', 'kalorili'],
  ],
  fat: [
    'graisse',
    'grasa',
    'gordura',
    'वसा',
    'फैट',
    'دهون',
    'الدهون',
    'চর্বি',
    'ফ্যাট',
    'жир',
    'жиров',
    'жира',
    'жиры',
    'yagli',
  ],
  saturates: ['संतृप्त वसा', 'دهون مشبعة', 'সম্পৃক্ত চর্বি', 'насыщенных жиров', 'насыщенные жиры'],
  carbohydrate: [
    'carb',
    'carbo',
    'कार्बोहाइड्रेट',
    'कार्ब',
    'كربوهيدرات',
    'الكربوهيدرات',
    'কার্বোহাইড্রেট',
    'শর্করা',
    'углеводов',
    'углеводы',
  ],
  sugars: ['चीनी', 'शक्कर', 'शुगर', 'سكر', 'السكر', 'سكريات', 'চিনি', 'сахар', 'сахара', 'сахаров', 'sekerli'],
  'added sugars': [
    ...[
      'sugar is added',
      'sugar was added',
      'sugar added',
      'sugars added',
      'azucar anadida',
      'azucar anadido',
      'azucar agregada',
    ],
    ...[
      'azucares agregados',
      'acucar adicionado',
      'acucar adicionada',
      'sucre ajoute',
      'gula ditambahkan',
      'gula yang ditambahkan',
    ],
    ...['eklenen seker', 'अतिरिक्त चीनी', 'سكر مضاف', 'অতিরিক্ত চিনি', 'добавленного сахара', 'сахара добавлено'],
  ],
  fibre: ['फाइबर', 'रेशा', 'ألياف', 'الألياف', 'আঁশ', 'ফাইবার', 'клетчатки', 'клетчатка', 'волокна'],
  protein: [
    'प्रोटीन',
    'بروتين',
    'البروتين',
    'প্রোটিন',
    'আমিষ',
    'белка',
    'белок',
    'белков',
    'белки',
    'протеин',
    'протеина',
    'proteini',
    'proteinli',
  ],
  salt: ['नमक', 'ملح', 'الملح', 'লবণ', 'লবন', 'соль', 'соли'],
  sodium: ['सोडियम', 'صوديوم', 'الصوديوم', 'সোডিয়াম', 'натрий', 'натрия'],
};

/** The forms they take in a sentence where endings are glued on: "by protein", "its sugar". */
const INFLECTED: Partial<Record<Nutrient, string[]>> = {
  energy: [
    ...['калориям', 'калориями', 'энергии', 'kaloriye', 'kaloriyi', 'kalorisine', 'kalorinya', 'ক্যালোরির', 'ক্যালরির'],
    ...['للسعرات', 'بالسعرات'],
  ],
  fat: ['жиру', 'жирам', 'жире', 'yagi', 'yaga', 'lemaknya', 'ফ্যাটের', 'চর্বির', 'للدهون', 'بالدهون'],
  carbohydrate: ['углеводам', 'углевода', 'karbonhidrati', 'karbonhidrata', 'karbonya', 'কার্বোহাইড্রেটের', 'শর্করার'],
  sugars: ['сахару', 'сахаре', 'sekeri', 'sekere', 'gulanya', 'চিনির', 'للسكر', 'بالسكر'],
  fibre: ['клетчатке', 'клетчатку', 'lifi', 'life göre', 'seratnya', 'আঁশের', 'ফাইবারের'],
  protein: [
    'белку',
    'белкам',
    'белке',
    'протеину',
    'proteine',
    'proteinnya',
    'প্রোটিনের',
    'আমিষের',
    'للبروتين',
    'بالبروتين',
  ],
  salt: ['солью', 'tuzu', 'tuza', 'garamnya', 'লবণের', 'للملح'],
  sodium: ['натрию', 'sodyumu', 'sodyuma', 'natriumnya', 'সোডিয়ামের', 'للصوديوم'],
};

interface Name {
  letters: string;
  named: Named;
}

const lettersOf = (text: string): string => fold(text).replace(/[^\p{L}\p{M}\p{N}]/gu, '');

/** By their first letter, longest first, so that "saturated fat" is found before "sat fat" and "fat". */
type Names = ReadonlyMap<string, readonly Name[]>;

/** What a reader that lacks ư, ờ and ợ makes of them in "Đường" and "Năng lượng"; none of it makes another word. */
const HOOKED = ['uo', 'uro', 'ura', 'ua', 'ud', 'ug'];

const asRead = (name: string): string[] =>
  /[dl]uong/.test(name) ? HOOKED.map((read) => name.replace(/(?<=[dl])uo(?=ng)/, read)) : [name];

function names(...tables: Partial<Record<Named, string[]>>[]): Names {
  const all = tables
    .flatMap((table) => Object.entries(table))
    .flatMap(([named, spelled]) =>
      spelled.flatMap(asRead).map((name) => ({ letters: lettersOf(name), named: named as Named })),
    )
    .sort((a, b) => b.letters.length - a.letters.length);
  return Map.groupBy(all, ({ letters }) => [...letters][0] ?? '');
}

/** "of which", where the reader runs it together with the name. */
const OF_WHICH = [
  ...['ofwhich', 'delascuales', 'deloscuales', 'dosquais', 'dasquais', 'davon', 'dont', 'dicui', 'trongdo', 'bunun'],
  ...['total', 'includes', 'incl'],
];

const ON_LABELS = names(PRINTED);
const IN_QUESTIONS = names(PRINTED, ASKED, INFLECTED);

export interface Mention {
  nutrient: Named;
  /** Where in the text, in UTF-16 units. */
  start: number;
  end: number;
}

/** The nutrients named in a printed text, in order, overlaps going to the longer name. */
export const nutrientsPrinted = (text: string): Mention[] => mentions(text, ON_LABELS, true);

/** The nutrients a person asks for. */
export function nutrientsAsked(text: string): Nutrient[] {
  const composed = text.normalize('NFC');
  const found = mentions(composed, IN_QUESTIONS, false)
    .filter(({ start, end }) => !EVERYDAY.has(composed.slice(start, end).toLowerCase()))
    .flatMap(({ nutrient }) => (nutrient === 'other' ? [] : [nutrient]));
  return [...new Set(found)];
}

/** One letter or digit of a text, folded, and where it stands. */
interface Letter {
  letter: string;
  at: number;
  width: number;
  /** A blank, mark or the edge stands before it. */
  fresh: boolean;
}

function mentions(text: string, known: Names, forgiving: boolean): Mention[] {
  const letters = spell(text);
  const found: Mention[] = [];
  for (let from = 0; from < letters.length; ) {
    const name = letters[from]!.fresh ? nameAt(letters, from, known, forgiving) : undefined;
    if (!name) {
      from += 1;
      continue;
    }
    const last = letters[name.end - 1]!;
    found.push({ nutrient: name.named, start: letters[from]!.at, end: last.at + last.width });
    from = name.end;
  }
  return found;
}

/** Folded before: text has few different characters. */
const folds = new Map<string, string>();
const MOST_FOLDS = 4_096;

function foldedLetter(character: string): string {
  const known = folds.get(character);
  if (known !== undefined) return known;
  const folded = fold(character).replace(/[^\p{L}\p{M}\p{N}]/gu, '');
  if (folds.size < MOST_FOLDS) folds.set(character, folded);
  return folded;
}

function spell(text: string): Letter[] {
  const letters: Letter[] = [];
  let fresh = true;
  let at = 0;
  for (const character of text) {
    const folded = foldedLetter(character);
    // An accent of its own belongs to the letter before it.
    if (folded === '') fresh ||= !/\p{M}/u.test(character);
    for (const letter of folded) {
      letters.push({ letter, at, width: character.length, fresh });
      fresh = false;
    }
    at += character.length;
  }
  return letters;
}

/** A name that begins here, or behind an "of which" that does. */
function nameAt(letters: Letter[], from: number, known: Names, forgiving: boolean) {
  const own = longest(letters, from, known, forgiving);
  if (own || !forgiving) return own;
  const word = letters
    .slice(from, from + 12)
    .map(({ letter }) => letter)
    .join('');
  const before = OF_WHICH.find((phrase) => word.startsWith(phrase));
  return before === undefined ? undefined : longest(letters, from + before.length, known, forgiving);
}

/** "Đường", however read: with a letter less it is "dụng" and "dung", which stand on every pack for use and for volume. */
const STRICT = /^du.{1,2}ng$/;

function longest(letters: Letter[], from: number, known: Names, forgiving: boolean) {
  for (const { letters: name, named } of known.get(letters[from]?.letter ?? '') ?? []) {
    const end = endOf(letters, from, name, forgiving && name.length >= 5 && !STRICT.test(name) ? 1 : 0);
    if (end !== null) return { named, end };
  }
  return undefined;
}

/** Where a name that begins at `from` ends, or null. It ends at a blank, a mark or before a number; its ends have no slips. */
function endOf(letters: Letter[], from: number, name: string, allowed: number): number | null {
  let slips = allowed;
  let at = from;
  for (let index = 0; index < name.length; index++) {
    const letter = letters[at];
    const inside = index > 0 && index < name.length - 1 && letter !== undefined && !letter.fresh;
    if (letter?.letter === name[index]) at += 1;
    else if (slips > 0 && inside && /\d/.test(letter.letter)) {
      slips -= 1;
      at += 1;
    } else if (slips > 0 && inside && letter.letter === name[index + 1]) slips -= 1;
    else return null;
  }
  const next = letters[at];
  return next === undefined || next.fresh || /\d/.test(next.letter) ? at : null;
}
