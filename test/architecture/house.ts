/** The house as it stands on disk: its files, their imports resolved, and the packages it declares. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { type Reference, readSources, type SourceFile, type Texts } from './source.ts';

export interface House {
  /** Every file of the tree, source or not. */
  files: string[];
  sources: SourceFile[];
  /** package.json at the root, and the one in bench/ where there is one. */
  packages: { root: Declared; bench: Declared };
}

export interface Declared {
  dependencies: readonly string[];
  devDependencies: readonly string[];
}

/** Where an import leads. */
export type Target =
  /** A source file of ours. */
  | { kind: 'file'; path: string }
  | { kind: 'package'; name: string }
  | { kind: 'builtin'; name: string }
  /** Anything else: data, a page, a folder, something that is not there. */
  | { kind: 'other' };

/** Grown by programs or kept for one machine only. */
const NOT_OURS = new Set(['node_modules', '.git', '.parley', 'data', 'package-lock.json']);
const SOURCE = /\.(ts|mts|mjs|js)$/;

export function readHouse(root: string): House {
  const files = filesBelow(root, '');
  const texts = Object.fromEntries(
    files.filter((file) => SOURCE.test(file)).map((file) => [file, readFileSync(join(root, file), 'utf8')]),
  );
  const declared = (file: string) =>
    existsSync(join(root, file)) ? JSON.parse(readFileSync(join(root, file), 'utf8')) : {};
  return houseOf(texts, { files, root: declared('package.json'), bench: declared('bench/package.json') });
}

/** A package.json as far as it matters here. */
interface Manifest {
  dependencies?: Record<string, string>;
  /** Used where the owner installed them. */
  peerDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** A house from texts, so that the rules can be tried on small ones. */
export function houseOf(
  texts: Texts,
  { files = [], root = {}, bench = {} }: { files?: readonly string[]; root?: Manifest; bench?: Manifest } = {},
): House {
  const declared = ({ dependencies = {}, peerDependencies = {}, devDependencies = {} }: Manifest): Declared => ({
    dependencies: [...Object.keys(dependencies), ...Object.keys(peerDependencies)],
    devDependencies: Object.keys(devDependencies),
  });
  return {
    files: [...new Set([...Object.keys(texts), ...files])].sort(),
    sources: readSources(texts),
    packages: { root: declared(root), bench: declared(bench) },
  };
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (NOT_OURS.has(entry.name)) return [];
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}

/** Follows a reference from the file it stands in. A path that names no source file leads nowhere, and is none of our business. */
export function targetOf(house: House, from: string, { specifier, byPath }: Reference): Target {
  if (specifier === null) return { kind: 'other' };
  if (byPath || /^\.{0,2}\//.test(specifier)) {
    const path = posix.join(posix.dirname(from), specifier);
    return house.sources.some((source) => source.path === path) ? { kind: 'file', path } : { kind: 'other' };
  }
  if (isBuiltin(specifier)) return { kind: 'builtin', name: specifier };
  if (/^[a-z]+:/i.test(specifier)) return { kind: 'other' };
  return { kind: 'package', name: specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/') };
}

/** One import between two files of ours. */
export interface Arrow {
  from: string;
  to: string;
  typeOnly: boolean;
  line: number;
}

export function arrowsOf(house: House): Arrow[] {
  return house.sources.flatMap(({ path, references }) =>
    references.flatMap((reference) => {
      const target = targetOf(house, path, reference);
      if (target.kind !== 'file') return [];
      return [{ from: path, to: target.path, typeOnly: reference.typeOnly, line: reference.line }];
    }),
  );
}
