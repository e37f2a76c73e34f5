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

/** What the notice is made of. Any change here is a new version, and every chat is asked again. */
export interface Facts {
  /** Empty where the owner gave none: the texts then say "this computer". `bot`, `number`: the owner of this bot, of this number. */
  owner: string;
  keepDays: number;
  keepPhotoHours: number;
  /** The host name of a remote model, or empty: here. */
  remoteHost: string;
}

/** Today's notice: its facts, and the version these have in the ledger. */
export interface Notice {
  version: number;
  facts: Facts;
}

/** The notice in pieces, for a page that lays them out itself. */
export interface NoticeText {
  version: number;
  language: string;
  title: string;
  lead: string;
  lines: string[];
  more: string[];
  footer: string;
  /** What its buttons say. `more` and `less`: open and fold the long form. */
  labels: { start: string; no: string; more: string; less: string };
  /** What stands in its place after a no. */
  silent: { title: string; why: string };
}

/** The facts as the ledger knows them; the texts themselves are part of it, so that rewording asks again too. */
export const factsText = (facts: Facts): string =>
  JSON.stringify([
    facts,
    noticeText({ version: 0, facts }, 'en'),
    noticeMarkdown({ version: 0, facts }, 'en', 'private'),
  ]);

/** What texts about this installation are filled with. */
export const factValues = ({ owner, keepDays, keepPhotoHours, remoteHost }: Facts): Values => ({
  owner: owner || 'none',
  host: remoteHost,
  days: keepDays,
  hours: keepPhotoHours,
  where: remoteHost ? 'remote' : 'here',
});

/** What a yes means. In a chat these are the items of a list; on the page each is a line of its own. */
const ITEMS = ['notice.item.read', 'notice.item.keep', 'notice.item.train', 'notice.item.leave'] as const;

const asLine = ([first = '', ...rest]: string, language: string): string =>
  first.toLocaleUpperCase(language) + rest.join('');

export function noticeText({ version, facts }: Notice, language: string): NoticeText {
  const labels = {
    start: say('notice.start', {}, language),
    no: say('notice.button.no', {}, language),
    more: say('notice.button.more', {}, language),
    less: say('notice.less', {}, language),
  };
  const values = { ...factValues(facts), version, ...labels };
  const text = (id: TextId) => say(id, values, language);
  return {
    version,
    language,
    title: text('notice.title'),
    lead: text(facts.remoteHost ? 'notice.lead.remote' : 'notice.lead.here'),
    lines: ITEMS.map((id) => asLine(text(id), language)),
    more: [text('notice.more.where'), text('notice.more.kept'), text('notice.more.until'), text('notice.more.wrong')],
    footer: text('notice.footer'),
    labels,
    silent: { title: text('notice.silent'), why: text('notice.silent.why') },
  };
}

/** Who reads a notice, and why now. */
export type NoticeFor = 'private' | 'personal number' | 'group';

/**
 * The notice as a message in a chat. `because`: it comes again, since something in it has changed or since the chat was
 * silent for long.
 */
export function noticeMarkdown(
  { version, facts }: Notice,
  language: string,
  reader: NoticeFor,
  because?: 'changed' | 'lapsed',
): string {
  const values = { ...factValues(facts), version };
  const text = (id: TextId) => say(id, values, language);
  const lead = `${text('notice.title')} ${text(facts.remoteHost ? 'notice.lead.remote' : 'notice.lead.here')}`;
  const kept = [text('notice.item.keep'), text('notice.item.train')];
  const items = (lines: string[]) => lines.map((line) => `- ${line}`).join('\n');
  const again = because === undefined ? [] : [text(`notice.again.${because}`)];
  switch (reader) {
    case 'group':
      return [...again, lead, items(kept), text('notice.version')].join('\n\n');
    case 'private':
    case 'personal number': {
      // Two spaces break the line in Markdown.
      const end = `${text('notice.until')}  \n${text('notice.version')}`;
      const answer = reader === 'private' ? [] : [text('notice.personal')];
      return [...again, lead, text('notice.if'), items([text('notice.item.read'), ...kept]), end, ...answer].join(
        '\n\n',
      );
    }
    default:
      return reader satisfies never;
  }
}

/** The long form behind "Read more". */
export const moreMarkdown = (notice: Notice, language: string): string =>
  noticeText(notice, language).more.join('\n\n');
