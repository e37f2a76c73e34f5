/** Reading JSON that nobody vouches for: whatever has not the wanted shape counts as absent, and nothing throws. */

export type Fields = { readonly [name: string]: unknown };

export const fields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A text that says something; an empty one is absent. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Numbers come as numbers or in quotes. */
export function number(value: unknown): number | undefined {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
}

/** Longer is no identifier of Meta's: theirs have some hundred characters at most. */
const LONGEST_ID = 512;

/** Identifiers are strings, and numbers in older payloads. */
export function identifier(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() !== '' && value.length <= LONGEST_ID ? value : undefined;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

const EARLIEST = Date.UTC(2015, 0);

/** A platform's time in ms since 1970; anything that cannot be one, or has not come yet, is taken for now. */
export function instant(value: unknown, unit: 's' | 'ms', now: number): number {
  const read = number(value);
  if (read === undefined) return now;
  const ms = Math.round(unit === 's' ? read * 1000 : read);
  return ms >= EARLIEST && ms <= now ? ms : now;
}

/** The objects in a list; whatever else stands there is left out. */
export const records = (value: unknown): Fields[] =>
  list(value).flatMap((element) => {
    const known = fields(element);
    return known ? [known] : [];
  });
