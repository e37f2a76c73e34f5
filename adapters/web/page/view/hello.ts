/** An empty conversation: a greeting, and prompts that work now. They leave at the first letter typed. */
import { h } from 'preact';
import type { ModelState } from '../../protocol.ts';
import { words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { flag, icon, type PromptDrawing, promptDrawing } from './glyphs.ts';

interface HelloProps {
  model: ModelState;
  /** The print of photos is read here. */
  reads: boolean;
  typing: boolean;
  /** Its words are in the field already. */
  onPrompt(prompt: PromptDrawing): void;
}

export function Hello({ model, reads, typing, onPrompt }: HelloProps) {
  const { write } = useActions();
  const prompts: readonly PromptDrawing[] = reads ? ['text', 'photo', 'command'] : ['text', 'command'];
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
        prompts.map((prompt) => {
          const { text, comesBack } = words.prompts[prompt];
          const take = () => {
            write(text);
            onPrompt(prompt);
          };
          return h(
            'button',
            { key: prompt, type: 'button', onClick: take },
            promptDrawing(prompt),
            h('span', null, h('b', null, text), h('span', null, comesBack)),
            icon('down'),
          );
        }),
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
