/**
 * The number firewall (law 7), as a type. A skill hands over a sheet: what was found, under names. A model may write
 * words around those names; only `bound` and `plain` make a `Bound`, and only a `Bound` can become a reply.
 *
 * The words outside the names come from a closed list of words that state nothing. What is not on it (a number in any
 * script or in letters, a product, a nutrient, "more", "not", "safe") cannot pass, so a model that lies has nothing to lie
 * with; the order of the names is checked, so that it cannot give one thing's value to another; and what was asked for has to
 * be said first, so that it cannot answer "the most" with the third.
 */
import { fillersOf } from './fillers.ts';
import { wordsOf } from './printed/letters.ts';

/** Something a sentence is about: a pack, a label, a row. `shown` is Markdown. */
export interface Item {
  name: string;
  shown: string;
}

/** A value of an item. `shown` is Markdown and says value, unit and what it is: "14 g protein". */
export interface Slot {
  name: string;
  /** The item's name; null: it stands for itself, as a whole sentence made by the skill does ("B fits your wish: …"). */
  item: string | null;
  shown: string;
}

export interface Sheet {
  items: Item[];
  slots: Slot[];
  /** The slots that answer the question: all of them are said, and of what belongs to items nothing before them. */
  asked: string[];
  /** What is said when no model is asked, or when what it wrote does not hold. Markdown. */
  template: string;
  /** What the template says of all its values and a model's words do not: what they count for, where they are from. Markdown. */
  besides: string;
  /** What is said in any case, below: what could not be read, which base is missing. Markdown. */
  below: string;
}

declare const passed: unique symbol;
/** Text whose every value is one of the sheet's. */
export type Bound = { readonly markdown: string; readonly by: 'model' | 'template'; readonly [passed]: true };

/** The sheet in its own words. */
export const plain = (sheet: Sheet): Bound => pass([sheet.template, sheet.below], 'template');

/** The model's words with the sheet's values in their places; the sheet's own words where anything does not hold. */
export function bound(sheet: Sheet, written: string, language: string): Bound {
  const text = bind(sheet, written, language);
  return text === null ? plain(sheet) : pass([text, sheet.besides, sheet.below], 'model');
}

function pass(paragraphs: string[], by: Bound['by']): Bound {
  return { markdown: paragraphs.filter(Boolean).join('\n\n'), by } as Bound;
}

/** Longest text of a model that is looked at: a skill's answer is a few sentences. */
const LONGEST = 1_200;

function bind({ items, slots, asked }: Sheet, written: string, language: string): string | null {
  const fillers = fillersOf(language);
  const text = written.normalize('NFKC').trim();
  if (!fillers || text.length > LONGEST) return null;
  const spoken: string[] = [];
  const values: Slot[] = [];
  for (const sentence of text.split(/(?<=[.!?।؟…])\s+|\n+/)) {
    if (sentence === '') continue;
    const parts = sentence.split(/(\{[^{}]*\})/);
    const names = parts.filter((_, index) => index % 2 === 1).map((name) => name.slice(1, -1));
    const outside = parts.filter((_, index) => index % 2 === 0).join(' ');
    if (!statesNothing(outside, fillers) || !inOrder(names, items, slots)) return null;
    values.push(...names.flatMap((name) => slots.find((slot) => slot.name === name) ?? []));
    spoken.push(parts.map((part, index) => (index % 2 === 1 ? shown(part.slice(1, -1), items, slots) : part)).join(''));
  }
  return values.length > 0 && answers(values, asked) ? spoken.join(' ') : null;
}

function answers(values: readonly Slot[], asked: readonly string[]): boolean {
  const said = values.map(({ name }) => name);
  const owned = values.filter(({ item }) => item !== null).map(({ name }) => name);
  const first = owned.slice(0, asked.filter((name) => owned.includes(name)).length);
  return asked.every((name) => said.includes(name)) && first.every((name) => asked.includes(name));
}

/** Only words of the list, and only marks that sentences are made of. */
function statesNothing(text: string, fillers: ReadonlySet<string>): boolean {
  return /^[\p{L}\p{M}\s.,;:!?'’–—()«»“”।؟،…-]*$/u.test(text) && wordsOf(text).every((word) => fillers.has(word));
}

/**
 * Each item is followed by values of its own and nothing else's; with a single item the values may stand alone. What
 * stands for itself may stand anywhere.
 */
function inOrder(names: readonly string[], items: readonly Item[], slots: readonly Slot[]): boolean {
  let about: string | null = null;
  let said = true;
  for (const name of names) {
    const slot = slots.find((one) => one.name === name);
    if (slot) {
      if (slot.item === null) continue;
      if (slot.item !== about && !(about === null && items.length === 1)) return false;
      said = true;
    } else {
      if (!said || !items.some((item) => item.name === name)) return false;
      about = name;
      said = false;
    }
  }
  return said;
}

const shown = (name: string, items: readonly Item[], slots: readonly Slot[]): string =>
  (slots.find((slot) => slot.name === name) ?? items.find((item) => item.name === name))!.shown;

/** What a model is told when it may word a sheet: the rules, and every name with what stands for it. */
export function wordingTask({ items, slots, asked }: Sheet, question: string): string {
  return [
    'Answer the question in one or two short sentences. Write names in braces for everything that was found, never the things themselves.',
    'Name a thing before its values, like {p0} has {p0.protein}. No numbers, no comparisons, nothing that has no name here.',
    ...(asked.length > 0 ? [`First of all say ${asked.map((name) => `{${name}}`).join(' and ')}.`] : []),
    '',
    ...[...items, ...slots].map(({ name, shown }) => `{${name}} = ${shown}`),
    '',
    `Question: ${question}`,
  ].join('\n');
}
