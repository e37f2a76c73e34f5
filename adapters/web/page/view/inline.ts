/** Words with marks, as elements. Nothing here, or anywhere on the page, turns a string into HTML. */
import { type ComponentChild, h } from 'preact';
import type { Inline } from '../../tree.ts';

/** The service lets no other kind through; the page does not open one either. */
const OPENABLE = /^(https?|mailto):/i;

export function inline(pieces: readonly Inline[]): ComponentChild[] {
  return pieces.map(piece);
}

function piece(content: Inline): ComponentChild {
  if (typeof content === 'string') return content;
  switch (content.t) {
    case 'em':
    case 'strong':
    case 'del':
      return h(content.t, null, inline(content.c));
    case 'code':
      return h('code', null, content.text);
    case 'math':
      return h('code', { class: 'math' }, content.text);
    case 'br':
      return h('br', null);
    case 'link':
      return OPENABLE.test(content.href)
        ? h('a', { href: content.href, target: '_blank', rel: 'noopener noreferrer' }, inline(content.c))
        : h('span', null, inline(content.c));
    default:
      content satisfies never;
      return null;
  }
}
