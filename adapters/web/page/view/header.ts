/** The head of the main part: which conversation, and how the model and the channels stand. */
import { h } from 'preact';
import { words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { icon, standingGlyph } from './glyphs.ts';
import type { Stands } from './standings.ts';

/** Above this many the rest is a number. */
const SHOWN = 4;

interface HeaderProps {
  title: string;
  standings: readonly Stands[];
  drawerOpen: boolean;
  onMenu(): void;
}

export function Header({ title, standings, drawerOpen, onMenu }: HeaderProps) {
  const { newChat } = useActions();
  const more = standings.length - SHOWN;
  return h(
    'header',
    { class: 'head' },
    h(
      'button',
      {
        type: 'button',
        class: 'iconb only-phone',
        'aria-label': words.conversations,
        'aria-expanded': drawerOpen,
        'aria-controls': 'list',
        onClick: onMenu,
      },
      icon('menu'),
    ),
    h('div', { class: 'title' }, h('h1', { dir: 'auto' }, title), h(OneLine, { standings })),
    h(
      'nav',
      { class: 'states', 'aria-label': words.status },
      standings
        .slice(0, SHOWN)
        .map(({ name, standing, words: state }) =>
          h(
            'a',
            { key: name, href: '#status' },
            standingGlyph(standing),
            h(
              'span',
              null,
              h('bdi', null, name),
              h('span', { class: 'vh' }, ': '),
              ' ',
              h('span', { class: 'state' }, state),
            ),
          ),
        ),
      more > 0 && h('a', { class: 'rest', href: '#status' }, words.more(more)),
    ),
    h(
      'button',
      { type: 'button', class: 'iconb only-phone', 'aria-label': words.newConversation, onClick: newChat },
      icon('plus'),
    ),
  );
}

const WORST_FIRST = ['bad', 'you', 'off', 'half', 'busy', 'on'] as const;

/** On a phone: the model, then the worst of the channels with how many are on. */
function OneLine({ standings: [model, ...channels] }: { standings: readonly Stands[] }) {
  if (!model) return null;
  const worst = channels.toSorted((a, b) => WORST_FIRST.indexOf(a.standing) - WORST_FIRST.indexOf(b.standing))[0];
  const on = channels.filter(({ standing }) => standing === 'on').length;
  return h(
    'a',
    { class: 'sub', href: '#status' },
    standingGlyph(model.standing),
    h('span', null, h('bdi', null, model.name), ' ', model.words),
    worst && standingGlyph(worst.standing),
    worst && h('span', null, words.channelsOn(on, channels.length)),
  );
}
