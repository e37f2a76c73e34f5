/** The web channel behind the real door, to be spoken to over HTTP. */
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import type { Host } from '../../../adapters/contract.ts';
import type { Desk } from '../../../adapters/web/desk.ts';
import { createWebChannel } from '../../../adapters/web/web.ts';
import { openDoor } from '../../../src/http.ts';
import { createSessions, ownerToken } from '../../../src/session.ts';

/** Nothing on it but what a test puts there. */
export const emptyDesk: Desk = {
  service: async () => ({
    version: 'test',
    notice: null,
    model: { state: 'ready', name: 'm', where: 'here' },
    photos: { read: true, eyes: { kind: 'text model' } },
    channels: [],
    stopping: false,
  }),
  chats: async () => [],
  rename: async () => true,
  remove: async () => {},
  journey: async () => null,
  keepPhoto: async () => ({ status: 'no consent' }),
  photo: async () => Promise.reject(new Error('There are no photos here.')),
  retryModel() {},
  onService() {},
};

/** @returns its address, and a header that lets the owner in. */
export async function serve(desk: Desk, host: Host) {
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
  // A test may change afterwards what its host says of a file.
  await channel.start({ ...host, file: (id) => host.file(id), route: door.forOwner });
  const { url } = await door.listen('127.0.0.1', 0);
  const close = async () => {
    await channel.stop();
    await door.close(0);
  };
  return { channel, url, authorization: `Bearer ${ownerToken(secret)}`, close };
}
