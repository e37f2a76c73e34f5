/** The page's requests for questions that are for the owner, through the real door. */
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Desk } from '../../../adapters/web/desk.ts';
import { createWebChannel } from '../../../adapters/web/web.ts';
import { openDoor } from '../../../src/http.ts';
import { createSessions, ownerToken } from '../../../src/session.ts';
import { createScriptedHost } from '../../contract/channel.ts';

const answered: unknown[][] = [];
const desk: Desk = {
  service: async () => ({
    version: 'test',
    notice: null,
    model: { state: 'ready', name: 'm', where: 'here' },
    channels: [],
    stopping: false,
  }),
  chats: async () => [],
  rename: async () => true,
  remove: async () => {},
  journey: async () => null,
  keepPhoto: async () => null,
  photo: async () => Promise.reject(new Error('There are no photos here.')),
  retryModel() {},
  onService() {},
  questions: {
    async answer(...all) {
      answered.push(all);
      return all[0] === 1 ? 'sent' : all[0] === 2 ? 'too late' : 'gone';
    },
    close: async (id) => id === 1,
  },
};

const secret = randomBytes(32);
const door = openDoor({
  sessions: createSessions({ secret, id: 'test', operatorToken: undefined }),
  hostNames: [],
  log: pino({ level: 'silent' }),
  onLink: () => '',
  files: async () => false,
  paced: true,
});
const channel = createWebChannel(desk);
let url = '';
beforeAll(async () => {
  await channel.start({ ...createScriptedHost(), route: door.forOwner });
  ({ url } = await door.listen('127.0.0.1', 0));
});
afterAll(async () => {
  await channel.stop();
  await door.close(0);
});
beforeEach(() => void answered.splice(0));

async function ask(method: string, id: string, body?: unknown, token = ownerToken(secret)) {
  const response = await fetch(`${url}/api/questions/${id}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'x-parley': '1', 'content-type': 'application/json' },
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
  expect(await ask('POST', '1', { text: 'Yes.' }, 'another')).toMatchObject({ status: 401 });
  expect(answered).toEqual([]);
});

test('a question that needs no answer goes from the list', async () => {
  expect(await ask('DELETE', '1')).toMatchObject({ status: 204 });
  expect(await ask('DELETE', '2')).toMatchObject({ status: 404 });
});
