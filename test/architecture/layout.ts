/**
 * Where rooms and arrows go in the picture of the house. Pure geometry, in the units of the picture.
 *
 * Rooms stand on floors, with a hall below each floor. An arrow leaves its room downwards, follows the hall sideways,
 * goes down between two rooms of the next floor into the next hall, and so on. All arrows to one room share one lane in
 * a hall, one way through a floor and one arrowhead.
 */
import type { Room } from './plan.ts';

/** An import between two rooms. */
export interface Link {
  from: Room;
  to: Room;
  /** Every import between the two is for types only. */
  typesOnly: boolean;
}

export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export type Point = readonly [x: number, y: number];

export interface Layout {
  width: number;
  height: number;
  walls: Frame;
  wings: Frame[];
  /** Upper left corners. */
  boxes: { room: Room; x: number; y: number }[];
  /** Corners of each line, the last at the arrowhead. */
  routes: { link: Link; points: Point[] }[];
}

export const BOX = { width: 182, height: 58 };
const GAP = 26;
/** Around the rooms of a wing, and between two wings. */
const PADDING = 20;
const WING_GAP = 14;
/** Above the rooms of a wing, for its name. */
const HEADING = 42;
const MARGIN = 26;
const WALL = 14;
const ROOF = 118;
/** Under the house, for the legend. */
const GROUND = 34;
/** Between two lanes of a hall, and between two ways through the same gap. */
const LANE = 10;
/** Between a floor and the first lane of the hall. */
const HALL = 15;

/** @param wings the rooms of each wing, none of them empty, from left to right */
export function layOut(wings: readonly (readonly Room[])[], links: readonly Link[]): Layout {
  const rooms = wings.flat();
  const floors = [...new Set(rooms.map(({ floor }) => floor))].sort((a, b) => a - b);
  const { left, frames } = columnsOf(wings);
  const right = Math.max(...frames.map((frame) => frame.right));
  const floorOf = (room: Room) => floors.indexOf(room.floor);
  const centre = (room: Room) => (left.get(room) ?? 0) + BOX.width / 2;
  const shafts = shaftsOf(rooms, links, { floorOf, centre });

  const ways = links.map((link) => wayOf(link, links, { floorOf, centre, shafts }));
  const lanes = floors.map((_, hall) =>
    lanesOf(ways.flatMap(({ stretches }) => stretches.filter((stretch) => stretch.hall === hall))),
  );

  const tops: number[] = [];
  let y = ROOF + WALL + HEADING;
  for (const floor of floors.keys()) {
    tops.push(y);
    const used = Math.max(0, ...(lanes[floor]?.values() ?? [])) * LANE;
    y += BOX.height + (floor === floors.length - 1 ? 0 : 2 * HALL + used);
  }
  const top = (room: Room) => tops[floorOf(room)] ?? 0;
  const laneY = (hall: number, to: Room) => (tops[hall] ?? 0) + BOX.height + HALL + (lanes[hall]?.get(to) ?? 0) * LANE;

  return {
    width: right + WALL + MARGIN,
    height: y + PADDING + WALL + GROUND,
    walls: { left: MARGIN, right: right + WALL, top: ROOF, bottom: y + PADDING + WALL },
    wings: frames.map((frame) => ({ ...frame, top: ROOF + WALL, bottom: y + PADDING })),
    boxes: rooms.map((room) => ({ room, x: left.get(room) ?? 0, y: top(room) })),
    routes: ways.map((way) => ({
      link: way.link,
      points: pointsOf(way, { top, laneY, left: (room) => left.get(room) ?? 0 }),
    })),
  };
}

/** Each wing is as wide as its fullest floor; the other floors stand in its middle. */
function columnsOf(wings: readonly (readonly Room[])[]): {
  left: Map<Room, number>;
  frames: { left: number; right: number }[];
} {
  const left = new Map<Room, number>();
  const step = BOX.width + GAP;
  const frames: { left: number; right: number }[] = [];
  let frameLeft = MARGIN + WALL;
  for (const wing of wings) {
    const floors = Map.groupBy(wing, ({ floor }) => floor);
    const most = Math.max(...[...floors.values()].map(({ length }) => length));
    for (const rooms of floors.values()) {
      for (const [place, room] of rooms.entries())
        left.set(room, frameLeft + PADDING + (place + (most - rooms.length) / 2) * step);
    }
    const frameRight = frameLeft + most * step - GAP + 2 * PADDING;
    frames.push({ left: frameLeft, right: frameRight });
    frameLeft = frameRight + WING_GAP;
  }
  return { left, frames };
}

/** Where the arrows to a room pass through a floor on their way: the gap nearest to the straight one. */
type Shafts = (floor: number, to: Room) => number;

function shaftsOf(
  rooms: readonly Room[],
  links: readonly Link[],
  { floorOf, centre }: Pick<Plot, 'floorOf' | 'centre'>,
): Shafts {
  const taken = new Map<number, Map<Room, number>>();
  for (const { from, to } of links) {
    const [low, high] = [floorOf(from), floorOf(to)].sort((a, b) => a - b) as [number, number];
    for (let floor = low + 1; floor < high; floor++) {
      const here = taken.get(floor) ?? new Map<Room, number>();
      taken.set(floor, here);
      if (here.has(to)) continue;
      const free = (x: number) =>
        rooms.every((room) => floorOf(room) !== floor || Math.abs(centre(room) - x) >= BOX.width / 2 + LANE / 2) &&
        [...here.values()].every((other) => Math.abs(other - x) >= LANE * 0.8);
      here.set(to, nearest(centre(to), free));
    }
  }
  return (floor, to) => taken.get(floor)?.get(to) ?? centre(to);
}

function nearest(x: number, free: (x: number) => boolean): number {
  for (let away = 0; ; away++) {
    if (free(x + away)) return x + away;
    if (free(x - away)) return x - away;
  }
}

/** A piece of a way along a hall. */
interface Stretch {
  hall: number;
  to: Room;
  start: number;
  end: number;
}

/** Without a stretch the two rooms stand beside each other. */
interface Way {
  link: Link;
  stretches: Stretch[];
  /** Which side of the one and of the other room the arrow uses. */
  leaves: 'bottom' | 'top';
  enters: 'bottom' | 'top';
}

interface Plot {
  floorOf: (room: Room) => number;
  centre: (room: Room) => number;
  shafts: Shafts;
}

function wayOf(link: Link, links: readonly Link[], { floorOf, centre, shafts }: Plot): Way {
  const { from, to } = link;
  const [start, end] = [floorOf(from), floorOf(to)];
  const rises = end < start;
  const sides = { leaves: rises ? 'top' : 'bottom', enters: end > start ? 'top' : 'bottom' } as const;
  if (start === end && Math.abs(centre(from) - centre(to)) < 2 * BOX.width) return { link, stretches: [], ...sides };

  // Hall n lies below floor n. Two rooms of one floor that are not neighbours meet in the hall below them.
  const halls = rises ? range(end, start).reverse() : range(start, Math.max(end, start + 1));
  const goal = sides.enters === 'top' ? centre(to) : centre(to) + BOX.width / 2 - LANE * 1.5;
  const doors = links.filter(
    (other) => other.from === from && floorOf(other.to) < start === rises && floorOf(other.to) !== start,
  );
  const stretches: Stretch[] = [];
  const door = doorOf(to, doors, centre(from), centre);
  // To the room right below, a bend too small to be seen as one is none.
  let at = end === start + 1 && Math.abs(door - goal) < LANE ? goal : door;
  for (const hall of halls) {
    const next = hall === halls.at(-1) ? goal : shafts(rises ? hall : hall + 1, to);
    stretches.push({ hall, to, start: at, end: next });
    at = next;
  }
  return { link, stretches, ...sides };
}

const range = (start: number, end: number) => Array.from({ length: end - start }, (_, index) => start + index);

/** Arrows leave a room side by side, in the order of where they go. */
function doorOf(to: Room, links: readonly Link[], middle: number, centre: (room: Room) => number): number {
  const targets = links.map((link) => link.to).sort((a, b) => centre(a) - centre(b));
  const place = Math.max(0, targets.indexOf(to)) - Math.max(0, targets.length - 1) / 2;
  return middle + place * Math.min(LANE * 1.8, (BOX.width - 24) / Math.max(1, targets.length - 1));
}

/** The lane of each room's arrows in one hall. Rooms share a lane where their stretches do not meet. */
function lanesOf(stretches: readonly Stretch[]): Map<Room, number> {
  const spans = [...Map.groupBy(stretches, ({ to }) => to)]
    .map(([to, its]) => {
      const ends = its.flatMap(({ start, end }) => [start, end]);
      return { to, start: Math.min(...ends), end: Math.max(...ends) };
    })
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start);
  const lanes = new Map<Room, number>();
  for (const span of spans) {
    const meets = (lane: number) =>
      spans.some(
        (other) => lanes.get(other.to) === lane && other.start < span.end + LANE && span.start < other.end + LANE,
      );
    let lane = 0;
    while (meets(lane)) lane++;
    lanes.set(span.to, lane);
  }
  return lanes;
}

interface Heights {
  top: (room: Room) => number;
  left: (room: Room) => number;
  laneY: (hall: number, to: Room) => number;
}

function pointsOf({ link: { from, to }, stretches, leaves, enters }: Way, { top, left, laneY }: Heights): Point[] {
  const [first] = stretches;
  const last = stretches.at(-1);
  if (!first || !last) {
    const y = top(from) + BOX.height / 2;
    return left(from) < left(to)
      ? [
          [left(from) + BOX.width, y],
          [left(to), y],
        ]
      : [
          [left(from), y],
          [left(to) + BOX.width, y],
        ];
  }
  return [
    [first.start, leaves === 'top' ? top(from) : top(from) + BOX.height],
    ...stretches.flatMap(({ hall, start, end }): Point[] => {
      const y = laneY(hall, to);
      return start === end
        ? []
        : [
            [start, y],
            [end, y],
          ];
    }),
    [last.end, enters === 'top' ? top(to) : top(to) + BOX.height],
  ];
}
