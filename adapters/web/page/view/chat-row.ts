/** One conversation in the list. Renaming and deleting happen in the row itself; deleting asks first. */
import { type ComponentChild, h } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatSummary } from '../../protocol.ts';
import { hashOf } from '../link/place.ts';
import { startOfDay } from '../record/chat-groups.ts';
import { figures, words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { icon, standingGlyph } from './glyphs.ts';

interface RowProps {
  chat: ChatSummary;
  current: boolean;
  onChosen(): void;
}

type Face = 'closed' | 'open' | 'rename' | 'delete';

export function ChatRow({ chat, current, onChosen }: RowProps) {
  const [face, setFace] = useState<Face>('closed');
  const row = useRef<HTMLLIElement>(null);
  const turned = useRef(false);
  // The focus goes with the face: into what was opened, and back to the button that opened it.
  useLayoutEffect(() => {
    if (!turned.current) {
      turned.current = true;
      return;
    }
    const entry = row.current?.querySelector<HTMLElement>(face === 'closed' ? '.more' : '[data-first]');
    entry?.focus();
    if (entry instanceof HTMLInputElement) entry.select();
  }, [face]);

  function closeOnEscape(event: KeyboardEvent) {
    if (event.key !== 'Escape' || face === 'closed') return;
    event.preventDefault();
    setFace('closed');
  }
  return h(
    'li',
    { ref: row, class: 'chat-row', onKeyDown: closeOnEscape },
    h(FACES[face], { chat, current, onChosen, setFace }),
  );
}

interface FaceProps extends RowProps {
  setFace(face: Face): void;
}

const FACES: Record<Face, (props: FaceProps) => ComponentChild> = {
  closed: Summary,
  open: Choices,
  rename: Rename,
  delete: Confirmation,
};

function Summary({ chat, current, onChosen, setFace }: FaceProps) {
  const title = chat.title || words.newConversation;
  return [
    h(
      'a',
      {
        class: 'chat',
        href: hashOf({ name: 'chat', chat: chat.id }),
        'aria-current': current ? 'page' : undefined,
        onClick: onChosen,
      },
      h('b', { dir: 'auto' }, title),
      h('time', { dateTime: new Date(chat.at).toISOString() }, timeInList(chat.at)),
      h('span', { dir: 'auto' }, chat.working ? [standingGlyph('busy'), ' ', words.answering] : chat.last),
    ),
    h(
      'button',
      { type: 'button', class: 'iconb more', 'aria-label': words.changeChat(title), onClick: () => setFace('open') },
      icon('more'),
    ),
  ];
}

function Choices({ chat, setFace }: FaceProps) {
  return h(
    'div',
    { class: 'chat-face', role: 'group', 'aria-label': words.changeChat(chat.title) },
    h('p', { dir: 'auto' }, h('b', null, chat.title)),
    h(
      'div',
      { class: 'face-acts' },
      h(
        'button',
        { type: 'button', class: 'btn sm', 'data-first': true, onClick: () => setFace('rename') },
        words.rename,
      ),
      h('button', { type: 'button', class: 'btn sm danger', onClick: () => setFace('delete') }, words.delete),
      h(
        'button',
        { type: 'button', class: 'iconb', 'aria-label': words.close, onClick: () => setFace('closed') },
        icon('close'),
      ),
    ),
  );
}

function Rename({ chat, setFace }: FaceProps) {
  const { renameChat } = useActions();
  const input = useRef<HTMLInputElement>(null);
  async function save(event: SubmitEvent) {
    event.preventDefault();
    const title = input.current?.value.trim() ?? '';
    if (title === '' || title === chat.title || (await renameChat(chat.id, title))) setFace('closed');
  }
  return h(
    'form',
    { class: 'chat-face', onSubmit: save },
    h('input', {
      ref: input,
      class: 'rename',
      'aria-label': words.titleOfChat,
      defaultValue: chat.title,
      maxLength: 200,
      dir: 'auto',
      autocomplete: 'off',
      'data-first': true,
    }),
    h(
      'div',
      { class: 'face-acts' },
      h('button', { type: 'submit', class: 'btn sm go' }, words.save),
      h('button', { type: 'button', class: 'btn sm', onClick: () => setFace('closed') }, words.cancel),
    ),
  );
}

function Confirmation({ chat, setFace }: FaceProps) {
  const { deleteChat } = useActions();
  async function confirm() {
    if (!(await deleteChat(chat.id))) setFace('closed');
  }
  return h(
    'div',
    { class: 'chat-face', role: 'group', 'aria-label': words.deleteChat(chat.title) },
    h('p', null, words.deleteChat(chat.title)),
    h(
      'div',
      { class: 'face-acts' },
      h('button', { type: 'button', class: 'btn sm danger', onClick: confirm }, words.delete),
      h(
        'button',
        { type: 'button', class: 'btn sm', 'data-first': true, onClick: () => setFace('closed') },
        words.keep,
      ),
    ),
  );
}

const DAYS_BY_NAME = 6;

/** The time today, the day's name within a week, else the date. */
function timeInList(at: number): string {
  const now = Date.now();
  if (at >= startOfDay(now, 0)) return figures.time(at);
  return at >= startOfDay(now, -DAYS_BY_NAME) ? figures.weekday(at) : figures.day(at);
}
