/**
 * Where media lie: addresses that live for five minutes and want the token of whoever was given them, and a client that names
 * itself. https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface HostedFile {
  mime: string;
  bytes: Buffer;
  /** Answers with a redirect to this address. */
  redirect?: string;
  /** What the API says of the bytes, where that is not true. */
  sha256?: string;
  /** Sends on and on after the bytes. */
  endless?: boolean;
}

export interface MediaServer {
  /** A new address of a file; with a token only for whoever has it. */
  addressOf(file: HostedFile, token: string | undefined): string;
  serve(ticket: string, request: IncomingMessage, response: ServerResponse): void;
}

/** "Media URLs are valid for 5 minutes." */
const LIFE_MS = 5 * 60_000;

export function createMediaServer({
  now,
  base,
  isStale,
  violations,
}: {
  now: () => number;
  base: () => string;
  /** Whether the next address has run out before it is used. */
  isStale: () => boolean;
  violations: string[];
}): MediaServer {
  const tickets = new Map<string, { file: HostedFile; until: number; token: string | undefined }>();
  return {
    addressOf(file, token) {
      const ticket = randomBytes(9).toString('base64url');
      tickets.set(ticket, { file, token, until: now() + (isStale() ? -1 : LIFE_MS) });
      return `${base()}/lookaside/${ticket}`;
    },
    serve(ticket, { headers }, response) {
      const found = tickets.get(ticket);
      if (!found || found.until < now()) return void response.writeHead(404).end();
      const { file, token } = found;
      if (token !== undefined && headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end();
      if (token === undefined && headers.authorization !== undefined)
        violations.push('a token to an address that needs none');
      if (!headers['user-agent']) return void response.writeHead(400).end();
      if (file.redirect !== undefined) return void response.writeHead(302, { location: file.redirect }).end();
      response.writeHead(200, { 'content-type': file.mime });
      if (!file.endless) return void response.end(file.bytes);
      response.write(file.bytes);
      const drip = setInterval(() => void response.write(Buffer.alloc(65_536, 32)), 1);
      response.on('close', () => clearInterval(drip));
    },
  };
}
