/** Puts a record into the order in which it is read: every answer below what it answers. */
import type { ListedEntry, ParleyEntry, PersonEntry, Running } from './conversation.ts';

/** What the person asked, in one or several messages, and what came back. */
export interface Turn {
  /** The id of its first entry. */
  id: number;
  at: number;
  asked: readonly PersonEntry[];
  said: readonly ParleyEntry[];
}

interface GrowingTurn extends Turn {
  asked: PersonEntry[];
  said: ParleyEntry[];
}

export function turnsOf(entries: readonly ListedEntry[]): Turn[] {
  const present = new Set(entries.map(({ id }) => id));
  const below = (entry: ListedEntry): number =>
    entry.by === 'person' ? entry.id : Math.max(0, ...entry.answers.filter((id) => present.has(id))) || entry.id;
  const read = entries.toSorted((a, b) => below(a) - below(b) || a.id - b.id);

  const turns: GrowingTurn[] = [];
  for (const entry of read) {
    const last = turns.at(-1);
    if (entry.by === 'parley') {
      if (last) last.said.push(entry);
      else turns.push({ id: entry.id, at: entry.at, asked: [], said: [entry] });
    } else if (last && last.said.length === 0) {
      last.asked.push(entry);
    } else {
      turns.push({ id: entry.id, at: entry.at, asked: [entry], said: [] });
    }
  }
  return turns;
}

/**
 * Cuts the turns where the running answer belongs: what it answers and everything before, and the messages
 * that wait behind it. Without a running answer all stand before.
 */
export function aroundRunning(turns: readonly Turn[], running: Pick<Running, 'below'> | null): [Turn[], Turn[]] {
  if (!running) return [[...turns], []];
  const before: Turn[] = [];
  const behind: Turn[] = [];
  for (const turn of turns) {
    const later = turn.said.length === 0 ? turn.asked.filter(({ id }) => id > running.below) : [];
    if (later.length === 0) before.push(turn);
    else if (later.length === turn.asked.length) behind.push(turn);
    else {
      before.push({ ...turn, asked: turn.asked.filter(({ id }) => id <= running.below) });
      behind.push({ id: later[0]!.id, at: later[0]!.at, asked: later, said: [] });
    }
  }
  return [before, behind];
}
