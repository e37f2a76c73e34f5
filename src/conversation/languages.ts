/**
 * Which language to speak. In order: what the person chose with /language, the language of the last message where it
 * is long enough to tell, what the platform reports for the person's app, English.
 */

/** In the order the catalogues are listed; English first, because it stands in for what a catalogue lacks. */
export const LANGUAGES = ['en', 'es', 'pt-BR', 'hi', 'ar', 'id', 'fr', 'bn', 'vi', 'tr', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Below this the detector guesses: it hears Berber in "yes pls". Digits, signs and links do not count. */
export const LETTERS_TO_TELL = 20;

/** BCP 47's language part, and older names that apps still send, to the language spoken here. */
const BY_PRIMARY: Readonly<Record<string, Language>> = {
  ...(Object.fromEntries(LANGUAGES.map((language) => [language.split('-')[0], language])) as Record<string, Language>),
  in: 'id',
};

/** The language spoken here for a BCP 47 tag (`es-MX`, `pt`, `in_ID`), or null where we do not speak it. */
export function languageOfTag(tag: string | undefined): Language | null {
  const primary = /^[a-z]{2,3}(?=$|[-_])/i.exec(tag ?? '')?.[0].toLowerCase();
  return (primary !== undefined && BY_PRIMARY[primary]) || null;
}

export interface LanguageHints {
  /** By /language; goes before everything. */
  chosen?: Language | undefined;
  /** What the last message is written in, see `languageOfText`. */
  written?: Language | null;
  /** BCP 47 tag the platform reports. */
  platform?: string | undefined;
}

export const chooseLanguage = ({ chosen, written, platform }: LanguageHints): Language =>
  chosen ?? written ?? languageOfTag(platform) ?? 'en';

/** In Devanagari and Bengali a vowel behind a consonant is a mark. */
const LETTERS = /[\p{L}\p{M}]/gu;
const LINKS = /\bhttps?:\/\/\S+|\S+@\S+|[@#/]\p{L}\S*/gu;
const CODE = /```[\s\S]*?(?:```|$)|`[^`]*`/g;
const SCRIPT_OF: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\p{Script=Arabic}/gu, ['ar']],
  [/\p{Script=Devanagari}/gu, ['hi']],
  [/\p{Script=Bengali}/gu, ['bn']],
  [/\p{Script=Cyrillic}/gu, ['ru']],
  [/\p{Script=Latin}/gu, ['en', 'es', 'pt', 'id', 'fr', 'vi', 'tr']],
];

/** The detector's figures are no probabilities: what tells is how far the first language is ahead of the second. */
const LEAST_SURE = 0.05;
const AHEAD = 1.5;
/** A message begins in its person's own words; what comes behind may be pasted, and costs time to look at. */
const DETECTED_CHARACTERS = 120;

let detector: Promise<typeof import('tinyld')> | undefined;

/**
 * The language a message is written in, or null where it is too short to tell, in a language not spoken here, or
 * doubtful. The detector (12 MB) is loaded with the first message that is long enough.
 */
export async function languageOfText(text: string): Promise<Language | null> {
  const words = text
    .slice(0, DETECTED_CHARACTERS * 8)
    .replace(CODE, ' ')
    .replace(LINKS, ' ')
    .slice(0, DETECTED_CHARACTERS);
  const letters = words.normalize('NFC').match(LETTERS)?.length ?? 0;
  if (letters < LETTERS_TO_TELL) return null;
  detector ??= import('tinyld');
  const { detectAll } = await detector;
  const [first, second] = detectAll(words);
  if (first === undefined || first.accuracy < Math.max(LEAST_SURE, AHEAD * (second?.accuracy ?? 0))) return null;
  const script = SCRIPT_OF.find(([script]) => (words.match(script)?.length ?? 0) > letters / 2);
  return script?.[1].includes(first.lang) ? languageOfTag(first.lang) : null;
}
