/** The journey of one message, step by step, as measured. */
import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Journey } from '../../protocol.ts';
import type { Outcome } from '../link/requests.ts';
import { figures, words } from '../words/words.ts';
import { useActions } from './actions.ts';

export function Waterfall({ entry }: { entry: number }) {
  const { journey } = useActions();
  const [outcome, setOutcome] = useState<Outcome<Journey>>();
  useEffect(() => {
    let shown = true;
    void journey(entry).then((outcome) => shown && setOutcome(outcome));
    return () => {
      shown = false;
    };
  }, [entry]);

  if (!outcome) return h('p', { class: 'meta' }, words.fetchingJourney);
  if (outcome.kind === 'done') return h(Bars, { journey: outcome.value });
  const why = 'message' in outcome ? outcome.message : words.notReachedNow;
  return h('p', { class: 'meta', role: 'alert' }, why);
}

/** Narrower bars could not be seen, and every step that happened shall be. */
const LEAST_PERCENT = 0.6;

function Bars({ journey }: { journey: Journey }) {
  const end = Math.max(...journey.steps.map(({ startMs, ms }) => startMs + ms), Number.MIN_VALUE);
  const percent = (ms: number) => (ms / end) * 100;
  return h(
    'div',
    { class: 'waterfall' },
    h(
      'table',
      { class: 'num' },
      h('caption', { class: 'vh' }, words.journey),
      h(
        'thead',
        { class: 'vh' },
        h(
          'tr',
          null,
          h('th', { scope: 'col' }, words.step),
          h('th', { scope: 'col' }, words.when),
          h('th', { scope: 'col' }, words.took),
        ),
      ),
      h(
        'tbody',
        null,
        journey.steps.map(({ step, startMs, ms }, index) =>
          h(
            'tr',
            { key: index },
            h('th', { scope: 'row' }, step),
            h(
              'td',
              { class: 'bar-cell' },
              h('span', { class: 'vh' }, words.after(figures.ms(startMs))),
              h('i', {
                style: {
                  insetInlineStart: `${Math.min(percent(startMs), 100 - LEAST_PERCENT)}%`,
                  inlineSize: `${Math.max(percent(ms), LEAST_PERCENT)}%`,
                },
              }),
            ),
            h('td', null, figures.ms(ms)),
          ),
        ),
      ),
    ),
    h('p', { class: 'meta num' }, words.journeyFacts(journey)),
  );
}
