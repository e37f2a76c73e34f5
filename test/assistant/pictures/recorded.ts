/** A chart, and the bytes it has on every machine. */
import { createHash } from 'node:crypto';
import type { Drawing } from '../../../src/assistant/skills/skill.ts';

export const drawingOf = (names: readonly string[]): Extract<Drawing, { kind: 'bars' }> => ({
  kind: 'bars',
  title: 'protein per 100 g',
  bars: names.map((name, index) => ({ name, value: String(index + 1), shown: `${index + 1} g` })),
  alt: 'protein',
});

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const RECORDED = {
  drawing: drawingOf(['A', 'B', 'Ünï', 'ओट', 'ওট', 'شوفان']),
  sha256: '065cf11dc9743bc810a45fcc1b931e199929d8021d4cd28d9841bd58c4e84308',
};
