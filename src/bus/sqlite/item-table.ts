/** Items of lanes as rows, and those that were given up: the dead letters. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { DeadItem, Item } from '../store.ts';
import { limits } from './limits.ts';
import type { Tally } from './tally.ts';
import { fromColumn, type TextColumn, toColumn } from './text.ts';

export class ItemTable {
  readonly #tally: Tally;
  readonly #insert: StatementSync;
  readonly #after: StatementSync;
  readonly #delete: StatementSync;
  readonly #oldest: StatementSync;
  readonly #bury: StatementSync;
  readonly #listDead: StatementSync;
  readonly #unearth: StatementSync;
  readonly #deleteDead: StatementSync;

  constructor(db: DatabaseSync, tally: Tally) {
    this.#tally = tally;
    this.#insert = db.prepare('insert into item (lane, seq, payload, at) values (?, ?, ?, ?)');
    this.#after = db.prepare('select seq, payload, at from item where lane = ? and seq > ? order by seq limit ?');
    this.#delete = db.prepare('delete from item where lane = ? and seq <= ?');
    this.#oldest = db.prepare('select at from item order by id limit 1');
    this.#bury = db.prepare(
      `insert into dead (lane, payload, prio, error, at)
       select lane, payload, ?, ?, ? from item where lane = ? and seq <= ? order by seq`,
    );
    this.#deleteDead = db.prepare('delete from dead where lane = ?');
    this.#listDead = db.prepare(
      `select dead.id, lane.key, lane.topic, dead.payload, dead.error, dead.at
       from dead join lane on lane.id = dead.lane order by dead.id desc limit ?`,
    );
    this.#unearth = db.prepare(
      'delete from dead where id = ? returning (select key from lane where id = dead.lane) as key, payload, prio',
    );
  }

  add(lane: number, seq: number, payload: string, at: number): void {
    this.#insert.run(lane, seq, toColumn(payload), at);
    this.#tally.add('items', 1);
  }

  /** The oldest items behind `after`: up to `most`, fewer when they are large, at least one when there is one. */
  after(lane: number, after: number, most: number): Item[] {
    const items: Item[] = [];
    let text = 0;
    for (const row of this.#after.iterate(lane, after, most)) {
      const payload = fromColumn(row.payload as TextColumn);
      text += payload.length;
      if (items.length > 0 && text > limits.textAtOnce) break;
      items.push({ seq: Number(row.seq), payload, at: Number(row.at) });
    }
    return items;
  }

  remove(lane: number, upto: number): number {
    const removed = Number(this.#delete.run(lane, upto).changes);
    this.#tally.add('items', -removed);
    return removed;
  }

  /** When the oldest item of all was stored. */
  oldestAt(): number | undefined {
    const row = this.#oldest.get();
    return row && Number(row.at);
  }

  /** Moves the items up to `upto` to the dead letters. `at` is the wall clock. */
  bury(lane: number, upto: number, prio: number, error: string, at: number): void {
    this.#tally.add('dead', Number(this.#bury.run(prio, toColumn(error), at, lane, upto).changes));
    this.remove(lane, upto);
  }

  /** The latest first. */
  listDead(limit: number): DeadItem[] {
    return this.#listDead.all(limit).map((row) => ({
      id: Number(row.id),
      lane: fromColumn(row.key as TextColumn),
      topic: fromColumn(row.topic as TextColumn),
      payload: fromColumn(row.payload as TextColumn),
      error: fromColumn(row.error as TextColumn),
      at: Number(row.at),
    }));
  }

  /** Removes the dead letters of a lane. */
  forgetDead(lane: number): void {
    this.#tally.add('dead', -Number(this.#deleteDead.run(lane).changes));
  }

  /** Takes a dead letter out, for its lane. */
  unearth(id: number): { lane: string; payload: string; prio: number } | undefined {
    const row = this.#unearth.get(id);
    if (!row) return undefined;
    this.#tally.add('dead', -1);
    return {
      lane: fromColumn(row.key as TextColumn),
      payload: fromColumn(row.payload as TextColumn),
      prio: Number(row.prio),
    };
  }
}
