/** Code in four colours: what highlight.js finds, reduced to what the page can tell apart. */
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

/** Keyword, string, comment, number or literal; '' is plain. */
export type Tone = 'k' | 's' | 'c' | 'n' | '';

/** Longer code stays plain. highlight.js takes 1 ms a thousand characters, but the square of a line without spaces. */
const LONGEST = { code: 8_000, line: 400 };

const LANGUAGES = { bash, c, cpp, css, diff, go, java, javascript, json, python, rust, sql, typescript, xml, yaml };
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);

/** First words of highlight.js's scopes (its "Scopes Reference"). Others have the tone of what they stand in. */
const SCOPES: Record<Tone, string> = {
  k: 'keyword built_in type selector-tag name attr attribute section meta',
  s: 'string regexp char link',
  c: 'comment quote deletion',
  n: 'number literal symbol bullet addition',
  '': 'subst',
};
const TONES: ReadonlyMap<string, Tone> = new Map(
  (Object.keys(SCOPES) as Tone[]).flatMap((tone) =>
    SCOPES[tone].split(' ').map((scope): [string, Tone] => [`hljs-${scope}`, tone]),
  ),
);

/** Pieces of the code with their tones, together the whole code; undefined: unknown language, or too long. */
export function highlight(code: string, language: string): [Tone, string][] | undefined {
  if (code.length > LONGEST.code || hljs.getLanguage(language) === undefined) return undefined;
  if (code.split('\n').some((line) => line.length > LONGEST.line)) return undefined;
  const html = hljs.highlight(code, { language, ignoreIllegals: true }).value;
  const pieces: [Tone, string][] = [];
  const tones: Tone[] = [''];
  for (const [token, scope] of html.matchAll(/<span class="([^"]*)">|<\/span>|[^<]+/g)) {
    if (scope !== undefined) tones.push(TONES.get(scope.split(' ')[0]!) ?? tones.at(-1)!);
    else if (token === '</span>') tones.pop();
    else
      add(
        pieces,
        tones.at(-1)!,
        token.replace(ESCAPED, (entity) => ENTITIES[entity]!),
      );
  }
  return pieces;
}

/** What highlight.js escapes. */
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'" };
const ESCAPED = /&(?:amp|lt|gt|quot|#x27);/g;

function add(pieces: [Tone, string][], tone: Tone, text: string): void {
  const last = pieces.at(-1);
  if (last?.[0] === tone) last[1] += text;
  else pieces.push([tone, text]);
}
