/** How the model and the channels stand, as a glyph and a word; shown in the header and on the status screen. */
import type { ModelState, ServiceState } from '../../protocol.ts';
import type { PageState } from '../record/page-state.ts';
import { words } from '../words/words.ts';
import type { Standing } from './glyphs.ts';
import { howFar } from './model-progress.ts';

export interface Stands {
  name: string;
  standing: Standing;
  words: string;
}

/** The model first. Without a connection nothing is known of any of them. */
export function standings({ service, connection }: PageState): Stands[] {
  if (!service) return [];
  const all = [{ name: modelName(service.model), ...modelStanding(service.model) }, ...service.channels.map(channel)];
  if (connection.state !== 'lost') return all;
  return all.map(({ name }) => ({ name, standing: 'off', words: words.notReached }));
}

function modelName(model: ModelState): string {
  return model.state === 'failed' ? words.model : model.name;
}

function modelStanding(model: ModelState): Omit<Stands, 'name'> {
  switch (model.state) {
    case 'ready':
      return { standing: 'on', words: words.ready };
    case 'failed':
      return { standing: 'bad', words: words.missing };
    case 'getting':
      if (model.paused !== undefined) return { standing: 'you', words: words.paused };
      return { standing: 'busy', words: howFar(model) };
    default:
      model satisfies never;
      return { standing: 'off', words: '' };
  }
}

const CHANNEL_STANDINGS = {
  on: 'on',
  unproven: 'half',
  connecting: 'busy',
  off: 'off',
  trouble: 'bad',
} as const satisfies Record<ServiceState['channels'][number]['state'], Standing>;

function channel({ name, state, words }: ServiceState['channels'][number]): Stands {
  return { name, standing: CHANNEL_STANDINGS[state], words };
}
