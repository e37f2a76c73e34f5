import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Table } from '../../../src/assistant/evidence.ts';
import { plain } from '../../../src/assistant/firewall.ts';
import { csvOf } from '../../../src/assistant/skills/table/csv.ts';
import { readTable } from '../../../src/assistant/skills/table/read.ts';
import { placesAsked, sayCells, sayTable } from '../../../src/assistant/skills/table/table.ts';
import { readRows } from '../../vision/layouts/rows.ts';
import { readScene } from '../../vision/layouts/scene.ts';
import { layTable } from '../../vision/layouts/table.ts';
import { rng } from '../../vision/random.ts';

const talk = { language: 'en', timeZone: 'UTC', now: 0 };
const ROWS = [
  ['Month', 'North', 'South', 'Total'],
  ['January', '100.00', '50.00', '150.00'],
  ['February', '90.25', '60.00', '150.25'],
  ['March', '212.50', '200.00', '412.50'],
  ['Total', '402.75', '310.00', '712.75'],
];
const read = (rows: string[][]) => ({
  reading: readRows(rows, { apart: 240 }),
  table: readTable(readRows(rows, { apart: 240 }))!,
});
const ask = (rows: string[][], text: string) => {
  const { reading, table } = read(rows);
  const places = placesAsked(table, text);
  if (places.rows.length * places.columns.length === 0) return null;
  return plain(sayCells({ photo: { id: 't', at: 0 }, reading, seen: table }, places, talk).sheet).markdown;
};
const doubtful = ({ rows }: Table) =>
  rows
    .flat()
    .filter(({ doubt }) => doubt)
    .map(({ text }) => text);

describe('a table', () => {
  it('answers for the cell that a question names', () => {
    expect(ask(ROWS, 'March total?')).toBe('412.50 (row March, column Total)');
    expect(ask(ROWS, 'what was north in february')).toBe('90.25 (row February, column North)');
    expect(ask(ROWS, 'what about april?')).toBeNull();
  });

  it('marks the cell where a wrong row and a wrong column cross', () => {
    const rows = ROWS.map((row) => [...row]);
    rows[3]![1] = '272.50';
    expect(doubtful(read(rows).table)).toEqual(['272.50']);
    expect(ask(rows, 'March north?')).toMatch(/^272\.50\? \(row March, column North\)\. The “\?” means/);
  });

  it.each([
    ['a letter among digits', '2l2.50'],
    ['a lost decimal point', '21250'],
    ['a number in two parts', '212.50.1'],
    ['a comma where the others have a point', '212,50'],
  ])('marks %s', (_, text) => {
    const rows = ROWS.slice(0, 4).map((row) => row.slice(0, 3));
    rows[3]![1] = text;
    expect(doubtful(read(rows).table)).toContain(text);
  });

  it('comes back as a file in which doubt shows and nothing runs', () => {
    const { reading, table } = read(ROWS);
    const reply = sayTable({ photo: { id: 't', at: 0 }, reading, seen: table }, talk);
    expect(reply.file!.text.split('\r\n').slice(0, 2)).toEqual([
      'Month,North,South,Total',
      'January,100.00,50.00,150.00',
    ]);
    expect(plain(reply.sheet).markdown).toContain('| January | 100.00 | 50.00 | 150.00 |');
    const cell = (text: string, doubt = false) => ({ text, doubt, value: null, box: null });
    expect(
      csvOf({ kind: 'table', rows: [[cell('=1+1'), cell('a"b,c'), cell('-5'), cell('@x'), cell('7', true)]] }),
    ).toBe(`'=1+1,"a""b,c",-5,'@x,7?\r\n`);
  });
});

describe('seeded tables', () => {
  it('are read exactly, whatever the tilt', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = rng(seed);
      const { scene, rows } = layTable(random);
      const table = readTable(readScene(scene, {}, random, random.between(-2, 2)))!;
      expect(
        table.rows.map((row) => row.map(({ text }) => text)),
        `seed ${seed}`,
      ).toEqual(rows);
      expect(doubtful(table)).toEqual([]);
    }
  });

  it('hold no wrong digit that is not marked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
        const random = rng(seed);
        const { scene, rows } = layTable(random);
        const table = readTable(readScene(scene, { unsure: 0.02, lost: 0.01 }, random, random.between(-2, 2)));
        // A lost name shifts nothing: the cells keep their columns, and rows their order.
        if (table?.rows.length !== rows.length) return;
        table.rows.forEach((row, line) => {
          row.forEach(({ text, doubt }, column) => {
            if (line > 0 && column > 0 && text !== rows[line]![column])
              expect(doubt, `${text} for ${rows[line]![column]}`).toBe(true);
          });
        });
      }),
      { numRuns: 100 },
    );
  });
});
