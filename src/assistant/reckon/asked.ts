/** What goes to the calculator's thread, and what comes back. */
import type { UnitId } from './units.ts';

export type Asked =
  | { id: number; kind: 'sum'; expression: string }
  | { id: number; kind: 'convert'; amounts: { value: string; unit: UnitId }[]; to: UnitId };
export interface Answered {
  id: number;
  /** A decimal with up to 64 digits, or null where there is none. */
  result: string | null;
}
