import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { type Door, openDoor, RequestError } from '../src/http.ts';
import { createSessions, ownerToken, type Sessions } from '../src/session.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const logged: string[] = [];
const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) });

async function open(prepare: (door: Door) => void = () => {}, hostNames: string[] = []) {
  const secret = randomBytes(32);
  const sessions = createSessions({ secret, id: 'id', operatorToken: undefined });
  const door = openDoor({
    sessions,
    hostNames,
    log,
    onLink: () => 'http://link',
    files: async () => false,
    paced: true,
  });
  door.forOwner('post', '/write', (_request, response) => void response.json({ wrote: true }));
  door.forOwner('get', '/read', (_request, response) => void response.json({ read: true }));
  prepare(door);
  const { url, port } = await door.listen('127.0.0.1', 0);
  closing.push(() => door.close(0));
  return { url, port, sessions, secret, door };
}

/** A request with headers a browser would not let a script set. */
function ask(
  url: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  return new Promise<{ status: number; text: string; headers: Record<string, unknown> }>((done, fail) => {
    const sent = request(
      url,
      {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }) },
      },
      (response) => {
        let text = '';
        response.on('data', (data) => (text += String(data)));
        response.on('end', () => done({ status: response.statusCode!, text, headers: response.headers }));
      },
    );
    sent.on('error', fail);
    sent.end(body);
  });
}
const cookie = (sessions: Sessions) => sessions.trade(sessions.mintKey())!.split(';')[0]!;
const own = (sessions: Sessions) => ({ cookie: cookie(sessions), 'x-parley': '1', 'content-type': 'application/json' });

describe('the door', () => {
  it('lets the owner in, and nobody without the cookie', async () => {
    const { url, sessions } = await open();
    expect((await ask(`${url}/read`)).status).toBe(401);
    expect((await ask(`${url}/read`, { headers: { cookie: cookie(sessions) } })).status).toBe(200);
    expect(
      (await ask(`${url}/read`, { headers: { cookie: 'parley_id=9999999999999.AAAAAAAAAAAA.forged' } })).status,
    ).toBe(401);
  });

  it('trades the key of a link once for a cookie', async () => {
    const { url, sessions } = await open();
    const key = sessions.mintKey();
    const trade = () =>
      ask(`${url}/api/session`, {
        method: 'POST',
        headers: { 'x-parley': '1', 'content-type': 'application/json' },
        body: JSON.stringify({ key }),
      });
    const first = await trade();
    expect(first.status).toBe(204);
    expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
    const second = await trade();
    expect(second.status).toBe(401);
    expect(second.text).toContain('npm run link');
  });

  it.each([['http://evil.example'], ['null'], ['http://127.0.0.1:1']])(
    'does not take a write from the page %s',
    async (origin) => {
      const { url, sessions } = await open();
      expect(
        (await ask(`${url}/write`, { method: 'POST', headers: { ...own(sessions), origin }, body: '{}' })).status,
      ).toBe(403);
    },
  );

  it('takes a write from its own page', async () => {
    const { url, sessions } = await open();
    expect(
      (await ask(`${url}/write`, { method: 'POST', headers: { ...own(sessions), origin: url }, body: '{}' })).status,
    ).toBe(200);
  });

  it('does not take a write without the header that only scripts of its own page can set', async () => {
    const { url, sessions } = await open();
    expect(
      (
        await ask(`${url}/write`, {
          method: 'POST',
          headers: { cookie: cookie(sessions), 'content-type': 'application/json' },
          body: '{}',
        })
      ).status,
    ).toBe(403);
  });

  it.each(['evil.example', 'localhost.evil.example'])(
    'does not answer to the name %j (DNS rebinding)',
    async (host) => {
      const { url, sessions } = await open();
      expect((await ask(`${url}/read`, { headers: { cookie: cookie(sessions), host } })).status).toBeGreaterThanOrEqual(
        400,
      );
    },
  );

  it.each(['localhost:4747', '127.0.0.1', '[::1]:4747', '192.168.1.5', 'parley.home'])(
    'answers to the name %s',
    async (host) => {
      const { url, sessions } = await open(undefined, ['parley.home']);
      expect((await ask(`${url}/read`, { headers: { cookie: cookie(sessions), host } })).status).toBe(200);
    },
  );

  it('does not let a foreign page read, even with the cookie', async () => {
    const { url, sessions } = await open();
    expect(
      (
        await ask(`${url}/read`, {
          headers: { cookie: cookie(sessions), 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
        })
      ).status,
    ).toBe(403);
  });

  it('knows a script of the owner by its token', async () => {
    const { url, secret } = await open();
    const authorization = `Bearer ${ownerToken(secret)}`;
    expect(
      (
        await ask(`${url}/write`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: '{}',
        })
      ).status,
    ).toBe(200);
    expect(
      JSON.parse((await ask(`${url}/api/session/link`, { method: 'POST', headers: { authorization } })).text),
    ).toEqual({ url: 'http://link' });
    expect(
      (await ask(`${url}/api/session/link`, { method: 'POST', headers: { authorization: 'Bearer wrong' } })).status,
    ).toBe(401);
  });

  it('tells what is wrong with a body, and never how it found out', async () => {
    const { url, sessions } = await open();
    const bad = await ask(`${url}/write`, { method: 'POST', headers: own(sessions), body: '{"half": ' });
    expect(bad.status).toBe(400);
    expect(bad.text).not.toMatch(/at |node_modules|SyntaxError/);
    const large = await ask(`${url}/write`, {
      method: 'POST',
      headers: own(sessions),
      body: JSON.stringify({ text: 'x'.repeat(1_300_000) }),
    });
    expect(large.status).toBe(413);
  });

  it('keeps an error of ours to the log', async () => {
    const { url, sessions } = await open((door) =>
      door.forOwner('get', '/broken', () => {
        throw new Error('secret detail');
      }),
    );
    const { status, text } = await ask(`${url}/broken`, { headers: { cookie: cookie(sessions) } });
    expect(status).toBe(500);
    expect(text).not.toContain('secret detail');
    expect(logged.join()).toContain('secret detail');
  });

  it('says an error that is meant for the person, with when to try again', async () => {
    const { url, sessions } = await open((door) =>
      door.forOwner('get', '/later', async () => {
        throw new RequestError(503, 'Not now.', { retryAfterMs: 2500, action: 'Wait.' });
      }),
    );
    const { status, text, headers } = await ask(`${url}/later`, { headers: { cookie: cookie(sessions) } });
    expect([status, JSON.parse(text), headers['retry-after']]).toEqual([
      503,
      { error: { message: 'Not now.', action: 'Wait.' } },
      '3',
    ]);
  });

  it('asks somebody who hammers it to wait', async () => {
    const { url, sessions } = await open();
    const headers = { cookie: cookie(sessions) };
    const statuses = await Promise.all(
      Array.from({ length: 400 }, async () => (await ask(`${url}/read`, { headers })).status),
    );
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(200);
  });

  it('takes the next free port when the wanted one is taken', async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    const { port } = taken.address() as { port: number };
    closing.push(() => new Promise((done) => taken.close(done)));
    const door = openDoor({
      sessions: createSessions({ secret: randomBytes(32), id: 'x', operatorToken: undefined }),
      hostNames: [],
      log,
      onLink: () => '',
      files: async () => false,
      paced: true,
    });
    closing.push(() => door.close(0));
    const got = await door.listen('127.0.0.1', port);
    expect(got.port).toBeGreaterThan(port);
  });

  it('gives unknown addresses one plain answer', async () => {
    const { url } = await open();
    expect((await ask(`${url}/nowhere`)).status).toBe(404);
    expect((await ask(`${url}/%ff`)).status).toBeLessThan(500);
  });
});
