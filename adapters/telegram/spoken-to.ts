/**
 * Whether a message speaks to us, and what is left of it then: mentions of us go from its edges, and our name from a
 * command. Pure.
 */
import type { Bot } from './address.ts';
import type { Marked } from './entities.ts';
import type { Entity } from './wire.ts';

export interface SpokenTo {
  /** Mentioned, or commanded. */
  us: boolean;
  /** The message is a command for another bot of the group. */
  another: boolean;
  words: Marked;
}

export function spokenTo({ text, entities }: Marked, bot: Bot): SpokenTo {
  const marked = { text, entities: entities.filter((entity) => isWithin(entity, text)) };
  const ours = marked.entities.filter((entity) => mentions(entity, marked.text, bot));
  const words = withoutEdges(marked, bot);
  const command = words.entities.find(({ type, offset }) => type === 'bot_command' && offset === 0);
  if (!command) return { us: ours.length > 0, another: false, words };
  const [, name] = words.text.slice(0, command.length).split('@');
  if (name === undefined) return { us: true, another: false, words };
  const us = sameName(name, bot.username);
  const start = command.length - name.length - 1;
  return { us: us || ours.length > 0, another: !us, words: us ? cut(words, start, command.length) : words };
}

const isWithin = ({ offset, length }: Entity, text: string): boolean =>
  offset >= 0 && length > 0 && offset + length <= text.length;

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function mentions({ type, offset, length, user }: Entity, text: string, bot: Bot): boolean {
  if (type === 'text_mention') return user !== undefined && String(user.id) === bot.id;
  return type === 'mention' && sameName(text.slice(offset + 1, offset + length), bot.username);
}

function withoutEdges(marked: Marked, bot: Bot): Marked {
  const { text, entities } = marked;
  for (const entity of entities) {
    if (!mentions(entity, text, bot)) continue;
    const end = entity.offset + entity.length;
    if (text.slice(0, entity.offset).trim() === '')
      return withoutEdges(cut(marked, 0, end + /^[\s,:]*/.exec(text.slice(end))![0].length), bot);
    if (text.slice(end).trim() === '')
      return withoutEdges(cut(marked, text.slice(0, entity.offset).trimEnd().length, text.length), bot);
  }
  return marked;
}

/** The text without what stands from `from` to `to`, its entities moved along. */
export function cut({ text, entities }: Marked, from: number, to: number): Marked {
  const moved = (at: number) => (at <= from ? at : Math.max(from, at - (to - from)));
  return {
    text: text.slice(0, from) + text.slice(to),
    entities: entities.flatMap((entity) => {
      const start = moved(entity.offset);
      const length = moved(entity.offset + entity.length) - start;
      return length > 0 ? [{ ...entity, offset: start, length }] : [];
    }),
  };
}
