/** Where the tiny models of fixtures/vision lie. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../fixtures/vision');
export const fixture = (...path: string[]): string => join(ROOT, ...path);
export const json = (...path: string[]): unknown => JSON.parse(readFileSync(fixture(...path), 'utf8'));
