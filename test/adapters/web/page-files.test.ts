import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPageFiles } from '../../../adapters/web/page-files.ts';

describe('the files of the page', () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    const files = createPageFiles();
    server = createServer(async (request, response) => {
      if (!(await files(request, response))) response.writeHead(404).end('not ours');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  /** Every module that can be reached from the page, by its path. */
  async function modules(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const waiting = ['/page/main.ts'];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (found.has(path)) continue;
      const response = await fetch(url + path);
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        200,
        'text/javascript; charset=utf-8',
      ]);
      const text = await response.text();
      found.set(path, text);
      for (const [, imported] of text.matchAll(/(?:from|import)\s*["'](\.[^"']+)["']/g)) {
        waiting.push(new URL(imported!, url + path).pathname);
      }
    }
    return found;
  }

  test('every module the page imports is there, as plain JavaScript of this folder', async () => {
    const found = await modules();
    expect(found.size).toBeGreaterThan(30);
    for (const [path, text] of found) {
      expect(path).toMatch(/^\/page\//);
      expect(text, path).not.toMatch(/^\s*(import type|export (interface|type))\b/m);
    }
  });

  test('no module turns a string into HTML or into code', async () => {
    for (const [path, text] of await modules()) {
      expect(text, path).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/);
    }
  });

  test('the one inline script is the import map, and the policy names its hash and nothing looser', async () => {
    const response = await fetch(url);
    const html = await response.text();
    const policy = response.headers.get('content-security-policy') ?? '';
    const inline = [...html.matchAll(/<script([^>]*)>([^<]+)<\/script>/g)];
    expect(inline).toHaveLength(1);
    const hash = createHash('sha256').update(inline[0]![2]!).digest('base64');
    expect(policy).toContain(`script-src 'self' 'sha256-${hash}'`);
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    for (const path of Object.values(JSON.parse(inline[0]![2]!).imports as Record<string, string>)) {
      expect((await fetch(url + path)).status).toBe(200);
    }
  });

  test('every file the page names is there', async () => {
    const html = await (await fetch(url)).text();
    const named = [...html.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path!);
    expect(named.length).toBeGreaterThan(5);
    for (const path of named) expect([path, (await fetch(url + path)).status]).toEqual([path, 200]);
  });

  test('an unchanged file is not sent again', async () => {
    const first = await fetch(`${url}/page/main.ts`);
    const tag = first.headers.get('etag')!;
    const again = await fetch(`${url}/page/main.ts`, { headers: { 'if-none-match': tag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test.each([
    '/page/',
    '/page/index.html',
    '/page/../web.ts',
    '/page/%2e%2e/web.ts',
    '/page/..%2fweb.ts',
    '/page/view',
    '/package.json',
    '/page/main.ts/',
    '//page/main.ts',
  ])('%s is not served', async (path) => {
    const { hostname, port } = new URL(url);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      // By hand, as fetch would tidy the path up first.
      import('node:http').then(
        ({ get }) =>
          get({ hostname, port, path }, (response) => resolve(response.resume().statusCode)).on('error', reject),
        reject,
      );
    });
    expect(status).toBe(404);
  });

  test('only reading is answered', async () => {
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});
