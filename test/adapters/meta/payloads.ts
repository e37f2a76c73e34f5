/** The payloads in fixtures/meta: what the platform sends, and what it comes to. */
import { readFileSync } from 'node:fs';
import type { Fields } from '../../../adapters/meta/json.ts';

export interface PayloadCase {
  /** The point of the list of edge cases it stands for. */
  edge: string;
  case: string;
  body: Fields;
  /** What matters of each event. */
  events: object[];
  aside: object[];
}

export const payloads = (channel: 'whatsapp-cloud' | 'messenger' | 'instagram'): PayloadCase[] =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/meta/${channel}.json`, import.meta.url), 'utf8')) as PayloadCase[];

/** When the payloads arrive in the tests. */
export const NOW = 1_770_000_000_000;
