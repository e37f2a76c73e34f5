/** What the person asked, and below it what came back. */
import { h } from 'preact';
import type { Turn } from '../record/turns.ts';
import { Answer } from './answer.ts';
import { Message } from './message.ts';
import { unlessUnchanged } from './unchanged.ts';

interface TurnProps {
  turn: Turn;
  /** Entries in line for an answer, the first being answered. */
  line: readonly number[];
  /** The entry whose buttons can be pressed. */
  newest: number | undefined;
}

export const TurnView = unlessUnchanged(({ turn, line, newest }: TurnProps) =>
  h(
    'section',
    { class: 'turn', tabIndex: -1 },
    turn.asked.map((entry) => h(Message, { key: entry.id, entry, place: line.indexOf(entry.id) + 1 })),
    turn.said.map((entry) => h(Answer, { key: entry.id, entry, newest: entry.id === newest })),
  ),
);
