/** The language of the interface: the first of the browser's languages that there are words for. */
import { english } from './english.ts';
import { type Figures, figuresIn } from './figures.ts';

export type Words = ReturnType<typeof english>;

export interface Language {
  /** BCP 47 tag, for the document and for figures. */
  tag: string;
  direction: 'ltr' | 'rtl';
  words: Words;
  figures: Figures;
}

/** A language is one more line here, and one more file. */
const LANGUAGES: Record<string, { direction: 'ltr' | 'rtl'; words: (figures: Figures) => Words }> = {
  en: { direction: 'ltr', words: english },
};

/** `wanted`: language tags, best first, as the browser gives them. English where none fits. */
export function chooseLanguage(wanted: readonly string[]): Language {
  const tag = wanted.find((tag) => wellFormed(tag) && baseOf(tag) in LANGUAGES) ?? 'en';
  const { direction, words } = LANGUAGES[baseOf(tag)]!;
  const figures = figuresIn(tag);
  return { tag, direction, words: words(figures), figures };
}

/** A browser started without a locale names its language `en-US@posix`, which `Intl` takes for an error. */
function wellFormed(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

function baseOf(tag: string): string {
  return tag.split('-', 1)[0]!.toLowerCase();
}

/** What every part of the page speaks and counts in. */
export const {
  tag: languageTag,
  direction,
  words,
  figures,
} = chooseLanguage(navigator.languages ?? [navigator.language]);
