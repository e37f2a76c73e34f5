/** Nutrition tables as printed in Europe and the US, with invented brands and values that add up, or are made not to. */
import { Decimal } from 'decimal.js';
import type { Nutrient } from '../../../src/assistant/printed/nutrients.ts';
import type { Random } from '../random.ts';
import { flushRight, type Print, type Scene } from './scene.ts';

export interface LabelTruth {
  name: string;
  /** Values of the first column, as decimals; energy in kcal. */
  values: Partial<Record<Nutrient, string>>;
  base: '100 g' | '100 ml' | 'serving';
  serving: string | null;
  contradiction: 'energy' | 'kilojoule' | 'parts' | null;
}
export interface LaidLabel {
  scene: Scene;
  truth: LabelTruth;
}

export type Language = 'en' | 'es' | 'pt' | 'fr' | 'de' | 'it' | 'id' | 'vi' | 'tr';
export const LABEL_LANGUAGES: readonly Language[] = ['en', 'es', 'pt', 'fr', 'de', 'it', 'id', 'vi', 'tr'];

interface Words {
  heading: string;
  per: string;
  serving: string;
  /** Behind the base of food without its liquid. */
  drained: string;
  comma: boolean;
  names: Record<'energy' | 'fat' | 'saturates' | 'carbohydrate' | 'sugars' | 'fibre' | 'protein' | 'salt', string>;
}

export const WORDS: Record<Language, Words> = {
  en: {
    heading: 'Nutrition',
    per: 'per 100',
    serving: 'per {} bar',
    drained: 'drained',
    comma: false,
    names: {
      energy: 'Energy',
      fat: 'Fat',
      saturates: 'of which saturates',
      carbohydrate: 'Carbohydrate',
      sugars: 'of which sugars',
      fibre: 'Fibre',
      protein: 'Protein',
      salt: 'Salt',
    },
  },
  es: {
    heading: 'Información nutricional',
    per: 'por 100',
    serving: 'por barra ({})',
    drained: 'escurrido',
    comma: true,
    names: {
      energy: 'Valor energético',
      fat: 'Grasas',
      saturates: 'de las cuales saturadas',
      carbohydrate: 'Hidratos de carbono',
      sugars: 'de los cuales azúcares',
      fibre: 'Fibra alimentaria',
      protein: 'Proteínas',
      salt: 'Sal',
    },
  },
  pt: {
    heading: 'Informação nutricional',
    per: 'por 100',
    serving: 'por barra ({})',
    drained: 'escorrido',
    comma: true,
    names: {
      energy: 'Energia',
      fat: 'Gorduras totais',
      saturates: 'Gorduras saturadas',
      carbohydrate: 'Carboidratos',
      sugars: 'Açúcares totais',
      fibre: 'Fibra alimentar',
      protein: 'Proteínas',
      salt: 'Sal',
    },
  },
  fr: {
    heading: 'Valeurs nutritionnelles',
    per: 'pour 100',
    serving: 'par barre ({})',
    drained: 'égoutté',
    comma: true,
    names: {
      energy: 'Énergie',
      fat: 'Matières grasses',
      saturates: 'dont acides gras saturés',
      carbohydrate: 'Glucides',
      sugars: 'dont sucres',
      fibre: 'Fibres alimentaires',
      protein: 'Protéines',
      salt: 'Sel',
    },
  },
  de: {
    heading: 'Nährwerte',
    per: 'pro 100',
    serving: 'pro Riegel ({})',
    drained: 'Abtropfgewicht',
    comma: true,
    names: {
      energy: 'Brennwert',
      fat: 'Fett',
      saturates: 'davon gesättigte Fettsäuren',
      carbohydrate: 'Kohlenhydrate',
      sugars: 'davon Zucker',
      fibre: 'Ballaststoffe',
      protein: 'Eiweiß',
      salt: 'Salz',
    },
  },
  it: {
    heading: 'Dichiarazione nutrizionale',
    per: 'per 100',
    serving: 'per barretta ({})',
    drained: 'sgocciolato',
    comma: true,
    names: {
      energy: 'Energia',
      fat: 'Grassi',
      saturates: 'di cui acidi grassi saturi',
      carbohydrate: 'Carboidrati',
      sugars: 'di cui zuccheri',
      fibre: 'Fibre',
      protein: 'Proteine',
      salt: 'Sale',
    },
  },
  id: {
    heading: 'Informasi nilai gizi',
    per: 'per 100',
    serving: 'per sajian ({})',
    drained: 'bobot tuntas',
    comma: true,
    names: {
      energy: 'Energi total',
      fat: 'Lemak total',
      saturates: 'Lemak jenuh',
      carbohydrate: 'Karbohidrat total',
      sugars: 'Gula',
      fibre: 'Serat pangan',
      protein: 'Protein',
      salt: 'Garam',
    },
  },
  vi: {
    heading: 'Thông tin dinh dưỡng',
    per: 'trong 100',
    serving: 'trong thanh ({})',
    drained: 'đã ráo nước',
    comma: true,
    names: {
      energy: 'Năng lượng',
      fat: 'Chất béo',
      saturates: 'Chất béo bão hòa',
      carbohydrate: 'Carbohydrat',
      sugars: 'Đường',
      fibre: 'Chất xơ',
      protein: 'Chất đạm',
      salt: 'Muối',
    },
  },
  tr: {
    heading: 'Besin değerleri',
    per: '100',
    serving: 'porsiyon ({})',
    drained: 'süzülmüş',
    comma: true,
    names: {
      energy: 'Enerji',
      fat: 'Yağ',
      saturates: 'Doymuş yağ',
      carbohydrate: 'Karbonhidrat',
      sugars: 'Şekerler',
      fibre: 'Lif',
      protein: 'Protein',
      salt: 'Tuz',
    },
  },
};

const FIRST = ['Nutty', 'Oat', 'Cocoa', 'Berry', 'Maple', 'Almond', 'Quinoa', 'Coco', 'Honey', 'Date'];
const SECOND = ['Crunch', 'Bar', 'Bites', 'Squares', 'Snack', 'Flakes', 'Clusters', 'Wafer'];
export const inventedName = (random: Random): string => `${random.pick(FIRST)} ${random.pick(SECOND)}`;

/** Grams per 100 that a food could have, and the energy they make. */
export function composed(random: Random) {
  const tenth = (from: number, to: number) => new Decimal(random.int(from * 10, to * 10)).div(10);
  const fat = tenth(1, 32);
  const carbohydrate = tenth(10, 50);
  const protein = tenth(2, 15);
  const fibre = tenth(1, 9);
  const energy = protein.plus(carbohydrate).times(4).plus(fat.times(9)).plus(fibre.times(2)).toDecimalPlaces(0);
  const part = (whole: Decimal) => whole.times(random.between(0.1, 0.9)).toDecimalPlaces(1);
  const salt = new Decimal(random.int(1, 150)).div(100);
  return { energy, fat, saturates: part(fat), carbohydrate, sugars: part(carbohydrate), fibre, protein, salt };
}

export interface LabelWishes {
  language?: Language;
  style?: 'eu' | 'us';
  /** Which base, instead of one by chance. `none`: none is printed. */
  base?: '100 g' | '100 ml' | 'serving' | 'none';
  columns?: 1 | 2;
  drained?: boolean;
  contradiction?: LabelTruth['contradiction'];
}

export function layLabel(random: Random, wishes: LabelWishes = {}): LaidLabel {
  const style = wishes.style ?? (random.chance(0.3) ? 'us' : 'eu');
  return style === 'us' ? layUs(random, wishes) : layEu(random, wishes);
}

export const ORDER = ['energy', 'fat', 'saturates', 'carbohydrate', 'sugars', 'fibre', 'protein', 'salt'] as const;

function layEu(random: Random, wishes: LabelWishes): LaidLabel {
  const language = wishes.language ?? random.pick(LABEL_LANGUAGES);
  const words = WORDS[language];
  const name = inventedName(random);
  const size = random.int(18, 26);
  const step = Math.round(size * 1.65);
  const base = wishes.base ?? random.pick(['100 g', '100 g', '100 ml', 'serving'] as const);
  const two = (wishes.columns ?? (base.startsWith('100') && random.chance(0.5) ? 2 : 1)) === 2;
  const serving = String(random.int(5, 12) * 5);
  const per100 = composed(random);
  const scale = base === 'serving' ? new Decimal(serving).div(100) : new Decimal(1);
  const digits = (what: string) => (what === 'energy' ? 0 : what === 'salt' ? 2 : 1);
  const value = (what: (typeof ORDER)[number], by: Decimal) => per100[what].times(by).toFixed(digits(what));
  const values = Object.fromEntries(ORDER.map((what) => [what, value(what, scale)])) as Record<Nutrient, string>;
  let kj = new Decimal(values.energy).times(4.184).toFixed(0);
  const { contradiction = null } = wishes;
  if (contradiction === 'energy') {
    values.energy = new Decimal(values.energy).times(random.chance(0.5) ? 1.5 : 0.6).toFixed(0);
    kj = new Decimal(values.energy).times(4.184).toFixed(0);
  } else if (contradiction === 'kilojoule') kj = new Decimal(kj).times(1.2).toFixed(0);
  else if (contradiction === 'parts')
    values.sugars = new Decimal(values.carbohydrate).plus(random.int(2, 9)).toFixed(1);

  const unit = base === '100 ml' ? 'ml' : 'g';
  const shown = (text: string) => (words.comma ? text.replace('.', ',') : text);
  const left = random.int(30, 60);
  const rights = [left + size * 25, left + size * 39];
  const marks: Print[] = [{ kind: 'print', text: name, x: left, y: 30 + size * 1.6, size: size * 1.6, bold: true }];
  let y = 30 + size * 1.6 + step * 1.5;
  const put = (text: string) => marks.push({ kind: 'print', text, x: left, y, size });
  marks.push({ kind: 'print', text: words.heading, x: left, y, size: size * 1.1, bold: true });
  y += step;
  const sized = words.serving.replace('{}', `${serving} ${unit}`);
  const header = base === 'serving' ? sized : `${words.per} ${unit}${wishes.drained ? ` ${words.drained}` : ''}`;
  const heads = base === 'none' ? [] : two ? [header, sized] : [header];
  marks.push(...heads.map((text, index) => flushRight({ text, y, size, bold: true }, rights[index]!)));
  y += step;
  const columns = [
    values,
    ...(two
      ? [
          Object.fromEntries(ORDER.map((what) => [what, value(what, new Decimal(serving).div(100))])) as Record<
            Nutrient,
            string
          >,
        ]
      : []),
  ];
  for (const what of ORDER) {
    put(words.names[what]);
    columns.forEach((column, index) => {
      const own = index === 0 ? kj : new Decimal(column.energy).times(4.184).toFixed(0);
      const text = what === 'energy' ? `${own} kJ / ${column.energy} kcal` : `${shown(column[what]!)} g`;
      marks.push(flushRight({ text, y, size: what === 'energy' && two ? size * 0.8 : size }, rights[index]!));
    });
    y += step;
  }
  const scene = { width: Math.round(rights[two ? 1 : 0]! + 50), height: Math.round(y + 30), paper: '#ffffff', marks };
  const truth: LabelTruth = {
    name,
    values,
    base: base === 'none' ? 'serving' : base,
    serving: base === 'serving' || two ? serving : null,
    contradiction,
  };
  return { scene, truth };
}

function layUs(random: Random, { contradiction = null }: LabelWishes): LaidLabel {
  const name = inventedName(random);
  const size = random.int(18, 24);
  const step = Math.round(size * 1.6);
  const serving = String(random.int(6, 12) * 5);
  const grams = (value: Decimal) => value.times(serving).div(100).toDecimalPlaces(0);
  const per100 = composed(random);
  const [fat, carbohydrate, protein, fibre] = [
    grams(per100.fat),
    grams(per100.carbohydrate),
    grams(per100.protein),
    grams(per100.fibre),
  ];
  // Rounded to ten, as US labels are.
  let calories = protein.plus(carbohydrate).times(4).plus(fat.times(9)).div(10).toDecimalPlaces(0).times(10);
  let sugars = Decimal.min(grams(per100.sugars), carbohydrate);
  if (contradiction === 'energy' || contradiction === 'kilojoule') calories = calories.times(1.5).plus(40);
  if (contradiction === 'parts') sugars = carbohydrate.plus(random.int(3, 9));
  const sodium = random.int(2, 60) * 10;
  const saturates = grams(per100.saturates);
  const values = {
    energy: calories.toString(),
    fat: fat.toString(),
    saturates: saturates.toString(),
    sodium: String(sodium),
    carbohydrate: carbohydrate.toString(),
    fibre: fibre.toString(),
    sugars: sugars.toString(),
    protein: protein.toString(),
  };
  const rows: [string, string | null][] = [
    [`Total Fat ${fat}g`, `${fat.times(100).div(78).toFixed(0)}%`],
    [`Saturated Fat ${saturates}g`, `${saturates.times(5).toFixed(0)}%`],
    ['Trans Fat 0g', null],
    ['Cholesterol 0mg', '0%'],
    [`Sodium ${sodium}mg`, `${(sodium / 23).toFixed(0)}%`],
    [`Total Carbohydrate ${carbohydrate}g`, `${carbohydrate.times(100).div(275).toFixed(0)}%`],
    [`Dietary Fiber ${fibre}g`, `${fibre.times(100).div(28).toFixed(0)}%`],
    [`Total Sugars ${sugars}g`, null],
    [`Protein ${protein}g`, null],
  ];
  const left = random.int(30, 60);
  const right = left + size * 20;
  const marks: Print[] = [{ kind: 'print', text: name, x: left, y: 30 + size * 1.5, size: size * 1.5, bold: true }];
  let y = 30 + size * 1.5 + step * 1.6;
  marks.push({ kind: 'print', text: 'Nutrition Facts', x: left, y, size: size * 1.4, bold: true });
  y += step;
  marks.push({ kind: 'print', text: `Serving size 1 bar (${serving}g)`, x: left, y, size });
  y += step * 1.2;
  marks.push({ kind: 'print', text: 'Calories', x: left, y, size: size * 1.3, bold: true });
  marks.push(flushRight({ text: calories.toString(), y, size: size * 1.3, bold: true }, right));
  y += step;
  marks.push(flushRight({ text: '% Daily Value', y, size: size * 0.9 }, right));
  y += step;
  for (const [text, percent] of rows) {
    marks.push({ kind: 'print', text, x: left, y, size });
    if (percent) marks.push(flushRight({ text: percent, y, size }, right));
    y += step;
  }
  const scene = { width: Math.round(right + 50), height: Math.round(y + 30), paper: '#ffffff', marks };
  const planted = contradiction === 'kilojoule' ? 'energy' : contradiction;
  return { scene, truth: { name, values, base: 'serving', serving, contradiction: planted } };
}
