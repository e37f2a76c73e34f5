/** Markdown → Telegram's messages: text and entities. */
import { normalise } from './normalise.ts';
import { cut, type Piece, type PieceLimits } from './pieces.ts';

/** As in the Bot API: offset and length in UTF-16 units. */
export type MessageEntity = { offset: number; length: number } & (
  | { type: 'bold' | 'italic' | 'strikethrough' | 'code' | 'blockquote' | 'expandable_blockquote' }
  | { type: 'pre'; language?: string }
  | { type: 'text_link'; url: string }
);

export interface TelegramText {
  text: string;
  entities: MessageEntity[];
}

/** At most 100 entities a piece, sorted and properly nested. */
export async function telegramPieces(markdown: string, limits: PieceLimits): Promise<Piece<TelegramText>[]> {
  return cut(normalise(markdown), limits).map((piece) =>
    piece.kind === 'file' ? piece : { kind: 'text', text: { text: piece.text, entities: [] } },
  );
}

/** The end of an unfinished text, within `limit`. */
export function telegramPreview(markdown: string, limit: number): TelegramText {
  return { text: normalise(markdown).slice(-limit).toWellFormed().trim(), entities: [] };
}
