/** Chats in which a person answers themselves, each with a button that lets Parley answer again. */
import { h } from 'preact';
import { useState } from 'preact/hooks';
import type { PauseView } from '../../protocol.ts';
import { figures, words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { standingGlyph } from './glyphs.ts';

export function PausesList({ pauses }: { pauses: readonly PauseView[] }) {
  return h(
    'section',
    null,
    h('h2', null, words.answeredByYou),
    h('p', { class: 'sublead' }, words.answeredByYouLead),
    h(
      'ul',
      { class: 'todo' },
      pauses.map((pause) => h(Pause, { key: pause.id, pause })),
    ),
  );
}

function Pause({ pause: { id, channel, chat, until } }: { pause: PauseView }) {
  const { resume } = useActions();
  const [asking, setAsking] = useState(false);
  async function onClick() {
    setAsking(true);
    // Where it was done, the service takes the chat off the list.
    if (!(await resume(id))) setAsking(false);
  }
  return h(
    'li',
    null,
    standingGlyph('off'),
    h(
      'div',
      null,
      h('b', null, channel, ' · ', h('bdi', null, chat)),
      h('p', null, words.quietUntil(figures.day(until), figures.time(until))),
    ),
    h(
      'button',
      { type: 'button', class: 'btn', disabled: asking, onClick },
      words.letAnswer,
      h('span', { class: 'vh' }, ` ${channel} ${chat}`),
    ),
  );
}
