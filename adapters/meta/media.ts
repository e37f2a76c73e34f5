/**
 * Fetching what people sent: only from the platform's own hosts, redirects included, never more than the cap, and never
 * something that is not what it claims to be (law 8).
 */
import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import { FetchError } from '../errors.ts';

/** Hosts of Meta's content network; a name below them is theirs as well. */
const HOSTS = ['fbcdn.net', 'fbsbx.com', 'cdninstagram.com', 'whatsapp.net'];
/** The only ones beside the API itself that get the token: WhatsApp's media are handed out there. */
const TOKEN_HOSTS = ['fbsbx.com'];
const REDIRECTS = 4;
/** A file that trickles in slower than this is not worth the wait. */
const LONGEST_MS = 120_000;
/** WhatsApp's media server refuses clients that name themselves strangely or not at all. */
const USER_AGENT = 'Mozilla/5.0 (compatible; Parley/1.0)';

/** `view`: a picture or a film, where the platform does not say which. */
export type MediaKind = 'image' | 'audio' | 'video' | 'document' | 'sticker' | 'view';
export const MEDIA_KINDS: readonly string[] = [
  'image',
  'audio',
  'video',
  'document',
  'sticker',
  'view',
] satisfies MediaKind[];

export interface DownloadOptions {
  kind: MediaKind;
  /** Origin of the API we are configured for, trusted like the platform's hosts. */
  origin: string;
  /** Sent to the API and to the hosts that want it. */
  token?: string;
  /** What the platform says of the bytes: SHA-256, as hex or base64. */
  sha256?: string | undefined;
  maxBytes: number;
  signal: AbortSignal;
}

/** The address is gone; where there is a way to a new one, it is worth another try. */
export class GoneError extends FetchError {}

/** @throws FetchError, or GoneError when the address does not lead to the file any more. */
export async function download(address: string, options: DownloadOptions): Promise<Uint8Array> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(LONGEST_MS)]);
  const response = await follow(address, { ...options, signal });
  const bytes = await readCapped(response, options.maxBytes);
  if (options.sha256 !== undefined && !hashesTo(bytes, options.sha256))
    throw new FetchError('The file is not the one the platform announced.', true);
  await checkContent(bytes, options.kind);
  return bytes;
}

async function follow(address: string, { origin, token, signal }: DownloadOptions): Promise<Response> {
  let url = platformUrl(address, origin);
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    const withToken = token !== undefined && (url.origin === origin || isBelow(url, TOKEN_HOSTS));
    const response = await ask(url, withToken ? { authorization: `Bearer ${token}` } : {}, signal);
    if (response.ok) return response;
    await response.body?.cancel();
    const { status } = response;
    if (status === 404 || status === 410 || status === 403)
      throw new GoneError('The file is not there any more.', false);
    const next = response.headers.get('location');
    if (status < 300 || status >= 400 || next === null)
      throw new FetchError(`The platform's media server answered ${status}.`, status >= 500 || status === 429);
    url = platformUrl(new URL(next, url).href, origin);
  }
  throw new FetchError(`The file is behind more than ${REDIRECTS} redirects.`, false);
}

async function ask(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { headers: { ...headers, 'user-agent': USER_AGENT }, redirect: 'manual', signal });
  } catch (error) {
    throw new FetchError('The file could not be fetched from the platform.', true, { cause: error });
  }
}

/** @throws FetchError unless the address is one of the platform's. */
function platformUrl(address: string, origin: string): URL {
  const url = URL.parse(address);
  if (url && (url.origin === origin || (url.protocol === 'https:' && url.port === '' && isBelow(url, HOSTS))))
    return url;
  throw new FetchError('The file does not lie with the platform, so it is not fetched.', false);
}

const isBelow = ({ protocol, hostname }: URL, hosts: string[]): boolean =>
  protocol === 'https:' && hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));

async function readCapped(response: Response, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () => new FetchError(`The file has more than ${maxBytes.toLocaleString('en')} bytes.`, false);
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
    await response.body?.cancel();
    throw tooLarge();
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of response.body ?? []) {
      size += piece.length;
      if (size > maxBytes) throw tooLarge();
      pieces.push(piece);
    }
  } catch (error) {
    if (error instanceof FetchError) throw error;
    throw new FetchError('The file broke off.', true, { cause: error });
  }
  if (size === 0) throw new FetchError('The file is empty.', false);
  return Buffer.concat(pieces);
}

function hashesTo(bytes: Uint8Array, sha256: string): boolean {
  const hash = createHash('sha256').update(bytes).digest();
  return sha256.toLowerCase() === hash.toString('hex') || sha256 === hash.toString('base64');
}

/** Families of content that may stand for each kind; voice comes in the containers of video. A document may be anything. */
const FAMILIES: { [Kind in Exclude<MediaKind, 'document'>]: string[] } = {
  image: ['image'],
  sticker: ['image'],
  audio: ['audio', 'video'],
  video: ['video'],
  view: ['image', 'video'],
};

async function checkContent(bytes: Uint8Array, kind: MediaKind): Promise<void> {
  if (kind === 'document') return;
  const found = await fileTypeFromBuffer(bytes);
  if (found && FAMILIES[kind].includes(found.mime.split('/')[0]!)) return;
  // What has no signature of its own, HTML and SVG among it, is none of these kinds.
  throw new FetchError(`The file claims to be ${kind} and is ${found?.mime ?? 'something else'}.`, false);
}
