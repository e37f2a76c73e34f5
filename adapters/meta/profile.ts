/**
 * What people see before they write: a button to start, a menu and questions to begin with, in the language of their app. Set
 * once, and again when it changes. https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/messenger-profile-api
 */
import { createHash } from 'node:crypto';
import type { Host, Json } from '../contract.ts';
import { shorten } from './choices.ts';
import type { Graph, GraphResult } from './graph.ts';
import { asksPayload, GET_STARTED, menuPayload } from './presses.ts';

/** The menu and the questions in one language. */
export interface Introduction {
  /** BCP 47. */
  language: string;
  /** Entries of the menu; each sends its command. */
  menu: { title: string; command: string }[];
  /** At most four questions. */
  questions: string[];
}

/** English is shown wherever no other language fits. */
export type Profile = readonly Introduction[];

const LIMITS = { menu: { entries: 20, title: 30 }, questions: { count: 4, text: 80 } };
const NAME = 'profile';

/** The apps' languages by ours: https://developers.facebook.com/docs/messenger-platform/messenger-profile/supported-locales */
const LOCALES: { [language: string]: string[] } = {
  en: ['default'],
  es: ['es_ES', 'es_LA'],
  'pt-BR': ['pt_BR', 'pt_PT'],
  hi: ['hi_IN'],
  ar: ['ar_AR'],
  id: ['id_ID'],
  fr: ['fr_FR', 'fr_CA'],
  bn: ['bn_IN'],
  vi: ['vi_VN'],
  tr: ['tr_TR'],
  ru: ['ru_RU'],
};

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

function profileBody(profile: Profile, platform: 'messenger' | 'instagram'): { [name: string]: Json } {
  const everywhere = profile.flatMap((texts) =>
    (LOCALES[texts.language] ?? []).map((locale) => ({ locale, ...texts })),
  );
  return {
    ...(platform === 'instagram' ? { platform } : { get_started: { payload: GET_STARTED } }),
    persistent_menu: everywhere.map(({ locale, language, menu }) => ({
      locale,
      composer_input_disabled: false,
      call_to_actions: menu.slice(0, LIMITS.menu.entries).map(({ title, command }) => ({
        type: 'postback',
        title: shorten(title, LIMITS.menu.title),
        payload: menuPayload(language, command),
      })),
    })),
    ice_breakers: everywhere.map(({ locale, language, questions }) => ({
      locale,
      call_to_actions: questions.slice(0, LIMITS.questions.count).map((question) => ({
        question: shorten(question, LIMITS.questions.text),
        payload: asksPayload(language, question),
      })),
    })),
  };
}
