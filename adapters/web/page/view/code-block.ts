/** A block of code: language, copy button, and colours once it is closed. Always left to right. */
import { type ComponentChild, h } from 'preact';
import type { Block } from '../../tree.ts';
import { words } from '../words/words.ts';
import { CopyButton } from './copy-button.ts';

/** Names people write for what fences abbreviate; any other name stands as the model wrote it. */
const LANGUAGE_NAMES: Record<string, string> = {
  bash: 'Shell',
  c: 'C',
  cpp: 'C++',
  csharp: 'C#',
  css: 'CSS',
  go: 'Go',
  html: 'HTML',
  java: 'Java',
  javascript: 'JavaScript',
  js: 'JavaScript',
  json: 'JSON',
  php: 'PHP',
  py: 'Python',
  python: 'Python',
  ruby: 'Ruby',
  rust: 'Rust',
  sh: 'Shell',
  shell: 'Shell',
  sql: 'SQL',
  swift: 'Swift',
  ts: 'TypeScript',
  typescript: 'TypeScript',
  xml: 'XML',
  yaml: 'YAML',
  yml: 'YAML',
};

export function CodeBlock({ block, end }: { block: Extract<Block, { t: 'code' }>; end: ComponentChild }) {
  const { language, text, tones } = block;
  const name = language === undefined ? words.code : (LANGUAGE_NAMES[language.toLowerCase()] ?? language);
  return h(
    'div',
    { class: 'code', dir: 'ltr' },
    h(
      'div',
      { class: 'code-head' },
      h('span', null, name),
      h(CopyButton, { class: 'btn sm', text, name: words.copyCode, label: words.copy }),
    ),
    h(
      'pre',
      { tabIndex: 0, role: 'region', 'aria-label': name },
      h(
        'code',
        null,
        tones ? tones.map(([tone, piece]) => (tone ? h('span', { class: `tone-${tone}` }, piece) : piece)) : text,
        end,
      ),
    ),
  );
}
