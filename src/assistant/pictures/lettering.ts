/**
 * Words in a drawing. The library that paints gives a letter of several signs the width of its widest, so that in
 * Devanagari and Bengali the next one lies over it: words with such letters are set by HarfBuzz, and drawn as paths.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Font } from 'harfbuzzjs';
import { escaped, FAMILIES } from './svg.ts';

export interface Place {
  x: number;
  y: number;
  /** Height of the type, in pixels. */
  size: number;
  bold?: true;
  /** Whether they begin or end at `x`. */
  anchor?: 'end';
}

/** One line of words as SVG. */
export type Letter = (words: string, place: Place) => string;

export const FONTS = join(import.meta.dirname, 'fonts');
const INK = '#1a1a1a';

/** By the scripts a sign is used in: their full stop is in both. */
const INDIC = /[\p{scx=Deva}\p{scx=Beng}]/u;
const RUNS =
  /\p{scx=Deva}(?:\p{scx=Deva}|\u200c|\u200d| )*|\p{scx=Beng}(?:\p{scx=Beng}|\u200c|\u200d| )*|[^\p{scx=Deva}\p{scx=Beng}]+/gu;

/** What all these lines take is loaded once, and HarfBuzz only where a line needs it. */
export async function lettering(lines: readonly string[]): Promise<Letter> {
  const set = lines.some((words) => INDIC.test(words)) ? await setter() : undefined;
  return (words, { x, y, size, bold, anchor }) => {
    const glyphs = INDIC.test(words) ? set?.(words, bold === true) : undefined;
    if (!glyphs) {
      const look = `font-size="${size}"${bold ? ' font-weight="700"' : ''}${anchor ? ` text-anchor="${anchor}"` : ''}`;
      return `<text x="${x}" y="${y}" font-family="${FAMILIES}" fill="${INK}" ${look}>${escaped(words)}</text>`;
    }
    const from = anchor === 'end' ? x - glyphs.width * size : x;
    return `<g transform="translate(${from} ${y}) scale(${size} ${-size})" fill="${INK}">${glyphs.paths}</g>`;
  };
}

/** Sets a line; widths are in heights of the type. */
async function setter(): Promise<(words: string, bold: boolean) => { width: number; paths: string }> {
  const { Blob, Buffer, Face, Font, shape } = await import('harfbuzzjs');
  const load = async (name: string): Promise<{ font: Font; em: number }> => {
    const face = new Face(new Blob(await readFile(join(FONTS, `${name}.ttf`))));
    return { font: new Font(face), em: face.upem };
  };
  const names = ['NotoSans-Regular', 'NotoSans-Bold', 'NotoSansDevanagari-Regular', 'NotoSansBengali-Regular'];
  const [regular, heavy, devanagari, bengali] = await Promise.all(names.map(load));
  return (words, bold) => {
    let width = 0;
    let paths = '';
    for (const [run] of words.matchAll(RUNS)) {
      const latin = bold ? heavy! : regular!;
      const own = /\p{Script=Bengali}/u.test(run) ? bengali! : INDIC.test(run) ? devanagari! : latin;
      const buffer = new Buffer();
      buffer.addText(run);
      buffer.guessSegmentProperties();
      shape(own.font, buffer);
      for (const { codepoint, xAdvance = 0, xOffset = 0, yOffset = 0 } of buffer.getGlyphInfosAndPositions()) {
        const [dx, dy] = [width + xOffset / own.em, yOffset / own.em];
        paths += `<path transform="translate(${dx} ${dy}) scale(${1 / own.em})" d="${own.font.glyphToPath(codepoint)}"/>`;
        width += xAdvance / own.em;
      }
    }
    return { width, paths };
  };
}
