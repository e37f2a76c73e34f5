/**
 * Files from web servers: the public model hub, which tells size and hash of its files, and a person's own mirror,
 * which may tell them in a small file beside each. Both then give the file itself, resumed where it broke off.
 */
import type { Entry, Fingerprint, HubSource } from './catalogue.ts';
import type { Part } from './part.ts';
import { type Answered, header, judge, troubleOf, wholeNumber } from './range.ts';
import { ask, type Way } from './request.ts';
import { persist } from './retry.ts';
import { SourceTrouble } from './trouble.ts';

/** Where a file is and what it must turn out to be. */
export interface Found {
  url: URL;
  want: Fingerprint;
  /** The commit of the hub's repository that holds it. */
  commit?: string;
}

const SHA256 = /^[0-9a-f]{64}$/i;
const COMMIT = /^[0-9a-f]{40,64}$/i;

/**
 * Asks the hub for size and hash of a file. It states them as `x-linked-size` and `x-linked-etag` (the sha256 of the
 * file, for all files it keeps outside git) in the answer of its `resolve` address, before it redirects to a store
 * that knows neither; so redirects to other servers are not followed here. `x-repo-commit` pins the version.
 * Facts from the documentation and source of the huggingface_hub client.
 * @throws SourceTrouble
 */
export async function findOnHub(
  base: string,
  source: HubSource,
  pinned: Omit<Found, 'url'> | undefined,
  way: Way,
): Promise<Found> {
  const at = (revision: string) =>
    addressUnder(base, [...source.repository.split('/'), 'resolve', revision, ...source.file.split('/')]);
  let answer = await look(at(pinned?.commit ?? source.revision), way, 'same origin');
  // A repository whose history was rewritten has lost the commit and may still have the very same file.
  if (pinned?.commit !== undefined && answer.status === 404)
    answer = await look(at(source.revision), way, 'same origin');
  if (answer.status >= 400) throw troubleOf(answer, way.limits.longestRetryAfterMs);
  const bytes = wholeNumber(header(answer, 'x-linked-size'));
  const sha256 = unquoted(header(answer, 'x-linked-etag'));
  const commit = header(answer, 'x-repo-commit');
  if (bytes === undefined || sha256 === undefined || !SHA256.test(sha256))
    throw new SourceTrouble(
      'final',
      'it does not tell size and checksum of the file, so what came could not be checked',
    );
  const version = commit !== undefined && COMMIT.test(commit) ? commit : undefined;
  return {
    url: at(version ?? source.revision),
    want: { sha256: sha256.toLowerCase(), bytes },
    ...(version === undefined ? {} : { commit: version }),
  };
}

/**
 * Looks for a file on a mirror, which is any web server that has the files of the catalogue under one address.
 * Where the catalogue does not know the hash, it comes from `<file>.sha256` beside the file, as sha256sum writes it.
 * @throws SourceTrouble
 */
export async function findOnMirror(
  base: string,
  entry: Entry,
  known: Fingerprint | undefined,
  way: Way,
): Promise<Found> {
  const url = addressUnder(base, [entry.file]);
  const answer = await look(url, way, 'anywhere');
  if (answer.status >= 400) throw troubleOf(answer, way.limits.longestRetryAfterMs);
  if (known) return { url, want: known };
  const bytes = wholeNumber(header(answer, 'content-length'));
  if (bytes === undefined) throw new SourceTrouble('final', 'it does not tell the size of the file');
  if (bytes === 0) throw new SourceTrouble('final', 'the file there is empty');
  return { url, want: { bytes, sha256: await readSum(addressUnder(base, [`${entry.file}.sha256`]), entry.file, way) } };
}

async function readSum(url: URL, file: string, way: Way): Promise<string> {
  const text = await patiently(way, async () => {
    const answer = await ask(url, { method: 'GET', follow: 'anywhere' }, way);
    if (answer.status !== 200) {
      answer.drop();
      const trouble = troubleOf(answer, way.limits.longestRetryAfterMs);
      if (trouble.kind === 'passing') throw trouble;
      return '';
    }
    let start = '';
    for await (const chunk of answer.body()) {
      start += chunk.toString('latin1');
      if (start.length >= 64) break;
    }
    return start.slice(0, 64);
  });
  if (SHA256.test(text)) return text.toLowerCase();
  throw new SourceTrouble(
    'final',
    `it does not tell the checksum of the file; put ${file}.sha256 beside it, as made by sha256sum`,
  );
}

/**
 * Gets the rest of the file into its part. Each try asks the first address again, since the store a hub redirects to
 * signs its addresses for a short while only.
 * @throws SourceTrouble
 */
export async function download(found: Found, part: Part, way: Way, onBytes: (bytes: number) => void): Promise<void> {
  const { url, want } = found;
  const address = withoutLogin(url);
  await patiently(
    way,
    async (answered) => {
      while (part.bytes < want.bytes) {
        const offset = part.bytes;
        const answer = await ask(url, { method: 'GET', follow: 'anywhere', headers: rangeHeaders(part, address) }, way);
        answered();
        const verdict = judge(answer, offset, want.bytes, way.limits.longestRetryAfterMs);
        if (verdict.kind === 'trouble' || verdict.kind === 'from the start') answer.drop();
        if (verdict.kind === 'trouble') throw verdict.trouble;
        if (verdict.kind !== 'append') await part.restart();
        if (verdict.kind === 'from the start')
          throw new SourceTrouble('passing', 'it does not go on where the download broke off');
        const etag = strongEtag(answer);
        await part.comesFrom({ url: address, ...(etag === undefined ? {} : { etag }) });
        for await (const chunk of answer.body()) {
          await part.append(chunk);
          onBytes(part.bytes);
        }
        if (part.bytes < Math.min(want.bytes, offset + way.limits.progressBytes))
          throw new SourceTrouble('passing', 'the connection ended before the file did');
      }
    },
    () => part.bytes,
  );
}

/** With an etag the server itself answers 200 when the file has changed; without one the hash of the whole tells. */
function rangeHeaders(part: Part, address: string): Record<string, string> {
  if (part.bytes === 0) return {};
  const etag = part.origin?.url === address ? part.origin.etag : undefined;
  return { range: `bytes=${part.bytes}-`, ...(etag === undefined ? {} : { 'if-range': etag }) };
}

/** Weak etags say nothing about bytes (RFC 9110, If-Range). */
function strongEtag(answer: Answered): string | undefined {
  const etag = header(answer, 'etag');
  return etag !== undefined && /^"[\x21\x23-\x7e]{1,256}"$/.test(etag) ? etag : undefined;
}

/** The head of an answer, asked for until the server is in a state to give one. */
function look(url: URL, way: Way, follow: 'same origin' | 'anywhere'): Promise<Answered> {
  return patiently(way, async (answered) => {
    const answer = await ask(url, { method: 'HEAD', follow }, way);
    answer.drop();
    answered();
    const trouble = answer.status >= 400 ? troubleOf(answer, way.limits.longestRetryAfterMs) : undefined;
    if (trouble?.kind === 'passing') throw trouble;
    return answer;
  });
}

function patiently<Result>(
  { limits, signal }: Way,
  work: (answered: () => void) => Promise<Result>,
  reached?: () => number,
): Promise<Result> {
  let heard = false;
  const answered = () => {
    heard = true;
  };
  return persist(() => work(answered), { limits, signal, answered: () => heard, ...(reached ? { reached } : {}) });
}

function addressUnder(base: string, segments: string[]): URL {
  const text = `${base.replace(/\/+$/, '')}/${segments.map(encodeURIComponent).join('/')}`;
  if (!URL.canParse(text)) throw new SourceTrouble('final', 'its address is not a web address');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new SourceTrouble('final', 'its address does not begin with https:// or http://');
  return url;
}

function withoutLogin(url: URL): string {
  const plain = new URL(url);
  plain.username = '';
  plain.password = '';
  return plain.href;
}

const unquoted = (text: string | undefined): string | undefined => text?.replace(/^(?:W\/)?"(.*)"$/, '$1');
