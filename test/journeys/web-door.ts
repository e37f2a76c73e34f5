/** The page of the real service, spoken to as the page does it. Its notice stands by itself, with Start under it. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { expect } from 'vitest';
import type { PageEntry, ServiceState } from '../../adapters/web/protocol.ts';
import { type ServiceOptions, startService } from '../soak/started.ts';
import { type Door, type Guest, readable } from './door.ts';

/** `start`: how the service differs from one that echoes. */
export async function openWebDoor(start: Partial<ServiceOptions> = {}): Promise<Door & { folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-web-door-'));
  const env = { PARLEY_RUNTIME: 'echo', PARLEY_OWNER_NAME: 'Ana', PARLEY_PER_MINUTE: 'none', ...start.env };
  const service = await startService({ ...start, folder, env });
  const ended = new AbortController();

  /** `language`: of their browser. */
  async function guest(_name: string, language = 'en'): Promise<Guest> {
    const headers = { ...service.headers, 'accept-language': language };
    const chat = randomUUID();
    const entries: PageEntry[] = [];
    let state: ServiceState | undefined;
    let waiting: number[] = [];
    const response = await fetch(`${service.url}/api/stream?chat=${chat}`, {
      headers,
      signal: ended.signal,
    });
    void (async () => {
      const events = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
      for await (const { event, data } of events) {
        if (event === 'service') state = JSON.parse(data) as ServiceState;
        if (event === 'waiting') waiting = JSON.parse(data) as number[];
        if (event !== 'entry') continue;
        const entry = JSON.parse(data) as PageEntry;
        if (entry.by === 'erasure') entries.length = 0;
        else entries.push(entry);
      }
    })().catch(() => {});

    const post = async (path: string, body: object) => {
      const response = await fetch(`${service.url}/api/chats/${chat}/${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ key: randomUUID(), ...body }),
      });
      await response.text();
    };
    const said = () => entries.filter((entry) => entry.by === 'parley');
    const heard = async () => [...noticeOf(state), ...said().map(({ source }) => readable(source))];
    const buttons = (): Record<string, string> => {
      const own = Object.fromEntries((said().at(-1)?.buttons ?? []).map(({ label, value }) => [label, value]));
      return state?.notice ? { 'Switch on': state.notice.accept, 'No thanks': state.notice.decline } : own;
    };
    return {
      writes: (text) => post('messages', { text }),
      async asksOfPicture(text, picture) {
        const response = await fetch(`${service.url}/api/chats/${chat}/photos`, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'image/png' },
          body: new Uint8Array(picture),
        });
        const { photo } = (await response.json()) as { photo: string };
        await post('messages', { text, photos: [photo] });
      },
      async presses(label) {
        await expect.poll(() => buttons()[label]).toBeDefined();
        await post('choices', { choice: buttons()[label] });
      },
      buttons: async () => Object.keys(buttons()),
      reads: (text) => expect.poll(async () => (await heard()).at(-1) ?? '', { timeout: 10_000 }).toMatch(text),
      heard,
      async file() {
        const file = said().at(-1)!.files![0]!;
        const response = await fetch(`${service.url}/api/files/${file.id}`, { headers });
        return { name: file.name, bytes: new Uint8Array(await response.arrayBuffer()) };
      },
      settled: () => expect.poll(() => waiting).toEqual([]),
    };
  }

  return {
    folder,
    platform: '',
    facts: { owner: 'Ana', keepDays: 30, keepPhotoHours: 24, remoteHost: '' },
    person: guest,
    async close() {
      ended.abort();
      service.kill('SIGTERM');
      await service.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What stands on the page while nothing can be written. */
function noticeOf(state: ServiceState | undefined): string[] {
  const notice = state?.notice;
  if (!notice) return [];
  if (notice.declined) return ['silent'];
  const { title, lead, lines, footer, receipt } = notice;
  return [
    readable(`${title} ${lead}\n${lines.map((line) => `- ${line}`).join('\n')}\n${footer}`),
    ...(receipt === undefined ? [] : [readable(receipt.text)]),
  ];
}
