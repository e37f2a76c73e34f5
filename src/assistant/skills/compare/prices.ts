/** What 100 g of protein cost, from prices and pack sizes that the person typed and protein that was read. */
import { Decimal } from 'decimal.js';
import { say } from '../../../conversation/notices.ts';
import type { Fact } from '../../evidence.ts';
import { numberOf } from '../../printed/amounts.ts';
import { isPrepared } from '../label/bases.ts';
import type { LabelEvidence } from '../label/label.ts';
import { type SkillReply, saying, type Talk } from '../skill.ts';
import { listed, number } from '../wording.ts';
import { commonBase, valueIn } from './base.ts';
import { apart, contradictory, letter } from './compare.ts';

export interface Prices {
  /** By letter, as typed; null where it could mean two numbers. */
  prices: ReadonlyMap<string, string>;
  /** Pack size in grams or millilitres, by letter. */
  sizes: ReadonlyMap<string, string>;
}

const PRICE =
  /(?<![\p{L}\d])([A-H])\s*[:=]?\s*(?:[€$£₹₺₫]|R\$|Rp\.?)?\s*(\d+(?:[.,]\d{1,2})?)(?!\d|[.,]\d|\s?(?:g|ml|kg)\b)/gu;
const SIZE = /(?<![\d.,])(\d+(?:[.,]\d+)?)\s?(kg|g|ml|l)(?!\p{L})/giu;

/** "A 1.20, B 1.90, both 40 g", "A 1,20 for 40 g, B 1,90 for 60 g"; null: no prices of that form. */
export function pricesIn(text: string): Prices | null {
  const found = [...text.matchAll(PRICE)];
  const prices = new Map(found.map(([, name, price]) => [name!, numberOf(price!, null) ?? '']));
  if (prices.size < 2 || prices.size < found.length || [...prices.values()].includes('')) return null;
  const sizes = [...text.matchAll(SIZE)].flatMap(({ index, 1: size, 2: unit }) => {
    const value = numberOf(size!, null);
    if (value === null) return [];
    const scaled = new Decimal(value).times(/^(kg|l)$/i.test(unit!) ? 1000 : 1);
    return [{ index, value: scaled.toString() }];
  });
  const own = new Map<string, string>();
  found.forEach((match, place) => {
    const next = found[place + 1]?.index ?? text.length;
    const size = sizes.find(({ index }) => index > match.index && index < next);
    if (size) own.set(match[1]!, size.value);
  });
  // One size, behind all of them, is everybody's.
  if (sizes.length === 1) for (const name of prices.keys()) own.set(name, sizes[0]!.value);
  return { prices, sizes: own };
}

export function sayPrices(labels: readonly LabelEvidence[], { prices, sizes }: Prices, talk: Talk): SkillReply {
  const { language } = talk;
  const common = commonBase(labels.map(({ seen }) => seen));
  if (common.kind === 'apart') return saying(apart(common.why, common.bases, language));
  // A price buys what is sold.
  if (isPrepared(common.base)) return saying(say('skill.prices.prepared', {}, language));
  const wrong = contradictory(labels, language);
  if (wrong) return wrong;
  const sides = common.sides.map((side, index) => ({ name: letter(index), protein: valueIn(side, 'protein') }));
  const priced = sides.filter(({ name }) => prices.has(name));
  const focus = { photos: labels.map(({ photo }) => photo.id), what: 'protein', way: 'most' } as const;
  if (priced.length < 2) return saying(say('skill.prices.ask', {}, language), { focus });
  if (priced.some(({ name }) => !sizes.has(name))) return saying(say('skill.prices.size', {}, language), { focus });
  const unread = priced.filter(({ protein }) => !protein || protein.below || new Decimal(protein.value).isZero());
  if (unread.length > 0)
    return saying(say('skill.prices.unread', { names: listed(unread.map(({ name }) => name)) }, language), { focus });
  const costs = priced.map(({ name, protein }): Fact => {
    const grams = new Decimal(protein!.value).times(sizes.get(name)!).div(100);
    const price = new Decimal(prices.get(name)!);
    const value = price.times(100).div(grams).toFixed(2);
    const rule = `${price.toString()} × 100 / ${grams.toString()}`;
    return { ...protein!, item: name, what: 'price', value, unit: '', certainty: 'calculated', rule, checks: [] };
  });
  const each = costs.map(({ item, value }) =>
    say('skill.prices.one', { name: item, price: number(value, language) }, language),
  );
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(each);
  return saying(say('skill.prices', { each: list }, language), { facts: costs, focus });
}
