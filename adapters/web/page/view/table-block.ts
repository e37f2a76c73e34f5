/** A table in a frame that scrolls by itself, with keys too, so that the page never has to. */
import { type ComponentChild, h } from 'preact';
import type { Align, Block } from '../../tree.ts';
import { words } from '../words/words.ts';
import { inline } from './inline.ts';

export function TableBlock({ block, end }: { block: Extract<Block, { t: 'table' }>; end: ComponentChild }) {
  const aligned = (column: number) => ({ class: `to-${block.align[column] ?? ('start' satisfies Align)}` });
  return h(
    'div',
    { class: 'table', tabIndex: 0, role: 'region', 'aria-label': words.table, dir: 'auto' },
    h(
      'table',
      null,
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          block.head.map((cell, column) =>
            cell.length > 0
              ? h('th', { key: column, scope: 'col', ...aligned(column) }, inline(cell))
              : h('td', { key: column }),
          ),
        ),
      ),
      h(
        'tbody',
        null,
        block.rows.map((row, index) =>
          h(
            'tr',
            { key: index },
            row.map((cell, column) => h('td', { key: column, ...aligned(column) }, inline(cell))),
          ),
        ),
      ),
    ),
    end,
  );
}
