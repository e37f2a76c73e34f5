import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createCall } from '../../../adapters/telegram/call.ts';

describe('a call', () => {
  it('to a Bot API server of one’s own goes over the connection of the call before it', async () => {
    let connections = 0;
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"result":true}');
    }).on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const call = createCall('4242:token', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    try {
      for (let calls = 0; calls < 3; calls++) expect(await call('getMe', {})).toBe(true);
      expect(connections).toBe(1);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
