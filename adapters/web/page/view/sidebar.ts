/** The list of conversations: new, find, the groups by day, and the way to the status screen. */
import { Fragment, h, type RefObject } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { ChatSummary } from '../../protocol.ts';
import { type ChatGroup, findChats, groupChats } from '../record/chat-groups.ts';
import { figures, words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { ChatRow } from './chat-row.ts';
import { icon, standingGlyph, wordmark } from './glyphs.ts';
import type { Stands } from './standings.ts';

interface SidebarProps {
  chats: readonly ChatSummary[] | null;
  /** The chat on the screen; undefined while another screen is. */
  current: string | undefined;
  standings: readonly Stands[];
  /** How many questions of people are for the owner. */
  questions: number;
  /** The screen that is shown in place of a chat. */
  screen: 'status' | 'connect' | undefined;
  connectable: boolean;
  drawerOpen: boolean;
  panel: RefObject<HTMLElement | null>;
  /** A place was chosen: the drawer has done its work. */
  onChosen(): void;
}

export function Sidebar(props: SidebarProps) {
  const { chats, current, drawerOpen, panel, onChosen } = props;
  const { newChat, openChat } = useActions();
  const [wanted, setWanted] = useState('');
  const found = useMemo(() => findChats(chats ?? [], wanted), [chats, wanted]);
  const groups = groupChats(found, Date.now());

  function findKey(event: KeyboardEvent) {
    if (event.key === 'Escape' && wanted !== '') {
      event.preventDefault();
      setWanted('');
    }
    const first = groups[0]?.chats[0];
    if (event.key === 'Enter' && !event.isComposing && first) {
      setWanted('');
      openChat(first.id);
      onChosen();
    }
  }

  return h(
    'div',
    {
      id: 'list',
      class: 'side',
      ref: panel,
      'aria-label': words.conversations,
      ...(drawerOpen ? { role: 'dialog', 'aria-modal': 'true' } : { role: 'complementary' }),
    },
    h(
      'div',
      { class: 'side-top' },
      wordmark(),
      h(
        'button',
        {
          type: 'button',
          class: 'iconb',
          'aria-label': words.newConversation,
          onClick: () => {
            newChat();
            onChosen();
          },
        },
        icon('plus'),
      ),
    ),
    h(
      'label',
      { class: 'find' },
      icon('find'),
      h('span', { class: 'vh' }, words.find),
      h('input', {
        id: 'find',
        type: 'search',
        placeholder: words.find,
        autocomplete: 'off',
        value: wanted,
        onInput: (event: InputEvent) => setWanted((event.currentTarget as HTMLInputElement).value),
        onKeyDown: findKey,
      }),
      h('kbd', { 'aria-hidden': 'true' }, 'Ctrl K'),
    ),
    h(
      'nav',
      { class: 'chats', 'aria-label': words.conversations, tabIndex: 0 },
      groups.map(({ when, chats }) =>
        h(
          Fragment,
          { key: groupName(when) },
          h('h2', null, groupName(when)),
          h(
            'ul',
            null,
            chats.map((chat) => h(ChatRow, { key: chat.id, chat, current: chat.id === current, onChosen })),
          ),
        ),
      ),
      groups.length === 0 && chats && h('p', { class: 'none' }, wanted ? words.nothingFound(wanted) : words.noChatsYet),
    ),
    h(Places, props),
  );
}

function groupName(when: ChatGroup['when']): string {
  switch (when.kind) {
    case 'today':
      return words.today;
    case 'yesterday':
      return words.yesterday;
    case 'month':
      return figures.month(when.at, Date.now());
    default:
      when satisfies never;
      return '';
  }
}

type PlacesProps = Pick<SidebarProps, 'standings' | 'questions' | 'screen' | 'connectable' | 'onChosen'>;

/** The way to connecting, with how many channels are on; and to the status, with what needs the person. */
function Places({ standings, questions, screen, connectable, onChosen }: PlacesProps) {
  const todo = standings.filter(({ standing }) => standing === 'bad').length + questions;
  const [model, ...channels] = standings;
  const on = channels.filter(({ standing }) => standing === 'on').length;
  return h(
    'nav',
    { class: 'places', 'aria-label': words.screens },
    connectable &&
      h(
        'a',
        { href: '#connect', 'aria-current': screen === 'connect' ? 'page' : undefined, onClick: onChosen },
        words.connectChannel,
        channels.length > 0 && h('span', null, words.channelsOnOf(on, channels.length)),
      ),
    h(
      'a',
      { href: '#status', 'aria-current': screen === 'status' ? 'page' : undefined, onClick: onChosen },
      words.status,
      todo > 0
        ? h('span', null, standingGlyph('bad'), words.todo(todo))
        : model && h('span', null, standingGlyph(model.standing), model.words),
    ),
  );
}
