/** Brings the file's tables up to date: each step once, all of them or none, after a copy of what was there. */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { copyBeforeMigration } from './backup.ts';
import type { StoreModule } from './module.ts';
import { busMigrations } from './schema.ts';

interface Step {
  owner: string;
  number: number;
  sql: string;
}

/** @throws when a step fails or an applied step is not what it was; the file is then unchanged. */
export function migrate(db: DatabaseSync, file: string, modules: readonly StoreModule[], now: number): void {
  const pending = [{ name: 'bus', migrations: busMigrations }, ...modules].flatMap((owner) => pendingSteps(db, owner));
  if (pending.length > 0) {
    if (tables(db) > 0) copyBeforeMigration(db, file, now);
    apply(db, pending, now);
  }
  db.exec('pragma foreign_keys = on');
}

function pendingSteps(db: DatabaseSync, { name, migrations }: Pick<StoreModule, 'name' | 'migrations'>): Step[] {
  const applied = appliedDigests(db, name);
  if (applied.length > migrations.length) {
    throw new Error(
      `The file has ${applied.length} migrations of "${name}" and this program knows ${migrations.length}: it was written by a newer version. Run that version, or restore a copy from the folder "backup".`,
    );
  }
  const changed = applied.findIndex((digest, index) => digest !== digestOf(migrations[index] ?? ''));
  if (changed >= 0) {
    throw new Error(
      `Migration ${changed + 1} of "${name}" differs from what was applied to the file. A released step is never changed; add a further one.`,
    );
  }
  return migrations
    .slice(applied.length)
    .map((sql, index) => ({ owner: name, number: applied.length + index + 1, sql }));
}

function appliedDigests(db: DatabaseSync, owner: string): string[] {
  const known = db.prepare(`select 1 from sqlite_schema where type = 'table' and name = 'migration'`).get();
  if (!known) return [];
  const rows = db.prepare('select digest from migration where owner = ? order by number').all(owner);
  return rows.map(({ digest }) => String(digest));
}

function apply(db: DatabaseSync, steps: Step[], now: number): void {
  db.exec('begin immediate');
  try {
    db.exec(`create table if not exists migration (
      owner text not null, number integer not null, digest text not null, at integer not null, primary key (owner, number)
    ) strict, without rowid`);
    const record = db.prepare('insert into migration (owner, number, digest, at) values (?, ?, ?, ?)');
    for (const step of steps) {
      run(db, step);
      record.run(step.owner, step.number, digestOf(step.sql), now);
    }
    const [broken] = db.prepare('pragma foreign_key_check').all();
    if (broken)
      throw new Error(`After the migrations a row of "${broken.table}" refers to none in "${broken.parent}".`);
    db.exec('commit');
  } catch (error) {
    if (db.isTransaction) db.exec('rollback');
    throw error;
  }
}

function run(db: DatabaseSync, { owner, number, sql }: Step): void {
  try {
    db.exec(sql);
  } catch (cause) {
    if (cause instanceof Error) cause.message = `Migration ${number} of "${owner}" failed: ${cause.message}`;
    throw cause;
  }
}

function tables(db: DatabaseSync): number {
  return db.prepare('select 1 from sqlite_schema').all().length;
}

function digestOf(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}
