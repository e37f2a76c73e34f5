/**
 * Reads one member out of a zip file (APPNOTE 6.3.10), as a wheel is one. Members are never written under their own
 * names, so names can do no harm; sizes are believed only as far as the bytes bear them out.
 */
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';

/** The zip file is damaged, or of a kind wheels are not. */
export class BadZip extends Error {
  constructor(why: string) {
    super(`the package is not a sound zip file: ${why}`);
    this.name = 'BadZip';
  }
}

export interface Member {
  name: string;
  /** Unpacked and packed, as the directory states them. */
  bytes: number;
  packedBytes: number;
  crc32: number;
  method: 'stored' | 'deflated' | 'unknown';
  encrypted: boolean;
  /** Where its local header lies in the file. */
  offset: number;
}

/** More than any wheel needs; what is beyond it is an attack on memory. */
const MOST_DIRECTORY_BYTES = 16_000_000;

const END = { signature: 0x06054b50, bytes: 22, mostComment: 0xffff };
const END_64 = { signature: 0x06064b50, bytes: 56 };
const LOCATOR_64 = { signature: 0x07064b50, bytes: 20 };
const CENTRAL = { signature: 0x02014b50, bytes: 46 };
const LOCAL = { signature: 0x04034b50, bytes: 30 };
const IN_ZIP64 = 0xffffffff;

/** The directory at the end of the file. @throws BadZip */
export async function readDirectory(file: FileHandle): Promise<Member[]> {
  const { size } = await file.stat();
  const { start, bytes, count } = await findDirectory(file, size);
  if (bytes > MOST_DIRECTORY_BYTES) throw new BadZip(`a directory of ${bytes} bytes`);
  const directory = await read(file, start, bytes, 'its directory');
  const members: Member[] = [];
  let at = 0;
  while (members.length < count) {
    if (at + CENTRAL.bytes > bytes || directory.readUInt32LE(at) !== CENTRAL.signature)
      throw new BadZip('its directory breaks off');
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const end = at + CENTRAL.bytes + nameBytes + extraBytes + directory.readUInt16LE(at + 32);
    if (end > bytes) throw new BadZip('its directory breaks off');
    const name = directory.toString('utf8', at + CENTRAL.bytes, at + CENTRAL.bytes + nameBytes);
    const extra = directory.subarray(at + CENTRAL.bytes + nameBytes, at + CENTRAL.bytes + nameBytes + extraBytes);
    const method = directory.readUInt16LE(at + 10);
    members.push({
      name,
      ...sizesOf(directory, at, extra),
      crc32: directory.readUInt32LE(at + 16),
      method: method === 0 ? 'stored' : method === 8 ? 'deflated' : 'unknown',
      encrypted: (directory.readUInt16LE(at + 8) & 1) !== 0,
    });
    at = end;
  }
  return members;
}

async function findDirectory(file: FileHandle, size: number): Promise<{ start: number; bytes: number; count: number }> {
  const tailStart = Math.max(0, size - END.bytes - END.mostComment);
  const tail = await read(file, tailStart, size - tailStart, 'its end');
  let at = tail.length - END.bytes;
  // A comment may contain the signature; the real end is the one whose comment reaches the end of the file.
  while (
    at >= 0 &&
    !(tail.readUInt32LE(at) === END.signature && at + END.bytes + tail.readUInt16LE(at + 20) === tail.length)
  )
    at -= 1;
  if (at < 0) throw new BadZip('it has no end');
  const short = {
    count: tail.readUInt16LE(at + 10),
    bytes: tail.readUInt32LE(at + 12),
    start: tail.readUInt32LE(at + 16),
  };
  const locatorAt = tailStart + at - LOCATOR_64.bytes;
  if (locatorAt < 0) return inside(short, size);
  const locator = await read(file, locatorAt, LOCATOR_64.bytes, 'its end');
  if (locator.readUInt32LE(0) !== LOCATOR_64.signature) return inside(short, size);
  const end64 = await read(file, number64(locator, 8), END_64.bytes, 'its end');
  if (end64.readUInt32LE(0) !== END_64.signature) throw new BadZip('it has no end');
  return inside({ count: number64(end64, 32), bytes: number64(end64, 40), start: number64(end64, 48) }, size);
}

function inside<Place extends { start: number; bytes: number }>(place: Place, size: number): Place {
  if (place.start + place.bytes > size) throw new BadZip('its directory lies outside of it');
  return place;
}

/** Sizes and place of a member; where a field is full, the true value is in the zip64 part of `extra`, in this order. */
function sizesOf(directory: Buffer, at: number, extra: Buffer): Pick<Member, 'bytes' | 'packedBytes' | 'offset'> {
  const fields = [directory.readUInt32LE(at + 24), directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 42)];
  const long = zip64Field(extra);
  let next = 0;
  const [bytes, packedBytes, offset] = fields.map((value) => {
    if (value !== IN_ZIP64) return value;
    if (next + 8 > long.length) throw new BadZip('a member without its size');
    next += 8;
    return number64(long, next - 8);
  });
  return { bytes: bytes!, packedBytes: packedBytes!, offset: offset! };
}

function zip64Field(extra: Buffer): Buffer {
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (end > extra.length) break;
    if (extra.readUInt16LE(at) === 1) return extra.subarray(at + 4, end);
    at = end;
  }
  return Buffer.alloc(0);
}

/** The bytes of a member, unpacked, in pieces. @throws BadZip when they are not what the directory says, at the latest at their end. */
export async function* readMember(file: FileHandle, member: Member): AsyncGenerator<Buffer> {
  if (member.encrypted) throw new BadZip(`${show(member.name)} is encrypted`);
  if (member.method === 'unknown') throw new BadZip(`${show(member.name)} is packed in a way wheels are not`);
  const local = await read(file, member.offset, LOCAL.bytes, show(member.name));
  if (local.readUInt32LE(0) !== LOCAL.signature) throw new BadZip(`${show(member.name)} is not where it should be`);
  const start = member.offset + LOCAL.bytes + local.readUInt16LE(26) + local.readUInt16LE(28);
  if (start + member.packedBytes > (await file.stat()).size) throw new BadZip(`${show(member.name)} breaks off`);

  let bytes = 0;
  let sum = 0;
  for await (const chunk of member.method === 'stored'
    ? pieces(file, start, member.packedBytes)
    : inflated(file, start, member.packedBytes)) {
    bytes += chunk.length;
    if (bytes > member.bytes) throw new BadZip(`${show(member.name)} is larger than it says`);
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (bytes !== member.bytes) throw new BadZip(`${show(member.name)} is smaller than it says`);
  if (sum !== member.crc32) throw new BadZip(`${show(member.name)} is damaged`);
}

const PIECE_BYTES = 1 << 18;

async function* pieces(file: FileHandle, start: number, bytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes; at += PIECE_BYTES)
    yield await read(file, start + at, Math.min(PIECE_BYTES, bytes - at), 'a member');
}

async function* inflated(file: FileHandle, start: number, packedBytes: number): AsyncGenerator<Buffer> {
  const source = Readable.from(pieces(file, start, packedBytes));
  const inflate = createInflateRaw({ chunkSize: PIECE_BYTES });
  source.once('error', (error) => inflate.destroy(error)).pipe(inflate);
  try {
    yield* inflate;
  } catch (error) {
    throw error instanceof BadZip ? error : new BadZip(error instanceof Error ? error.message : String(error));
  } finally {
    source.destroy();
    inflate.destroy();
  }
}

async function read(file: FileHandle, at: number, bytes: number, what: string): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  for (let done = 0; done < bytes; ) {
    const { bytesRead } = await file.read(buffer, done, bytes - done, at + done);
    if (bytesRead === 0) throw new BadZip(`${what} breaks off`);
    done += bytesRead;
  }
  return buffer;
}

function number64(buffer: Buffer, at: number): number {
  const value = buffer.readBigUInt64LE(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new BadZip('sizes beyond all measure');
  return Number(value);
}

/** A name from outside, fit for a message. */
const show = (name: string): string => JSON.stringify(name.slice(0, 100));
