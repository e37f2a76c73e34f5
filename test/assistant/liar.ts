/** A model that lies, at times by telling the truth. */
import type { Item, Sheet, Slot } from '../../src/assistant/firewall.ts';
import type { Random } from '../vision/random.ts';

export const ABSENT = ['Granola Deluxe', 'protein shake', 'Choc Wafer', 'the other pack', 'Snickle'];

/** What a model may come up with: truth, swapped values, made-up numbers, absent packs, comparisons, nonsense. */
export function lie({ items, slots }: Pick<Sheet, 'items' | 'slots'>, random: Random): string {
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

/** What it was told in a task for words (`wordingTask`): every name, and what stands for it. */
export function toldIn(task: string): Pick<Sheet, 'items' | 'slots'> {
  const named = [...task.matchAll(/^\{([^}]+)\} = (.*)$/gm)].map(([, name = '', shown = '']) => ({ name, shown }));
  const isSlot = ({ name }: Item) => name.includes('.');
  return {
    items: named.filter((one) => !isSlot(one)),
    slots: named.filter(isSlot).map((one): Slot => ({ ...one, item: one.name.split('.')[0]! })),
  };
}
