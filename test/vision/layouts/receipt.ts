/** Till receipts with totals that fit, or are planted not to. */
import { Decimal } from 'decimal.js';
import type { Random } from '../random.ts';
import { flushRight, type Print, type Scene } from './scene.ts';

export interface LaidReceipt {
  scene: Scene;
  items: { name: string; price: string }[];
  sum: string;
  /** As printed. */
  total: string;
}

const GOODS = [
  ...['Milk 1 l', 'Brown bread', 'Butter', 'Tomatoes', 'Coffee beans', 'Apple juice', 'Rice 1 kg', 'Yogurt', 'Bananas'],
  ...['Olive oil', 'Cheddar', 'Eggs 10', 'Soap', 'Honey', 'Paper towels', 'Green tea', 'Pasta', 'Onions'],
];

export function layReceipt(random: Random, wrong = false): LaidReceipt {
  const size = random.int(20, 26);
  const step = Math.round(size * 1.6);
  const [left, right] = [40, 40 + size * 20];
  const comma = random.chance(0.4);
  const shown = (price: string) => (comma ? price.replace('.', ',') : price);
  const marks: Print[] = [];
  let y = 60;
  const row = (text: string, price: string | null, bold = false) => {
    marks.push({ kind: 'print', text, x: left, y, size, bold });
    if (price !== null) marks.push(flushRight({ text: shown(price), y, size, bold }, right));
    y += step;
  };
  row('CORNER MARKET', null, true);
  row(`21.11.2026 ${random.int(8, 20)}:${random.int(10, 59)}`, null);
  y += step / 2;
  const items = random.sample(GOODS, random.int(4, 9)).map((name) => {
    if (random.chance(0.2)) {
      const [count, each] = [random.int(2, 4), new Decimal(random.int(50, 600)).div(100)];
      const price = each.times(count).toFixed(2);
      row(name, null);
      row(`  ${count} x ${shown(each.toFixed(2))}`, price);
      return { name, price };
    }
    const price = new Decimal(random.int(49, 1999)).div(100).toFixed(2);
    row(name, price);
    return { name, price };
  });
  const sum = items.reduce((total, { price }) => total.plus(price), new Decimal(0));
  const total = wrong ? sum.plus(new Decimal(random.pick([100, -100, 10, 900])).div(100)) : sum;
  y += step / 2;
  row('TOTAL', total.toFixed(2), true);
  row('CARD', total.toFixed(2));
  row('Thank you', null);
  const scene = { width: Math.round(right + 40), height: Math.round(y + 20), paper: '#fdfdf8', marks };
  return { scene, items, sum: sum.toFixed(2), total: total.toFixed(2) };
}
