/** The conversation. It scrolls by itself, and follows new text only while its end is in sight. */
import { type ComponentChildren, h } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Unsent } from '../link/outbox.ts';
import { startOfDay } from '../record/chat-groups.ts';
import type { Conversation } from '../record/conversation.ts';
import { aroundRunning, type Turn, turnsOf } from '../record/turns.ts';
import { figures, words } from '../words/words.ts';
import { useFollowing } from './following.ts';
import { icon } from './glyphs.ts';
import { UnsentMessage } from './message.ts';
import { AnswerBegun, RunningAnswer } from './running.ts';
import { TurnView } from './turn.ts';

interface LogProps {
  conversation: Conversation;
  /** Of this chat. */
  unsent: readonly Unsent[];
  connected: boolean;
  /** What waits is being answered, though nothing of it may be seen yet. */
  answering: boolean;
  /** Stands at the end: the consent notice, or the empty page's greeting. */
  children?: ComponentChildren;
}

/** So many turns are drawn at first, and with every press of "Show earlier". */
const TURNS_AT_ONCE = 60;

export function Log({ conversation, unsent, connected, answering, children }: LogProps) {
  const { entries, running, waiting } = conversation;
  const log = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(TURNS_AT_ONCE);
  const turns = useMemo(() => turnsOf(entries), [entries]);
  const [first] = waiting;
  const below = running?.below ?? (answering ? first : undefined);
  const [before, behind] = useMemo(() => aroundRunning(turns, below === undefined ? null : { below }), [turns, below]);
  const [newBelow, scrollToEnd] = useFollowing(
    log,
    [entries, running?.blocks, below, unsent],
    unsent.at(-1)?.key,
    shown,
  );
  const newest = useMemo(() => newestSaid(entries), [entries]);
  const line = useMemo(() => inLine(waiting, running), [waiting, running?.below, running === null]);
  const visible = before.slice(-shown);

  return h(
    'div',
    { class: 'log-frame' },
    h(
      'div',
      {
        ref: log,
        id: 'log',
        class: 'log',
        role: 'log',
        'aria-live': 'off',
        'aria-busy': below !== undefined,
        'aria-label': words.conversation,
        tabIndex: 0,
        onKeyDown: moveBetweenTurns,
      },
      visible.length < before.length &&
        h(
          'button',
          { type: 'button', class: 'btn quiet earlier', onClick: () => setShown(shown + TURNS_AT_ONCE) },
          words.showEarlier,
        ),
      visible.flatMap((turn, index) => [
        startsNewDay(turn, visible[index - 1]) && h('p', { key: `day ${turn.id}`, class: 'day' }, dayName(turn.at)),
        h(TurnView, { key: turn.id, turn, line, newest }),
      ]),
      below !== undefined &&
        h(
          'section',
          { key: `running ${running?.turn}`, class: 'turn running', tabIndex: -1 },
          running ? h(RunningAnswer, { running, live: connected }) : h(AnswerBegun, null),
        ),
      behind.map((turn) => h(TurnView, { key: turn.id, turn, line, newest })),
      unsent.length > 0 &&
        h(
          'section',
          { key: 'unsent', class: 'turn', tabIndex: -1 },
          unsent.map((message, index) => h(UnsentMessage, { key: message.key, message, place: index + 1, connected })),
        ),
      children,
    ),
    newBelow &&
      h(
        'button',
        { type: 'button', class: 'btn new-below', onClick: scrollToEnd },
        icon('arrowDown'),
        words.newTextBelow,
      ),
  );
}

/** The newest entry of Parley's: its buttons can be pressed. */
function newestSaid(entries: Conversation['entries']): number | undefined {
  return entries.findLast(({ by }) => by === 'parley')?.id;
}

/** Everything the running answer is to counts as the first. */
function inLine(waiting: readonly number[], running: Conversation['running']): readonly number[] {
  return running ? [running.below, ...waiting.filter((id) => id > running.below)] : waiting;
}

/** Today is not named while nothing older stands above it. */
function startsNewDay(turn: Turn, before: Turn | undefined): boolean {
  const day = startOfDay(turn.at, 0);
  return before ? startOfDay(before.at, 0) !== day : day !== startOfDay(Date.now(), 0);
}

function dayName(at: number): string {
  const now = Date.now();
  if (at >= startOfDay(now, 0)) return words.today;
  return at >= startOfDay(now, -1) ? words.yesterday : figures.fullDate(at);
}

function moveBetweenTurns(event: KeyboardEvent): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!event.altKey || step === undefined) return;
  event.preventDefault();
  const log = event.currentTarget as HTMLElement;
  const turns = [...log.querySelectorAll<HTMLElement>('.turn')];
  const at = turns.findIndex((turn) => turn.contains(document.activeElement));
  const next = at === -1 ? (step < 0 ? turns.length - 1 : 0) : at + step;
  turns[next]?.focus();
}
