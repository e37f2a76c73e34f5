import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ProductsError, readProducts } from '../../../src/assistant/skills/code/products.ts';

const OF = { table: 'shop.csv', date: '2026-11-03' };
const PEN = '4006381333931';
const named = (csv: string, number = PEN) => readProducts(csv, OF)(number)?.name;

it('a product is found by its number, with where it stands', () => {
  const find = readProducts(`code,name\n96385074,Ink\n${PEN},Pen\n`, OF);
  expect(find(PEN)).toEqual({ name: 'Pen', row: '3', ...OF });
  expect(find('012345678905')).toBeNull();
});

it('columns stand in any order, others are passed over, and semicolons part them too', () => {
  expect(named(`Name;Protein;Code\r\n"Pen; blue";1,5;${PEN}\r\n`)).toBe('Pen; blue');
  expect(named(`\uFEFFcode,name\n${PEN},"A ""fine"" pen,\nblue"`)).toBe('A "fine" pen,\nblue');
});

it('zeros in front of a number count for nothing', () => {
  expect(named('code,name\n012345678905,Tea', '0012345678905')).toBe('Tea');
});

it.each([
  ['There is no column "code".', 'number,name\n1,x'],
  ['Row 2: "123" is no product number.', 'code,name\n123,x'],
  ['Row 3 has no name.', `code,name\n\n${PEN},`],
  ['a quotation mark is not closed', `code,name\n${PEN},"x`],
])('what is wrong is said: %s', (said, csv) => {
  expect(() => readProducts(csv, OF)).toThrow(said);
});

it('whatever name is written is read again, and whatever else is no more than an error for the owner', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      fc.pre(name.trim() !== '');
      expect(named(`code,name\n${PEN},"${name.replaceAll('"', '""')}"\n`)).toBe(name.trim());
    }),
  );
  fc.assert(
    fc.property(fc.string(), (csv) => {
      try {
        readProducts(csv, OF);
      } catch (error) {
        expect(error).toBeInstanceOf(ProductsError);
      }
    }),
  );
});
