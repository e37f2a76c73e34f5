/** The page's requests for linking a number, through the real door. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Desk } from '../../../adapters/web/desk.ts';
import { createScriptedHost } from '../../contract/channel.ts';
import { emptyDesk, serve } from './served.ts';

const asked: unknown[][] = [];
const known = (account: string) => account === 'phone';
const desk: Desk = {
  ...emptyDesk,
  connections: {
    async connect(...all) {
      asked.push(['connect', ...all]);
      return known(all[0]);
    },
    async unlink(account) {
      asked.push(['unlink', account]);
      return known(account);
    },
    chats: async (account) => (known(account) ? [{ chat: '1@c.us', title: 'Ben', group: false, at: 1 }] : null),
    async switchOn(...all) {
      asked.push(['switch on', ...all]);
      return known(all[0]);
    },
  },
};

let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  served = await serve(desk, createScriptedHost());
});
afterAll(() => served.close());
beforeEach(() => {
  asked.length = 0;
});

const ask = (method: string, path: string, body?: object) =>
  fetch(`${served.url}/api/connections/${path}`, {
    method,
    headers: { authorization: served.authorization, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

test('a code to scan is asked for by naming no number', async () => {
  expect((await ask('POST', 'phone', {})).status).toBe(204);
  expect(asked).toEqual([['connect', 'phone', undefined]]);
});

test.each([
  ['+49 151 234-567 89', '4915123456789'],
  ['0049 (151) 23456789', '4915123456789'],
  ['1.202.555.0108', '12025550108'],
])('a number written as %s is understood', async (phone, digits) => {
  expect((await ask('POST', 'phone', { phone })).status).toBe(204);
  expect(asked).toEqual([['connect', 'phone', digits]]);
});

test.each(['0151 23456789', '12', 'my phone', '+49 151 23456789 12345678'])(
  'a number without a country, or none at all, is refused in words: %s',
  async (phone) => {
    const response = await ask('POST', 'phone', { phone });
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain('country code');
    expect(asked).toEqual([]);
  },
);

test('chats are listed and switched on, and the number is unlinked', async () => {
  expect(await (await ask('GET', 'phone/chats')).json()).toMatchObject({ chats: [{ title: 'Ben' }] });
  expect((await ask('POST', 'phone/chats', { chat: '1@c.us' })).status).toBe(204);
  expect((await ask('DELETE', 'phone')).status).toBe(204);
  expect(asked).toEqual([
    ['switch on', 'phone', '1@c.us'],
    ['unlink', 'phone'],
  ]);
});

test('an account that is not there is said to be so', async () => {
  for (const response of await Promise.all([
    ask('POST', 'other', {}),
    ask('DELETE', 'other'),
    ask('GET', 'other/chats'),
    ask('POST', 'other/chats', { chat: '1@c.us' }),
  ]))
    expect(response.status).toBe(404);
});

test('a chat of a strange name reaches nobody', async () => {
  expect((await ask('POST', 'phone/chats', { chat: '../../x' })).status).toBe(400);
  expect(asked).toEqual([]);
});
