/** An answer's blocks. Each turns by itself: its direction is that of its first letters. */
import { type ComponentChild, h } from 'preact';
import type { Block } from '../../tree.ts';
import { words } from '../words/words.ts';
import { CodeBlock } from './code-block.ts';
import { inline } from './inline.ts';
import { TableBlock } from './table-block.ts';
import { unlessUnchanged } from './unchanged.ts';

/** `caret`: the flag flies after the last glyph. `arriving`: blocks that come in are eased in. */
export function blocks(list: readonly Block[], { caret = false, arriving = false } = {}): ComponentChild[] {
  const levels = headingLevels(list);
  return list.map((block, index) =>
    h(BlockView, {
      key: index,
      block,
      level: levels[index] ?? 0,
      caret: caret && index === list.length - 1,
      arriving,
    }),
  );
}

interface BlockProps {
  block: Block;
  /** Of a heading, in the page's outline. */
  level: number;
  caret: boolean;
  arriving: boolean;
}

const BlockView = unlessUnchanged(({ block, level, caret, arriving }: BlockProps) => {
  const end = caret && h('span', { class: 'caret', 'aria-hidden': 'true' });
  const motion = arriving ? 'arrive' : '';
  switch (block.t) {
    case 'p':
      return h('p', { class: `${block.lead ? 'lead' : ''} ${motion}` }, inline(block.c), end);
    case 'h':
      return h(`h${level}`, { class: `heading-${Math.min(block.level, 3)} ${motion}` }, inline(block.c), end);
    case 'list':
      return list(block, caret);
    case 'quote':
      return h('blockquote', { dir: 'auto' }, nested(block.c, caret));
    case 'code':
      return h(CodeBlock, { block, end });
    case 'table':
      return h(TableBlock, { block, end });
    case 'math':
      return h('pre', { class: 'math-block', tabIndex: 0 }, block.text, end);
    case 'rule':
      return h('hr', null);
    default:
      block satisfies never;
      return null;
  }
});

function list({ start, items }: Extract<Block, { t: 'list' }>, caret: boolean): ComponentChild {
  const children = items.map((item, index) =>
    h(
      'li',
      { key: index, class: item.checked === undefined ? undefined : 'task' },
      item.checked !== undefined &&
        h('input', {
          type: 'checkbox',
          checked: item.checked,
          disabled: true,
          'aria-label': item.checked ? words.taskDone : words.taskOpen,
        }),
      nested(item.c, caret && index === items.length - 1),
    ),
  );
  return start === undefined ? h('ul', { dir: 'auto' }, children) : h('ol', { dir: 'auto', start }, children);
}

function nested(list: readonly Block[], caret: boolean): ComponentChild {
  return blocks(list, { caret });
}

/**
 * Models use headings by looks. The outline starts below the page's title and never skips a level on the way down,
 * so that it can be walked by a screen reader; how large a heading is set stays as it was meant.
 */
function headingLevels(list: readonly Block[]): (number | undefined)[] {
  let open: number[] = [];
  return list.map((block) => {
    if (block.t !== 'h') return undefined;
    open = [...open.filter((level) => level < block.level), block.level];
    return Math.min(open.length + 1, 6);
  });
}
