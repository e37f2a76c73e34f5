/**
 * References whose definition stands in another slice. The parser takes `[name]` or `[^name]` for a reference only
 * where it knows the definition, so a slice that mentions a name is read again behind stand-ins for the definitions it
 * does not hold itself. Where that leads is found in the definition's own node.
 */
import type { Definition, Nodes, RootContent } from 'mdast';
import { strip } from './parse.ts';
import { parseSlice, type Slice } from './slices.ts';

/** A slice with its nodes as renderers get them, and the names it defines and mentions. */
export interface ReadSlice {
  readonly slice: Slice;
  nodes: RootContent[];
  /** Where each of the nodes starts in the slice's source. */
  readonly starts: readonly number[];
  readonly definitions: readonly Definition[];
  /** Names of the footnotes it defines. */
  readonly notes: readonly string[];
  /** The source with letter case and spaces as the parser compares names; '' where it mentions none. */
  readonly mentions: string;
  /** The stand-ins behind which `nodes` were read, and the names that were known then. */
  standIns: string;
  known: string;
}

export function toReadSlice(slice: Slice): ReadSlice {
  const definitions: Definition[] = [];
  const notes: string[] = [];
  if (slice.source.includes(']:')) for (const node of slice.nodes) collect(node, definitions, notes);
  const starts = slice.nodes.map(({ position }) => Math.max(0, (position?.start.offset ?? 0) - slice.prefix.length));
  return {
    slice,
    starts,
    nodes: slice.nodes.map(strip),
    definitions,
    notes,
    mentions: slice.source.includes('[') ? comparable(slice.source) : '',
    standIns: '',
    known: '',
  };
}

/** Reads pieces again where the names known to all of them together change what they mean. One step a piece. */
export function* exchangeLabels(
  pieces: readonly ReadSlice[],
): Generator<undefined, { definitions: ReadonlyMap<string, Definition>; reread: ReadSlice[] }> {
  const definitions = new Map<string, Definition>();
  const notes = new Set<string>();
  for (const piece of pieces) {
    for (const note of piece.notes) notes.add(note);
    for (const definition of piece.definitions) {
      if (!definitions.has(definition.identifier)) definitions.set(definition.identifier, definition);
    }
  }
  const known = [...notes, '', ...definitions.keys()].join('\n');
  const reread: ReadSlice[] = [];
  for (const piece of pieces) {
    if (piece.mentions === '' || piece.known === known) continue;
    piece.known = known;
    const standIns = standInsFor(piece, definitions.keys(), notes);
    if (standIns === piece.standIns) continue;
    piece.standIns = standIns;
    piece.nodes = parseSlice(piece.slice, standIns).map(strip);
    reread.push(piece);
    yield;
  }
  return { definitions, reread };
}

/** Definitions of the names a piece mentions but does not define, and a rule that keeps them apart from it. */
function standInsFor(piece: ReadSlice, links: Iterable<string>, notes: Iterable<string>): string {
  let text = '';
  for (const name of notes) {
    if (!piece.notes.includes(name) && piece.mentions.includes(`[^${name}]`)) text += `[^${name}]: x\n\n`;
  }
  for (const name of links) {
    const own = piece.definitions.some(({ identifier }) => identifier === name);
    if (!own && piece.mentions.includes(`[${name}]`)) text += `[${name}]: x\n\n`;
  }
  return text === '' ? '' : `${text}***\n\n`;
}

function comparable(source: string): string {
  const spaced = source.replace(/\s+/g, ' ').replaceAll('[ ', '[').replaceAll(' ]', ']');
  // As micromark does it: some letters have several lower-case forms.
  return spaced.toLowerCase().toUpperCase().toLowerCase();
}

function collect(node: Nodes, definitions: Definition[], notes: string[]): void {
  if (node.type === 'definition') definitions.push(node);
  if (node.type === 'footnoteDefinition') notes.push(node.identifier);
  if ('children' in node) for (const child of node.children) collect(child, definitions, notes);
}
