/**
 * The first source: a weights file, or a folder with one, that the person names. It is used where it lies. One that
 * is known here must be the right one to the last bit; any other is used as it is, with what it says of itself.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fingerprintOf, noteChecked, unchanged, weightsFolder } from './cache.ts';
import { CATALOGUE, type Entry, type Fingerprint, type Model } from './catalogue.ts';
import type { Plan } from './choose.ts';
import type { Place } from './options.ts';
import { checkIsGguf, describeOwn } from './own.ts';
import { SourceTrouble } from './trouble.ts';

/** @throws SourceTrouble */
export async function useNamed(
  path: string,
  plan: Plan,
  place: Place,
  options: { signal: AbortSignal; onRead(bytes: number, total: number): void },
): Promise<{ file: string; sha256: string; entry: Model }> {
  const { cacheFolder, catalogue = CATALOGUE } = place;
  const file = await theFile(path, plan);
  await checkIsGguf(file);
  const fingerprint = await remembered(file, cacheFolder, options);
  const { sha256 } = fingerprint;
  const known = catalogue.find((entry) => entry.fingerprint.sha256 === sha256);
  if (known) return { file, sha256, entry: known };

  await checkSumBeside(file, fingerprint);
  const entries = plan.tiers.flatMap((tier) => tier.entries);
  const meant = catalogue.find((entry) => entry.file === basename(file)) ?? (plan.named ? entries[0] : undefined);
  if (meant) throw new SourceTrouble('final', notThatModel(meant, fingerprint));
  return { file, sha256, entry: await describeOwn(file) };
}

const notThatModel = ({ id, fingerprint: want }: Entry, got: Fingerprint): string =>
  `it is not ${id}, or damaged: wanted sha256 ${want.sha256} (${want.bytes.toLocaleString('en')} bytes), got ${got.sha256} (${got.bytes.toLocaleString('en')} bytes)`;

async function theFile(path: string, plan: Plan): Promise<string> {
  const what = await stat(path).catch(() => undefined);
  if (!what) throw new SourceTrouble('final', 'there is nothing at that place, or it may not be read');
  if (what.isFile()) return path;
  if (!what.isDirectory()) throw new SourceTrouble('final', 'it is neither a file nor a folder');
  const files = await ggufFilesIn(path);
  const wanted = plan.tiers.flatMap((tier) => tier.entries.map((entry) => entry.file));
  const fitting = wanted.find((name) => files.includes(name)) ?? (files.length === 1 ? files[0] : undefined);
  if (fitting !== undefined) return join(path, fitting);
  const there = files.length === 0 ? 'no .gguf file at all' : `several: ${files.slice(0, 5).join(', ')}`;
  throw new SourceTrouble('final', `the folder holds no file called ${wanted.join(' or ')}, and ${there}`);
}

/** Names of the weights files in a folder, in order. */
export async function ggufFilesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && /\.gguf$/i.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/** Reads the file once; after that its size and time tell whether it must be read again. */
async function remembered(
  file: string,
  cacheFolder: string,
  options: { signal: AbortSignal; onRead(bytes: number, total: number): void },
): Promise<Fingerprint> {
  const key = createHash('sha256').update(file).digest('hex').slice(0, 16);
  const record = join(weightsFolder(cacheFolder), 'named', `${key}.json`);
  const checked = await unchanged(file, record);
  if (checked) return checked;
  const { size } = await stat(file);
  const fingerprint = await fingerprintOf(file, { ...options, onRead: (bytes) => options.onRead(bytes, size) });
  await mkdir(dirname(record), { recursive: true }).catch(() => undefined);
  await noteChecked(file, fingerprint, 'a file you named', record);
  return fingerprint;
}

const MOST_SUM_BYTES = 4_096;

/** Where `<file>.sha256` lies beside a file, the file must be what it says. @throws SourceTrouble */
export async function checkSumBeside(file: string, got: Fingerprint): Promise<void> {
  const sums = `${file}.sha256`;
  const size = await stat(sums).then(
    (found) => found.size,
    () => 0,
  );
  if (size === 0 || size > MOST_SUM_BYTES) return;
  const [want] = /^[0-9a-f]{64}/i.exec(await readFile(sums, 'latin1')) ?? [];
  if (want !== undefined && want.toLowerCase() !== got.sha256)
    throw new SourceTrouble(
      'final',
      `it is not what the .sha256 file beside it says: wanted ${want.toLowerCase()}, got ${got.sha256}`,
    );
}
