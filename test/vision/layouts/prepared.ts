/** Labels with values of what is sold and of what is made of it, in the ways they are told apart in print. */
import { Decimal } from 'decimal.js';
import type { Nutrient } from '../../../src/assistant/printed/nutrients.ts';
import type { Random } from '../random.ts';
import { composed, inventedName, type Language, ORDER, WORDS } from './label.ts';
import { flushRight, type Print, type Scene } from './scene.ts';

/** How the columns are told apart: words behind their base, below it, above it, a note behind a star, or what is added. */
export const WAYS = ['behind', 'below', 'above', 'note', 'added'] as const;
export type Way = (typeof WAYS)[number];

export interface LaidPrepared {
  scene: Scene;
  /** By column, energy in kcal; `sold` is per 100 g, and so is `prepared` per 100 ml. */
  truth: Record<'sold' | 'prepared', Partial<Record<Nutrient, string>>>;
}

/** As labels of each language say it; `added` is of a serving of 40 g. */
const SAID: Record<Language, Record<'sold' | 'prepared' | 'added', string>> = {
  en: { sold: 'as sold', prepared: 'as prepared', added: 'with 125 ml semi-skimmed milk' },
  es: { sold: 'tal como se vende', prepared: 'preparado', added: 'con 125 ml de leche' },
  pt: { sold: 'em pó', prepared: 'preparado', added: 'com 125 ml de leite' },
  fr: { sold: 'tel que vendu', prepared: 'préparé', added: 'avec 125 ml de lait' },
  de: { sold: 'unzubereitet', prepared: 'zubereitet', added: 'mit 125 ml Milch' },
  it: { sold: 'in polvere', prepared: 'preparato', added: 'con 125 ml di latte' },
  id: { sold: 'serbuk', prepared: 'siap saji', added: 'dengan 125 ml susu' },
  vi: { sold: 'chưa pha', prepared: 'đã pha', added: 'với 125 ml sữa' },
  tr: { sold: 'hazırlanmamış', prepared: 'hazırlanmış', added: '125 ml süt ile' },
};

/** @param first which column stands left */
export function layPrepared(
  random: Random,
  { language, way, first = 'sold' }: { language: Language; way: Way; first?: 'sold' | 'prepared' },
): LaidPrepared {
  const words = WORDS[language];
  const size = random.int(18, 24);
  const step = Math.round(size * 1.65);
  const left = 40;
  const rights = [left + size * 30, left + size * 50];
  const shown = (text: string) => (words.comma ? text.replace('.', ',') : text);
  const values = (): Record<string, string> => {
    const made = composed(random);
    const digits = (what: string) => (what === 'energy' ? 0 : what === 'salt' ? 2 : 1);
    return Object.fromEntries(ORDER.map((what) => [what, made[what].toFixed(digits(what))]));
  };
  const truth = { sold: values(), prepared: values() };
  const said = SAID[language];
  const bases = {
    sold: `${words.per} g`,
    prepared: way === 'added' ? words.serving.replace('{}', '40 g') : `${words.per} ml`,
  };
  const order = first === 'sold' ? (['sold', 'prepared'] as const) : (['prepared', 'sold'] as const);

  const marks: Print[] = [
    { kind: 'print', text: inventedName(random), x: left, y: 30 + size * 1.6, size: size * 1.6, bold: true },
  ];
  let y = 30 + size * 1.6 + step * 1.5;
  marks.push({ kind: 'print', text: words.heading, x: left, y, size: size * 1.1, bold: true });
  y += step * 1.5;
  const row = (text: (which: 'sold' | 'prepared') => string, small = size * 0.8) => {
    order.forEach((which, index) => {
      if (text(which) !== '') marks.push(flushRight({ text: text(which), y, size: small }, rights[index]!));
    });
    y += step;
  };
  if (way === 'above') row((which) => said[which]);
  row((which) => {
    if (way === 'behind') return `${bases[which]} ${said[which]}`;
    if (which === 'sold' || way === 'below' || way === 'above') return bases[which];
    return way === 'note' ? `${bases.prepared}*` : `${bases.prepared} ${said.added}`;
  });
  if (way === 'below') row((which) => said[which]);
  for (const what of ORDER) {
    marks.push({ kind: 'print', text: words.names[what], x: left, y, size });
    row((which) => {
      const kcal = truth[which].energy!;
      const kj = new Decimal(kcal).times(4.184).toFixed(0);
      return what === 'energy' ? `${kj} kJ / ${kcal} kcal` : `${shown(truth[which][what]!)} g`;
    }, size * 0.9);
  }
  y += step * 0.5;
  if (way === 'note') marks.push({ kind: 'print', text: `* ${said.prepared}`, x: left, y, size: size * 0.8 });
  return { scene: { width: rights[1]! + 50, height: Math.round(y + 40), paper: '#ffffff', marks }, truth };
}
