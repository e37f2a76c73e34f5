/**
 * Serves the page's own files, and nothing else: the list of what exists is read once, so no request can name
 * another file. Types are stripped from the modules as they are served; there is no build step and no bundle.
 */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('./page/', import.meta.url));
const INDEX = '/';
const MODULES = '/page/';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript; charset=utf-8',
};

/** The page's only dependency, served from where it is installed. */
const PACKAGES: Record<string, { path: string; file: string }> = {
  preact: { path: `${MODULES}preact.mjs`, file: fileURLToPath(import.meta.resolve('preact')) },
  'preact/hooks': { path: `${MODULES}preact-hooks.mjs`, file: fileURLToPath(import.meta.resolve('preact/hooks')) },
};

const IMPORT_MAP = JSON.stringify({
  imports: Object.fromEntries(Object.entries(PACKAGES).map(([name, { path }]) => [name, path])),
});

/**
 * Everything from here and nowhere else; the import map is the one inline script, allowed by its hash. Trusted types
 * make a string that would become HTML an error: the page builds its elements one by one.
 */
const SECURITY_POLICY = [
  "default-src 'self'",
  `script-src 'self' 'sha256-${sha256(IMPORT_MAP, 'base64')}'`,
  // Photos that are about to be sent are shown from the browser's own memory.
  "img-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/**
 * Answers GET and HEAD for `/` and everything under `/page/`. Resolves to false, with nothing written, when the
 * request is for something else. A file that cannot be read rejects.
 */
export type PageFiles = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export function createPageFiles(): PageFiles {
  const files = new Map([...servedPaths()].map(([path, file]) => [path, madeFrom(file)]));
  return async (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0]!;
    const file = files.get(path);
    if (!file || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    const { type, body, tag } = await file();
    response.setHeader('content-type', type);
    response.setHeader('content-security-policy', SECURITY_POLICY);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    // Always asked for again, and mostly answered by 304: an update of Parley is an update of its page.
    response.setHeader('cache-control', 'no-cache');
    response.setHeader('etag', tag);
    if (request.headers['if-none-match'] === tag) response.writeHead(304).end();
    else response.writeHead(200, { 'content-length': body.length }).end(request.method === 'HEAD' ? undefined : body);
    return true;
  };
}

interface MadeFile {
  type: string;
  body: Buffer;
  /** Hash of the body. */
  tag: string;
}

/** What is sent for a file, made once for each content the file has. */
function madeFrom(file: string): () => Promise<MadeFile> {
  const type = TYPES[extname(file)]!;
  let made: (MadeFile & { source: string }) | undefined;
  return async () => {
    const content = await readFile(file, 'utf8');
    const source = sha256(content, 'base64url');
    if (made?.source === source) return made;
    const body = Buffer.from(served(file, content));
    made = { type, body, source, tag: `"${sha256(body, 'base64url')}"` };
    return made;
  };
}

/** URL paths and the files behind them. */
function servedPaths(): Map<string, string> {
  const own = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in TYPES)
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file): [string, string] => [MODULES + relative(FOLDER, file).split(sep).join('/'), file]);
  const packages = Object.values(PACKAGES).map(({ path, file }): [string, string] => [path, file]);
  const files = new Map([...own, ...packages]);
  files.set(INDEX, files.get(`${MODULES}index.html`)!);
  files.delete(`${MODULES}index.html`);
  return files;
}

function served(file: string, content: string): string {
  switch (extname(file)) {
    case '.ts':
      return stripTypeScriptTypes(content);
    case '.html':
      return content.replace('<!-- import map -->', `<script type="importmap">${IMPORT_MAP}</script>`);
    default:
      return content;
  }
}

function sha256(content: string | Buffer, encoding: 'base64' | 'base64url'): string {
  return createHash('sha256').update(content).digest(encoding);
}
