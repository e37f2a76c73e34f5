/**
 * Files from web servers: the public model hub, which says what its files are, and a person's own mirror. Both give the
 * file itself, resumed where it broke off.
 */
import type { Fingerprint, HubSource } from './catalogue.ts';
import type { Part } from './part.ts';
import { type Answered, header, judge, troubleOf } from './range.ts';
import { ask, type Way } from './request.ts';
import { persist } from './retry.ts';
import { SourceTrouble } from './trouble.ts';

const COMMIT = /^[0-9a-f]{40,64}$/i;

/**
 * Asks the hub for a file. In the answer of its `resolve` address it states size and sha256 as `x-linked-size` and
 * `x-linked-etag`, before it redirects to a store that knows neither; so redirects to other servers are not followed
 * here. A file that is stated to be another one is refused before its first byte; where nothing is stated (a copy of the
 * hub), what comes is checked as ever. `x-repo-commit` names the version, so that all of it is of one.
 * Facts from the documentation and source of the huggingface_hub client.
 * @returns its address
 * @throws SourceTrouble
 */
export async function findOnHub(base: string, source: HubSource, want: Fingerprint, way: Way): Promise<URL> {
  const at = (revision: string) =>
    addressUnder(base, [...source.repository.split('/'), 'resolve', revision, ...source.file.split('/')]);
  const answer = await look(at(source.revision), way, 'same origin');
  if (answer.status >= 400) throw troubleOf(answer, way.limits.longestRetryAfterMs);
  const stated = unquoted(header(answer, 'x-linked-etag'))?.toLowerCase();
  if (stated !== undefined && stated !== want.sha256)
    throw new SourceTrouble(
      'final',
      `the file there is not the one known here: wanted sha256 ${want.sha256}, it has ${stated}`,
    );
  const commit = header(answer, 'x-repo-commit');
  return at(commit !== undefined && COMMIT.test(commit) ? commit : source.revision);
}

/**
 * Looks for a file on a mirror, which is any web server that has the files of the catalogue under one address.
 * @returns its address
 * @throws SourceTrouble
 */
export async function findOnMirror(base: string, file: string, way: Way): Promise<URL> {
  const url = addressUnder(base, [file]);
  const answer = await look(url, way, 'anywhere');
  if (answer.status >= 400) throw troubleOf(answer, way.limits.longestRetryAfterMs);
  return url;
}

/**
 * Gets the rest of the file into its part. Each try asks the first address again, since the store a hub redirects to
 * signs its addresses for a short while only.
 * @throws SourceTrouble
 */
export async function download(
  { url, bytes }: { url: URL; bytes: number },
  part: Part,
  way: Way,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const address = withoutLogin(url);
  await patiently(
    way,
    async (answered) => {
      while (part.bytes < bytes) {
        const offset = part.bytes;
        const answer = await ask(url, { method: 'GET', follow: 'anywhere', headers: rangeHeaders(part, address) }, way);
        answered();
        const verdict = judge(answer, offset, bytes, way.limits.longestRetryAfterMs);
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
        if (part.bytes < Math.min(bytes, offset + way.limits.progressBytes))
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
