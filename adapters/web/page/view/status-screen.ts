/** What needs the person, how the model and the channels stand, and how the page looks. */
import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import type { ModelState, PhotosState, ServiceState } from '../../protocol.ts';
import { words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { standingGlyph } from './glyphs.ts';
import { howFar } from './model-progress.ts';
import { PausesList } from './pauses-list.ts';
import { Questions } from './questions.ts';
import type { Stands } from './standings.ts';
import { chooseTheme, chosenTheme, THEMES } from './theme.ts';

interface StatusProps {
  service: ServiceState;
  standings: readonly Stands[];
}

export function StatusScreen({ service, standings: [model, ...channels] }: StatusProps) {
  const { retryModel } = useActions();
  const broken = channels.filter(({ standing }) => standing === 'bad');
  const { questions = [], pauses = [] } = service;
  const failed = service.model.state === 'failed' ? service.model : undefined;
  return h(
    'div',
    { id: 'log', class: 'screen', tabIndex: 0, role: 'region', 'aria-label': words.status },
    h(
      'div',
      { class: 'inner' },
      h('h2', { class: 'display' }, words.thingsToDo(broken.length + questions.length + (failed ? 1 : 0))),
      h(
        'ul',
        { class: 'todo' },
        failed &&
          todo(
            failed.message,
            failed.remedy,
            h('button', { type: 'button', class: 'btn', onClick: () => retryModel() }, words.tryAgain),
          ),
        broken.map(({ name, words: why }) => todo(name, why)),
      ),
      questions.length > 0 && h(Questions, { questions }),
      pauses.length > 0 && h(PausesList, { pauses }),
      h('h2', null, words.model),
      h('dl', { class: 'facts' }, modelFacts(service.model, model)),
      h('h2', null, words.photos),
      h('dl', { class: 'facts' }, photoFacts(service.photos)),
      channels.length > 0 && [
        h('h2', null, words.channels),
        h(
          'ul',
          { class: 'channels' },
          channels.map(({ name, standing, words: state }) =>
            h('li', { key: name }, h('b', null, name), h('span', null, standingGlyph(standing), ' ', state)),
          ),
        ),
      ],
      h('h2', null, words.looks),
      h(ThemeChoice, null),
      h('p', { class: 'meta version' }, words.version(service.version)),
    ),
  );
}

function todo(what: string, why: string, fix?: ComponentChild): ComponentChild {
  return h('li', { key: what }, standingGlyph('bad'), h('div', null, h('b', null, what), h('p', null, why)), fix);
}

function modelFacts(model: ModelState, stands: Stands | undefined): ComponentChild[] {
  const facts = [fact(stands?.name ?? words.model, stands?.words ?? '')];
  if (model.state === 'ready') {
    facts.push(fact(words.answers, words.where(model.where), model.caveat));
    const { next } = model;
    if (next) facts.push(fact(words.onItsWay, next.name, [howFar(next), next.source].filter(Boolean).join(', ')));
  }
  if (model.state === 'getting' && model.source) facts.push(fact(words.comesFrom, model.source));
  return facts;
}

function photoFacts({ read, eyes }: PhotosState): ComponentChild[] {
  return [fact(words.lookedAtBy, ...looking(eyes)), fact(words.readInThem, read ? words.printAndCodes : words.nothing)];
}

function looking(eyes: PhotosState['eyes']): [value: string, small: ComponentChild] {
  switch (eyes.kind) {
    case 'text model':
      return [words.sameModel, words.aGuess];
    case 'own model':
      if (!eyes.trouble) return [eyes.name, words.aGuess];
      return [eyes.name, [standingGlyph('bad'), ` ${eyes.trouble.message} ${eyes.trouble.remedy}`]];
    case 'none':
      return [words.nothing, [h('code', null, eyes.command), ` ${words.getsEyes}`]];
    default:
      return eyes satisfies never;
  }
}

function fact(name: string, value: string, small?: ComponentChild): ComponentChild {
  return h(
    'div',
    { key: name },
    h('dt', null, h('bdi', null, name)),
    h('dd', null, value, small && h('small', null, small)),
  );
}

function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme);
  return h(
    'div',
    { class: 'acts', role: 'group', 'aria-label': words.looks },
    THEMES.map((name) =>
      h(
        'button',
        {
          key: name,
          type: 'button',
          class: 'btn',
          'aria-pressed': theme === name,
          onClick: () => {
            chooseTheme(name);
            setTheme(name);
          },
        },
        words.themes[name],
      ),
    ),
  );
}
