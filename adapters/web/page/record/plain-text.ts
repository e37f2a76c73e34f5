/** The words of rich text, without its marks. */
import type { Block, Inline } from '../../tree.ts';

/** One line a paragraph, list item or table row. */
export function plainText(blocks: readonly Block[]): string {
  return blocks.map(blockText).filter(Boolean).join('\n');
}

function blockText(block: Block): string {
  switch (block.t) {
    case 'p':
    case 'h':
      return inlineText(block.c);
    case 'list':
      return block.items.map((item) => plainText(item.c)).join('\n');
    case 'quote':
      return plainText(block.c);
    case 'code':
    case 'math':
      return block.text;
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map(inlineText).join(', ')).join('\n');
    case 'rule':
      return '';
    default:
      block satisfies never;
      return '';
  }
}

export function inlineText(pieces: readonly Inline[]): string {
  return pieces.map(pieceText).join('');
}

function pieceText(piece: Inline): string {
  if (typeof piece === 'string') return piece;
  switch (piece.t) {
    case 'em':
    case 'strong':
    case 'del':
    case 'link':
      return inlineText(piece.c);
    case 'code':
    case 'math':
      return piece.text;
    case 'br':
      return '\n';
    default:
      piece satisfies never;
      return '';
  }
}
