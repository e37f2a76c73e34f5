import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draw } from './drawing.ts';
import { houseOf } from './house.ts';
import { BOX, layOut } from './layout.ts';
import { ROOMS, type Room } from './plan.ts';

describe('The picture', () => {
  const texts = {
    'src/main.ts': `import './journey/lane.ts';`,
    'src/journey/lane.ts': `import '../bus/store.ts';`,
    'src/bus/store.ts': '',
    'test/a.test.ts': `import '../src/main.ts';`,
  };

  it('is the same for the same house, whatever order its files are read in', () => {
    const reversed = Object.fromEntries(Object.entries(texts).reverse());
    expect(draw(houseOf(reversed))).toBe(draw(houseOf(texts)));
  });

  it('shows the rooms that have files, and changes when an import does', () => {
    const picture = draw(houseOf(texts));
    expect(picture).toContain('>journey<');
    expect(picture).not.toContain('>assistant<');
    expect(draw(houseOf({ ...texts, 'src/journey/lane.ts': '' }))).not.toBe(picture);
  });
});

describe('The layout', () => {
  const rooms = ROOMS.filter(({ floor }) => floor > 0);
  const wings = ['adapters', 'src', 'model-runtime'].map((wing) =>
    rooms.filter(({ name }) => name.split('/')[0] === wing),
  );
  const placed = wings.flat();
  const someLinks = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...placed), fc.constantFrom(...placed)), {
      selector: ([from, to]) => `${from.name} ${to.name}`,
      maxLength: 60,
    })
    .map((pairs) => pairs.filter(([from, to]) => from !== to).map(([from, to]) => ({ from, to, typesOnly: false })));

  it('leads every arrow from its room to its room, straight or at right angles, and through no other', () => {
    fc.assert(
      fc.property(someLinks, (links) => {
        const { boxes, routes } = layOut(wings, links);
        const boxOf = (room: Room) => boxes.find((box) => box.room === room)!;
        for (const { link, points } of routes) {
          expect(touches(boxOf(link.from), points[0]!)).toBe(true);
          expect(touches(boxOf(link.to), points.at(-1)!)).toBe(true);
          for (const [index, [x, y]] of points.slice(1).entries()) {
            const [beforeX, beforeY] = points[index]!;
            expect(x === beforeX || y === beforeY).toBe(true);
            const crossed = boxes.filter((box) => cuts(box, [beforeX, beforeY], [x, y]));
            expect(crossed.map(({ room }) => room.name)).toEqual([]);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('gives arrows to different rooms different lanes where they would run along each other', () => {
    fc.assert(
      fc.property(someLinks, (links) => {
        const level = layOut(wings, links).routes.flatMap(({ link, points }) =>
          points.slice(1).flatMap(([x, y], index) => {
            const [beforeX, beforeY] = points[index]!;
            return y === beforeY && points.length > 2
              ? [{ to: link.to, y, start: Math.min(x, beforeX), end: Math.max(x, beforeX) }]
              : [];
          }),
        );
        for (const one of level) {
          const along = level.filter(
            (other) => other.to !== one.to && other.y === one.y && other.start < one.end && one.start < other.end,
          );
          expect(along).toEqual([]);
        }
      }),
      { numRuns: 50 },
    );
  });

  type Spot = { x: number; y: number };
  const touches = ({ x, y }: Spot, [px, py]: readonly [number, number]) =>
    px >= x && px <= x + BOX.width && py >= y && py <= y + BOX.height;
  const cuts = ({ x, y }: Spot, [ax, ay]: readonly [number, number], [bx, by]: readonly [number, number]) =>
    Math.max(ax, bx) > x &&
    Math.min(ax, bx) < x + BOX.width &&
    Math.max(ay, by) > y &&
    Math.min(ay, by) < y + BOX.height;
});
