/** Markdown → plain text, for platforms that show no marks. */
import { normalise } from './normalise.ts';
import { cut, type Piece, type PieceLimits } from './pieces.ts';

export async function plainPieces(markdown: string, limits: PieceLimits): Promise<Piece<string>[]> {
  return cut(normalise(markdown), limits);
}
