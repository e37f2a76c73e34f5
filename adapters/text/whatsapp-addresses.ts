/** What WhatsApp's apps take for addresses: they read no mark in one, and a letter that touches it may become a part of it. */
import { type Flow, runAt } from './flow.ts';

/** From one letter of the flow up to another. */
export interface Stretch {
  from: number;
  to: number;
}

/** Of one line. */
export interface Addresses {
  /** Every letter that belongs to one. */
  letters: ReadonlySet<number>;
  /** By the place between two letters: the marks that would not work there. */
  taken: ReadonlyMap<number, string>;
}

/**
 * In the order in which they are looked for. `begun` is one as well, or what would become one by a mark more; `takes`
 * are the marks that may be letters of it. (Each run of letters is looked at once: a word may be as long as the line.)
 */
const KINDS = [
  {
    address: /(?:(?:https?|tg):\/\/|www\.)[^\s)`]+/gi,
    begun: /(?:(?:https?|tg):\/\/|www\.)[^\s)`]*/gi,
    takes: '*_~',
  },
  {
    address: /(?<![\w.+%@-])[\w.+%-]+@[\w.+%@-]*\w/g,
    begun: /(?<![\w.+%@-])[\w.+%-]*@[\w.+%@-]*/g,
    takes: '_',
  },
];
const ANY = '*_~';
/** Ends every address, as code does, which is read first. */
const END = '`';

export function addressesIn(flow: Flow, line: Stretch, code: readonly Stretch[]): Addresses {
  const letters = new Set<number>();
  const taken = new Map<number, string>();
  const cover = ({ from, to }: Stretch) => {
    for (let index = from; index < to; index++) letters.add(index);
  };
  const take = ({ from, to }: Stretch, marks: string) => {
    for (let place = from; place <= to; place++) {
      const inside = from < place && place < to;
      taken.set(place, (taken.get(place) ?? '') + (inside ? ANY : marks));
    }
  };
  for (const address of knownAddresses(flow, line)) {
    cover(address);
    take(address, ANY);
  }
  let rest = withoutCode(flow.text, line, code);
  for (const { address, begun, takes } of KINDS) {
    for (const { index, 0: words } of rest.matchAll(begun)) take(stretchAt(line.from + index, words), takes);
    rest = rest.replace(address, (words, index: number) => {
      cover(stretchAt(line.from + index, words));
      return END.repeat(words.length);
    });
  }
  return { letters, taken };
}

function stretchAt(from: number, words: string): Stretch {
  return { from, to: from + words.length };
}

/** Those that are known to be some although they may have no scheme. */
function knownAddresses({ runs }: Flow, { from, to }: Stretch): Stretch[] {
  const known: Stretch[] = [];
  for (let i = runAt({ runs }, from); i < runs.length && runs[i]!.at < to; i++) {
    if (!runs[i]!.style.address) continue;
    known.push({ from: Math.max(from, runs[i]!.at), to: Math.min(to, runs[i + 1]?.at ?? to) });
  }
  return known;
}

function withoutCode(text: string, { from, to }: Stretch, code: readonly Stretch[]): string {
  let rest = '';
  for (const stretch of code) {
    rest += text.slice(from + rest.length, stretch.from) + END.repeat(stretch.to - stretch.from);
  }
  return rest + text.slice(from + rest.length, to);
}
