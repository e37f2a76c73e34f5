/** Telegram's entities as HTML (https://core.telegram.org/bots/api#messageentity): they count UTF-16 units and may nest. */
import type { MessageEntity } from '@grammyjs/types';
import { escaped } from './chat.ts';

const TAGS: Partial<Record<MessageEntity['type'], string>> = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
  text_link: 'u',
  url: 'u',
  bot_command: 'em',
};

export function telegramHtml(text: string, entities: readonly MessageEntity[] = []): string {
  const marked = entities.flatMap(({ type, offset, length }) => {
    const tag = TAGS[type];
    return tag === undefined ? [] : [{ tag, start: offset, end: offset + length }];
  });
  // Wherever a look begins or ends the text is cut; each piece wears all looks that cover it.
  const cuts = [...new Set([0, text.length, ...marked.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  );
  return cuts
    .slice(0, -1)
    .map((start, index) => {
      const over = marked.filter((mark) => mark.start <= start && mark.end > start);
      const inside = escaped(text.slice(start, cuts[index + 1]));
      return over.reduceRight((html, { tag }) => `<${tag}>${html}</${tag}>`, inside);
    })
    .join('')
    .replaceAll('</pre>\n', '</pre>');
}
