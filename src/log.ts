/**
 * JSON lines in `data/log/`, rotated. Content never gets here: callers log ids, counts and times, and the fields in
 * which words could travel are removed anyway. Secrets are cut out of the finished line, wherever they hide.
 */
import { chmodSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import { createStream } from 'rotating-file-stream';

export type Log = pino.Logger;

/** Fields in which a person's words or a secret could travel, at any of the two depths we log at. */
const CONTENT = [
  'text',
  'parts',
  'markdown',
  'payload',
  'body',
  'title',
  'name',
  'key',
  'token',
  'authorization',
  'cookie',
  'prompt',
  'answer',
];
const CENSORED = '[removed]';

const FILE_BYTES = '10M';
const FILES_KEPT = 5;

/** Opens the log in `folder` (made with 0700; files are 0600). `secrets` never appear in it. */
export async function openLog({
  folder,
  level,
  secrets,
}: {
  folder: string;
  level: string;
  secrets: () => string[];
}): Promise<{ log: Log; close(): Promise<void> }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = createStream('parley.log', { path: folder, size: FILE_BYTES, maxFiles: FILES_KEPT, mode: 0o600 });
  // A full or broken disk must not end the service because it cannot write its diary.
  file.on('error', () => {});
  file.on('open', (path: string) => chmodSync(join(folder, path.split(/[\\/]/).at(-1)!), 0o600));
  return { log: createLog(file, level, secrets), close: () => new Promise((done) => file.end(done)) };
}

/** The logger itself, over any stream: what is tested for leaks. */
export function createLog(stream: { write(line: string): unknown }, level: string, secrets: () => string[]): Log {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: CONTENT.flatMap((field) => [field, `*.${field}`]), censor: CENSORED },
      serializers: { err: describeError, error: describeError },
    },
    { write: (line: string) => void stream.write(withoutSecrets(line, secrets())) },
  );
}

/** Class, message and stack: never the extra properties, which may hold a request or a person's words. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}

/** `line` with every secret replaced, also in the form it takes inside JSON and inside a URL. */
export function withoutSecrets(line: string, secrets: string[]): string {
  for (const secret of secrets)
    for (const form of new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]))
      if (form.length > 3) line = line.replaceAll(form, CENSORED);
  return line;
}
