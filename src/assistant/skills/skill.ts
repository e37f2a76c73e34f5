/** What every skill is: a pure function from evidence and a wish to a reply, with all it rests on. */
import type { Button } from '../../../adapters/contract.ts';
import type { Quad } from '../../../model-runtime/contract.ts';
import type { Fact, Photo } from '../evidence.ts';
import type { Sheet } from '../firewall.ts';
import type { Nutrient } from '../printed/nutrients.ts';

/** To whom and when. */
export interface Talk {
  language: string;
  /** IANA name; times are said in it. */
  timeZone: string;
  /** In ms since 1970. */
  now: number;
}

/** A picture to be drawn (src/assistant/pictures). `alt` says all that it shows. */
export type Drawing =
  | { kind: 'boxes'; photo: string; boxes: { number: number; box: Quad }[]; alt: string }
  | { kind: 'bars'; title: string; bars: { name: string; value: string; shown: string }[]; alt: string };

export interface TextFile {
  name: string;
  mime: 'text/csv';
  text: string;
}

/** What a follow-up refers to: "and the jerky?" asks for the same of another. Survives JSON. */
export interface Focus {
  photos: string[];
  what: Nutrient | null;
  way: 'most' | 'least';
}

/** Of what was just spoken of, where no nutrient was asked for. */
export const focusOn = (...photos: readonly Photo[]): Focus => ({
  photos: photos.map(({ id }) => id),
  what: null,
  way: 'most',
});

export interface SkillReply {
  sheet: Sheet;
  /** Every value that is said, for `/why`. */
  facts: Fact[];
  /** Next steps, each of which will work now; at most three. */
  buttons: Button[];
  drawings: Drawing[];
  file?: TextFile;
  focus: Focus | null;
}

/** A reply that is only said: nothing for a model to word. */
export function saying(markdown: string, more: Partial<Omit<SkillReply, 'sheet'>> = {}): SkillReply {
  return {
    sheet: { items: [], slots: [], asked: [], template: markdown, besides: '', below: '' },
    facts: [],
    buttons: [],
    drawings: [],
    focus: null,
    ...more,
  };
}
