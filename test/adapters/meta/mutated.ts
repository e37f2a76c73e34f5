/** Real-shaped payloads, bent: values exchanged, taken out, doubled, made huge, made nothing. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Inbound, Part } from '../../../adapters/contract.ts';
import type { Decoded } from '../../../adapters/meta/decoded.ts';
import { type Fields, fields } from '../../../adapters/meta/json.ts';
import { NOW, type PayloadCase } from './payloads.ts';

const strange = fc.constantFrom<unknown>(
  ...[
    null,
    true,
    false,
    0,
    -1,
    1e308,
    Number.MAX_SAFE_INTEGER,
    '',
    ' ',
    '0',
    'x'.repeat(2_000),
    '__proto__',
    'constructor',
  ],
  ...[
    '\u0000',
    '\ud800',
    '2025-01-01',
    [],
    {},
    [[]],
    [null],
    { id: null },
    { id: {} },
    { mid: 'm_1' },
    { url: 'javascript:1' },
  ],
);

interface Bend {
  /** Which of all places in the tree, as a share of their number. */
  at: number;
  how: 'replace' | 'remove' | 'double' | 'wrap' | 'swap';
  value: unknown;
  other: number;
}

const bend = fc.record<Bend>({
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  how: fc.constantFrom('replace', 'remove', 'double', 'wrap', 'swap'),
  value: strange,
  other: fc.double({ min: 0, max: 0.999, noNaN: true }),
});

type Tree = { [name: string]: unknown } | unknown[];
type Place = { parent: Tree; name: string | number };

function placesIn(tree: unknown): Place[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(tree) ? [...tree.entries()] : Object.entries(tree);
  return entries.flatMap(([name, child]) => [{ parent: tree as Tree, name }, ...placesIn(child)]);
}

const get = ({ parent, name }: Place): unknown => (parent as { [name: string | number]: unknown })[name];
const set = ({ parent, name }: Place, value: unknown): void => {
  (parent as { [name: string | number]: unknown })[name] = value;
};

function bent(body: Fields, bends: Bend[]): unknown {
  const root = { body: structuredClone(body) as unknown };
  for (const { at, how, value, other } of bends) {
    const places = placesIn(root);
    const [place, second] = [at, other].map((share) => places[Math.floor(share * places.length)]);
    if (!place || !second) break;
    if (how === 'replace') set(place, structuredClone(value));
    else if (how === 'remove' && !Array.isArray(place.parent)) delete place.parent[place.name as string];
    else if (how === 'double' && Array.isArray(place.parent)) place.parent.push(structuredClone(get(place)));
    else if (how === 'wrap') set(place, [structuredClone(get(place))]);
    else if (how === 'swap') set(place, structuredClone(get(second)));
  }
  return root.body;
}

export function survivesMutation(cases: PayloadCase[], decode: (body: Fields, now?: number) => Decoded): void {
  const body = fc.constantFrom(...cases.map((one) => one.body));
  fc.assert(
    fc.property(body, fc.array(bend, { minLength: 1, maxLength: 4 }), (original, bends) => {
      const payload = fields(bent(original, bends));
      if (!payload) return;
      const { events, ignored } = decode(payload);
      for (const event of events) isWhole(event);
      for (const { what } of ignored) expect(typeof what).toBe('string');
      // The same payload hours later gives the same events under the same ids: a redelivery is recognised.
      const again = decode(payload, NOW + 3_600_000).events;
      expect(again.map(nameOf)).toEqual(events.map(nameOf));
    }),
    { numRuns: 3_000 },
  );
}

const nameOf = ({ kind, address, eventId }: Inbound): string => JSON.stringify([kind, address, eventId]);

const KINDS = ['message', 'edit', 'delete', 'reaction', 'choice', 'receipt', 'moved', 'takeover'];

function isWhole(event: Inbound): void {
  expect(KINDS).toContain(event.kind);
  for (const id of [event.address.chat, event.address.account, event.eventId]) {
    expect(typeof id).toBe('string');
    expect(id.trim()).not.toBe('');
  }
  expect(Number.isSafeInteger(event.at)).toBe(true);
  expect(JSON.parse(JSON.stringify(event))).toEqual(event);
  if (event.kind === 'message' || event.kind === 'edit') {
    expect(event.parts.length).toBeGreaterThan(0);
    for (const part of event.parts) partIsWhole(part);
  }
}

function partIsWhole(part: Part): void {
  if (part.kind === 'text') expect(part.text).not.toBe('');
  if (part.kind === 'location') expect(Number.isFinite(part.latitude) && Number.isFinite(part.longitude)).toBe(true);
  if (part.kind === 'unsupported') expect(part.what).not.toBe('');
}
