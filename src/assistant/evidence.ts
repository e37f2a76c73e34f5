/**
 * Evidence: what was found in a photo, each fact with its unit, base, place and checks. Skills make facts from print by
 * strict grammars; nothing else in the house makes a number that a person may act on (law 7).
 */
import type { Quad, Reading } from '../../model-runtime/contract.ts';
import type { Unit } from './printed/amounts.ts';
import type { Nutrient } from './printed/nutrients.ts';

/**
 * What a value counts for. `drained`: of the food without its liquid. `prepared`: of what is made of it, with water, with milk
 * or cooked, and not of what is sold.
 */
export type Base =
  | { kind: '100 g' | '100 ml'; drained?: true; prepared?: true }
  /** As the label names it; `size` is a decimal, null where none is printed. Of a prepared one it may be that of what is sold. */
  | { kind: 'serving'; size: string | null; unit: 'g' | 'ml'; name: string | null; prepared?: true }
  /** As printed on a pack's front, of nothing in particular. */
  | { kind: 'none' };

/** What a fact was held against, and what came of it. */
export interface Check {
  name: 'energy' | 'kilojoule' | 'parts' | 'columns' | 'sum';
  passed: boolean;
  /** What was calculated and what is printed, decimals. */
  calculated: string;
  printed: string;
  /** The nutrients or rows it concerns. */
  of: string[];
}

/** The only words of certainty there are. `unchecked` is a model's memory, and never a fact of a skill. */
export type Certainty = 'printed' | 'calculated' | 'unchecked';

export interface Fact {
  /** Whose value it is: a pack's or label's name, a row. */
  item: string;
  what: Nutrient | 'price' | 'total' | 'cell' | 'bar';
  /** A decimal with a point, in `unit`. */
  value: string;
  unit: Unit | '';
  base: Base;
  /** Less than `value`. */
  below?: true;
  certainty: Exclude<Certainty, 'unchecked'>;
  /** Where it was read; for a calculated fact, where its operands were. */
  boxes: Quad[];
  /** The print it was read from. */
  print: string;
  /** How it came about: the rule that read it, or the sum. */
  rule: string;
  /** Of the least sure character it rests on, 0 to 1. */
  confidence: number;
  checks: Check[];
}

/** Which photo, and when it came, in ms since 1970. */
export interface Photo {
  id: string;
  at: number;
  /** The photo itself was deleted after so many hours, 0 being with the answer to it; its reading is still there. */
  gone?: { afterHours: number };
}

/** Colours of a picture's pixels, for the skill that measures bars. */
export interface Pixels {
  width: number;
  height: number;
  /** Red, green and blue, 0 to 255. */
  at(x: number, y: number): readonly [number, number, number];
}

/** A nutrition table as read. */
export interface Label {
  kind: 'label';
  /** The product's name, where one stands above the table. */
  name: string | null;
  facts: Fact[];
  /** Named on the label, with digits that could not be read beyond doubt. */
  unread: Nutrient[];
  bases: Base[];
  checks: Check[];
}

/** One pack on a shelf and what its front claims. */
export interface Pack {
  name: string;
  box: Quad;
  /** Every line read on it, as printed. */
  lines: string[];
  facts: Fact[];
}
export interface Shelf {
  kind: 'shelf';
  packs: Pack[];
}

export interface Receipt {
  kind: 'receipt';
  items: Fact[];
  /** Rows with a price that could not be read beyond doubt. */
  unread: string[];
  /** Of the items that were read. */
  sum: string;
  /** As printed; null: none, or unread. */
  total: Fact | null;
  check: Check | null;
}

export interface Cell {
  text: string;
  /** A decimal where the cell is a number. */
  value: string | null;
  /** Something about it cannot be trusted. */
  doubt: boolean;
  box: Quad | null;
}
export interface Table {
  kind: 'table';
  /** The first row is the header; every row has the same length. */
  rows: Cell[][];
}

export interface Bar {
  name: string;
  fact: Fact;
  /** How far off it may be, a decimal in the axis' unit; null: the value is printed. */
  error: string | null;
}
export interface Chart {
  kind: 'chart';
  bars: Bar[];
  /** Names of bars that could not be measured. */
  unread: string[];
}

/** Why nothing can be said of a photo's numbers. */
export type Unreadable = { kind: 'unreadable'; why: 'nothing printed' | 'too small' | 'script' | 'chart' };

/** Print that is none of the above. */
export interface Text {
  kind: 'text';
}

export type Seen = Label | Shelf | Receipt | Table | Chart | Text | Unreadable;

/** A photo and all that is known of it. */
export interface Evidence {
  photo: Photo;
  reading: Reading;
  seen: Seen;
}
