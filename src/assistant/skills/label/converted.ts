/** Values that a label does not print, and that follow from one it does: energy in its other unit, salt and sodium. */
import { Decimal } from 'decimal.js';
import type { Fact } from '../../evidence.ts';
import { gramsPer, KJ_PER_KCAL } from '../../printed/amounts.ts';
import type { Nutrient } from '../../printed/nutrients.ts';

/** Regulation (EU) 1169/2011, annex I. */
export const SALT_PER_SODIUM = 2.5;

/** @returns what is asked for out of what is printed under the same base; undefined: it does not follow from it */
export function converted(
  facts: readonly Fact[],
  { what, energy }: { what: Nutrient; energy: 'kcal' | 'kJ' },
): Fact | undefined {
  const of = (name: Nutrient, unit?: string) =>
    facts.find((fact) => fact.what === name && (unit === undefined || fact.unit === unit));
  switch (what) {
    case 'energy': {
      const other = of('energy', energy === 'kJ' ? 'kcal' : 'kJ');
      if (!other || of('energy', energy)) return undefined;
      const value = new Decimal(other.value);
      const by = energy === 'kJ' ? value.times(KJ_PER_KCAL) : value.div(KJ_PER_KCAL);
      return calculated(other, { value: by.toFixed(0), unit: energy }, `${energy === 'kJ' ? '×' : '/'} ${KJ_PER_KCAL}`);
    }
    case 'salt': {
      const sodium = of('sodium');
      if (!sodium || of('salt')) return undefined;
      const value = inGrams(sodium).times(SALT_PER_SODIUM).toFixed(2);
      return calculated(sodium, { what, value, unit: 'g' }, `× ${SALT_PER_SODIUM}`);
    }
    case 'sodium': {
      const salt = of('salt');
      if (!salt || of('sodium')) return undefined;
      const value = inGrams(salt).div(SALT_PER_SODIUM).times(1_000).toFixed(0);
      return calculated(salt, { what, value, unit: 'mg' }, `/ ${SALT_PER_SODIUM}`);
    }
    default:
      return undefined;
  }
}

/** `rule` is what was done with the printed value. */
const calculated = (from: Fact, to: Pick<Fact, 'value' | 'unit'> & { what?: Nutrient }, how: string): Fact => ({
  ...from,
  ...to,
  certainty: 'calculated',
  rule: `${from.value} ${from.unit} ${how}`,
});

const inGrams = ({ value, unit }: Fact): Decimal => new Decimal(value).times(gramsPer(unit));
