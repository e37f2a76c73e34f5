/** Markdown → plain text, for platforms that show no marks on every screen (Messenger, Instagram). */
import { withoutScheme } from './address.ts';
import type { Flow } from './flow.ts';
import { kept, linesOf, trimmed } from './lines.ts';
import { isBlank, type Piece, type PieceLimits, piecesOf, type Spelling } from './pieces.ts';

const SPELLING: Spelling<string> = {
  manner: { links: 'spelled', tables: 'rows', bullet: '• ', codeAsFile: () => false },
  spell,
  textOf: (text) => text,
};
const CODE_INDENT = '  ';
const QUOTE = '> ';

export function plainPieces(markdown: string, limits: PieceLimits): Promise<Piece<string>[]> {
  return piecesOf(markdown, limits, SPELLING);
}

function spell(flow: Flow, from: number, to: number, links: PieceLimits['links']): string | null {
  const [start, end] = trimmed(flow, from, to);
  if (isBlank(flow.text.slice(start, end))) return null;
  const lines = linesOf(flow, start, end).map(({ from, to, style }) => {
    const mark = style.quote ? QUOTE : '';
    return mark + (style.pre ? CODE_INDENT : '') + flow.text.slice(from, to);
  });
  const text = kept(lines.join('\n'));
  if (links !== 'without scheme') return text;
  // Of what stands here only code still has any; nothing else may have stood there.
  const bare = withoutScheme(text).trimEnd();
  return isBlank(bare) ? null : bare;
}
