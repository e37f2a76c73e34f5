/** What is said of a chart: each bar with how far it may be off, and the chart drawn again for the eye to check. */
import { say } from '../../../conversation/notices.ts';
import type { Bar, Chart, Evidence } from '../../evidence.ts';
import type { Extreme } from '../../intent.ts';
import { wordsOf } from '../../printed/letters.ts';
import { type Drawing, focusOn, type SkillReply, saying, type Talk } from '../skill.ts';
import { amount, listed, named } from '../wording.ts';

export type ChartEvidence = Evidence & { seen: Chart };

/** The bars a question names; all where it names none. */
export function barsAsked({ bars }: Chart, text: string): Bar[] {
  const asked = wordsOf(text);
  const found = bars.filter(({ name }) => {
    const words = wordsOf(name);
    return words.length > 0 && words.every((word) => asked.includes(word));
  });
  return found.length > 0 ? found : [...bars];
}

export function sayChart({ seen, photo }: ChartEvidence, text: string, talk: Talk): SkillReply {
  const { language } = talk;
  const bars = barsAsked(seen, text);
  const [only] = bars;
  const lines = bars.length === 1 ? [sayOne(only!, language)] : bars.map((bar) => barText(bar, language));
  const measured = bars.some(({ error }) => error !== null);
  const printed = bars.some(({ error }) => error === null);
  const notes = [
    seen.unread.length > 0
      ? say('skill.unread', { names: listed(seen.unread.map((name) => named(name, language))) }, language)
      : '',
    bars.length === 1
      ? ''
      : measured
        ? say('skill.chart.read-off', { printed: printed ? 'some' : 'none' }, language)
        : say('skill.chart.printed', {}, language),
  ].filter(Boolean);
  const title = say('skill.chart.title', {}, language);
  const drawing: Drawing = {
    kind: 'bars',
    title,
    bars: seen.bars.map((bar) => ({ name: bar.name, value: bar.fact.value, shown: valueText(bar, language) })),
    alt: `${title}: ${listed(seen.bars.map((bar) => barText(bar, language)))}`,
  };
  return saying([...lines, notes.join(' ')].filter(Boolean).join('\n'), {
    facts: bars.map(({ fact }) => fact),
    drawings:
      bars.length === seen.bars.length && seen.bars.every(({ fact }) => Number(fact.value) >= 0) ? [drawing] : [],
    focus: focusOn(photo),
  });
}

/** The highest or lowest bar; both that may be it, where what was measured is not exact enough to tell. */
export function sayExtreme({ seen, photo }: ChartEvidence, want: Extreme, talk: Talk): SkillReply {
  const { language } = talk;
  const sign = want === 'highest' ? 1 : -1;
  // How far up (or down) a bar may reach, and how far it reaches for sure.
  const reach = ({ fact, error }: Bar, side: 1 | -1) => Number(fact.value) * sign + side * Number(error ?? 0);
  const surely = Math.max(...seen.bars.map((bar) => reach(bar, -1)));
  const found = seen.bars.filter((bar) => reach(bar, 1) >= surely);
  const printedAlike = found.every(({ error }) => error === null);
  const said =
    found.length === 1 || printedAlike
      ? say(`skill.${want}`, { what: found.map((bar) => sayOne(bar, language)).join('; ') }, language)
      : say('skill.chart.close', { names: found.map((bar) => barText(bar, language)).join('; ') }, language);
  const unread = seen.unread.map((name) => named(name, language));
  const notes = unread.length > 0 ? [say('skill.unread', { names: listed(unread) }, language)] : [];
  return saying([said, ...notes].join(' '), {
    facts: found.map(({ fact }) => fact),
    focus: focusOn(photo),
  });
}

/** "Q3 ≈ 42 (±2, read off the axis)". */
function sayOne(bar: Bar, language: string): string {
  const { fact, error } = bar;
  if (error === null) return barText(bar, language);
  const values = { value: amount(fact.value, fact.unit, language), error: amount(error, fact.unit, language) };
  return say('skill.chart.one', { name: named(bar.name, language), ...values }, language);
}

/** "Q3 ≈ 42 (±2)", or "Q3 42" where it is printed. */
const barText = (bar: Bar, language: string): string => `${named(bar.name, language)} ${valueText(bar, language)}`;

function valueText({ fact, error }: Bar, language: string): string {
  const value = amount(fact.value, fact.unit, language);
  return error === null ? value : `≈ ${value} (±${amount(error, fact.unit, language)})`;
}
