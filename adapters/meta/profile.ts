/**
 * What people see before they write: the greeting, a button to start, a menu and questions to begin with. Set once, and again
 * when it changes. https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/messenger-profile-api
 */
import { createHash } from 'node:crypto';
import type { Host, Json } from '../contract.ts';
import { shorten } from './choices.ts';
import type { Graph, GraphResult } from './graph.ts';
import { ASKS, GET_STARTED } from './messaging.ts';

export interface Profile {
  /** At most 160 characters; Messenger only. */
  greeting?: string;
  /** Entries of the menu; each sends its command. */
  menu: { title: string; command: string }[];
  /** At most four questions. */
  questions: string[];
}

const LIMITS = { greeting: 160, menu: { entries: 20, title: 30 }, questions: { count: 4, text: 80 } };
const NAME = 'profile';

/** Null: it is set already. */
export async function introduce(
  graph: Graph,
  state: Host['state'],
  node: string,
  profile: Profile,
  platform: 'messenger' | 'instagram',
): Promise<GraphResult | null> {
  const body = profileBody(profile, platform);
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  if ((await state.get(NAME)) === hash) return null;
  const result = await graph.post(`${node}/messenger_profile`, body);
  if (result.status === 'ok') await state.set(NAME, hash);
  return result;
}

function profileBody(
  { greeting, menu, questions }: Profile,
  platform: 'messenger' | 'instagram',
): { [name: string]: Json } {
  const entries = menu.slice(0, LIMITS.menu.entries).map(({ title, command }) => ({
    type: 'postback',
    title: shorten(title, LIMITS.menu.title),
    payload: command,
  }));
  const asked = questions.slice(0, LIMITS.questions.count).map((question) => ({
    question: shorten(question, LIMITS.questions.text),
    payload: ASKS + question,
  }));
  const locale = 'default';
  return {
    ...(platform === 'instagram'
      ? { platform }
      : {
          get_started: { payload: GET_STARTED },
          ...(greeting === undefined ? {} : { greeting: [{ locale, text: shorten(greeting, LIMITS.greeting) }] }),
        }),
    persistent_menu: [{ locale, composer_input_disabled: false, call_to_actions: entries }],
    ...(asked.length > 0 ? { ice_breakers: [{ locale, call_to_actions: asked }] } : {}),
  };
}
