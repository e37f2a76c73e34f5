/** Markdown → WhatsApp's own marks. */
import { normalise } from './normalise.ts';
import { cut, type Piece, type PieceLimits } from './pieces.ts';

export async function whatsappPieces(markdown: string, limits: PieceLimits): Promise<Piece<string>[]> {
  return cut(normalise(markdown), limits);
}
