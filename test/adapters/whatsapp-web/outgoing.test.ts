import { expect, test } from 'vitest';
import type { Host, Json } from '../../../adapters/contract.ts';
import { Outgoing } from '../../../adapters/whatsapp-web/outgoing.ts';

function kept(value: Json = null): Host['state'] & { value: Json } {
  const state = {
    value,
    get: async () => state.value,
    set: async (_name: string, next: Json) => {
      state.value = next;
    },
  };
  return state;
}

async function loaded(state: Host['state']): Promise<Outgoing> {
  const outgoing = new Outgoing(state);
  await outgoing.load();
  return outgoing;
}

test('what was begun and what it became are known after a restart, by key and by id', async () => {
  const state = kept();
  const before = await loaded(state);
  await before.begin('k:0', 'chat');
  expect((await loaded(state)).of('k:0')).toMatchObject({ key: 'k:0', chat: 'chat' });
  await before.became('k:0', 'id', 1);
  expect((await loaded(state)).byId('id')).toMatchObject({ key: 'k:0', ack: 1 });
});

test('a send that did not leave is forgotten', async () => {
  const state = kept();
  const outgoing = await loaded(state);
  await outgoing.begin('k:0', 'chat');
  await outgoing.became('k:0', 'id', -1);
  await outgoing.forget('k:0');
  expect((await loaded(state)).of('k:0')).toBeUndefined();
  expect(outgoing.byId('id')).toBeUndefined();
});

test('no words are kept, and no more than the newest sends', async () => {
  const state = kept();
  const outgoing = await loaded(state);
  for (let index = 0; index < 300; index++) await outgoing.begin(`k:${index}`, 'chat');
  expect(state.value).toHaveLength(200);
  expect(outgoing.of('k:0')).toBeUndefined();
  expect(outgoing.of('k:299')).toBeDefined();
});

test('what it cannot read it leaves out', async () => {
  const outgoing = await loaded(kept([null, 'x', ['k', 'chat', 'not a time'], ['good', 'chat', 5, null, null]]));
  expect(outgoing.of('good')).toEqual({ key: 'good', chat: 'chat', at: 5 });
  expect(outgoing.of('k')).toBeUndefined();
});
