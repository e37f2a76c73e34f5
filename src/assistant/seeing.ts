/**
 * What kind of thing a photo shows, told by its print alone, and the facts in it. Done once, on arrival; a photo
 * answers every later question from here.
 */
import type { Picture, Reading } from '../../model-runtime/contract.ts';
import { coloursOf } from '../media/pixels.ts';
import type { Evidence, Photo, Pixels, Seen } from './evidence.ts';
import { LEAST_HEIGHT } from './printed/legible.ts';
import { hasAxis, readChart } from './skills/chart/read.ts';
import { readLabel } from './skills/label/read.ts';
import { readReceipt } from './skills/receipt/read.ts';
import { readShelf } from './skills/shelf/packs.ts';
import { hasSums, readTable } from './skills/table/read.ts';

/** @param pixels the picture's colours: without them only printed labels of charts count */
export const see = (photo: Photo, reading: Reading, pixels?: Pixels): Evidence => ({
  photo,
  reading,
  seen: seenIn(reading, pixels),
});

/** The same of a picture that is kept. Its file is decoded for this only where bars may have to be measured. */
export async function seeIn(photo: Photo, reading: Reading, picture: Picture): Promise<Evidence> {
  const evidence = see(photo, reading);
  const { kind } = evidence.seen;
  if (kind === 'label' || kind === 'receipt' || !hasAxis(reading)) return evidence;
  const pixels = await coloursOf(picture).catch(() => undefined);
  return pixels ? see(photo, reading, pixels) : evidence;
}

/** The strictest first: what a receipt or a label needs, nothing else has by chance. */
function seenIn(reading: Reading, pixels: Pixels | undefined): Seen {
  if (reading.script === 'blurred') return { kind: 'unreadable', why: 'too small' };
  if (reading.script === 'unsupported') return { kind: 'unreadable', why: 'script' };
  if (reading.lines.length === 0 || reading.script === 'none') return { kind: 'unreadable', why: 'nothing printed' };
  const label = readLabel(reading);
  const shelf = readShelf(reading);
  // Several packs with a claim each name as many nutrients as one table does.
  const claiming = shelf?.packs.filter(({ facts }) => facts.length > 0).length ?? 0;
  if (label && claiming <= label.facts.length + label.unread.length) return label;
  const several = shelf && shelf.packs.length > 1 ? shelf : null;
  const table = readTable(reading);
  const receipt = table && hasSums(table) ? null : readReceipt(reading);
  const found = receipt ?? several ?? readChart(reading, pixels) ?? table ?? shelf;
  if (found) return found;
  const large = reading.lines.filter(({ height }) => height >= LEAST_HEIGHT);
  return large.length * 2 < reading.lines.length ? { kind: 'unreadable', why: 'too small' } : { kind: 'text' };
}
