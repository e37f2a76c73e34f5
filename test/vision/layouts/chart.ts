/** Bar charts with a linear axis; some with printed labels, and some of kinds that must be refused. */
import type { Random } from '../random.ts';
import { type Block, flushRight, type Print, type Scene, widthOf } from './scene.ts';

export interface LaidChart {
  scene: Scene;
  bars: { name: string; value: number; labelled: boolean }[];
  /** Of the axis, in its unit. */
  range: number;
  /** Grouped, stacked or logarithmic: nothing may be read off it. */
  refused: boolean;
}

const NAMES = [
  ['Q1', 'Q2', 'Q3', 'Q4'],
  ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'],
  ['Ana', 'Bo', 'Cy', 'Dee', 'Eli'],
  ['2021', '2022', '2023', '2024'],
];
const COLOURS = ['#3366cc', '#cc4433', '#2e8b57', '#8844aa'];

export function layChart(
  random: Random,
  kind: 'plain' | 'labelled' | 'grouped' | 'stacked' | 'log' = 'plain',
): LaidChart {
  const names = random.pick(NAMES);
  const tick = random.pick([5, 10, 20, 25, 50]);
  const ticks = random.int(4, 6);
  const top = tick * (ticks - 1);
  const [left, upper, plotHeight] = [110, 60, random.int(300, 420)];
  const plotWidth = names.length * random.int(90, 120);
  const spacing = plotWidth / names.length;
  const bottom = upper + plotHeight;
  const marks: (Print | Block)[] = [];
  for (let index = 0; index < ticks; index++) {
    const y = bottom - (plotHeight * index) / (ticks - 1);
    marks.push({ kind: 'block', x: left, y: y - 0.5, width: plotWidth, height: 1, colour: '#dddddd' });
    const text = String(kind === 'log' ? 10 ** index : tick * index);
    marks.push(flushRight({ text, y: y + 6, size: 20 }, left - 12));
  }
  const colour = random.pick(COLOURS);
  const bars = names.map((name, index) => {
    const value = Math.round(top * random.between(0.12, 0.95) * 10) / 10;
    const labelled = kind === 'labelled';
    const shown = labelled ? Math.round(value) : value;
    const height = (plotHeight * shown) / top;
    const middle = left + spacing * (index + 0.5);
    const width = spacing * random.between(0.45, 0.6);
    if (kind === 'grouped') {
      const half = width / 2;
      marks.push({ kind: 'block', x: middle - half, y: bottom - height, width: half - 2, height, colour: COLOURS[0]! });
      marks.push({
        kind: 'block',
        x: middle + 2,
        y: bottom - height / 2,
        width: half - 2,
        height: height / 2,
        colour: COLOURS[1]!,
      });
    } else if (kind === 'stacked') {
      marks.push({
        kind: 'block',
        x: middle - width / 2,
        y: bottom - height,
        width,
        height: height / 2,
        colour: COLOURS[0]!,
      });
      marks.push({
        kind: 'block',
        x: middle - width / 2,
        y: bottom - height / 2,
        width,
        height: height / 2,
        colour: COLOURS[1]!,
      });
    } else marks.push({ kind: 'block', x: middle - width / 2, y: bottom - height, width, height, colour });
    const under: Print = { kind: 'print', text: name, x: 0, y: bottom + 34, size: 20 };
    marks.push({ ...under, x: middle - widthOf(under) / 2 });
    if (labelled) {
      const over: Print = { kind: 'print', text: String(shown), x: 0, y: bottom - height - 8, size: 18 };
      marks.push({ ...over, x: middle - widthOf(over) / 2 });
    }
    return { name, value: shown, labelled };
  });
  marks.push({ kind: 'block', x: left, y: bottom - 1, width: plotWidth, height: 2, colour: '#222222' });
  const scene = { width: left + plotWidth + 40, height: bottom + 70, paper: '#ffffff', marks };
  return { scene, bars, range: top, refused: kind === 'grouped' || kind === 'stacked' || kind === 'log' };
}
