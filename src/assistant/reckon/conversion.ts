/** "12 miles in km", "5 ft 10 in in cm", "كم كيلومتر في 12 ميل", and "and 15?" after one of them. Pure: nothing is computed here. */
import { AND_WHAT, ASKING, FRAME } from './sentence-words.ts';
import { type Token, tokensOf } from './tokens.ts';
import { LONGEST_UNIT, UNITS_BY_WORD } from './unit-words.ts';
import { UNITS, type UnitId } from './units.ts';

/** What is to be converted into what. Several units are alternatives of one word: the US and the metric cup. */
export interface Conversion {
  /** One amount, or two of falling size: 5 ft 10 in. */
  amounts: { number: string; units: UnitId[] }[];
  to: UnitId[];
}

/** The units of an earlier conversion, for a follow-up. */
export interface EarlierConversion {
  from: UnitId[];
  to: UnitId[];
}

type Item = { kind: 'number'; text: string } | { kind: 'units'; ids: readonly UnitId[]; behindNumber: boolean };

const CLOSING = new Set(['?', '!', '=', '¿', '¡']);

/** The conversion that a message asks for, or null: also where it can be understood in two ways. */
export function conversionIn(tokens: readonly Token[]): Conversion | null {
  const found = new Map<string, Conversion>();
  for (const reading of readings(tokens, (word) => FRAME.has(word))) {
    const conversion = conversionOf(reading);
    if (conversion) found.set(JSON.stringify(conversion), conversion);
  }
  return found.size === 1 ? [...found.values()][0]! : null;
}

/** "and 15?", "and 15 km?": the earlier conversion with another amount, the other way round where the unit says so. */
export function followUpIn(tokens: readonly Token[], earlier: EarlierConversion): Conversion | null {
  if (!tokens.some(({ kind, text }) => kind === 'word' && AND_WHAT.has(text))) return null;
  for (const { items } of readings(tokens, (word) => AND_WHAT.has(word) || FRAME.has(word))) {
    const [number, units, ...more] = items;
    if (number?.kind !== 'number' || more.length > 0) continue;
    if (units === undefined) return { amounts: [{ number: number.text, units: earlier.from }], to: earlier.to };
    if (units.kind !== 'units' || !units.behindNumber) continue;
    const meant = (ids: readonly UnitId[]) => ids.filter((id) => units.ids.includes(id));
    const backwards = meant(earlier.to);
    if (backwards.length > 0) return { amounts: [{ number: number.text, units: backwards }], to: earlier.from };
    const alike = units.ids.filter((id) => UNITS[id].dimension === UNITS[earlier.to[0]!].dimension);
    if (alike.length > 0) return { amounts: [{ number: number.text, units: alike }], to: earlier.to };
  }
  return null;
}

/** The conversion that an earlier answer shows: "12 mi = 19.31 km", a line for each alternative. */
export function earlierConversionIn(answer: string): EarlierConversion | null {
  const from = new Set<UnitId>();
  const to = new Set<UnitId>();
  for (const line of answer.split('\n')) {
    const sides = line.trim().split(' = ').map(lastUnit);
    const [left, right] = sides;
    if (sides.length !== 2 || !left || !right) return null;
    const pair = left.flatMap((a) => right.filter((b) => compatible(a, b)).map((b) => [a, b] as const));
    if (pair.length !== 1) return null;
    from.add(pair[0]![0]);
    to.add(pair[0]![1]);
  }
  return { from: [...from], to: [...to] };
}

/** What an amount such as "19.31 km" is measured in; of "5 ft 10 in", feet. */
function lastUnit(side: string): readonly UnitId[] | null {
  const tokens = tokensOf(side);
  const found = tokens && readings(tokens, () => false).find(({ items: [first] }) => first?.kind === 'number');
  const units = found?.items[1];
  return units?.kind === 'units' ? units.ids : null;
}

function conversionOf({ items, asked }: Reading): Conversion | null {
  const amounts: { number: string; ids: readonly UnitId[] }[] = [];
  const others: (readonly UnitId[])[] = [];
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!;
    if (item.kind === 'units') {
      others.push(item.ids);
      continue;
    }
    const units = items[at + 1];
    if (units?.kind !== 'units' || !units.behindNumber) return null;
    amounts.push({ number: item.text, ids: units.ids });
    at += 1;
  }
  const [first, second, ...more] = amounts;
  const [target] = others;
  if (!first || more.length > 0 || others.length !== 1 || !target) return null;
  const to = target.filter((id) => first.ids.some((from) => compatible(from, id)));
  const dimensions = new Set(to.map((id) => UNITS[id].dimension));
  if (dimensions.size !== 1) return null;
  // "40 hours a week", "la semaine fait 7 jours": said of the world, and not to be converted.
  if (!asked && (dimensions.has('time') || items[0]?.kind === 'units')) return null;
  const alike = (ids: readonly UnitId[]) => ids.filter((id) => dimensions.has(UNITS[id].dimension));
  const parts = [first, ...(second ? [second] : [])].map(({ number, ids }) => ({ number, units: alike(ids) }));
  if (parts.some(({ units }) => units.length === 0)) return null;
  if (second && !isCompound(parts[0]!.units, parts[1]!.units)) return null;
  return { amounts: parts, to };
}

const compatible = (a: UnitId, b: UnitId): boolean => a !== b && UNITS[a].dimension === UNITS[b].dimension;

/** The pairs that people say together, larger first. */
const COMPOUNDS: readonly (readonly [UnitId, UnitId])[] = [
  ['foot', 'inch'],
  ['pound', 'ounce'],
  ['stone', 'pound'],
  ['hour', 'minute'],
  ['minute', 'second'],
  ['metre', 'centimetre'],
];

const isCompound = ([large]: UnitId[], [small]: UnitId[]): boolean =>
  COMPOUNDS.some(([first, second]) => first === large && second === small);

interface Reading {
  items: Item[];
  /** A word of the frame asks for something. */
  asked: boolean;
}

/** One step through the tokens: what is read, or a word of the frame, and where it goes on. */
interface Stride {
  to: number;
  item?: Item;
  asked?: boolean;
}

/** More readings than this are a riddle, not a question. */
const MOST_READINGS = 200;

/** Every way to read all tokens as numbers, units and words that `isFrame` lets pass; the frame is left out. */
function readings(tokens: readonly Token[], isFrame: (word: string) => boolean): Reading[] {
  const strides = tokens.map((_, at) => stridesFrom(tokens, at, isFrame));
  // From the end: only what leads there is walked, or "in in in …" would be walked in as many ways as it has subsets.
  const arrives = new Set([tokens.length]);
  for (let at = tokens.length - 1; at >= 0; at--) if (strides[at]!.some(({ to }) => arrives.has(to))) arrives.add(at);

  const found: Reading[] = [];
  const walk = (at: number, items: readonly Item[], asked: boolean): void => {
    if (found.length > MOST_READINGS) return;
    if (at === tokens.length) found.push({ items: [...items], asked });
    for (const stride of strides[at] ?? [])
      if (arrives.has(stride.to))
        walk(stride.to, stride.item ? [...items, stride.item] : items, asked || stride.asked === true);
  };
  walk(0, [], false);
  return found.length > MOST_READINGS ? [] : found;
}

function stridesFrom(tokens: readonly Token[], at: number, isFrame: (word: string) => boolean): Stride[] {
  const token = tokens[at]!;
  const strides: Stride[] = [];
  const number = numberAt(tokens, at);
  if (number) strides.push({ to: at + number.length, item: { kind: 'number', text: number.text } });
  if (token.kind === 'number') return strides;
  if ((token.kind === 'word' && isFrame(token.text)) || CLOSING.has(token.text))
    strides.push({ to: at + 1, asked: ASKING.has(token.text) });
  for (let length = Math.min(LONGEST_UNIT, tokens.length - at); length > 0; length--) {
    const ids = UNITS_BY_WORD.get(phrase(tokens.slice(at, at + length)));
    const behindNumber = tokens[at - 1]?.kind === 'number';
    if (ids) strides.push({ to: at + length, item: { kind: 'units', ids, behindNumber } });
  }
  return strides;
}

/** A number, with the minus before it where that is a sign and not a dash. */
function numberAt(tokens: readonly Token[], at: number): { text: string; length: number } | null {
  const token = tokens[at]!;
  if (token.kind === 'number') return { text: token.text, length: 1 };
  const next = tokens[at + 1];
  const isMinus = /^[-−]$/.test(token.text) && !token.tight && tokens[at - 1]?.kind !== 'number';
  return isMinus && next?.kind === 'number' && next.tight ? { text: `-${next.text}`, length: 2 } : null;
}

const phrase = (tokens: readonly Token[]): string =>
  tokens.map(({ text, tight }, index) => (index > 0 && !tight ? ' ' : '') + text).join('');
