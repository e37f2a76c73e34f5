/** The house is built as planned (test/architecture/plan.ts), and docs/house.svg shows it as it is. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { draw, readDrawing } from './architecture/drawing.ts';
import { readHouse } from './architecture/house.ts';
import * as rules from './architecture/rules.ts';

const root = join(import.meta.dirname, '..');
const house = readHouse(root);

describe('The house', () => {
  it.each([
    ['has a room for every source file', rules.hasRoom],
    ['imports only where the plan has a way', rules.followsPlan],
    ['has no cycle of imports', rules.hasNoCycle],
    ['hides no import', rules.hidesNothing],
    ['declares every package it uses', rules.declaresPackages],
    ['keeps some packages to one file', rules.keepsToOneFile],
    ['reads the environment in one file', rules.readsEnvironmentOnce],
    ['has no name that says nothing', rules.namesThings],
    ['does not argue with types', rules.trustsTypes],
    ['leaves no test out', rules.leavesNoTestOut],
    ['promises nothing for later', rules.promisesNothing],
    ['can be read by the oldest Node it runs on', rules.speaksToOldestNode],
    ['can be read by Node as it is', rules.isReadByNode],
  ])('%s', (_, rule) => {
    expect(rule(house)).toEqual([]);
  });

  it('is drawn in docs/house.svg as it is', () => {
    expect(readDrawing(root), '`npm run check -- --write` draws it anew').toBe(draw(house));
  });
});
