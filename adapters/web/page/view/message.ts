/** A message of the person, and below it when it was sent or where it is. */
import { type ComponentChild, type ComponentChildren, h } from 'preact';
import type { Unsent } from '../link/outbox.ts';
import { isCommand } from '../record/commands.ts';
import type { PersonEntry } from '../record/conversation.ts';
import { figures, words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { standingGlyph } from './glyphs.ts';
import { type Photo, photoList } from './photos.ts';
import { unlessUnchanged } from './unchanged.ts';

/** `photos` stand above the words. */
function bubble(
  { text, photos = [] }: { text: string; photos?: readonly Photo[] },
  below: ComponentChildren,
  look = '',
): ComponentChild {
  const first = /^\S+/.exec(text)?.[0] ?? '';
  return h(
    'div',
    { class: `me ${look}` },
    h('span', { class: 'vh' }, words.youWrote),
    h(
      'div',
      { class: 'bub' },
      photos.length > 0 && photoList(photos),
      isCommand(first) ? [h('code', null, first), text.slice(first.length)] : text,
    ),
    h('span', { class: 'meta num' }, below),
  );
}

interface MessageProps {
  entry: PersonEntry;
  /** Its place among the messages waiting for an answer, from 1; 0 when it does not wait. */
  place: number;
}

export const Message = unlessUnchanged(({ entry, place }: MessageProps) => {
  const time = h('time', { dateTime: new Date(entry.at).toISOString() }, figures.time(entry.at));
  if (place > 1) return bubble(entry, [standingGlyph('busy'), words.waitingInLine(place)]);
  const ended = place === 0 && entry.state !== 'waiting' ? words.endings[entry.state] : '';
  return bubble(entry, ended ? [time, ', ', ended] : time);
});

/** So many characters of a message tell a screen reader which one it is. */
const NAMED_BY = 40;

interface UnsentProps {
  message: Unsent;
  /** Its place among the unsent messages of this chat, from 1. */
  place: number;
  connected: boolean;
}

export function UnsentMessage({ message, place, connected }: UnsentProps) {
  const { removeUnsent } = useActions();
  switch (message.state.name) {
    case 'accepted':
      return bubble(message, figures.time(message.at));
    case 'sending':
      if (connected) return bubble(message, words.sending);
      break;
    case 'waiting':
    case 'held back':
      break;
    default:
      message.state satisfies never;
  }
  const why =
    place > 1
      ? words.waitingInLine(place)
      : message.state.name === 'held back'
        ? words.heldBack
        : words.waitingForParley;
  const remove = h(
    'button',
    {
      type: 'button',
      class: 'linkb',
      'aria-label': words.removeMessage(message.text.slice(0, NAMED_BY) || words.photo),
      onClick: () => removeUnsent(message.key),
    },
    words.remove,
  );
  return bubble(message, [standingGlyph('busy'), why, '. ', remove], 'waiting');
}
