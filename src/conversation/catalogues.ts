/** The texts of the service by language: one file `locales/<tag>.json` each, English complete, the others as far as they go. */
import { readdirSync, readFileSync } from 'node:fs';
import english from '../../locales/en.json' with { type: 'json' };

export type TextId = keyof typeof english;
export type Catalogue = Readonly<Record<string, string>>;

const FOLDER = new URL('../../locales/', import.meta.url);
const FILE = /^([a-z]{2,3}(?:-[A-Z]{2})?)\.json$/;

function readAll(): ReadonlyMap<string, Catalogue> {
  const found = new Map<string, Catalogue>([['en', english]]);
  for (const name of readdirSync(FOLDER)) {
    const tag = FILE.exec(name)?.[1];
    if (tag !== undefined && tag !== 'en')
      found.set(tag, JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Catalogue);
  }
  return found;
}

export const CATALOGUES = readAll();
