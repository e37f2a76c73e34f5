/** Writes zip files and Python wheels, sound ones; tests break them afterwards. */
import { createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipMember {
  name: string;
  content: Buffer;
  method?: 'stored' | 'deflated';
}

/** A zip file (APPNOTE 6.3.10). `zip64` puts all sizes into the long fields, as files beyond 4 GB need it. */
export function makeZip(members: ZipMember[], options: { zip64?: boolean; comment?: string } = {}): Buffer {
  const { zip64 = false, comment = '' } = options;
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, method = 'deflated' } of members) {
    const packed = method === 'stored' ? content : deflateRawSync(content);
    const sum = crc32(content);
    const title = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method === 'stored' ? 0 : 8, 8);
    local.writeUInt32LE(sum, 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(title.length, 26);
    bodies.push(local, title, packed);

    const extra = zip64 ? Buffer.alloc(28) : Buffer.alloc(0);
    if (zip64) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      extra.writeBigUInt64LE(BigInt(content.length), 4);
      extra.writeBigUInt64LE(BigInt(packed.length), 12);
      extra.writeBigUInt64LE(BigInt(at), 20);
    }
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(method === 'stored' ? 0 : 8, 10);
    central.writeUInt32LE(sum, 16);
    central.writeUInt32LE(zip64 ? 0xffffffff : packed.length, 20);
    central.writeUInt32LE(zip64 ? 0xffffffff : content.length, 24);
    central.writeUInt16LE(title.length, 28);
    central.writeUInt16LE(extra.length, 30);
    central.writeUInt32LE(zip64 ? 0xffffffff : at, 42);
    directory.push(central, title, extra);
    at += local.length + title.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(zip64 ? 0xffff : members.length, 8);
  end.writeUInt16LE(zip64 ? 0xffff : members.length, 10);
  end.writeUInt32LE(zip64 ? 0xffffffff : listing.length, 12);
  end.writeUInt32LE(zip64 ? 0xffffffff : at, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  const long = zip64 ? longEnd(members.length, listing.length, at) : Buffer.alloc(0);
  return Buffer.concat([...bodies, listing, long, end, Buffer.from(comment)]);
}

function longEnd(count: number, bytes: number, start: number): Buffer {
  const end = Buffer.alloc(56 + 20);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(bytes), 40);
  end.writeBigUInt64LE(BigInt(start), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(start + bytes), 64);
  end.writeUInt32LE(1, 72);
  return end;
}

/** A wheel that pip accepts, with these data files in it. `file` is the name it has to have. */
export function makeWheel(name: string, version: string, members: ZipMember[]): { file: string; content: Buffer } {
  const stem = `${name.replaceAll('-', '_')}-${version}`;
  const info: ZipMember[] = [
    {
      name: `${stem}.dist-info/METADATA`,
      content: Buffer.from(`Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`),
    },
    {
      name: `${stem}.dist-info/WHEEL`,
      content: Buffer.from('Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n'),
    },
  ];
  const all = [...members, ...info];
  const lines = all.map(
    ({ name: of, content }) =>
      `${of},sha256=${createHash('sha256').update(content).digest('base64url')},${content.length}\n`,
  );
  const record = `${stem}.dist-info/RECORD`;
  const content = makeZip([...all, { name: record, content: Buffer.from(`${lines.join('')}${record},,\n`) }]);
  return { file: `${stem}-py3-none-any.whl`, content };
}
