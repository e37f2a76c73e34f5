/** The parts of documents that are made from the source: `.env.example` and the README's table of settings. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSettings, envExample } from '../src/config/documents.ts';

const [OPEN, CLOSE] = ['<!-- settings -->', '<!-- /settings -->'];

/** Each document, what it says and what it should say. */
export function madeDocuments(root: string): { file: string; is: string; shouldBe: string }[] {
  const readme = read(join(root, 'README.md'));
  const [before, rest = ''] = readme.split(OPEN);
  const after = rest.slice(rest.indexOf(CLOSE));
  return [
    { file: '.env.example', is: read(join(root, '.env.example')), shouldBe: envExample() },
    { file: 'README.md', is: readme, shouldBe: `${before}${OPEN}\n${settingsTable()}${after}` },
  ];
}

export function writeDocuments(root: string): void {
  for (const { file, shouldBe } of madeDocuments(root)) writeFileSync(join(root, file), shouldBe);
}

const read = (file: string): string => readFileSync(file, 'utf8');

function settingsTable(): string {
  const rows = describeSettings().map(
    ({ name, about, preset }) =>
      `| \`${name}\` | ${preset === '' ? '' : `\`${preset}\``} | ${about.replaceAll('|', '\\|')} |`,
  );
  return ['| setting | default | what for |', '| --- | --- | --- |', ...rows, ''].join('\n');
}
