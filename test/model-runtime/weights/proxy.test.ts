import { createServer as createHttp, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LIMITS } from '../../../model-runtime/weights/options.ts';
import { type ProxySettings, proxyFor } from '../../../model-runtime/weights/proxy.ts';
import { ask } from '../../../model-runtime/weights/request.ts';

const through = (target: string, settings: ProxySettings) => proxyFor(new URL(target), settings)?.href;
const both = { http: 'http://plain.example:3128', https: 'http://secure.example:3128' };

describe('which proxy an address goes through', () => {
  test('each kind of address has its own setting, and without one there is none', () => {
    expect(through('http://a.example/x', both)).toBe('http://plain.example:3128/');
    expect(through('https://a.example/x', both)).toBe('http://secure.example:3128/');
    expect(through('https://a.example/x', { http: both.http })).toBeUndefined();
    expect(through('https://a.example/x', {})).toBeUndefined();
  });

  test('a bare host and port is an http proxy', () => {
    expect(through('https://a.example/', { https: 'proxy.example:8080' })).toBe('http://proxy.example:8080/');
  });

  test.each([
    ['*', 'https://anything.example/', true],
    ['example.com', 'https://example.com/', true],
    ['example.com', 'https://deep.in.example.com/', true],
    ['.example.com', 'https://a.example.com/', true],
    ['*.example.com', 'https://a.example.com/', true],
    ['example.com', 'https://notexample.com/', false],
    ['EXAMPLE.com', 'https://example.com/', true],
    ['a.example, b.example', 'https://b.example/', true],
    ['a.example b.example', 'https://b.example/', true],
    ['example.com:8443', 'https://example.com:8443/', true],
    ['example.com:8443', 'https://example.com/', false],
    ['example.com:443', 'https://example.com/', true],
    ['127.0.0.1', 'http://127.0.0.1:80/', true],
    ['0.0.1', 'http://127.0.0.1/', false],
    ['::1', 'http://[::1]:99/', true],
    ['', 'https://example.com/', false],
    [',,', 'https://example.com/', false],
  ])('NO_PROXY=%s and %s: direct is %s', (except, target, direct) => {
    expect(through(target, { ...both, except }) === undefined).toBe(direct);
  });

  test('what is no address, or of a kind that does not work here, is said with the name of the setting', () => {
    expect(() => through('https://a.example/', { https: 'http://:0:0' })).toThrow('HTTPS_PROXY is not an address');
    expect(() => through('http://a.example/', { http: 'socks5://h:1' })).toThrow('HTTP_PROXY names a socks5 proxy');
  });
});

async function listening<Any extends Server>(server: Any): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const way = (proxy: ProxySettings) => ({
  proxy,
  limits: { ...LIMITS, connectMs: 5_000, stallMs: 5_000 },
  signal: new AbortController().signal,
});

describe('a request through a proxy', () => {
  test('http: the proxy gets the whole address and its own login, the target no login', async () => {
    let seen: IncomingMessage | undefined;
    const proxy = await listening(
      createHttp((request, response) => {
        seen = request;
        response.end('from afar');
      }),
    );
    const answer = await ask(
      new URL('http://model.example/a?b=c'),
      { method: 'GET', follow: 'anywhere' },
      way({ http: `http://ana:100%%20pure@${proxy}` }),
    );
    let text = '';
    for await (const chunk of answer.body()) text += chunk;
    expect(text).toBe('from afar');
    expect(seen?.url).toBe('http://model.example/a?b=c');
    expect(seen?.headers.host).toBe('model.example');
    expect(seen?.headers['proxy-authorization']).toBe(`Basic ${Buffer.from('ana:100%%20pure').toString('base64')}`);
    expect(seen?.headers.authorization).toBeUndefined();
  });

  test('https: a tunnel is asked for, and what goes through it is TLS to the target', async () => {
    const target = createServer((socket) => {
      socket.once('data', (hello) => {
        arrived = hello;
        socket.destroy();
      });
      socket.on('error', () => undefined);
    });
    let arrived: Buffer | undefined;
    const address = await listening(target);
    let asked: IncomingMessage | undefined;
    const proxy = createHttp();
    proxy.on('connect', (request, socket) => {
      asked = request;
      const on = connect(Number(address.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        on.pipe(socket).pipe(on);
      });
      for (const end of [on, socket]) end.on('error', () => end.destroy());
      on.on('close', () => socket.destroy());
    });
    const settings = { https: `http://ana:secret@${await listening(proxy)}` };
    await expect(
      ask(new URL('https://model.example/a'), { method: 'GET', follow: 'anywhere' }, way(settings)),
    ).rejects.toMatchObject({ name: 'SourceTrouble', kind: 'passing' });
    expect(asked?.url).toBe('model.example:443');
    expect(asked?.headers['proxy-authorization']).toMatch(/^Basic /);
    // A TLS handshake record that names the target.
    expect(arrived?.[0]).toBe(0x16);
    expect(arrived?.includes('model.example')).toBe(true);
    expect(arrived?.includes('secret')).toBe(false);
  });

  test('a proxy that wants a sign-in says so in words', async () => {
    const proxy = createHttp();
    proxy.on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
    const settings = { https: `http://${await listening(proxy)}` };
    await expect(
      ask(new URL('https://model.example/a'), { method: 'HEAD', follow: 'anywhere' }, way(settings)),
    ).rejects.toThrow(/refused to connect \(407\); it wants a sign-in/);
  });

  test('a proxy that connects and then lets nothing through is given up, and so is one when the call ends', async () => {
    const proxy = createHttp();
    proxy.on('connect', (_, socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onTestFinished(() => void socket.destroy());
    });
    const settings = { https: `http://${await listening(proxy)}` };
    const question = { method: 'HEAD', follow: 'anywhere' } as const;
    const target = new URL('https://model.example/a');
    const hasty = { ...way(settings), limits: { ...LIMITS, connectMs: 150 } };
    await expect(ask(target, question, hasty)).rejects.toThrow('nothing came through the proxy 127.0.0.1');
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    await expect(ask(target, question, { ...way(settings), signal: controller.signal })).rejects.toThrow(/abort/i);
  });

  test('a proxy where nobody listens is named, so that nobody blames the target', async () => {
    const settings = { https: 'http://127.0.0.1:9' };
    await expect(
      ask(new URL('https://model.example/a'), { method: 'HEAD', follow: 'anywhere' }, way(settings)),
    ).rejects.toMatchObject({
      kind: 'unreachable',
      message: 'it refuses connections (through the proxy 127.0.0.1:9)',
    });
  });
});
