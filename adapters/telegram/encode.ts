/**
 * A reply → parts within Telegram's limits, in order: its words, then its files. Several pictures are parts of their own
 * and no sendMediaGroup: an album is one request for many messages, so a broken connection would leave all of them
 * unsure, one bad picture would refuse the others, and it takes no buttons. Pure.
 */
import type { Address, OutPart, Reply } from '../contract.ts';
import { captionsSay } from '../text/captions.ts';
import { firstGraphemes } from '../text/graphemes.ts';
import { telegramPieces } from '../text/telegram.ts';
import { type Body, partOf } from './body.ts';
import { CALLBACK_BYTES, CAPABILITIES } from './capabilities.ts';

export async function encode(reply: Reply, address: Address): Promise<OutPart[]> {
  const { limit, unit } = CAPABILITIES.text;
  const pieces = await telegramPieces(reply.markdown, { limit, unit, parts: CAPABILITIES.parts });
  const [piece, ...others] = pieces;
  const captioned =
    piece?.kind === 'text' &&
    others.length === 0 &&
    captionsSay(
      piece.text.text,
      (reply.files ?? []).map(({ alt = '' }) => alt),
      CAPABILITIES.caption.limit,
    );
  const bodies: Body[] = [
    ...(captioned ? [] : pieces).map(
      (piece): Body => (piece.kind === 'text' ? { ...piece.text, kind: 'text' } : { ...piece, kind: 'words' }),
    ),
    ...(reply.files ?? []).map((file): Body => {
      const caption = firstGraphemes(file.alt ?? '', CAPABILITIES.caption.limit);
      // A character may be many units long; then the words stay away rather than being cut.
      const fits = caption !== '' && caption.length <= CAPABILITIES.caption.limit;
      return { kind: 'file', file, ...(fits ? { caption } : {}) };
    }),
  ];
  // What does not fit on a button cannot come back; the words above say what can be written instead.
  const buttons = (reply.buttons ?? [])
    .filter(({ value }) => Buffer.byteLength(value) <= CALLBACK_BYTES)
    .map(({ label, value }) => ({ label, value }));
  return bodies.map((body, index) => {
    if (index === 0) {
      body.leads = true;
      if (reply.quotes !== undefined) body.replyTo = reply.quotes;
    }
    if (index === bodies.length - 1 && buttons.length > 0) body.buttons = buttons;
    return partOf(address, body);
  });
}
