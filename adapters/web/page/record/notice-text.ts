/** The two marks a notice's plain text may carry: `code` in backticks and **bold**. */
import type { Inline } from '../../tree.ts';

const MARKED = /`([^`]+)`|\*\*([^*]+)\*\*/g;

/** Marks that do not close stay as they were written. */
export function noticeText(text: string): Inline[] {
  const pieces: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKED)) {
    const [whole, code, bold] = match;
    if (match.index > end) pieces.push(text.slice(end, match.index));
    if (code !== undefined) pieces.push({ t: 'code', text: code });
    else if (bold !== undefined) pieces.push({ t: 'strong', c: [bold] });
    end = match.index + whole.length;
  }
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}
