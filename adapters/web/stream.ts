/**
 * Event streams of the open tabs. A tab's stream is a cursor on the durable record: whenever something may have changed it
 * reads on from where it is, so entries arrive in order, once, and none is missed, however often a tab comes and goes.
 * Previews are not durable: snapshots on opening, changes afterwards, skipped for a tab that cannot keep up.
 */
import type { ServerResponse } from 'node:http';
import type { StreamEvents } from './protocol.ts';

/** What a tab asks for. */
export interface TabRequest {
  readonly chat: string;
  /** The entry it has seen last; 0: none. */
  readonly after: number;
  /** BCP 47 tag of the browser's own language, where it has one. */
  readonly language: string | undefined;
}

export interface TabStream extends Omit<TabRequest, 'after'> {
  /** Something may have changed: reads on. Resolves when everything durable so far was written. */
  advance(): Promise<void>;
  /** An event in its final form: many tabs get the same one. */
  send(event: string): void;
  /** A change to the running answer. `whole` makes a snapshot for a tab that missed some. */
  preview(change: StreamEvents['preview'], whole: () => StreamEvents['preview']): void;
  /** Keeps an idle connection alive through whatever stands between, and finds out when it is dead. */
  ping(): void;
  close(): void;
}

export interface StreamSource {
  /** Entries after `after`, oldest first, ready for the page; `more` when there are further ones. And what waits. */
  read(chat: string, after: number): Promise<{ entries: StreamEvents['entry'][]; more: boolean; waiting: number[] }>;
}

/** A tab that has this much unread gets no previews until it has caught up. */
const UNREAD_BYTES = 256 * 1024;

export function openStream(
  response: ServerResponse,
  { chat, after, language }: TabRequest,
  source: StreamSource,
): TabStream {
  let cursor = after;
  let open = true;
  let waiting = '';
  let previewMissed = true;
  let advancing: Promise<void> | undefined;
  let again = false;

  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  // A first byte at once: the browser knows it is connected, and how soon to come back.
  response.write(': ok\nretry: 1000\n\n');
  response.on('close', () => {
    open = false;
  });

  const write = (event: string, data: unknown, id?: number) => {
    if (open)
      response.write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
  };

  async function readOn(): Promise<void> {
    do {
      again = false;
      const { entries, more, waiting: now } = await source.read(chat, cursor);
      for (const entry of entries) {
        write('entry', entry, entry.id);
        cursor = entry.id;
      }
      if (more) again = true;
      else if (JSON.stringify(now) !== waiting) {
        waiting = JSON.stringify(now);
        write('waiting', now);
      }
    } while (again && open);
  }

  return {
    chat,
    language,
    advance() {
      again = true;
      advancing ??= readOn().finally(() => {
        advancing = undefined;
      });
      return advancing;
    },
    send(event) {
      if (open) response.write(event);
    },
    preview(change, whole) {
      // Until the record was read the page does not know what the answer is to.
      if (response.writableLength > UNREAD_BYTES || waiting === '') {
        previewMissed = true;
        return;
      }
      write('preview', previewMissed && change !== null ? whole() : change);
      previewMissed = false;
    },
    ping() {
      if (open) response.write(': \n\n');
    },
    close() {
      open = false;
      response.end();
    },
  };
}

/** An event as it goes over the wire. */
export function streamEvent(event: string, data: unknown, id?: number): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}
