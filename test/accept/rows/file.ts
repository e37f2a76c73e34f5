import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say } from '../../../src/conversation/notices.ts';
import { ARRIVING, type Arrived } from '../../media/arriving.ts';
import { normalisedApart } from '../../media/normalised-apart.ts';
import { CANARIES, twoColours } from '../../media/pictures.ts';
import type { Attempt } from '../attempt.ts';
import { type Chat, openChat } from '../chat.ts';
import { added, type Verdict, whether } from '../verdict.ts';

/** By so much the process that takes it in may grow, in bytes. */
const GROWS = 200e6;

/** R03: one of 24 kinds of files, sent as a photo: what is said and kept of it, at what cost, and where it was taken nowhere. */
export async function file({ random, index, darkroom }: Attempt): Promise<Verdict> {
  const { name, make } = ARRIVING[index % ARRIVING.length]!;
  const arrived = await make(random);
  const chat = await openChat({ reader: darkroom });
  try {
    const said = await chat.says('', [arrived.bytes]);
    const ended = await asExpected(chat, said, arrived);
    const told = await placesKept(chat, arrived);
    const grown = await growthBy(arrived.bytes);
    return added([
      whether(ended, `${name} ended otherwise: ${said.join('\n')}`),
      whether(told.length === 0, `${name}: where it was taken stands in ${told.join()}`),
      whether(grown <= GROWS, `${name} takes ${Math.round(grown / 1e6)} MB`),
    ]);
  } finally {
    await chat.close();
  }
}

async function asExpected({ journey }: Chat, said: readonly string[], { becomes }: Arrived): Promise<boolean> {
  const [picture, ...others] = await journey.ask('pictures', { conversation: journey.name() });
  if (!picture || others.length > 0 || said.length !== 1) return false;
  if ('refused' in becomes) return picture.state.name === 'refused' && said[0] === say(becomes.refused);
  return picture.state.name === 'kept' && becomes.kept(await journey.files.read(picture.state.file));
}

/** Files of the service that hold the camera or the place. A picture without any that came with one is no proof. */
async function placesKept({ journey }: Chat, { bytes, place = [] }: Arrived): Promise<string[]> {
  const canaries = [...Object.values(CANARIES).map((text) => Buffer.from(text)), ...place];
  if (place.length > 0 && !place.some((told) => bytes.includes(told))) return ['nothing, not even the original'];
  const found: string[] = [];
  for (const entry of await readdir(journey.folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const kept = await readFile(join(entry.parentPath, entry.name));
    if (canaries.some((canary) => kept.includes(canary))) found.push(entry.name);
  }
  return found;
}

async function growthBy(bytes: Buffer): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-growth-'));
  try {
    const files = { warm: join(folder, 'warm'), own: join(folder, 'own') };
    await writeFile(files.warm, await twoColours({ width: 96, height: 64 }).jpeg().toBuffer());
    await writeFile(files.own, bytes);
    return (await normalisedApart([files.warm, files.own])).grown;
  } finally {
    await rm(folder, { recursive: true });
  }
}
