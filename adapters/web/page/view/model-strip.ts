/** How a model comes to this computer; and when it could not, what was tried and what to do. */
import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import type { ModelProgress, ModelState } from '../../protocol.ts';
import { figures, words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { standingGlyph } from './glyphs.ts';
import { howFar, shareOf } from './model-progress.ts';
import { Ruler } from './ruler.ts';

export function ModelStrip({ model }: { model: ModelState }): ComponentChild {
  switch (model.state) {
    case 'getting':
      return h(Getting, { model });
    case 'failed':
      return h('div', { class: 'strip' }, h(Failed, { model }));
    case 'ready':
      return model.next ? h(Getting, { model: model.next, meanwhile: model.name }) : null;
    default:
      model satisfies never;
      return null;
  }
}

interface GettingProps {
  model: ModelProgress;
  /** The model that answers until this better one is there. */
  meanwhile?: string;
}

function Getting({ model, meanwhile }: GettingProps) {
  const share = shareOf(model);
  const left = secondsLeft(model);
  const timeLeft = left === undefined ? undefined : words.timeLeft(left);
  const [title, ...details] =
    meanwhile === undefined
      ? [titleOf(model), ...amounts(model)]
      : [words.betterModel, howFar(model), ...amounts(model), words.meanwhile(meanwhile)];
  return h(
    'div',
    { class: 'strip' },
    h(Ruler, {
      label: words.modelProgress,
      share,
      valueText: [meanwhile === undefined ? title : `${title} ${howFar(model)}`, timeLeft].filter(Boolean).join(', '),
      start: [h('b', null, title), ' ', h('span', { class: 'amounts' }, details.join(', '))],
      end: timeLeft ?? model.name,
    }),
    model.paused && h('p', { class: 'paused', role: 'status' }, standingGlyph('you'), ' ', model.paused),
  );
}

function titleOf(model: ModelProgress): string {
  return model.step === 'downloading' ? words.modelShare(shareOf(model)) : words.modelSteps[model.step].long;
}

function amounts({ step, doneBytes, totalBytes, bytesPerSecond }: ModelProgress): string[] {
  if (step !== 'downloading' || doneBytes === undefined) return [];
  return [
    totalBytes === undefined ? figures.bytes(doneBytes) : figures.bytesOf(doneBytes, totalBytes, words.of),
    ...(bytesPerSecond === undefined ? [] : [words.perSecond(figures.bytes(bytesPerSecond))]),
  ];
}

/** Undefined while nothing moves, and in steps that count no bytes. */
function secondsLeft({ step, doneBytes, totalBytes, bytesPerSecond, paused }: ModelProgress): number | undefined {
  if (step !== 'downloading' || doneBytes === undefined || totalBytes === undefined) return undefined;
  return bytesPerSecond && paused === undefined ? Math.ceil((totalBytes - doneBytes) / bytesPerSecond) : undefined;
}

function Failed({ model }: { model: Extract<ModelState, { state: 'failed' }> }) {
  const { retryModel } = useActions();
  const [asking, setAsking] = useState(false);
  async function tryAgain() {
    setAsking(true);
    await retryModel();
    setAsking(false);
  }
  return h(
    'div',
    { class: 'notice bad', role: 'alert' },
    standingGlyph('bad'),
    h(
      'div',
      null,
      h('p', null, h('b', null, model.message), ' ', model.remedy),
      model.tried.length > 0 &&
        h(
          'details',
          null,
          h('summary', null, words.sourcesTried(model.tried.length)),
          h(
            'dl',
            { class: 'tried' },
            model.tried.flatMap(({ source, why }) => [h('dt', null, h('bdi', null, source)), h('dd', null, why)]),
          ),
        ),
      h(
        'div',
        { class: 'acts' },
        h('button', { type: 'button', class: 'btn', disabled: asking, onClick: tryAgain }, words.tryAgain),
      ),
    ),
  );
}
