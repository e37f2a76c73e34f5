/**
 * docs/house.svg: the rooms of the plan that are furnished, and the imports that are really between them. Made of plain
 * text so that the same house always gives the same file; it follows the reader's theme, light or dark.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrowsOf, type House, readHouse } from './house.ts';
import { BOX, type Frame, type Layout, type Link, layOut, type Point } from './layout.ts';
import { JOURNEY, ROOMS, type Room, roomOf } from './plan.ts';

const FILE = 'docs/house.svg';
const WINGS = ['adapters', 'src', 'model-runtime'] as const;

export const readDrawing = (root: string): string => readFileSync(join(root, FILE), 'utf8');

export function writeDrawing(root: string): void {
  writeFileSync(join(root, FILE), draw(readHouse(root)));
}

/** The picture as SVG. */
export function draw(house: House): string {
  const furnished = ROOMS.filter((room) => house.sources.some(({ path }) => roomOf(path) === room));
  const inside = furnished.filter(({ floor }) => floor > 0);
  const links = linksOf(house).filter(({ from, to }) => from.floor > 0 && to.floor > 0);
  const wings = WINGS.map((name) => ({ name, rooms: inside.filter((room) => wingOf(room) === name) })).filter(
    ({ rooms }) => rooms.length > 0,
  );
  const layout = layOut(
    wings.map(({ rooms }) => rooms),
    links,
  );
  return svg(layout, {
    wings: wings.map(({ name }) => name),
    roof: furnished.find(({ floor }) => floor === 0),
    wired: new Set(linksOf(house).flatMap(({ from, to }) => (from.floor === 0 ? [to] : []))),
  });
}

/** The launcher and the examples stand with the channels, at the door. */
function wingOf({ name }: Room): (typeof WINGS)[number] {
  return WINGS.find((wing) => name.split('/')[0] === wing) ?? 'adapters';
}

function linksOf(house: House): Link[] {
  const links = new Map<string, Link>();
  for (const arrow of arrowsOf(house)) {
    const [from, to] = [roomOf(arrow.from), roomOf(arrow.to)];
    if (!from || !to || from === to) continue;
    const key = `${from.name} ${to.name}`;
    links.set(key, { from, to, typesOnly: arrow.typeOnly && (links.get(key)?.typesOnly ?? true) });
  }
  return [...links.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, link]) => link);
}

/** The page's own colours (adapters/web/page/styles/tokens.css). */
const STYLE = `
    svg { --sail: #faf8f4; --deck: #f1eee6; --card: #ffffff; --ink: #17212d; --ink2: #505b68; --edge: #87816f; --rule: #e0dbcf; --blue: #164a80; --flag: #164a80; --gold: #f0b429 }
    @media (prefers-color-scheme: dark) {
      svg { --sail: #12171e; --deck: #0c1016; --card: #1a222c; --ink: #ede8dd; --ink2: #a6b0bb; --edge: #717d8a; --rule: #28313c; --blue: #93c0f1; --flag: #6fa8e6; --gold: #f2bc45 }
    }
    text { font: 400 11.5px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: var(--ink2); text-anchor: middle }
    .name { font: 600 13px ui-monospace, "SF Mono", "Cascadia Mono", "Roboto Mono", "Noto Sans Mono", "DejaVu Sans Mono", monospace; fill: var(--ink) }
    .steps { font-weight: 600; font-size: 10px; fill: var(--blue) }
    .wing, .legend { text-anchor: start }
    .wing { fill: var(--ink2) }
    .ground { fill: var(--sail) }
    .house { fill: var(--deck); stroke: var(--edge); stroke-width: 1.5; stroke-linejoin: round }
    .frame { fill: var(--sail); stroke: var(--rule) }
    .room { fill: var(--card); stroke: var(--edge) }
    .line { fill: none; stroke: var(--ink2); stroke-width: 1.4 }
    .types { stroke-dasharray: 4 3.5 }
    .head { fill: var(--ink2) }
    .gold { fill: var(--gold) }
    .blue { fill: var(--flag) }
    .pin { fill: var(--blue) }`;

/** What the picture says besides where things are. */
interface Labels {
  wings: readonly string[];
  roof: Room | undefined;
  wired: ReadonlySet<Room>;
}

function svg({ width, height, walls, wings, boxes, routes }: Layout, labels: Labels): string {
  const middle = (walls.left + walls.right) / 2;
  const ridge = walls.top - 74;
  const shapes = [
    `<rect class="ground" width="${width}" height="${height}" rx="12"/>`,
    `<path class="house" d="M${walls.left} ${walls.top}V${walls.bottom}H${walls.right}V${walls.top}Z"/>`,
    `<path class="house" d="M${walls.left - 14} ${walls.top} ${middle} ${ridge} ${walls.right + 14} ${walls.top}Z"/>`,
    `<path class="line" d="M${middle} ${ridge}v-34"/>`,
    `<path class="gold" d="M${middle} ${ridge - 34}h12v18h-12Z"/>`,
    `<path class="blue" d="M${middle + 12} ${ridge - 34}h12v18h-12Z"/>`,
    ...(labels.roof ? title(labels.roof.name, labels.roof.does, middle, walls.top - 30) : []),
    ...wings.flatMap((frame, index) => wing(frame, labels.wings[index] ?? '')),
    ...routes.map(({ link, points }) => line(points, link.typesOnly)),
    ...boxes.flatMap(({ room, x, y }) => box(room, x, y, labels.wired.has(room))),
    ...legend(walls.left, height - 13),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
  <title id="title">The rooms of the house and the imports between them</title>
  <style>${STYLE}
  </style>
  <marker id="head" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0.5 8 4 0 7.5Z"/></marker>
${shapes.map((shape) => `  ${shape}`).join('\n')}
</svg>
`;
}

function wing({ left, right, top, bottom }: Frame, name: string): string[] {
  return [
    `<rect class="frame" x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" rx="10"/>`,
    `<text class="name wing" x="${left + 20}" y="${top + 25}">${escaped(name)}/</text>`,
  ];
}

function box(room: Room, x: number, y: number, wired: boolean): string[] {
  const middle = x + BOX.width / 2;
  const steps = room.steps?.map((step) => `${JOURNEY.indexOf(step) + 1} ${step}`).join(' · ');
  return [
    `<rect class="room" x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="8"/>`,
    ...(wired ? [pin(x + 10, y + 10)] : []),
    ...title(room.name.replace(`${wingOf(room)}/`, ''), room.does, middle, y + (steps ? 19 : 26)),
    ...(steps ? [`<text class="steps" x="${middle}" y="${y + 49}">${escaped(steps)}</text>`] : []),
  ];
}

function title(name: string, does: string, x: number, y: number): string[] {
  return [
    `<text class="name" x="${x}" y="${y}">${escaped(name)}</text>`,
    `<text x="${x}" y="${y + 15}">${escaped(does)}</text>`,
  ];
}

const pin = (x: number, y: number) => `<circle class="pin" cx="${x}" cy="${y}" r="3.5"/>`;

const line = (points: readonly Point[], typesOnly: boolean) =>
  `<path class="line${typesOnly ? ' types' : ''}" marker-end="url(#head)" d="${rounded(points)}"/>`;

function legend(x: number, y: number): string[] {
  const said = (at: number, text: string) => `<text class="legend" x="${x + at}" y="${y}">${text}</text>`;
  const arrow = (at: number, typesOnly: boolean) =>
    line(
      [
        [x + at, y - 4],
        [x + at + 30, y - 4],
      ],
      typesOnly,
    );
  return [
    ...[arrow(0, false), said(38, 'imports')],
    ...[arrow(104, true), said(142, 'for types only')],
    ...[pin(x + 246, y - 4), said(256, 'wired in src')],
    ...[`<text class="legend steps" x="${x + 352}" y="${y}">1 … 9</text>`, said(394, 'the journey of one message')],
  ];
}

const CORNER = 6;

/** A line through the points with rounded corners. */
function rounded(points: readonly Point[]): string {
  return points
    .map(([x, y], index) => {
      const before = points[index - 1];
      const after = points[index + 1];
      if (!before) return `M${x} ${y}`;
      if (!after) return `L${x} ${y}`;
      const [inX, inY] = towards([x, y], before);
      const [outX, outY] = towards([x, y], after);
      return `L${inX} ${inY}Q${x} ${y} ${outX} ${outY}`;
    })
    .join('');
}

/** The point `CORNER` away from a corner, or half-way where the next is nearer. */
function towards([x, y]: Point, [toX, toY]: Point): Point {
  const length = Math.hypot(toX - x, toY - y);
  const part = Math.min(CORNER, length / 2) / length;
  return [short(x + (toX - x) * part), short(y + (toY - y) * part)];
}

/** One decimal, so that the file does not depend on the last bit of a sum. */
const short = (value: number) => Math.round(value * 10) / 10;

const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
