/**
 * The fixed texts of the service, by id, from `locales/`. A text is a message with places to fill
 * (ICU MessageFormat); numbers, plurals and choices follow the language.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import { CATALOGUES, type TextId } from './catalogues.ts';

export type { TextId };
export type Values = Record<string, string | number>;

export const languages = (): string[] => [...CATALOGUES.keys()];

const compiled = new Map<string, IntlMessageFormat>();

/** The text in the given language, or in English where that language has none. */
export function say(id: TextId, values: Values = {}, language = 'en'): string {
  const known = CATALOGUES.get(language)?.[id] === undefined ? 'en' : language;
  const name = `${known} ${id}`;
  let format = compiled.get(name);
  if (!format) {
    format = new IntlMessageFormat(CATALOGUES.get(known)![id]!, known, undefined, { ignoreTag: true });
    compiled.set(name, format);
  }
  return String(format.format(values));
}

/** A notice's text made from facts, and the version the facts have in the ledger. */
export interface Notice {
  version: number;
  language: string;
  title: string;
  lead: string;
  lines: string[];
  more: string[];
  footer: string;
}

/** What the notice is made of. Any change here is a new version, and every chat is asked again. */
export interface Facts {
  /** Empty where the owner gave none. */
  owner: string;
  keepDays: number;
  /** The host name of a remote model, or empty: here. */
  remoteHost: string;
}

/** The facts as the ledger knows them; the texts themselves are part of it, so that rewording asks again too. */
export const factsText = (facts: Facts): string => JSON.stringify([facts, noticeText(facts, 0, 'en')]);

export function noticeText({ owner, keepDays, remoteHost }: Facts, version: number, language: string): Notice {
  const values = {
    owner: owner || 'none',
    host: remoteHost,
    days: keepDays,
    where: remoteHost ? 'remote' : 'here',
    version,
  };
  const text = (id: TextId) => say(id, values, language);
  return {
    version,
    language,
    title: text('notice.title'),
    lead: text(remoteHost ? 'notice.lead.remote' : 'notice.lead.here'),
    lines: [text('notice.line.read'), text('notice.line.keep'), text('notice.line.train'), text('notice.line.leave')],
    more: [text('notice.more.where'), text('notice.more.kept'), text('notice.more.until'), text('notice.more.wrong')],
    footer: text('notice.footer'),
  };
}
