/** The chats that a person at the page has, and what is said in them. */
import type { Block } from '../../../../adapters/web/tree.ts';

export const CHAT = 'chat-one';
export const NOW = Date.now();
export const CHATS = [
  { id: CHAT, title: 'Rivers of Europe', at: NOW, last: 'The Seine', working: false },
  { id: 'chat-two', title: 'كم البروتين في الثاني؟', at: NOW - 1000, last: 'إدامامي – 14 غ', working: true },
  { id: 'chat-old', title: 'Lease', at: NOW - 40 * 86_400_000, last: 'Three months', working: false },
];

export const paragraph = (text: string): Block => ({ t: 'p', c: [text] });

/** A picture taller than the frame it is shown in. */
export const TALL = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="900"/>';
