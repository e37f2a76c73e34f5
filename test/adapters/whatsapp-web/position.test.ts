import { expect, test } from 'vitest';
import type { Json } from '../../../adapters/contract.ts';
import { Position } from '../../../adapters/whatsapp-web/position.ts';

function kept() {
  const values = new Map<string, Json>();
  return {
    values,
    get: async (name: string) => values.get(name) ?? null,
    set: async (name: string, value: Json) => void values.set(name, value),
  };
}
async function loaded(state: ReturnType<typeof kept>): Promise<Position> {
  const position = new Position(state);
  await position.load();
  return position;
}

test('a number that was only now linked has no past; from then on it has', async () => {
  const state = kept();
  const position = await loaded(state);
  expect(position.since).toBeNull();
  await position.begin();
  expect((await loaded(state)).since).toBeGreaterThan(Date.now() / 1000 - 120);
});

test('what was taken in is known after a restart, and looked for from a little before it', async () => {
  const state = kept();
  const position = await loaded(state);
  await position.took('false_15551234567@c.us_AC01', 1000);
  await position.took('false_15551234567@c.us_AC02', 990);
  await position.write();
  const after = await loaded(state);
  expect(after.since).toBe(940);
  expect(after.has('false_15551234567@c.us_AC01')).toBe(true);
  expect(after.has('false_15551234567@c.us_AC03')).toBe(false);
});

test('what is kept names nobody, and does not grow', async () => {
  const state = kept();
  const position = await loaded(state);
  for (let index = 0; index < 500; index++) await position.took(`false_15551234567@c.us_AC${index}`, index + 1);
  await position.write();
  const text = JSON.stringify([...state.values]);
  expect(text).not.toContain('15551234567');
  expect(text.length).toBeLessThan(7_000);
});

test('anything else in its place is taken for nothing', async () => {
  const state = kept();
  for (const value of [5, 'x', [1], { s: 'x', ids: [5] }]) {
    state.values.set('taken', value);
    expect((await loaded(state)).since).toBeNull();
  }
});
