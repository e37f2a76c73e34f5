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
  // Of what stands here only code still has a scheme, and may have been nothing else: what is blank is asked without it.
  const bare = (text: string) => (links === 'without scheme' ? withoutScheme(text) : text);
  if (isBlank(bare(flow.text.slice(start, end)))) return null;
  const lines = linesOf(flow, start, end).map(({ from, to, style }) => ({
    style,
    words: bare(flow.text.slice(from, to)),
  }));
  const isEmpty = ({ words }: { words: string }) => words.trim() === '';
  const shown = lines.slice(
    lines.findIndex((line) => !isEmpty(line)),
    lines.findLastIndex((line) => !isEmpty(line)) + 1,
  );
  const text = shown.map(({ style, words }) => (style.quote ? QUOTE : '') + (style.pre ? CODE_INDENT : '') + words);
  return kept(text.join('\n')).trimEnd();
}
