import { IntlMessageFormat } from 'intl-messageformat';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createRouter } from '../../src/assistant/router.ts';
import { CATALOGUES, type TextId } from '../../src/conversation/catalogues.ts';
import { LANGUAGES, type Language } from '../../src/conversation/languages.ts';
import { say, type Values } from '../../src/conversation/notices.ts';

/** Pseudo-languages with the rules of English: one is longer, one runs from right to left. */
const LONGER = 'en-XA';
const LEFTWARD = 'en-XB';

vi.mock(import('../../src/conversation/catalogues.ts'), async (original) => {
  const real = await original();
  const english = real.CATALOGUES.get('en')!;
  const made = (make: (text: string) => string) =>
    Object.fromEntries(Object.entries(english).map(([id, text]) => [id, make(text)]));
  // Padding goes behind the message, and the marks around it: inside it would have to know ICU's syntax.
  const longer = made((text) => `${text} ${'ẽ'.repeat(Math.ceil(text.length * 0.4))}`);
  const leftward = made((text) => `\u202E${text}\u202C`);
  return { ...real, CATALOGUES: new Map([...real.CATALOGUES, ['en-XA', longer], ['en-XB', leftward]]) };
});

const router = createRouter();
afterAll(() => router.close());

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

interface Argument {
  name: string;
  kind: 'plain' | 'number' | 'select' | 'plural' | 'ordinal';
  /** The branches of a choice. */
  options: string[];
}

const english = CATALOGUES.get('en')!;
const IDS = Object.keys(english) as TextId[];
const TRANSLATIONS = LANGUAGES.filter((language) => language !== 'en');

const astOf = (text: string, language: string) =>
  new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst();

/** The values of `TYPE` in @formatjs/icu-messageformat-parser, which the AST carries. */
const KINDS = { 1: 'plain', 2: 'number', 5: 'select', 6: 'plural' } as const;

function argumentsOf(elements: readonly Element[]): Argument[] {
  return elements.flatMap((element) => {
    const known = KINDS[element.type as keyof typeof KINDS];
    if (known === undefined) return [];
    const kind = 'pluralType' in element && element.pluralType === 'ordinal' ? 'ordinal' : known;
    const options = 'options' in element ? Object.entries(element.options) : [];
    return [
      { name: String('value' in element ? element.value : ''), kind, options: options.map(([name]) => name) },
      ...options.flatMap(([, option]) => argumentsOf(option.value)),
    ];
  });
}

/** Names with kinds, and for a choice between words the words: what a program passes in. */
const signature = (text: string, language: string): string[] => {
  const all = argumentsOf(astOf(text, language)).map(({ name, kind, options }) =>
    kind === 'select' ? `${name}: ${options.toSorted().join('|')}` : `${name}: ${kind}`,
  );
  return [...new Set(all)].sort();
};

/** Several sets of values with which every branch of a text is said. */
function valuesFor(id: TextId): Values[] {
  const found = argumentsOf(astOf(english[id]!, 'en'));
  return [0, 1, 2, 3, 5, 11, 100].flatMap((count) =>
    [0, 1, 2].map((choice) =>
      Object.fromEntries(
        found.map(({ name, kind, options }) => [
          name,
          kind === 'plain' ? `<${name}>` : kind === 'select' ? (options[choice % options.length] ?? 'other') : count,
        ]),
      ),
    ),
  );
}

const codeOf = (text: string): string[] => (text.match(/`[^`]*`/g) ?? []).sort();
/** Without the one that is made of a product's name: it is as long as that. */
const BUTTONS = IDS.filter((id) => id.includes('.button.') && id !== 'skill.button.photo');
/** Instagram and Messenger cut a quick reply's title at 20 characters. */
const LONGEST_LABEL = 20;
/** Words that a language shares with English. */
const SHARED: Partial<Record<Language, readonly TextId[]>> = {
  es: ['backlog.button.no'],
  id: ['skill.nutrient.protein'],
  fr: ['skill.nutrient.sodium'],
  tr: ['skill.nutrient.protein'],
};
/** The same as in English: such a word, or a frame without words around what comes from elsewhere. */
const isShared = (id: TextId, language: Language): boolean =>
  SHARED[language]?.includes(id) || !/\p{L}/u.test(literalsOf(astOf(english[id]!, 'en')).join(''));

describe.each(TRANSLATIONS)('The catalogue of %s', (language) => {
  const catalogue = CATALOGUES.get(language)!;

  it('has every text and no other', () => {
    expect(Object.keys(catalogue)).toEqual(IDS);
  });

  it('takes the same values as English', () => {
    for (const id of IDS)
      expect({ [id]: signature(catalogue[id]!, language) }).toEqual({ [id]: signature(english[id]!, 'en') });
  });

  it('names the same commands', () => {
    const names = (text: string) => codeOf(text).map((code) => code.replace(/^(`\/block) \S+`$/, '$1 …`'));
    for (const id of IDS) expect({ [id]: names(catalogue[id]!) }).toEqual({ [id]: names(english[id]!) });
  });

  it('leaves nothing in English but names', () => {
    for (const id of IDS) {
      if (isShared(id, language)) continue;
      expect(catalogue[id], id).not.toBe(english[id]);
      expect({ [id]: englishIn(catalogue[id]!, language) }).toEqual({ [id]: [] });
    }
  });

  it('gives an example of a conversion that works', async () => {
    const routed = await router.route(say('on.try.units', {}, language), { language });
    expect(routed?.trace).toMatchObject([{ read: '350 fahrenheit → celsius', shown: '176.7' }]);
  });
});

describe.each(LANGUAGES)('The service in %s', (language) => {
  it('says every text with every value, and nothing is left open', () => {
    for (const id of IDS)
      for (const values of valuesFor(id)) {
        const text = say(id, values, language);
        expect(text, id).not.toMatch(/[{}]|undefined|NaN/);
        expect(text, id).toBe(text.normalize('NFC'));
      }
  });

  it('has labels that fit on a button', () => {
    for (const id of BUTTONS)
      for (const values of valuesFor(id).map((given) => ({ ...given, days: 365 })))
        expect([...say(id, values, language)].length, say(id, values, language)).toBeLessThanOrEqual(LONGEST_LABEL);
  });
});

/** Plural forms that whole numbers up to a thousand take (CLDR 48), where the words around a number change with it. */
const FORMS: Partial<Record<Language, readonly string[]>> = {
  en: ['one', 'other'],
  es: ['one', 'other'],
  'pt-BR': ['one', 'other'],
  fr: ['one', 'other'],
  ru: ['few', 'many', 'one', 'other'],
  ar: ['few', 'many', 'one', 'other', 'two', 'zero'],
};

describe('Plural forms', () => {
  it.each(Object.entries(FORMS))('are all there in %s', (language, forms) => {
    for (const id of IDS) {
      const text = CATALOGUES.get(language)![id]!;
      for (const { name, kind, options } of argumentsOf(astOf(text, language))) {
        const words = options.filter((option) => !option.startsWith('='));
        // A number alone needs no forms.
        if (kind !== 'plural' || words.length === 1) continue;
        expect({ [`${id} ${name}`]: words.sort() }).toEqual({ [`${id} ${name}`]: forms });
      }
    }
  });

  it('are those that the languages have', () => {
    for (const [language, forms] of Object.entries(FORMS)) {
      const rules = new Intl.PluralRules(language);
      const taken = new Set(Array.from({ length: 1_001 }, (_, n) => rules.select(n)));
      expect(forms, language).toEqual(expect.arrayContaining([...taken]));
    }
  });
});

describe('Arabic', () => {
  it('keeps names, figures and commands in their own direction', () => {
    const blocks = new Set(['commands', 'model']);
    for (const [id, text] of Object.entries(CATALOGUES.get('ar')!)) {
      for (const code of text.matchAll(/`[^`]*`/g))
        expect(text.slice(code.index - 1, code.index), `${id} ${code[0]}`).toBe('\u2068');
      const outside = text.replace(/\u2068[^\u2068\u2069]*\u2069/g, '');
      for (const [, name] of outside.matchAll(/\{(\w+)(?:, number)?\}/g))
        expect(blocks, `${id} {${name}}`).toContain(name);
      expect(outside.replace(/=\d/g, ''), id).not.toMatch(/[#0-9]/);
      expect(text.match(/\u2068/g)?.length, id).toBe(text.match(/\u2069/g)?.length);
    }
  });
});

describe('Texts in a language that is longer, or runs the other way', () => {
  it.each([LONGER, LEFTWARD])('%s are said whole', (language) => {
    for (const id of IDS)
      for (const values of valuesFor(id)) {
        const plain = say(id, values);
        const text = say(id, values, language);
        expect(text.replace(/^\u202E|\u202C$| ẽ+$/g, ''), id).toBe(plain);
        if (language === LONGER) expect(text.length).toBeGreaterThanOrEqual(plain.length * 1.1);
      }
  });
});

/** What may stand in Latin letters anywhere. */
const NAMES = /\b(?:Parley|PDF|HEIC|SVG|AI|README\.txt|Apache-2\.0|sha256|A|B|g)\b|°[CF]/g;
const ENGLISH =
  /\b(?:the|you|your|and|with|this|that|is|was|what|erased?|erases|shows?|nothing|from|here|only|for)\b/gi;
const LATIN_LANGUAGES = new Set<Language>(['es', 'pt-BR', 'id', 'fr', 'vi', 'tr']);

/** English words that a translation still has: none in Latin letters at all where the language has its own. */
function englishIn(text: string, language: Language): string[] {
  const said = literalsOf(astOf(text, language))
    .join(' ')
    .replace(/`[^`]*`/g, ' ')
    .replace(NAMES, ' ');
  return said.match(LATIN_LANGUAGES.has(language) ? ENGLISH : /\p{Script=Latin}+/gu) ?? [];
}

const literalsOf = (elements: readonly Element[]): string[] =>
  elements.flatMap((element) => {
    if (element.type === 0) return [element.value];
    // What stands for an argument keeps code spans whole.
    return 'options' in element ? Object.values(element.options).flatMap((option) => literalsOf(option.value)) : [];
  });
