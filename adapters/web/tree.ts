/**
 * What the page can show: rich text as a JSON tree over a closed list of tags. The page builds DOM nodes from it,
 * one by one, so no HTML string ever reaches a browser.
 */

/** Colour class of a piece of code: keyword, string, comment, number or literal. */
export type CodeTone = 'k' | 's' | 'c' | 'n';

export type Inline =
  | string
  | { t: 'em' | 'strong' | 'del'; c: Inline[] }
  | { t: 'code'; text: string }
  /** `href` is http, https or mailto; anything else was turned into plain text. */
  | { t: 'link'; href: string; c: Inline[] }
  | { t: 'br' }
  | { t: 'math'; text: string };

export type Align = 'start' | 'center' | 'end';

export type Block =
  /** `lead`: the short first paragraph of an answer (at most 120 characters), set large. */
  | { t: 'p'; c: Inline[]; lead?: true }
  | { t: 'h'; level: 1 | 2 | 3 | 4 | 5 | 6; c: Inline[] }
  | { t: 'list'; start?: number; items: { checked?: boolean; c: Block[] }[] }
  | { t: 'quote'; c: Block[] }
  /** Coloured only once the block is closed: then `tones` pairs with pieces of `text`, in order, together the whole text. */
  | { t: 'code'; language?: string; text: string; tones?: [CodeTone | '', string][] }
  | { t: 'table'; align: Align[]; head: Inline[][]; rows: Inline[][][] }
  | { t: 'math'; text: string }
  | { t: 'rule' };
