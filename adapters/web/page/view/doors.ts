/** What stands in place of the page when it cannot be entered: no key, or nobody there. */
import { type ComponentChildren, h } from 'preact';
import { words } from '../words/words.ts';
import { flag } from './glyphs.ts';

export function ClosedDoor() {
  return h(
    Door,
    { title: words.closedTitle },
    h(
      'p',
      null,
      words.openTheLink,
      ' ',
      h('code', null, 'npm start'),
      ' ',
      words.printedOrRun,
      ' ',
      h('code', null, 'npm run link'),
      '.',
    ),
  );
}

export function NobodyThere({ onTryAgain }: { onTryAgain(): void }) {
  return h(
    Door,
    { title: words.notRunning },
    h('p', null, words.startAgain, ' ', h('code', null, 'npm start'), '.'),
    h('div', { class: 'acts' }, h('button', { type: 'button', class: 'btn go', onClick: onTryAgain }, words.tryAgain)),
  );
}

function Door({ title, children }: { title: string; children?: ComponentChildren }) {
  return h(
    'main',
    { class: 'door' },
    h('div', { class: 'hello' }, flag(), h('h1', { class: 'display' }, title), children),
  );
}
