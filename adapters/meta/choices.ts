/** Labels cut to what a button holds, and told apart where the cut made them alike. */
import type { Button } from '../contract.ts';
import { graphemeBefore } from '../text/graphemes.ts';

/** `most` buttons with labels of at most `length` UTF-16 units. No channel is given more than its capabilities say. */
export function fitButtons(buttons: Button[], most: number, length: number): Button[] {
  const seen = new Set<string>();
  return buttons.slice(0, most).map(({ label, value }, index) => {
    const fitted = shorten(label.trim() || value, length);
    // Platforms refuse two buttons with one name.
    const own = seen.has(fitted) ? shorten(`${index + 1}. ${fitted}`, length) : fitted;
    seen.add(own);
    return { label: own, value };
  });
}

/** The text itself, or as many whole characters of it as leave room for "…". */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = graphemeBefore(text, 0, length);
  const cut = text.slice(0, end === length ? length - 1 : end).toWellFormed();
  return `${cut.trimEnd()}…`;
}
