/** Says when Parley is not there, what to do, and when the page looks again. */
import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Connection } from '../record/page-state.ts';
import { words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { standingGlyph } from './glyphs.ts';

export function ConnectionStrip({
  connection,
  stopping,
}: {
  connection: Connection;
  stopping: boolean;
}): ComponentChild {
  if (connection.state === 'lost') return h(Lost, { retryAt: connection.retryAt });
  if (!stopping) return null;
  return h('div', { class: 'bar warn', role: 'status' }, standingGlyph('busy'), h('p', null, words.stopping));
}

function Lost({ retryAt }: { retryAt: number }) {
  const { tryConnection } = useActions();
  const seconds = useSecondsUntil(retryAt);
  return h(
    'div',
    { class: 'bar warn' },
    standingGlyph('off'),
    h(
      'p',
      null,
      // Only the fact is spoken; a countdown read aloud would drown everything else.
      h(
        'span',
        { role: 'status' },
        h('b', null, words.notRunning),
        ' ',
        words.startAgain,
        ' ',
        h('code', null, 'npm start'),
        '.',
      ),
      ' ',
      h('span', { class: 'num' }, seconds > 0 ? words.tryingAgainIn(seconds) : words.tryingAgain),
    ),
    h('button', { type: 'button', onClick: tryConnection }, words.tryNow),
  );
}

/** Ticks while it is shown and something is left to count. */
function useSecondsUntil(at: number): number {
  const left = () => Math.max(0, Math.ceil((at - Date.now()) / 1000));
  const [, tick] = useState(0);
  const seconds = left();
  useEffect(() => {
    if (seconds === 0) return;
    const timer = setTimeout(() => tick((count) => count + 1), 1000);
    return () => clearTimeout(timer);
  });
  return seconds;
}
