/** Two or more labels side by side on one base, with the wish weighed; or why that would not be fair. */

import { Decimal } from 'decimal.js';
import { say } from '../../../conversation/notices.ts';
import type { Base, Fact } from '../../evidence.ts';
import type { Slot } from '../../firewall.ts';
import type { Nutrient } from '../../printed/nutrients.ts';
import { failures, type LabelEvidence } from '../label/label.ts';
import { offer } from '../offers.ts';
import { type Drawing, focusOn, type SkillReply, saying, type Talk } from '../skill.ts';
import { amount, listed, named, number, nutrientName, per, sentence } from '../wording.ts';
import { type Apart, COMPARED, commonBase, type Side, shownDigits, valueIn } from './base.ts';
import { type Difference, differences, type Verdict, verdict, type Want } from './verdict.ts';

/** What is named in favour of the label that does not fit the wish: `amount` whether by how much. */
const BESIDES: readonly { what: Nutrient; amount: boolean }[] = [
  { what: 'energy', amount: true },
  { what: 'salt', amount: false },
];

/**
 * @param also nutrients that were asked for without a wish; they are shown
 * @param prepared whether values of what is made of them are wanted
 */
export function compare(
  labels: readonly LabelEvidence[],
  wants: readonly Want[],
  talk: Talk,
  { also = [], prepared = false }: { also?: readonly Nutrient[]; prepared?: boolean } = {},
): SkillReply {
  const { language } = talk;
  const common = commonBase(
    labels.map(({ seen }) => seen),
    prepared,
  );
  if (common.kind === 'apart') return saying(apart(common.why, common.bases, language));
  const wrong = contradictory(labels, language);
  if (wrong) return wrong;
  const { sides, base } = common;
  const shown = rowsFor(sides, [...wants.map(({ what }) => what), ...also]);
  if (shown.length === 0) return saying(say('skill.compare.nothing', {}, language));
  const letters = sides.map((_, index) => letter(index));
  const verdictSays = sayVerdict(verdict(sides, wants), sides, language);
  const from = { per: per(base, language), count: sides.length };
  const head = sentence(say('skill.compare.head', from, language), language);
  const facts = shown.flatMap((what) => sides.flatMap((side) => valueIn(side, what) ?? []));
  const missing = also.filter((what) => sides.some((side) => !valueIn(side, what)));
  const photos = labels.map(({ photo }) => photo.id);
  const slots: Slot[] = [...slotsOf(sides, shown, language), { name: 'verdict', item: null, shown: verdictSays }];
  return {
    sheet: {
      items: letters.map((name) => ({ name, shown: name })),
      slots,
      asked: [
        ...(wants.length > 0 && verdictSays !== '' ? ['verdict'] : []),
        ...slots.flatMap(({ name }) => (also.some((what) => name.endsWith(`.${what}`)) ? [name] : [])),
      ],
      template: [
        [head, sayNames(sides, language)].filter(Boolean).join('\n'),
        table(sides, shown, language),
        verdictSays,
      ]
        .filter(Boolean)
        .join('\n\n'),
      besides: [head, sayNames(sides, language)].filter(Boolean).join('\n'),
      below: [
        missing.length > 0 && wants.length === 0
          ? say(
              'skill.compare.unread',
              { names: listed(missing.map((what) => nutrientName(what, language))) },
              language,
            )
          : '',
        notes(sides, language),
      ]
        .filter(Boolean)
        .join('\n'),
    },
    facts,
    buttons: [
      offer({ kind: 'bars', photos }, language),
      ...(sides.every((side) => valueIn(side, 'protein')) ? [offer({ kind: 'prices', photos }, language)] : []),
    ],
    drawings: [],
    focus: { photos, what: wants[0]?.what ?? also[0] ?? null, way: wants[0]?.way === 'less' ? 'least' : 'most' },
  };
}

/**
 * A label that does not add up was misprinted, or its rows were taken for each other: its values are not compared with
 * anybody's. Values that two columns disagree on are unread already, and the others stand.
 *
 * @returns what is said instead; null: there is no such label
 */
export function contradictory(labels: readonly LabelEvidence[], language: string): SkillReply | null {
  const wrong = labels.flatMap(({ seen, photo }, index) => {
    const said = failures(
      seen.checks.filter(({ name }) => name !== 'columns'),
      language,
    );
    return said.length > 0 ? [{ photo, name: letter(index), said }] : [];
  });
  const [first] = wrong;
  if (!first) return null;
  const lines = wrong.flatMap(({ name, said }) => said.map((text) => `${name}: ${text}`));
  const names = listed(wrong.map(({ name }) => name));
  return saying([...lines, say('skill.compare.contradictory', { names }, language)].join('\n'), {
    buttons: [offer({ kind: 'shown', photo: first.photo.id }, language)],
    focus: focusOn(...labels.map(({ photo }) => photo)),
  });
}

/** Two charts at most: of what was asked for, and of the first else that all of them have. */
export function compareBars(labels: readonly LabelEvidence[], what: Nutrient | null, talk: Talk): SkillReply {
  const { language } = talk;
  const common = commonBase(labels.map(({ seen }) => seen));
  if (common.kind === 'apart') return saying(apart(common.why, common.bases, language));
  const wrong = contradictory(labels, language);
  if (wrong) return wrong;
  const known = [...new Set([...(what ? [what] : []), ...COMPARED])];
  const rows = known.filter((one) => common.sides.every((side) => valueIn(side, one)));
  const drawings = rows.slice(0, 2).map((one): Drawing => {
    const title = sentence(`${nutrientName(one, language)} ${per(common.base, language)}`, language);
    const bars = common.sides.map((side, index) => {
      const fact = valueIn(side, one)!;
      return { name: sideName(side, index, language), value: fact.value, shown: shownValue(fact, one, language) };
    });
    return { kind: 'bars', title, bars, alt: `${title}: ${listed(bars.map(({ name, shown }) => `${name} ${shown}`))}` };
  });
  if (drawings.length === 0) return saying(say('skill.compare.nothing', {}, language));
  const facts = rows.slice(0, 2).flatMap((one) => common.sides.flatMap((side) => valueIn(side, one) ?? []));
  const focus = { photos: labels.map(({ photo }) => photo.id), what, way: 'most' as const };
  return saying(drawings.map(({ alt }) => alt).join('\n'), { drawings, facts, focus });
}

/** What was asked for first, after energy; only what at least one label has. */
function rowsFor(sides: readonly Side[], asked: readonly Nutrient[]): Nutrient[] {
  const wished = [...new Set(asked)].filter((what) => !COMPARED.includes(what));
  const [energy, ...others] = COMPARED;
  return [energy!, ...wished, ...others].filter((what) => sides.some((side) => valueIn(side, what)));
}

function table(sides: readonly Side[], rows: readonly Nutrient[], language: string): string {
  const cells = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  return [
    cells(['', ...sides.map((_, index) => letter(index))]),
    cells(['---', ...sides.map(() => '---:')]),
    ...rows.map((what) =>
      cells([
        what === 'energy' ? 'kcal' : `${nutrientName(what, language)}, g`,
        ...sides.map((side) => {
          const fact = valueIn(side, what);
          if (fact) return `${fact.below ? '< ' : ''}${number(fixed(fact, what), language)}`;
          return side.label.unread.includes(what) ? '?' : '–';
        }),
      ]),
    ),
  ].join('\n');
}

function slotsOf(sides: readonly Side[], rows: readonly Nutrient[], language: string): Slot[] {
  return rows.flatMap((what) =>
    sides.flatMap((side, index): Slot[] => {
      const fact = valueIn(side, what);
      if (!fact) return [];
      const shown = `${shownValue(fact, what, language)} ${nutrientName(what, language)}`;
      return [{ name: `${letter(index)}.${what}`, item: letter(index), shown }];
    }),
  );
}

function sayVerdict(found: Verdict, sides: readonly Side[], language: string): string {
  switch (found.kind) {
    case 'fits': {
      const name = letter(found.place);
      const fits =
        found.differences.length > 0
          ? say(
              'skill.compare.fits',
              { name, how: listed(found.differences.map((one) => how(one, language))) },
              language,
            )
          : say('skill.compare.fits-bare', { name }, language);
      const but = sides.length === 2 ? besides(found.place, sides, found.differences, language) : '';
      return [fits, but].filter(Boolean).join(' ');
    }
    case 'torn':
      return found.best
        .map(({ want, places }) =>
          say(
            'skill.compare.torn',
            {
              names: listed(places.map(letter)),
              way: want.way,
              nutrient: nutrientName(want.what, language),
            },
            language,
          ),
        )
        .concat(say('skill.compare.choose', {}, language))
        .join(' ');
    case 'same':
      return say('skill.compare.same', {}, language);
    case 'unread': {
      if (found.what.length > 0)
        return say(
          'skill.compare.unread',
          { names: listed(found.what.map((what) => nutrientName(what, language))) },
          language,
        );
      if (sides.length !== 2) return '';
      const all = differences(sides[1]!, sides[0]!, COMPARED).map((one) => how(one, language));
      return all.length > 0 ? say('skill.compare.differs', { name: letter(1), how: listed(all) }, language) : '';
    }
    default:
      return found satisfies never;
  }
}

/** What speaks for the other one. */
function besides(place: number, sides: readonly Side[], named: readonly Difference[], language: string): string {
  const other = 1 - place;
  const said = BESIDES.flatMap(({ what, amount: byHowMuch }): string[] => {
    if (named.some((one) => one.what === what)) return [];
    const [less] = differences(sides[other]!, sides[place]!, [what]);
    if (less?.way !== 'less') return [];
    return [
      byHowMuch
        ? say('skill.compare.less-energy', { amount: amount(less.by, less.unit, language) }, language)
        : say('skill.compare.less', { nutrient: nutrientName(what, language) }, language),
    ];
  });
  if (said.length === 0) return '';
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(said);
  return say('skill.compare.besides', { name: letter(other), what: list }, language);
}

/** "13 g more protein". */
const how = ({ what, way, by, unit }: Difference, language: string): string =>
  say(
    'skill.compare.difference',
    { amount: amount(by, unit, language), way, nutrient: nutrientName(what, language) },
    language,
  );

/** How values came about, and whether the labels hold against their own sums. */
function notes(sides: readonly Side[], language: string): string {
  const multiplied = sides.flatMap((side, index) =>
    side.factor === null
      ? []
      : [
          say(
            'skill.compare.multiplied',
            { name: letter(index), per: per(side.printed, language), factor: number(side.factor, language) },
            language,
          ),
        ],
  );
  const checks = sides.map(({ label }) => label.checks);
  const failed = checks.flatMap((own, index) => failures(own, language).map((text) => `${letter(index)}: ${text}`));
  const energy = checks.map((own) => own.some(({ name, passed }) => name === 'energy' && passed));
  const passed =
    failed.length > 0
      ? []
      : energy.every(Boolean)
        ? [say('skill.compare.passed', { count: sides.length }, language)]
        : [
            say(
              'skill.compare.unchecked',
              { names: listed(energy.flatMap((held, index) => (held ? [] : [letter(index)]))) },
              language,
            ),
          ];
  return [[...multiplied, ...passed].join(' '), ...failed].filter(Boolean).join('\n');
}

export function apart(why: Apart, bases: readonly (Base | null)[], language: string): string {
  if (why === 'no base') {
    const names = bases.flatMap((base, index) => (base === null ? [letter(index)] : []));
    return say('skill.compare.no-base', { names: listed(names) }, language);
  }
  const each = bases.map((base, index) =>
    say(
      index === 0 ? 'skill.compare.is' : 'skill.compare.and',
      { name: letter(index), per: per(base!, language) },
      language,
    ),
  );
  return say(`skill.compare.${why}`, { each: listed(each) }, language);
}

/** Labels are A, B, C … in the order they came. */
export const letter = (index: number): string => String.fromCharCode(65 + index);

/** Which label is which, once: columns as wide as names do not fit a phone. Nothing where no name was read. */
const sayNames = (sides: readonly Side[], language: string): string =>
  sides.every(({ label }) => label.name === null)
    ? ''
    : sides.map((side, index) => sideName(side, index, language)).join(' · ');

const sideName = ({ label }: Side, index: number, language: string): string =>
  label.name === null ? letter(index) : `${letter(index)} ${named(label.name, language)}`;

const fixed = (fact: Fact, what: Nutrient): string => new Decimal(fact.value).toFixed(shownDigits(what));
const shownValue = (fact: Fact, what: Nutrient, language: string): string =>
  amount(fixed(fact, what), fact.unit, language, fact.below);
