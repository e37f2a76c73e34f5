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
  sha256: '942759c8a01f9474754e23f3f59b2a7537f5f1fcce9568ff7b6ab2439f0e3bea',
};
