/** Two labels to compare; of every twenty, six that must not be: other units, without the liquid, no base. */
import type { Random } from '../random.ts';
import { type LaidLabel, layLabel } from './label.ts';

export interface LaidPair {
  labels: [LaidLabel, LaidLabel];
  refused: 'units' | 'drained' | 'no base' | null;
}

/** @param index of the pair among its twenty */
export function layPair(random: Random, index: number): LaidPair {
  const refused = (['units', 'drained', 'no base'] as const)[index % 10] ?? null;
  const first = layLabel(random, { style: 'eu', base: '100 g', columns: 1, drained: refused === 'drained' });
  const base =
    refused === 'units' ? '100 ml' : refused === 'no base' ? 'none' : refused === 'drained' ? '100 g' : undefined;
  const second = layLabel(random, { style: 'eu', columns: 1, base: base ?? random.pick(['100 g', 'serving']) });
  return { labels: [first, second], refused };
}
