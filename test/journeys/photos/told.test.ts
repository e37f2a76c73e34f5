/** J3, J4 and J7 of the product, as they are told, in every channel at once: the real service, and the real reader. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Door, Guest } from './guest.ts';
import { CHANNELS, type House, openHouse } from './house.ts';
import { keepScreen } from './screen.ts';
import { asksAboutShelf, asksNextDay, asksOn, cannotTell, compares } from './stories.ts';

vi.setConfig({ testTimeout: 360_000, hookTimeout: 120_000 });

let house: House;
/** Who was at which door, by story. */
const people = new Map<string, Guest>();

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

/** All doors at once, as on any evening. */
const everywhere = (story: (door: Door) => Promise<void>) => Promise.all(house.doors.map(story));

describe(`in ${CHANNELS.join(', ')}`, () => {
  it('a shelf is ranked by what its packs print, shown, and asked about again (J3, J4)', async () => {
    await everywhere(async (door) => {
      const bo = await door.guest('Bo');
      people.set(door.name, bo);
      await asksAboutShelf(bo);
      await asksOn(bo);
      await keepScreen(door, 'shelf', bo);
    });
  });

  it('two labels are compared on one base, by a wish and by price (J7)', async () => {
    await everywhere(async (door) => {
      const cy = await door.guest('Cy');
      await compares(cy, door);
      await keepScreen(door, 'labels', cy);
    });
  });

  it('what cannot be read or compared is said to be so (J3, J7)', async () => {
    await everywhere(async (door) => {
      const di = await door.guest('Di');
      await cannotTell(di);
      await keepScreen(door, 'unread', di);
    });
  });

  it('a day later the photo is gone, and what was read of it is not (J4)', async () => {
    await house.nextDay();
    await everywhere((door) => asksNextDay(people.get(door.name)!));
    expect(people.size).toBe(CHANNELS.length);
  });
});
