/**
 * Which messages belong to one album. The page announces an album with a message of its own, and its pictures follow as
 * ordinary messages; only newer pages name the parent in each.
 */
import type { RawMessage } from './raw.ts';

export interface OpenAlbum {
  id: string;
  chat: string;
  author: string;
  /** How many parts are still to come. */
  left: number;
  /** s since 1970, by the platform's clock. */
  t: number;
}

/** After so many seconds without its next part an album is over, however many were announced. */
const OVER_S = 60;
/** Parts of an album that did not say how many it has; WhatsApp lets 100 be chosen. */
const MOST = 100;

export interface InAlbum {
  open: readonly OpenAlbum[];
  album?: string;
}

export function albumOf(open: readonly OpenAlbum[], message: RawMessage): InAlbum {
  const { id, type, chat, t } = message;
  const author = message.author ?? chat;
  const alive = open.filter((album) => t - album.t <= OVER_S);
  if (type === 'album') {
    const album: OpenAlbum = { id, chat, author, left: message.albumParts ?? MOST, t };
    return { open: [...alive, album] };
  }
  if (type !== 'image' && type !== 'video') return { open: alive };
  const parent = alive.find((album) =>
    message.album === undefined ? album.chat === chat && album.author === author : album.id === message.album,
  );
  if (!parent) return { open: alive, ...(message.album === undefined ? {} : { album: message.album }) };
  const others = alive.filter((album) => album !== parent);
  const rest = parent.left > 1 ? [...others, { ...parent, left: parent.left - 1, t }] : others;
  return { open: rest, album: parent.id };
}
