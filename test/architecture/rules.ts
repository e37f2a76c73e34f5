/** The rules of the house. Each gives a sentence for every place that breaks it, and none when all is well. */
import { stripTypeScriptTypes } from 'node:module';
import { arrowsOf, type House, targetOf } from './house.ts';
import {
  EMPTY_NAMES,
  isWithin,
  LOADS_BY_PATH,
  ONE_FILE_PACKAGES,
  OUTSIDE,
  READS_ENVIRONMENT,
  type Room,
  roomOf,
} from './plan.ts';
import type { Mark } from './source.ts';

export type Rule = (house: House) => string[];

const isOutside = (path: string) => OUTSIDE.some((place) => isWithin(path, place));

/** Imports go where the plan has a doorway. */
export const followsPlan: Rule = (house) =>
  arrowsOf(house).flatMap(({ from, to, typeOnly, line }) => {
    const room = roomOf(from);
    if (isOutside(from) || !room) return [];
    if (roomOf(to) === room || isOpen(room, to, typeOnly)) return [];
    return [`${from}:${line} imports ${to}, and the plan has no such way out of ${room.name}`];
  });

function isOpen(room: Room, to: string, typeOnly: boolean): boolean {
  return room.mayImport.some((door) => {
    if (typeof door === 'string') return isWithin(to, door);
    return typeOnly && isWithin(to, door.types);
  });
}

/** Every source file lies in a room of the plan, in `test`, in `bench`, or is a setting of a tool at the root. */
export const hasRoom: Rule = (house) =>
  house.sources
    .filter(({ path }) => path.includes('/') && !isOutside(path) && !roomOf(path))
    .map(({ path }) => `${path} lies in no room of the plan`);

/** No file imports itself by way of others, be it for types only: such files cannot be read one after the other. */
export const hasNoCycle: Rule = (house) => {
  const next = new Map<string, string[]>();
  for (const { from, to } of arrowsOf(house)) next.set(from, [...(next.get(from) ?? []), to]);
  return cyclesIn(next).map((cycle) => `${cycle.join(' → ')} → ${cycle[0]}`);
};

/** Cycles, the shortest first found, until every file that stands in one has been told. */
function cyclesIn(next: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const told = new Set<string>();
  for (const start of [...next.keys()].sort()) {
    if (told.has(start)) continue;
    const cycle = shortestWayBack(next, start);
    if (!cycle) continue;
    for (const file of cycle) told.add(file);
    cycles.push(cycle);
  }
  return cycles;
}

function shortestWayBack(next: ReadonlyMap<string, readonly string[]>, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const to of next.get(file) ?? []) {
      if (to === start) {
        const way = [file];
        for (let at = file; at !== start; way.unshift(at)) at = cameFrom.get(at) ?? start;
        return way;
      }
      if (cameFrom.has(to)) continue;
      cameFrom.set(to, file);
      queue.push(to);
    }
  }
  return undefined;
}

/** What a file imports can be seen in it. */
export const hidesNothing: Rule = (house) =>
  house.sources
    .filter(({ path }) => !isOutside(path) && !LOADS_BY_PATH.includes(path))
    .flatMap(({ path, references }) =>
      references
        .filter(({ specifier }) => specifier === null)
        .map(({ line }) => `${path}:${line} imports something computed, so nobody can see what`),
    );

/** Packages are declared, those of development stay out of what runs, and some rooms use only a few or none. */
export const declaresPackages: Rule = (house) =>
  house.sources.flatMap((source) =>
    source.references.flatMap((reference) => {
      const target = targetOf(house, source.path, reference);
      const place = `${source.path}:${reference.line}`;
      const room = roomOf(source.path);
      if (target.kind === 'builtin') {
        return room?.inBrowser ? [`${place} imports ${target.name}, which a browser does not have`] : [];
      }
      if (target.kind !== 'package') return [];
      const { name } = target;
      if (!isDeclared(house, source.path, name, reference.typeOnly)) {
        return [`${place} uses ${name}, which package.json does not declare for it`];
      }
      if (room?.packages && !room.packages.includes(name)) return [`${place} uses ${name}; ${room.name} does without`];
      return [];
    }),
  );

function isDeclared({ packages }: House, path: string, name: string, typeOnly: boolean): boolean {
  const { dependencies, devDependencies } = packages.root;
  const runs = dependencies.includes(name);
  // Types of a package that has none of its own: "@types/express", and "@types/scope__name" for "@scope/name".
  const types = `@types/${name.replace(/^@(.+)\/(.+)$/, '$1__$2')}`;
  const develops = devDependencies.includes(name) || devDependencies.includes(types);
  if (isWithin(path, 'bench')) {
    return (
      runs || develops || packages.bench.dependencies.includes(name) || packages.bench.devDependencies.includes(name)
    );
  }
  return runs || ((typeOnly || isOutside(path) || !path.includes('/')) && develops);
}

/** Some packages are known to one file only. */
export const keepsToOneFile: Rule = (house) =>
  ONE_FILE_PACKAGES.flatMap((name) => {
    const users = house.sources.filter(
      ({ path, references }) =>
        !isOutside(path) &&
        references.some((reference) => {
          const target = targetOf(house, path, reference);
          return target.kind === 'package' && target.name === name;
        }),
    );
    return users.length > 1
      ? [`${name} is imported by ${users.map(({ path }) => path).join(' and ')}; one file is to know it`]
      : [];
  });

/** Settings come from one place. */
export const readsEnvironmentOnce: Rule = (house) =>
  withMark(house, 'environment')
    .filter(({ path }) => !READS_ENVIRONMENT.some((place) => isWithin(path, place)) && path.includes('/'))
    .map(
      ({ path, line }) => `${path}:${line} reads the environment; ${READS_ENVIRONMENT[0]} does, and hands settings on`,
    );

/** Names of files and folders say what is inside. */
export const namesThings: Rule = (house) =>
  house.files
    .filter((file) => file.split(/[/.\-_]/).some((word) => EMPTY_NAMES.includes(word.toLowerCase())))
    .map((file) => `${file} has a name that says nothing`);

/** Types are not argued with. */
export const trustsTypes: Rule = (house) => [
  ...withMark(house, 'any').map(({ path, line }) => `${path}:${line} says any`),
  ...withMark(house, 'double assertion').map(({ path, line }) => `${path}:${line} asserts by way of unknown`),
  ...inText(house, /@ts-(?:ignore|nocheck|expect-error)\b/).map(
    ({ path, line, found }) => `${path}:${line} says ${found}`,
  ),
];

/** No test is left out. */
export const leavesNoTestOut: Rule = (house) =>
  withMark(house, 'test left out').map(({ path, line }) => `${path}:${line} leaves a test out, or all others`);

/** Nothing is promised for later. */
export const promisesNothing: Rule = (house) =>
  inText(house, /\b(?:TODO|FIXME|XXX|HACK)\b/).map(({ path, line, found }) => `${path}:${line} says ${found}`);

/** The oldest Node that we run on can read every file that it gets as it is; vitest rewrites the tests for it. */
export const speaksToOldestNode: Rule = (house) =>
  withMark(house, 'using')
    .filter(({ path }) => !path.endsWith('.test.ts'))
    .map(({ path, line }) => `${path}:${line} declares with "using", which Node 22 cannot read`);

/** Node reads what it runs with a parser of its own, which knows less than the compiler and vitest's. */
export const isReadByNode: Rule = (house) =>
  house.sources
    .filter(({ path }) => !path.endsWith('.test.ts'))
    .flatMap(({ path, text }) => {
      try {
        stripTypeScriptTypes(text);
        return [];
      } catch (error) {
        return [`${path} cannot be read by Node: ${error instanceof Error ? error.message : error}`];
      }
    });

function withMark(house: House, what: Mark['what']): { path: string; line: number }[] {
  return house.sources.flatMap(({ path, marks }) =>
    marks.filter((mark) => mark.what === what).map(({ line }) => ({ path, line })),
  );
}

/** Where a pattern stands in a source file. The files about the rules themselves have to name what they forbid. */
function inText(house: House, pattern: RegExp): { path: string; line: number; found: string }[] {
  return house.sources
    .filter(({ path }) => !isWithin(path, 'test/architecture'))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((content, index) => {
        const found = pattern.exec(content)?.[0];
        return found ? [{ path, line: index + 1, found }] : [];
      }),
    );
}
