/** A model that lies, at times by telling the truth, and how it is found out. */
import { fillersOf } from '../../src/assistant/fillers.ts';
import type { Sheet } from '../../src/assistant/firewall.ts';
import { wordsOf } from '../../src/assistant/printed/letters.ts';
import type { Random } from '../vision/random.ts';

/** All that a model is told of a sheet. */
export type Told = Pick<Sheet, 'items' | 'slots'>;

export const ABSENT = ['Granola Deluxe', 'protein shake', 'Choc Wafer', 'the other pack', 'Snickle'];

/** What a model may come up with: truth, swapped values, made-up numbers, absent packs, comparisons, nonsense. */
export function lie({ items, slots }: Told, random: Random): string {
  // What was asked for stands first among them.
  const [first] = slots;
  const isAnswer = first !== undefined && random.chance(0.6);
  const sentences = Array.from({ length: random.int(isAnswer ? 0 : 1, 4) }, () => {
    const slot = random.pick(slots.length > 0 ? slots : [{ name: 'none', item: 'none', shown: '' }]);
    const other = random.pick(items.length > 0 ? items : [{ name: 'none', shown: '' }]);
    return random.pick([
      `{${slot.item}} has {${slot.name}}.`,
      `{${slot.item}} has {${slot.name}}.`,
      `And {${slot.item}}: {${slot.name}}.`,
      `{${other.name}} has {${slot.name}}.`,
      `{${slot.item}} and {${other.name}} have {${slot.name}}.`,
      `{${slot.item}} has ${random.int(1, 99)} g.`,
      `${random.pick(ABSENT)} has {${slot.name}}.`,
      `${other.shown} has {${slot.name}}.`,
      `{${slot.item}} has more than {${other.name}}: {${slot.name}}.`,
      `{p99} has {p99.protein}.`,
      `{${slot.item}} has {${slot.name}} and zero sugar.`,
      `It has {${slot.name}} per pack.`,
      `Each of the packs has what {${slot.item}} has: {${slot.name}}.`,
      `{${slot.item}} has {${slot.name}} per 100 g.`,
    ]);
  });
  return [...(isAnswer ? [`{${first.item}} has {${first.name}}.`] : []), ...sentences].join(' ');
}

/** What it is told in a task for words (`wordingTask`): every name, and what stands for it; nothing where it is asked for something else. */
export function toldIn(task: string): Told {
  const named = [...task.matchAll(/^\{([^{}]+)\} = (.*)$/gm)].map(([, name = '', shown = '']) => ({ name, shown }));
  const isSlot = ({ name }: { name: string }) => name.includes('.') || name === 'verdict';
  const items = named.filter((one) => !isSlot(one));
  const itemOf = (name: string) => items.find((item) => name.startsWith(`${item.name}.`))?.name ?? null;
  return { items, slots: named.filter(isSlot).map((one) => ({ ...one, item: itemOf(one.name) })) };
}

/** The same where it is told nothing but print. */
export const lieFreely = (random: Random): string =>
  Array.from({ length: random.int(1, 4) }, () =>
    random.pick([
      `It has ${random.int(1, 999)} mg of it.`,
      `That makes ${random.int(1, 9_999)} kcal for two.`,
      `${random.pick(ABSENT)} costs ${random.int(1, 99)}.${random.int(10, 99)}.`,
      `About ${random.int(1, 99)} % of a day.`,
      'It names none.',
    ]),
  ).join(' ');

/**
 * What stands in a model's words that the sheet does not hold: a word that states something, or a value that stands
 * behind another thing than its own.
 */
export function untrue({ items, slots }: Told, spoken: string): string[] {
  const all = [...slots, ...items].map(({ shown }) => shown).sort((a, b) => b.length - a.length);
  const left = all.reduce((text, shown) => text.replaceAll(whole(shown), ' '), spoken);
  const stated = [...wordsOf(left).filter((word) => !fillersOf('en')!.has(word)), ...(left.match(/\p{N}+/gu) ?? [])];
  const named = items
    .flatMap(({ name, shown }) => [...spoken.matchAll(whole(shown))].map(({ index }) => ({ name, index })))
    .sort((a, b) => b.index - a.index);
  const swapped = slots.flatMap(({ shown }) =>
    [...spoken.matchAll(whole(shown))].flatMap(({ index }) => {
      const about = named.find((one) => one.index < index)?.name ?? (items.length === 1 ? items[0]!.name : undefined);
      // Two things may have the same value.
      const own = slots.filter((slot) => slot.shown === shown).map(({ item }) => item);
      return own.includes(null) || own.some((item) => item === about) ? [] : [`${shown} behind ${about}`];
    }),
  );
  return [...stated, ...swapped];
}

const whole = (shown: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${shown.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?!\\p{L})`, 'gu');
