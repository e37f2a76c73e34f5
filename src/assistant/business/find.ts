/**
 * Which entries of the book a question is about. Words count by how rare they are in the book, so that "are you" decides
 * nothing: most of one way to ask has to be said, and of its rarest words at least one.
 */
import type { Book, Entry } from './book.ts';

/** Of the weight of a way to ask, so much has to be in the question. */
const ENOUGH = 0.6;
/** More than this is no answer but a guess. */
const MOST_ANSWERS = 2;
/** Endings may differ by so many letters in words at least this long: "croissants", "abiertos". */
const ENDING = { letters: 2, from: 4 };

interface Match {
  entry: Entry;
  share: number;
  /** The words of the entry's name that were said. */
  words: string[];
}

/** The entries a question is about, the best first; none: a person has to see to it. */
export function findEntries({ entries }: Book, question: string): Entry[] {
  const said = wordsOf(question);
  const weight = weigher(entries);
  const matches = entries
    .flatMap((entry) => entry.names.flatMap((name) => match(entry, name, said, weight) ?? []))
    .sort((a, b) => b.words.length * b.share - a.words.length * a.share);
  const found: Match[] = [];
  for (const one of matches) {
    // What was said of this one was said of a better one already: "bread" of "rye bread".
    const known = found.some(
      ({ entry, words }) => entry === one.entry || one.words.every((word) => words.includes(word)),
    );
    if (!known) found.push(one);
  }
  // Whoever names a row does not want the whole table.
  const wanted = found
    .map(({ entry }) => entry)
    .filter(({ title }, _n, all) => !all.some(({ rowOf }) => rowOf === title));
  return wanted.length > MOST_ANSWERS ? [] : wanted;
}

function match(entry: Entry, name: string, said: string[], weight: (word: string) => number): Match | undefined {
  const all = wordsOf(name);
  const words = all.filter((word) => said.some((other) => isSame(word, other)));
  const rarest = Math.max(...all.map(weight));
  const share = sum(words.map(weight)) / sum(all.map(weight));
  return share >= ENOUGH && words.some((word) => weight(word) === rarest) ? { entry, share, words } : undefined;
}

/** ln(1 + N/n): of 20 entries, a word in all of them weighs a quarter of one in a single entry. */
function weigher(entries: Entry[]): (word: string) => number {
  const counts = new Map<string, number>();
  for (const { names } of entries)
    for (const word of new Set(names.flatMap(wordsOf))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (word) => Math.log(1 + entries.length / (counts.get(word) ?? 1));
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Words as they are compared: without case and accents. In scripts without spaces words are found as well. */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return [...segmenter.segment(plain)].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []));
}

function isSame(a: string, b: string): boolean {
  if (a === b) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= ENDING.from && long.length - short.length <= ENDING.letters && long.startsWith(short);
}
