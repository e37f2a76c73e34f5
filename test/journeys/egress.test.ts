/** What leaves the machine in a whole run: only what the settings name; and what stays on it: no word of it in a log. */
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startOpenAiServer } from '../doubles/openai-server.ts';
import { openWebDoor } from './web-door.ts';

const PRELOAD = new URL('./egress-preload.ts', import.meta.url);

function read(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('');
}

it('a whole run asks for no host but the configured one, and leaves no word in a log or after an erasure', async () => {
  const hosts = join(mkdtempSync(join(tmpdir(), 'parley-egress-')), 'hosts');
  const server = await startOpenAiServer();
  const door = await openWebDoor({
    env: { PARLEY_RUNTIME: 'remote', PARLEY_REMOTE_URL: server.url, PARLEY_LOG_LEVEL: 'trace' },
    imports: [`${PRELOAD.href}?hosts=${encodeURIComponent(hosts)}`],
  });
  try {
    const ana = await door.person('ana');
    await ana.reads('ask a model on');
    await ana.presses('Switch on');
    await ana.writes('canary-egress, in a question');
    await ana.settled();
    for (const command of ['/help', '/status', '/about', '/privacy', '/language', '/region US'])
      await ana.writes(command);
    await ana.writes('/export');
    await ana.reads('Everything I hold from this chat');
    const data = join(door.folder, 'data');
    expect(read(data)).toContain('canary-egress');
    await ana.writes('/forget');
    await ana.presses('Erase everything');
    await ana.reads('Erased at');
    expect(read(data)).not.toContain('canary-egress');
    expect(read(join(data, 'log'))).not.toBe('');
    const asked = new Set(readFileSync(hosts, 'utf8').trim().split('\n'));
    // The recorder sees what it should: the model's server.
    expect(asked).toEqual(new Set([new URL(server.url).hostname]));
  } finally {
    await door.close();
    await server.close();
  }
}, 90_000);
