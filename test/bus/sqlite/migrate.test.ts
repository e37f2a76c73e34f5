import { mkdirSync, mkdtempSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { keepBackups } from '../../../src/bus/sqlite/backup.ts';
import { migrate } from '../../../src/bus/sqlite/migrate.ts';
import type { StoreModule } from '../../../src/bus/sqlite/module.ts';
import { inspect, temporaryFolder } from './store-under-test.ts';

const root = temporaryFolder();
const now = Date.UTC(2025, 5, 1, 12);
const day = 24 * 60 * 60 * 1000;

function diary(...migrations: string[]): StoreModule {
  return { name: 'diary', migrations, procedures: () => ({}) };
}

function newFile(): string {
  return join(mkdtempSync(join(root, 'place-')), 'parley.db');
}

/** Opens the file as the store does, migrates it, and lets `look` at it. */
function migrated<Result>(file: string, modules: StoreModule[], look: (db: DatabaseSync) => Result): Result {
  return inspect(file, (db) => {
    db.exec('pragma foreign_keys = off');
    migrate(db, file, modules, now);
    return look(db);
  });
}

function pages(db: DatabaseSync): unknown[] {
  return db
    .prepare('select * from page')
    .all()
    .map((row) => ({ ...row }));
}

function copies(file: string): string[] {
  const folder = join(file, '..', 'backup');
  return statSync(folder, { throwIfNoEntry: false }) ? readdirSync(folder) : [];
}

const first = 'create table page (text text); insert into page values (1)';
const second = 'alter table page add column mood text';

test('each step is applied once, in order, whenever it comes to be known', () => {
  const file = newFile();
  expect(migrated(file, [diary(first)], pages)).toEqual([{ text: '1' }]);
  expect(migrated(file, [diary(first, second)], pages)).toEqual([{ text: '1', mood: null }]);
  expect(migrated(file, [diary(first, second)], pages)).toEqual([{ text: '1', mood: null }]);
});

test('a file with tables is copied before it is changed, and only then', () => {
  const file = newFile();
  migrated(file, [diary(first)], () => undefined);
  migrated(file, [diary(first)], () => undefined);
  expect(copies(file)).toEqual([]);
  migrated(file, [diary(first, second)], () => undefined);
  const [copy = '', ...others] = copies(file);
  expect(others).toEqual([]);
  expect(copy).toBe('before-migration-2025-06-01T12-00-00.000Z.db');
  const path = join(file, '..', 'backup', copy);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
  expect(inspect(path, pages)).toEqual([{ text: '1' }]);
});

test('a step that fails is named, and leaves the file as it was', () => {
  const file = newFile();
  migrated(file, [diary(first)], () => undefined);
  const broken = [diary(first, second, 'insert into nowhere values (1)')];
  expect(() => migrated(file, broken, () => undefined)).toThrow(
    /Migration 3 of "diary" failed: no such table: nowhere/,
  );
  expect(migrated(file, [diary(first)], pages)).toEqual([{ text: '1' }]);
});

test('a file written by a newer version is not opened', () => {
  const file = newFile();
  migrated(file, [diary(first, second)], () => undefined);
  expect(() => migrated(file, [diary(first)], () => undefined)).toThrow(
    /2 migrations of "diary".*knows 1.*newer version/,
  );
});

test('a released step that was changed is found out', () => {
  const file = newFile();
  migrated(file, [diary(first)], () => undefined);
  expect(() => migrated(file, [diary(`${first} -- better`)], () => undefined)).toThrow(
    /Migration 1 of "diary" differs/,
  );
});

test('a table that others refer to can be rebuilt, but not so that they refer to nothing', () => {
  const file = newFile();
  const books = `create table book (id integer primary key);
    create table chapter (book integer references book (id));
    insert into book values (1);
    insert into chapter values (1)`;
  const rebuild = (rows: string) =>
    `create table book2 (id integer primary key, title text);
     insert into book2 ${rows};
     drop table book;
     alter table book2 rename to book`;
  migrated(file, [diary(books)], () => undefined);
  const losing = [diary(books, rebuild('select id, null from book where false'))];
  expect(() => migrated(file, losing, () => undefined)).toThrow(/row of "chapter" refers to none in "book"/);
  const chapters = migrated(file, [diary(books, rebuild('select id, null from book'))], (db) => {
    expect(() => db.exec('insert into chapter values (2)')).toThrow(/FOREIGN KEY/);
    return db.prepare('select count(*) as n from chapter').get()?.n;
  });
  expect(chapters).toBe(1);
});

test('copies are kept for 7 days; what else lies beside them is not touched', () => {
  const file = newFile();
  const folder = join(file, '..', 'backup');
  mkdirSync(folder);
  const ages = {
    'before-migration-old.db': 7,
    'before-migration-cut-short.db.part': 8,
    'before-migration-new.db': 6.9,
    'mine.db': 99,
  };
  for (const [name, days] of Object.entries(ages)) {
    writeFileSync(join(folder, name), '');
    const made = (now - days * day) / 1000;
    utimesSync(join(folder, name), made, made);
  }
  clearInterval(keepBackups(file, { wall: () => now, steady: () => now }));
  expect(copies(file)).toEqual(['before-migration-new.db', 'mine.db']);
});
