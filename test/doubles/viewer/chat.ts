/** A chat as a person has it before them: what was said by whom, in order. */

export interface Bubble {
  by: 'person' | 'parley';
  /** As it reads: marks have become looks. */
  text: string;
  /** The same with its looks: bold, code and so on. */
  html: string;
  /** Labels of the buttons beneath it. */
  buttons: string[];
  /** JPEG or PNG. */
  pictures: Uint8Array[];
  /** Names of the files in it that are no pictures. */
  files: string[];
  /** The text of the message it answers. */
  quotes?: string;
}

export const bubble = (by: Bubble['by'], text: string, over: Partial<Bubble> = {}): Bubble => ({
  by,
  text,
  html: escaped(text),
  buttons: [],
  pictures: [],
  files: [],
  ...over,
});

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
