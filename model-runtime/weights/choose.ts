/** Which model is to be had on this machine: the one the person named, else the tier that fits the free memory. */
import { CATALOGUE, type Entry, TIERS, type Tier } from './catalogue.ts';
import { sizeInWords } from './in-words.ts';
import { SETTING } from './options.ts';

export interface Plan {
  /** Tried in order. Entries of one tier serve as well as each other: one that is here already spares a download. */
  tiers: { tier: Tier; entries: Entry[] }[];
  /** Whether the person asked for one certain model. */
  named: boolean;
  /** One sentence on how this came about. */
  why: string;
}

/** A setting names a model that is not in the catalogue. */
export class UnknownModel extends Error {
  /** @param own the setting that takes files of the person's own */
  constructor(choice: string, allowed: string[], own: string = SETTING.file) {
    super(
      `There is no model called “${choice}”. Known are ${allowed.join(', ')}. A weights file of your own goes into ${own}.`,
    );
    this.name = 'UnknownModel';
  }
}

/**
 * @param choice `auto`, a tier or an id of the catalogue.
 * @throws UnknownModel
 */
export function choose(choice: string, freeMemoryBytes: number, catalogue: readonly Entry[] = CATALOGUE): Plan {
  const ofTier = (tier: Tier) => ({ tier, entries: catalogue.filter((entry) => entry.tier === tier) });
  if (choice === 'auto') {
    const fitting = TIERS.filter((tier) => freeMemoryBytes >= tier.freeMemoryBytes);
    const [best] = fitting;
    const wanted = TIERS[0]!;
    return {
      named: false,
      tiers: fitting.map(({ tier }) => ofTier(tier)),
      why:
        best === wanted
          ? `${sizeInWords(freeMemoryBytes)} of memory is free; from ${sizeInWords(wanted.freeMemoryBytes)} on it is the ${wanted.tier} model, and a smaller one only where that cannot be had.`
          : `${sizeInWords(freeMemoryBytes)} of memory is free, too little for the ${wanted.tier} model, which wants ${sizeInWords(wanted.freeMemoryBytes)}.`,
    };
  }
  const tier = TIERS.find((known) => known.tier === choice);
  if (tier) return { named: false, tiers: [ofTier(tier.tier)], why: `You asked for the ${tier.tier} model.` };
  const entry = catalogue.find((known) => known.id === choice);
  if (entry) return { named: true, tiers: [{ tier: entry.tier, entries: [entry] }], why: `You asked for ${entry.id}.` };
  const ids = catalogue.filter(({ takes }) => takes.includes('text')).map(({ id }) => id);
  throw new UnknownModel(choice, ['auto', ...TIERS.map((known) => known.tier), ...ids]);
}
