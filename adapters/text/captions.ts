/** Words that a reply's pictures carry beneath them already: said once, they leave with the pictures alone. */

/** A mark that keeps another from being one, and that nobody sees. */
const JOINER = /\u2060/g;

/**
 * Whether captions, one below the other, say all of a text.
 * @param text as it is going to be shown
 * @param captions of each file of the reply; empty: it has none
 * @param limit most UTF-16 units of a caption
 */
export function captionsSay(text: string, captions: readonly string[], limit: number): boolean {
  if (captions.length === 0 || captions.some((caption) => caption === '' || caption.length > limit)) return false;
  return text.replace(JOINER, '') === captions.join('\n');
}
