import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROGRAMS } from '../scripts/programs.mjs';
import { madeDocuments } from './documents.ts';

const root = join(import.meta.dirname, '..');
const documents = ['README.md', 'CONTRIBUTING.md', 'docs/not-guaranteed.md'];
const text = (file: string) => readFileSync(join(root, file), 'utf8');

describe('documents', () => {
  it.each(madeDocuments(root))(
    '$file says what the source says (`npm run check -- --write` makes it say so)',
    ({ is, shouldBe }) => {
      expect(is).toBe(shouldBe);
    },
  );

  it.each(documents)('%s links to nothing that is not there', (file) => {
    const links = [...text(file).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, to]) => to!)
      .filter((to) => !/^https?:/.test(to));
    expect(links.filter((to) => !existsSync(join(root, file, '..', to)))).toEqual([]);
  });

  it('name no command that is not there', () => {
    const named = documents.flatMap((file) =>
      [...text(file).matchAll(/npm run (?:-s )?([a-z]+)/g)].map(([, name]) => name!),
    );
    expect(named.filter((name) => !Object.hasOwn(PROGRAMS, name))).toEqual([]);
  });
});
