/** How wide text stands in a font where every letter has the same width, in columns. */

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * Two columns: what UAX #11 (East Asian Width) lists as wide or full-width, and emoji. Written as ranges, because
 * Unicode's own property is not known to regular expressions.
 */
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[0-9#*]\ufe0f)/u;
const NOTHING = /^[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]+$/u;

export function displayWidth(text: string): number {
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) columns += NOTHING.test(segment) ? 0 : WIDE.test(segment) ? 2 : 1;
  return columns;
}
