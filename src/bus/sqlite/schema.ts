/** The bus's own tables, in steps that are applied once each and never changed afterwards. */
export const busMigrations: string[] = [
  `
  -- Names and payloads are ANY because a string that is not well-formed Unicode is kept as a blob (text.ts).
  -- Times of lanes are by the steady clock and fractional, the others by the wall clock; all in ms (clock.ts).
  create table lane (
    id integer primary key,
    key any not null unique,
    topic any not null,
    state text not null check (state in ('idle', 'ready', 'leased')),
    prio integer not null,
    ready_at real,
    decided_at real not null,
    held_until real not null,
    epoch integer not null,
    lease_until real not null,
    owner any,
    head_seq integer not null,
    last_seq integer not null,
    handed_seq integer not null,
    attempts integer not null
  ) strict;
  create index lane_ready on lane (topic, prio, ready_at) where state = 'ready';
  create index lane_leased on lane (lease_until) where state = 'leased';

  -- Numbered by arrival, so that the oldest is found without an index on time.
  create table item (
    id integer primary key,
    lane integer not null references lane (id),
    seq integer not null,
    payload any not null,
    at integer not null,
    unique (lane, seq)
  ) strict;

  create table dedupe (key any primary key, at integer not null) strict, without rowid;
  create index dedupe_at on dedupe (at);

  create table dead (
    id integer primary key autoincrement,
    lane integer not null references lane (id),
    payload any not null,
    prio integer not null,
    error any not null,
    at integer not null
  ) strict;

  -- One row: how many there are of each, kept in the transactions that change them.
  create table tally (
    items integer not null,
    ready integer not null,
    leased integer not null,
    keys integer not null,
    dead integer not null
  ) strict;
  insert into tally values (0, 0, 0, 0, 0);
  `,
];
