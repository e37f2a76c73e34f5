/** An empty conversation: a greeting, and three prompts that work now. They leave at the first letter typed. */
import { h } from 'preact';
import type { ModelState } from '../../protocol.ts';
import { words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { flag, icon, type PromptDrawing, promptDrawing } from './glyphs.ts';

const DRAWINGS: readonly PromptDrawing[] = ['text', 'code', 'command'];

export function Hello({ model, typing, onPrompt }: { model: ModelState; typing: boolean; onPrompt(): void }) {
  const { write } = useActions();
  return h(
    'div',
    { class: 'hello' },
    flag(),
    h('h2', { class: 'display' }, words.hello),
    h('p', { class: 'under' }, whatAnswers(model)),
    !typing &&
      h(
        'div',
        { class: 'prompts' },
        words.prompts.map(({ text, comesBack }, index) =>
          h(
            'button',
            {
              key: text,
              type: 'button',
              onClick: () => {
                write(text);
                onPrompt();
              },
            },
            promptDrawing(DRAWINGS[index % DRAWINGS.length]!),
            h('span', null, h('b', null, text), h('span', null, comesBack)),
            icon('down'),
          ),
        ),
      ),
  );
}

function whatAnswers(model: ModelState): string {
  switch (model.state) {
    case 'ready':
      return words.answersFrom(model.name, words.where(model.where));
    case 'getting':
      return words.modelOnItsWay;
    case 'failed':
      return words.noModel;
    default:
      model satisfies never;
      return '';
  }
}
