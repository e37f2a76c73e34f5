/** Shelves of invented packs, most with a claim on the front, some without. */
import type { Random } from '../random.ts';
import type { Block, Print, Scene } from './scene.ts';
import { widthOf } from './scene.ts';

export interface PackTruth {
  name: string;
  /** Grams of protein claimed; null: none. */
  protein: string | null;
}
export interface LaidShelf {
  scene: Scene;
  packs: PackTruth[];
}

const NAMES = [
  ...['Nutty Bar', 'Edamame', 'Cheese Crisps', 'Beef Jerky', 'Choc Wafer', 'Corn Chips', 'Gummy Frogs', 'Oat Clusters'],
  ...[
    'Lentil Puffs',
    'Soy Nuts',
    'Tuna Snack',
    'Rice Cakes',
    'Yogurt Drops',
    'Pea Sticks',
    'Almond Mix',
    'Seed Crackers',
  ],
  ...['Tofu Bites', 'Pumpkin Crunch', 'Salmon Strips', 'Hemp Squares'],
];
const COLOURS = ['#ffe9c7', '#d8f0ff', '#e4ffd9', '#ffe0e6', '#f2e6ff', '#fff7b0'];
const CLAIMS = ['{}g PROTEIN', '{}g Protein', 'Protein {} g', '{} g PROTEIN', '{}g of protein'];

/** @param smallest size of the smallest print, in pixels */
export function layShelf(random: Random, count = 12, smallest = 14): LaidShelf {
  const columns = 4;
  const [packWidth, packHeight, gap] = [280, 240, 30];
  const names = random.sample(NAMES, count);
  const marks: (Print | Block)[] = [];
  const packs = names.map((name, index): PackTruth => {
    const [left, top] = [
      30 + (index % columns) * (packWidth + gap),
      30 + Math.floor(index / columns) * (packHeight + gap),
    ];
    marks.push({ kind: 'block', x: left, y: top, width: packWidth, height: packHeight, colour: random.pick(COLOURS) });
    const middle = left + packWidth / 2;
    const put = (text: string, y: number, size: number, bold: boolean) => {
      const print: Print = { kind: 'print', text, x: 0, y, size, bold };
      marks.push({ ...print, x: middle - widthOf(print) / 2 });
    };
    put(random.chance(0.5) ? name.toUpperCase() : name, top + 60, 26, true);
    const protein = random.chance(0.75) ? String(random.int(2, 28)) : null;
    const size = protein === null ? 0 : random.int(Math.max(smallest, 16), 24);
    if (protein !== null) put(random.pick(CLAIMS).replace('{}', protein), top + 60 + size * 1.9, size, true);
    if (random.chance(0.6))
      put(
        random.pick(['crunchy & tasty', 'new recipe', 'sea salt', 'family pack']),
        top + 60 + size * 1.9 + 32,
        18,
        false,
      );
    if (random.chance(0.5)) put(`${random.int(3, 20) * 10} g`, top + packHeight - 20, smallest, false);
    return { name, protein };
  });
  const rows = Math.ceil(count / columns);
  return {
    packs,
    scene: {
      width: 30 * 2 + columns * packWidth + (columns - 1) * gap,
      height: 60 + rows * (packHeight + gap),
      paper: '#b9a58a',
      marks,
    },
  };
}
