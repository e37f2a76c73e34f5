/** Something went wrong: what, and what became of the message. It stays until it is closed or the next is sent. */
import { h } from 'preact';
import type { Problem } from '../record/page-state.ts';
import { words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { icon, standingGlyph } from './glyphs.ts';

export function ProblemNotice({ problem }: { problem: Problem }) {
  const { dismissProblem } = useActions();
  return h(
    'div',
    { class: 'notice bad closable', role: 'alert' },
    standingGlyph('bad'),
    h('p', null, h('b', null, problem.message), ' ', problem.action),
    h('button', { type: 'button', class: 'iconb', 'aria-label': words.close, onClick: dismissProblem }, icon('close')),
  );
}
