/** Where the page is, as the address says: `#chat=ID`, `#status` or `#connect`. */

export type Place = { name: 'chat'; chat: string } | { name: 'status' } | { name: 'connect' };

const CHAT = /^#chat=([\w-]{1,64})$/;

/** Undefined when the address names no place. */
export function placeOf(hash: string): Place | undefined {
  if (hash === '#status') return { name: 'status' };
  if (hash === '#connect') return { name: 'connect' };
  const chat = CHAT.exec(hash)?.[1];
  return chat === undefined ? undefined : { name: 'chat', chat };
}

export function hashOf(place: Place): string {
  return place.name === 'chat' ? `#chat=${place.chat}` : `#${place.name}`;
}
