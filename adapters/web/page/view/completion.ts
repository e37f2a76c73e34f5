/** The commands that what is written may become, above the composer. */
import { h } from 'preact';
import type { Command } from '../record/commands.ts';
import { words } from '../words/words.ts';

export function optionId(command: Command): string {
  return `command-${command}`;
}

/** The list is longer than its place, and the arrow keys walk through all of it. */
const intoView = (option: HTMLElement | null) => option?.scrollIntoView({ block: 'nearest' });

interface CompletionProps {
  options: readonly Command[];
  chosen: Command;
  onTake(command: Command): void;
}

export function Completion({ options, chosen, onTake }: CompletionProps) {
  return h(
    'ul',
    { id: 'commands', class: 'pop', role: 'listbox', tabIndex: 0, 'aria-label': words.commands },
    options.map((command) =>
      h(
        'li',
        {
          key: command,
          id: optionId(command),
          role: 'option',
          'aria-selected': command === chosen,
          ref: command === chosen ? intoView : undefined,
          // Before the field would lose the focus, and with it the list.
          onPointerDown: (event: PointerEvent) => {
            event.preventDefault();
            onTake(command);
          },
        },
        h('b', { dir: 'ltr' }, `/${command}`),
        h('span', null, words.commandDoes[command]),
      ),
    ),
  );
}
