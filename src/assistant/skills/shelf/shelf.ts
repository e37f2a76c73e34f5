/** What is said of a shelf: the ranking, one pack of it, and what was read where. */
import { say } from '../../../conversation/notices.ts';
import type { Evidence, Fact, Pack, Shelf } from '../../evidence.ts';
import type { Sheet } from '../../firewall.ts';
import type { Nutrient } from '../../printed/nutrients.ts';
import { offer } from '../offers.ts';
import type { SkillReply, Talk } from '../skill.ts';
import { amount, listed, named, nutrientName, per, source } from '../wording.ts';
import { type Ranked, rank } from './rank.ts';

/** Places shown before "… more": enough to choose from, short enough for a chat. */
const SHOWN = 3;

export type ShelfEvidence = Evidence & { seen: Shelf };

export function sayRanking(
  evidence: ShelfEvidence,
  { what, way, all }: { what: Nutrient; way: 'most' | 'least'; all: boolean },
  talk: Talk,
): SkillReply {
  const { language } = talk;
  const { ranked, unread, base } = rank(evidence.seen, what, way);
  const focus = { photos: [evidence.photo.id], what, way };
  const nutrient = nutrientName(what, language);
  const shown = offer({ kind: 'shown', photo: evidence.photo.id }, language);
  const notRead = say('skill.unread', { names: listed(unread.map((pack) => named(pack.name, language))) }, language);
  if (ranked.length === 0)
    return {
      sheet: bare(say('skill.shelf.none', { nutrient, packs: evidence.seen.packs.length }, language), notRead),
      facts: [],
      buttons: evidence.seen.packs.some(({ facts }) => facts.length > 0) ? [shown] : [],
      drawings: [],
      focus,
    };

  const counted = { nutrient, read: ranked.length, packs: evidence.seen.packs.length };
  const most = all ? ranked.length : shortened(ranked);
  const lines = ranked.slice(0, most).map((one) => `${one.rank} ${line(one, language)}`);
  const rest = ranked.length - most;
  const below = [
    unread.length > 0 ? notRead : '',
    base === null
      ? say('skill.shelf.no-base', { packs: ranked.length }, language)
      : say('skill.shelf.base', { per: per(base, language) }, language),
  ];
  return {
    sheet: {
      items: ranked.slice(0, most).map(({ pack }, index) => ({ name: `p${index}`, shown: named(pack.name, language) })),
      slots: ranked.slice(0, most).map(({ value, unit }, index) => ({
        name: `p${index}.${what}`,
        item: `p${index}`,
        shown: `${amount(value, unit, language)} ${nutrient}`,
      })),
      // The best, with those that tie with it; of all in order, all.
      asked: ranked
        .slice(0, most)
        .flatMap(({ rank: place }, index) => (all || place === 1 ? [`p${index}.${what}`] : [])),
      template: [
        say('skill.shelf.read', counted, language),
        ...lines,
        ...(rest > 0 ? [say('skill.shelf.more', { count: rest }, language)] : []),
      ].join('\n'),
      besides: say('skill.shelf.read', counted, language),
      below: below.filter(Boolean).join('\n'),
    },
    facts: ranked.map(({ fact }) => fact),
    buttons: [
      shown,
      ...(rest > 0 ? [offer({ kind: 'all', photo: evidence.photo.id, what, way }, language, ranked.length)] : []),
    ],
    drawings: [],
    focus,
  };
}

/** "Beef Jerky – 11 g, 4th of the 9 I could read." with the photo it is from. */
export function sayPack(
  evidence: ShelfEvidence,
  pack: Pack,
  { what, way, placed }: { what: Nutrient; way: 'most' | 'least'; placed: boolean },
  talk: Talk,
): SkillReply {
  const { language } = talk;
  const { ranked } = rank(evidence.seen, what, way);
  const one = ranked.find((other) => other.pack === pack);
  const focus = { photos: [evidence.photo.id], what, way };
  const from = `(${source(evidence, talk)})`;
  if (!one) {
    const values = { name: named(pack.name, language), nutrient: nutrientName(what, language) };
    return {
      sheet: bare(say('skill.shelf.not-on-pack', values, language), from),
      facts: [],
      buttons: [],
      drawings: [],
      focus,
    };
  }
  // Asked for by its place, it needs no place in the answer.
  const head = placed
    ? `${line(one, language)}${say('skill.shelf.place', { rank: one.rank, read: ranked.length }, language)}\n${from}`
    : `${line(one, language)} ${from}`;
  return {
    sheet: {
      items: [{ name: 'pack', shown: named(pack.name, language) }],
      slots: [
        {
          name: `pack.${what}`,
          item: 'pack',
          shown: `${amount(one.value, one.unit, language)} ${nutrientName(what, language)}`,
        },
      ],
      asked: [`pack.${what}`],
      template: head,
      besides: [per(one.fact.base, language), from].filter(Boolean).join(' '),
      below: '',
    },
    facts: [one.fact],
    buttons: [offer({ kind: 'shown', photo: evidence.photo.id }, language)],
    drawings: [],
    focus,
  };
}

/** Everything a shelf's packs claim, in the order of the ranking by what was asked, for the boxes on the photo. */
export function factsShown({ packs }: Shelf, what: Nutrient | null, way: 'most' | 'least'): Fact[] {
  if (what === null) return packs.flatMap(({ facts }) => facts);
  const ranked = rank({ kind: 'shelf', packs }, what, way).ranked.map(({ fact }) => fact);
  return ranked.length > 0 ? ranked : packs.flatMap(({ facts }) => facts);
}

const line = ({ pack, value, unit }: Ranked, language: string): string =>
  `${named(pack.name, language)} – ${amount(value, unit, language)}`;

/** Three, with those that tie with the third; a rest of one or two is not worth hiding. */
function shortened(ranked: readonly Ranked[]): number {
  const third = ranked[SHOWN - 1];
  if (!third || ranked.length <= SHOWN + 2) return ranked.length;
  return ranked.filter(({ rank: place }) => place <= third.rank).length;
}

const bare = (template: string, below: string): Sheet => ({
  items: [],
  slots: [],
  asked: [],
  template,
  besides: '',
  below,
});
