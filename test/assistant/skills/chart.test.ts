import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../model-runtime/contract.ts';
import { plain } from '../../../src/assistant/firewall.ts';
import { sayChart } from '../../../src/assistant/skills/chart/chart.ts';
import { readChart } from '../../../src/assistant/skills/chart/read.ts';
import { layChart } from '../../vision/layouts/chart.ts';
import { readRows } from '../../vision/layouts/rows.ts';
import { pixelsOf, readScene, type Scene, turn } from '../../vision/layouts/scene.ts';
import { rng } from '../../vision/random.ts';

const talk = { language: 'en', timeZone: 'UTC', now: 0 };
const lay = (seed: number, kind: Parameters<typeof layChart>[1]) => {
  const random = rng(seed);
  const laid = layChart(random, kind);
  const reading = readScene(laid.scene, {}, random);
  return { ...laid, reading, seen: readChart(reading, pixelsOf(laid.scene)) };
};

/** What is seen of a chart whose page leans, and whose boxes of words lean otherwise by so much; both in radians. */
const leaning = (scene: Scene, reading: Reading, { page, words = 0 }: { page: number; words?: number }) => {
  const lines = reading.lines.map((line) => {
    const box = turn(line.box, page, 0, 0);
    return { ...line, box: turn(box, words, (box[0] + box[4]) / 2, (box[1] + box[5]) / 2) };
  });
  const [cos, sin] = [Math.cos(page), Math.sin(page)];
  const flat = pixelsOf(scene);
  const at = (x: number, y: number) => flat.at(x * cos + y * sin, y * cos - x * sin);
  return readChart({ ...reading, lines }, { ...flat, at });
};

describe('a bar chart', () => {
  it('is read off its axis, never further from the truth than it says', () => {
    for (let seed = 0; seed < 30; seed++) {
      const { bars, range, seen } = lay(seed, 'plain');
      if (seen?.kind !== 'chart') throw new Error(`seed ${seed} is no chart`);
      expect(seen.bars.map(({ name }) => name)).toEqual(bars.map(({ name }) => name));
      seen.bars.forEach(({ fact, error }, index) => {
        const off = Math.abs(Number(fact.value) - bars[index]!.value);
        expect(off, `seed ${seed}`).toBeLessThanOrEqual(Number(error));
        expect(Number(error)).toBeLessThan(range * 0.03);
        expect(fact.certainty).toBe('calculated');
      });
    }
  });

  it('takes printed labels as they are, where the bar agrees', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { bars, seen, scene, reading } = lay(seed, 'labelled');
      expect(seen).toMatchObject({
        kind: 'chart',
        bars: bars.map(({ value }) => ({ error: null, fact: { value: String(value), certainty: 'printed' } })),
      });
      // The same labels over bars half as high are in contradiction.
      const shrunk = {
        ...scene,
        marks: scene.marks.map((mark) =>
          mark.kind === 'block' && mark.width > 20 && mark.height > 20
            ? { ...mark, y: mark.y + mark.height / 2, height: mark.height / 2 }
            : mark,
        ),
      };
      const after = readChart(reading, pixelsOf(shrunk));
      if (after?.kind === 'chart') for (const { error } of after.bars) expect(error).not.toBeNull();
    }
  });

  it('is refused where a bar is several, or the axis is not even', () => {
    for (let seed = 0; seed < 10; seed++)
      for (const kind of ['grouped', 'stacked', 'log'] as const) {
        const { seen } = lay(seed, kind);
        expect(seen?.kind === 'chart' ? seen.bars : [], `${kind} ${seed}`).toEqual([]);
      }
  });

  it('is read off the rest of its axis where one number of it was misread, and not where it may be several', () => {
    const { scene, bars } = layChart(rng(4), 'plain');
    const misread = (texts: Record<string, string>) => ({
      ...scene,
      marks: scene.marks.map((mark) =>
        mark.kind === 'print' ? { ...mark, text: texts[mark.text] ?? mark.text } : mark,
      ),
    });
    const read = (texts: Record<string, string>) => readChart(readScene(misread(texts), {}, rng(4)), pixelsOf(scene));
    const seen = read({ 0: '8' });
    if (seen?.kind !== 'chart') throw new Error('no chart');
    expect(seen.bars.map(({ name }) => name)).toEqual(bars.map(({ name }) => name));
    for (const [index, { fact, error }] of seen.bars.entries())
      expect(Math.abs(Number(fact.value) - bars[index]!.value)).toBeLessThanOrEqual(Number(error));
    const ticks = scene.marks.flatMap((mark) => (mark.kind === 'print' && /^\d+$/.test(mark.text) ? [mark.text] : []));
    expect(read({ [ticks[0]!]: '8', [ticks[2]!]: '7' })?.kind).not.toBe('chart');
  });

  it('is read off an axis of which a number was not found, and not where two are all there is', () => {
    const { scene, bars } = layChart(rng(10), 'plain');
    const ticks = scene.marks.flatMap((mark) => (mark.kind === 'print' && /^\d+$/.test(mark.text) ? [mark.text] : []));
    const without = (...lost: string[]) => {
      const marks = scene.marks.filter((mark) => mark.kind !== 'print' || !lost.includes(mark.text));
      return readChart(readScene({ ...scene, marks }, {}, rng(10)), pixelsOf(scene));
    };
    expect(ticks).toEqual(['0', '50', '100', '150', '200', '250']);
    for (const lost of [['50'], ['0', '100']]) {
      const seen = without(...lost);
      if (seen?.kind !== 'chart') throw new Error('no chart');
      expect(seen.bars).toHaveLength(bars.length);
      for (const [index, { fact, error }] of seen.bars.entries())
        expect(Math.abs(Number(fact.value) - bars[index]!.value)).toBeLessThanOrEqual(Number(error));
    }
    expect(without(...ticks.slice(2))?.kind).not.toBe('chart');
  });

  it('is measured under a shadow, which makes paper and bar darker towards one side', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { scene, bars, reading } = lay(seed, 'plain');
      const lit = pixelsOf(scene);
      const light = (y: number) => 1 - 0.4 * (1 - y / lit.height);
      const at = (x: number, y: number) => lit.at(x, y).map((value) => Math.round(value * light(y)));
      const seen = readChart(reading, { ...lit, at: (x, y) => at(x, y) as [number, number, number] });
      if (seen?.kind !== 'chart') throw new Error(`seed ${seed} is no chart`);
      expect(seen.bars.map(({ name }) => name)).toEqual(bars.map(({ name }) => name));
      for (const [index, { fact, error }] of seen.bars.entries())
        expect(Math.abs(Number(fact.value) - bars[index]!.value), `seed ${seed}`).toBeLessThanOrEqual(Number(error));
    }
  });

  it('is measured however its short words lean, also right below a line of its grid', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { bars, range, scene, reading } = lay(seed, 'labelled');
      const seen = leaning(scene, reading, { page: ((seed % 5) - 2) / 80, words: seed % 2 === 0 ? 0.025 : -0.025 });
      expect(seen, `seed ${seed}`).toMatchObject({
        kind: 'chart',
        unread: [],
        bars: bars.map(({ name }) => ({ name })),
      });
      const values = seen?.kind === 'chart' ? seen.bars.map(({ fact }) => Number(fact.value)) : [];
      for (const [index, value] of values.entries())
        expect(Math.abs(value - bars[index]!.value)).toBeLessThan(range * 0.03);
    }
  });

  it('is measured where labels that stand nearly side by side look like a row of a page that leans otherwise', () => {
    // Charts of which the words tell wrongly, by half a degree, how the page leans.
    for (const seed of [1090, 1331])
      for (const page of [-0.02, -0.01, 0, 0.01, 0.02]) {
        const random = rng(seed);
        const { bars, scene } = layChart(random, 'labelled');
        // The reader finds each word a little higher or lower than it stands.
        const marks = scene.marks.map((mark) =>
          mark.kind === 'print' ? { ...mark, y: mark.y + random.between(-1, 1) } : mark,
        );
        const seen = leaning(scene, readScene({ ...scene, marks }, {}, random), { page });
        expect(seen, `seed ${seed}, ${page}`).toMatchObject({
          kind: 'chart',
          unread: [],
          bars: bars.map(({ name, value }) => ({ name, fact: { value: String(value), certainty: 'printed' } })),
        });
      }
  });

  it('is measured where lighter specks lie on the paper', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { bars, reading, scene } = lay(seed, 'plain');
      const pixels = pixelsOf({ ...scene, paper: '#a0a0a0' });
      const at = (x: number, y: number) => {
        const colour = pixels.at(x, y);
        const speck = (Math.round(x) + 3 * Math.round(y)) % 11 === 0;
        return speck && colour[1] === 0xa0 ? ([255, 255, 255] as const) : colour;
      };
      const seen = readChart(reading, { ...pixels, at });
      expect(seen).toMatchObject({ kind: 'chart', unread: [], bars: bars.map(({ name }) => ({ name })) });
    }
  });

  it('says that there is a bar whose name was not found', () => {
    const { scene, bars } = layChart(rng(5), 'plain');
    const nameless = {
      ...scene,
      marks: scene.marks.filter((mark) => mark.kind !== 'print' || mark.text !== bars[1]!.name),
    };
    const seen = readChart(readScene(nameless, {}, rng(5)), pixelsOf(scene));
    expect(seen).toMatchObject({ kind: 'chart', unread: ['…'] });
  });

  it('gives no value at all without its colours, unless it is printed', () => {
    const { reading } = lay(1, 'plain');
    expect(readChart(reading, undefined)).toEqual({ kind: 'unreadable', why: 'chart' });
    const labelled = lay(1, 'labelled');
    expect(readChart(labelled.reading, undefined)).toMatchObject({ kind: 'unreadable' });
  });

  it('is said with the error of each value', () => {
    const { reading, seen } = lay(2, 'plain');
    if (seen?.kind !== 'chart') throw new Error('no chart');
    const [first] = seen.bars;
    const evidence = { photo: { id: 'c', at: 0 }, reading, seen };
    const one = plain(sayChart(evidence, `${first!.name}?`, talk).sheet).markdown;
    expect(one).toBe(`${first!.name} ≈ ${first!.fact.value} (±${first!.error}, read off the axis)`);
    const all = sayChart(evidence, 'all of it', talk);
    expect(plain(all.sheet).markdown).toContain('≈ is read off the axis.');
    expect(all.drawings).toHaveLength(1);
  });
});

describe('a pie', () => {
  it('has only its labels, and they must make a whole', () => {
    expect(readChart(readRows([['Rent 50 %'], ['Food 30 %'], ['Fun 20 %']]), undefined)).toMatchObject({
      kind: 'chart',
      bars: [{ name: 'Rent', error: null, fact: { value: '50', unit: '%' } }, {}, {}],
    });
    expect(readChart(readRows([['Rent 50 %'], ['Food 30 %'], ['Fun 60 %']]), undefined)).toBeNull();
  });
});
