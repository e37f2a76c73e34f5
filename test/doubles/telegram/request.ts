/**
 * A request's parameters. "We support GET and POST HTTP methods … URL query string, application/x-www-form-urlencoded,
 * application/json, multipart/form-data" (https://core.telegram.org/bots/api#making-requests).
 */
import type { IncomingMessage } from 'node:http';
import { bad, Refusal } from './refusal.ts';

export interface Upload {
  name: string;
  bytes: Buffer;
}

/** One method's parameters: objects may come as JSON in a string, numbers and truth values as text. */
export interface Parameters {
  readonly names: string[];
  text(name: string): string | undefined;
  whole(name: string): number | undefined;
  truth(name: string): boolean;
  json(name: string): unknown;
  upload(name: string): Upload | undefined;
}

/** The largest body taken: "other files, 50 MB" and what is around them. */
const MOST_BYTES = 52 * 1024 * 1024;

export async function parametersOf(request: IncomingMessage, url: URL): Promise<Parameters> {
  const given = new Map<string, unknown>(url.searchParams);
  const uploads = new Map<string, Upload>();
  const body = await bytesOf(request);
  const type = request.headers['content-type'] ?? '';
  if (body.length > 0 && type.startsWith('application/json')) {
    let parsed: unknown;
    try {
      parsed = JSON.parse(body.toString('utf8'));
    } catch {
      throw bad("can't parse JSON object");
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw bad('a JSON object is expected');
    for (const [name, value] of Object.entries(parsed)) given.set(name, value);
  } else if (type.startsWith('application/x-www-form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(body.toString('utf8'))) given.set(name, value);
  } else if (type.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    for (const [name, value] of form)
      if (typeof value === 'string') given.set(name, value);
      else uploads.set(name, { name: value.name, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  return {
    names: [...given.keys()],
    text(name) {
      const value = given.get(name);
      if (value === undefined || value === null) return undefined;
      return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
    },
    whole(name) {
      const value = given.get(name);
      if (value === undefined || value === null || value === '') return undefined;
      const number = Number(value);
      if (!Number.isSafeInteger(number)) throw bad(`parameter "${name}" must be an integer`);
      return number;
    },
    truth: (name) => [true, 'true', 'True', '1', 1].includes(given.get(name) as string),
    json(name) {
      const value = given.get(name);
      if (typeof value !== 'string') return value;
      try {
        return JSON.parse(value);
      } catch {
        throw bad(`can't parse ${name} JSON object`);
      }
    },
    // "attach://<file_attach_name>" names another part of the form.
    upload: (name) => uploads.get(/^attach:\/\/(.+)$/.exec(String(given.get(name)))?.[1] ?? name),
  };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MOST_BYTES) throw new Refusal(413, 'Request Entity Too Large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
