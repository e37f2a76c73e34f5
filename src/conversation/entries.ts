/** An entry as a row, and the other way round. Pure. */
import type { Entry, EntryState, Part, Reply, Timing } from '../../adapters/contract.ts';

/** One entry as the assistant reads it. */
export interface Said {
  id: number;
  by: 'person' | 'parley';
  /** What the platform calls a person's message. */
  key?: string;
  parts: Part[];
  markdown: string;
}

export type Row = Record<string, string | number | bigint | null | Uint8Array>;

export const EMPTY_ROW: Row = {
  key: '',
  body: '',
  aside: 0,
  state: null,
  item: null,
  answers: null,
  timing: null,
  who: null,
  album: null,
  offers: null,
  gone_at: null,
  media: null,
};

export const same = (a: unknown, b: Uint8Array | null): boolean =>
  a instanceof Uint8Array && b !== null ? Buffer.compare(a, b) === 0 : a === b;

/** `seen`: pictures and sounds, which go first; `file`: documents, which stay as long as the message. */
export function mediaOf(parts: Part[]): 'seen' | 'file' | null {
  const kept = parts.filter((part) => 'attachment' in part && part.attachment.recipe !== null);
  if (kept.length === 0) return null;
  return kept.some(({ kind }) => kind !== 'document') ? 'seen' : 'file';
}

export const withoutMedia = (part: Part): Part =>
  'attachment' in part && part.kind !== 'document' ? { ...part, attachment: { recipe: null } } : part;

export function readEntry(row: Row): Entry {
  const base = { id: Number(row.id), at: Number(row.at) };
  switch (row.by) {
    case 'person':
      return {
        ...base,
        content: {
          by: 'person',
          key: String(row.key),
          parts: JSON.parse(String(row.body)) as Part[],
          state: row.state as EntryState,
        },
      };
    case 'parley':
      return {
        ...base,
        content: {
          by: 'parley',
          reply: JSON.parse(String(row.body)) as Reply,
          answers: JSON.parse(String(row.answers)) as number[],
          timing: JSON.parse(String(row.timing)) as Timing,
        },
      };
    default:
      return { ...base, content: { by: 'erasure' } };
  }
}

/** The newest message an answer is to; its own number for a reply to none. */
export const answeredLast = (row: Row): number =>
  (JSON.parse(String(row.answers)) as number[]).at(-1) ?? Number(row.id);

/** A row of what was said, without its times: they are most of its text, and nothing of it is for the model. */
export function readSaid({ id, by, key, body }: Row): Said {
  return by === 'parley'
    ? { id: Number(id), by, parts: [], markdown: (JSON.parse(String(body)) as Reply).markdown }
    : { id: Number(id), by: 'person', key: String(key), parts: JSON.parse(String(body)) as Part[], markdown: '' };
}
