/** The colours that a picture mostly has, by name. They are the picture's: which thing in it has which, no count of pixels tells. */
import type { Colour } from '../contract.ts';
import { type Pixels, resize } from './pixels.ts';

/** Looked at in a raster of so many a side; a colour that is lost in it is none the picture mostly has. */
const RASTER = 64;
/** Less of the picture is not said, and more colours are not, either. */
const LEAST_SHARE = 0.12;
const MOST = 3;

/** The most common first; none where no colour stands out. */
export async function mainColours(pixels: Pixels): Promise<Colour[]> {
  const { data } = await resize(pixels, { width: RASTER, height: RASTER });
  const counts = new Map<Colour, number>();
  for (let at = 0; at < data.length; at += 3) {
    const colour = colourOf(data[at]!, data[at + 1]!, data[at + 2]!);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= LEAST_SHARE * RASTER * RASTER)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST)
    .map(([colour]) => colour);
}

/** By hue, saturation and lightness (HSL); channels 0 to 255. */
export function colourOf(red: number, green: number, blue: number): Colour {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const light = (most + least) / 510;
  const chroma = (most - least) / 255;
  if (light < 0.13) return 'black';
  if (light > 0.93) return 'white';
  // Of light and of dark colours little chroma is left, and they are still seen as colours.
  if (chroma < 0.1 || chroma / (1 - Math.abs(2 * light - 1)) < 0.16)
    return light > 0.85 ? 'white' : light < 0.2 ? 'black' : 'grey';
  const hue = hueOf(red, green, blue, most, most - least);
  if (hue < 15 || hue >= 345) return light > 0.7 ? 'pink' : 'red';
  if (hue < 45) return light < 0.4 || chroma < 0.35 ? 'brown' : 'orange';
  if (hue < 68) return light < 0.3 ? 'brown' : 'yellow';
  if (hue < 170) return 'green';
  if (hue < 255) return 'blue';
  if (hue < 290) return 'purple';
  return light > 0.55 || hue >= 320 ? 'pink' : 'purple';
}

/** In degrees. */
function hueOf(red: number, green: number, blue: number, most: number, chroma: number): number {
  if (most === red) return (60 * ((green - blue) / chroma) + 360) % 360;
  if (most === green) return 60 * ((blue - red) / chroma) + 120;
  return 60 * ((red - green) / chroma) + 240;
}
