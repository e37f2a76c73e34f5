import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromColumn, type TextColumn, toColumn } from '../../../src/bus/sqlite/text.ts';

/** Any sequence of UTF-16 units, with surrogates in any order and with NULs. */
const anyString = fc
  .array(
    fc.oneof(
      fc.nat({ max: 0xffff }),
      fc.integer({ min: 0xd800, max: 0xdfff }),
      fc.constant(0),
      fc.integer({ min: 32, max: 126 }),
    ),
  )
  .map((units) => String.fromCharCode(...units));

test('any string comes back from a column as it went in', () => {
  const db = new DatabaseSync(':memory:');
  db.exec('create table kept (text any) strict');
  const insert = db.prepare('insert into kept values (?) returning text');
  fc.assert(
    fc.property(anyString, (text) => {
      expect(fromColumn(insert.get(toColumn(text))?.text as TextColumn)).toBe(text);
    }),
  );
});

test('two different strings are never one key', () => {
  const db = new DatabaseSync(':memory:');
  const same = db.prepare('select ? = ? as same');
  fc.assert(
    fc.property(anyString, anyString, (one, other) => {
      expect(same.get(toColumn(one), toColumn(other))?.same).toBe(one === other ? 1 : 0);
    }),
  );
});
