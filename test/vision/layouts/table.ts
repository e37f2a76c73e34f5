/** Tables of numbers with row and column names, most with totals. */
import { Decimal } from 'decimal.js';
import type { Random } from '../random.ts';
import { flushRight, type Print, type Scene } from './scene.ts';

export interface LaidTable {
  scene: Scene;
  /** As printed; the first row is the header. */
  rows: string[][];
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const COLUMNS = ['North', 'South', 'East', 'West', 'Online'];

export function layTable(random: Random): LaidTable {
  const size = random.int(18, 24);
  const step = Math.round(size * 1.8);
  const months = MONTHS.slice(0, random.int(3, 10));
  const columns = random.sample(COLUMNS, random.int(2, 4));
  const totals = random.chance(0.8);
  const decimals = random.pick([0, 1, 2]);
  const body = months.map((month) => {
    const values = columns.map(() => new Decimal(random.int(1_000, 99_999)).div(100).toDecimalPlaces(decimals));
    const sum = values.reduce((total, value) => total.plus(value), new Decimal(0));
    return [month, ...[...values, ...(totals ? [sum] : [])].map((value) => value.toFixed(decimals))];
  });
  const rows = [['Month', ...columns, ...(totals ? ['Total'] : [])], ...body];
  const width = size * 6;
  const marks: Print[] = rows.flatMap((row, index) =>
    row.map((text, column): Print => {
      const y = 50 + index * step;
      const bold = index === 0;
      return column === 0
        ? { kind: 'print', text, x: 40, y, size, bold }
        : flushRight({ text, y, size, bold }, 40 + size * 8 + column * width);
    }),
  );
  const scene = {
    width: 80 + size * 8 + (rows[0]!.length - 1) * width,
    height: 80 + rows.length * step,
    paper: '#ffffff',
    marks,
  };
  return { scene, rows };
}
