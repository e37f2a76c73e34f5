/** A label with a few lines of words and numbers, no two alike, as photographed by somebody in a shop. */
import { LATIN_WORDS, OTHER_WORDS } from './label-words.ts';
import type { Random } from './random.ts';
import { type Degraded, degrade, drawSvg } from './render.ts';

export type Language = keyof typeof LATIN_WORDS | keyof typeof OTHER_WORDS;

export const LATIN = Object.keys(LATIN_WORDS) as (keyof typeof LATIN_WORDS)[];

const FAMILIES = [
  'Noto Sans',
  'Noto Serif',
  'Noto Sans Arabic',
  'Noto Sans Devanagari',
  'Noto Sans Bengali',
  'Noto Sans Thai',
];

const PAPER = [
  { paper: '#ffffff', ink: '#000000' },
  { paper: '#f4ecd8', ink: '#222222' },
  { paper: '#7a1f1f', ink: '#ffffff' },
  { paper: '#1f4d2b', ink: '#f4f4f4' },
] as const;

export interface DrawnLabel extends Degraded {
  /** What was printed, row by row; a value may be empty. */
  rows: { word: string; value: string }[];
}

export async function drawLabel(language: Language, random: Random): Promise<DrawnLabel> {
  const { words, units, zero } = wordsOf(language);
  const size = random.int(16, 24);
  const serif = language in LATIN_WORDS && random.chance(0.3);
  const families = serif ? FAMILIES.slice(1) : FAMILIES.filter((family) => family !== 'Noto Serif');
  const weight = random.chance(0.3) ? 700 : 400;
  const { paper, ink } = random.pick(PAPER);
  const own = random.chance(0.5);
  const number = (): string => {
    const digits = random.pick([
      `${random.int(1, 900)}`,
      (random.int(1, 990) / 10).toFixed(1),
      `0.${random.int(10, 99)}`,
    ]);
    return own ? digits.replace(/\d/g, (digit) => String.fromCodePoint(zero.codePointAt(0)! + Number(digit))) : digits;
  };
  const rows = random.sample(words, random.int(4, 5)).map((word, i) => ({
    word,
    value: i > 0 && random.chance(0.75) ? `${number()} ${random.pick(units)}` : '',
  }));
  // So wide that no value is printed over a word.
  const longest = Math.max(...rows.map(({ word, value }) => word.length + value.length));
  const [width, height] = [
    size * Math.max(22, Math.ceil(longest * 0.65) + 3),
    Math.round(size * 1.9 * (rows.length + 1)),
  ];
  const text = (x: number, y: number, anchor: string, words: string): string =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" fill="${ink}">${words}</text>`;
  const drawn = rows.map(({ word, value }, i) => {
    const y = Math.round(size * 1.9 * (i + 1));
    return text(size, y, 'start', word) + text(width - size, y, 'end', value);
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${families.join(', ')}">
    <rect width="${width}" height="${height}" fill="${paper}"/>${drawn.join('')}</svg>`;
  const bad = random.chance(0.7);
  const photo = await degrade(
    drawSvg(svg),
    bad
      ? {
          tilt: random.between(-4, 4),
          blur: random.between(0.3, 0.8),
          jpeg: random.int(40, 90),
          shadow: random.between(0, 0.5),
          noise: random.between(0, 8),
        }
      : {},
    random,
  );
  return { ...photo, rows };
}

function wordsOf(language: Language): { words: string[]; units: readonly string[]; zero: string } {
  if (language in OTHER_WORDS) {
    const { words, units, zero } = OTHER_WORDS[language as keyof typeof OTHER_WORDS];
    return { words: words.split('|'), units, zero };
  }
  return {
    words: LATIN_WORDS[language as keyof typeof LATIN_WORDS].split('|'),
    units: ['g', 'mg', 'kcal', 'kJ', '%'],
    zero: '0',
  };
}
