/** The page's requests for what people answer themselves, through the real door. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Desk } from '../../../adapters/web/desk.ts';
import { createScriptedHost } from '../../contract/channel.ts';
import { emptyDesk, serve } from './served.ts';

const PAUSES = [{ id: 'one', channel: 'Messenger', chat: '42', until: 1_760_000_000_000 }];
const answered: unknown[][] = [];
const desk: Desk = {
  ...emptyDesk,
  questions: {
    async answer(...all) {
      answered.push(all);
      return all[0] === 1 ? 'sent' : all[0] === 2 ? 'too late' : 'gone';
    },
    close: async (id) => id === 1,
  },
  pauses: {
    all: async () => PAUSES,
    resume: async (id) => id === 'one',
  },
};

let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  served = await serve(desk, createScriptedHost());
});
afterAll(() => served.close());
beforeEach(() => void answered.splice(0));

const ask = (method: string, id: string, body?: unknown, authorization?: string) =>
  request(method, `questions/${id}`, body, authorization);

async function request(method: string, path: string, body?: unknown, authorization = served.authorization) {
  const response = await fetch(`${served.url}/api/${path}`, {
    method,
    headers: { authorization, 'x-parley': '1', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

test('an answer goes to the question, and what hinders it is said in words', async () => {
  expect(await ask('POST', '1', { text: ' Yes. ' })).toEqual({ status: 204, text: '' });
  expect(answered).toEqual([[1, 'Yes.']]);
  expect(await ask('POST', '2', { text: 'Yes.' })).toMatchObject({ status: 409, text: /a day after/ });
  expect(await ask('POST', 'x', { text: 'Yes.' })).toMatchObject({ status: 404, text: /is gone/ });
});

test('an answer without words is none, and nobody else may answer', async () => {
  expect(await ask('POST', '1', { text: '  ' })).toMatchObject({ status: 400 });
  expect(await ask('POST', '1', { text: 'Yes.' }, 'Bearer another')).toMatchObject({ status: 401 });
  expect(answered).toEqual([]);
});

test('a question that needs no answer goes from the list', async () => {
  expect(await ask('DELETE', '1')).toMatchObject({ status: 204 });
  expect(await ask('DELETE', '2')).toMatchObject({ status: 404 });
});

test('a chat that somebody answers in themselves is handed back, once and by the owner', async () => {
  expect(JSON.parse((await request('GET', 'pauses')).text)).toEqual({ pauses: PAUSES });
  expect(await request('DELETE', 'pauses/one')).toEqual({ status: 204, text: '' });
  expect(await request('DELETE', 'pauses/two')).toMatchObject({ status: 404, text: /already/ });
  expect(await request('DELETE', 'pauses/one', undefined, 'Bearer another')).toMatchObject({ status: 401 });
});
