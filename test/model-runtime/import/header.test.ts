import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HeaderGoesOn } from '../../../model-runtime/import/cursor.ts';
import { GgufError } from '../../../model-runtime/import/gguf-error.ts';
import { readHeader } from '../../../model-runtime/import/header.ts';
import { explainGguf } from '../../../model-runtime/import/verify.ts';
import { encodeText, encodeU64, f32, flag, ggufBytes, type Kind, text, texts, u32, type Value } from '../gguf-file.ts';
import { tinyModel } from '../tiny-model.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-header-'));
});
afterAll(() => rm(folder, { recursive: true }));

const read = (file: Uint8Array) => readHeader(file, file.length);

/** What is thrown, which must be an error a person can use. */
function refusal(file: Uint8Array): GgufError {
  try {
    read(file);
  } catch (error) {
    if (error instanceof GgufError) return error;
    throw error;
  }
  throw new Error('It was read.');
}

const tensor = { name: 'w', type: 'F32', shape: [4, 2], bytes: new Uint8Array(32) } as const;

describe('a well-formed header', () => {
  const plain: fc.Arbitrary<Value> = fc.oneof(
    fc.record({ kind: fc.constant<Kind>('u8'), value: fc.integer({ min: 0, max: 255 }) }),
    fc.record({ kind: fc.constant<Kind>('i8'), value: fc.integer({ min: -128, max: 127 }) }),
    fc.record({ kind: fc.constant<Kind>('u16'), value: fc.integer({ min: 0, max: 65_535 }) }),
    fc.record({ kind: fc.constant<Kind>('i16'), value: fc.integer({ min: -32_768, max: 32_767 }) }),
    fc.record({ kind: fc.constant<Kind>('u32'), value: fc.integer({ min: 0, max: 2 ** 32 - 1 }) }),
    fc.record({ kind: fc.constant<Kind>('i32'), value: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) }),
    fc.record({ kind: fc.constant<Kind>('u64'), value: fc.maxSafeNat() }),
    fc.record({ kind: fc.constant<Kind>('i64'), value: fc.maxSafeInteger() }),
    fc.record({ kind: fc.constant<Kind>('f32'), value: fc.float() }),
    fc.record({ kind: fc.constant<Kind>('f64'), value: fc.double() }),
    fc.record({ kind: fc.constant<Kind>('bool'), value: fc.boolean() }),
    fc.record({ kind: fc.constant<Kind>('text'), value: fc.string({ unit: 'grapheme' }) }),
  );
  const list: fc.Arbitrary<Value> = fc.oneof(
    fc.record({ list: fc.constant<Kind>('text'), values: fc.array(fc.string({ unit: 'grapheme' })) }),
    fc.record({ list: fc.constant<Kind>('f32'), values: fc.array(fc.float()) }),
    fc.record({ list: fc.constant<Kind>('i32'), values: fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })) }),
    fc.record({ list: fc.constant<Kind>('bool'), values: fc.array(fc.boolean()) }),
  );
  const key = fc.string({ minLength: 1, maxLength: 20 }).filter((name) => name !== 'general.alignment');

  test('is read as it was written: every kind of value, in any order, under any name', () => {
    fc.assert(
      fc.property(fc.dictionary(key, fc.oneof(plain, list)), (metadata) => {
        const found = read(ggufBytes({ metadata, tensors: [tensor] })).metadata;
        const written = Object.entries(metadata).map(([name, entry]) => [
          name,
          'kind' in entry ? entry.value : entry.values,
        ]);
        expect([...found]).toEqual(written);
      }),
    );
  });

  test('says where each tensor lies, on the boundaries the file names', () => {
    for (const alignment of [8, 32, 4096]) {
      const tensors = [
        tensor,
        { name: 'v', type: 'Q8_0', shape: [64, 3], bytes: new Uint8Array(204).fill(7) } as const,
      ];
      const file = ggufBytes({ metadata: {}, tensors, alignment });
      const { tensors: found } = read(file);
      expect(found.get('w')).toMatchObject({ type: 'F32', columns: 4, rows: 2, bytes: 32 });
      const second = found.get('v')!;
      expect(second).toMatchObject({ type: 'Q8_0', columns: 64, rows: 3, bytes: 204 });
      expect(second.offset % alignment).toBe(0);
      expect([...file.subarray(second.offset, second.offset + 204)]).toEqual(Array<number>(204).fill(7));
    }
  });

  test('may be read from the beginning of a file, and says so when that was too short', () => {
    const file = ggufBytes({ metadata: { name: text('x'.repeat(100)) }, tensors: [tensor] });
    for (const length of [0, 10, 50, 150])
      expect(() => readHeader(file.subarray(0, length), file.length)).toThrow(HeaderGoesOn);
    expect(readHeader(file.subarray(0, file.length - 32), file.length).tensors.size).toBe(1);
  });
});

test('a header may be larger than most', async () => {
  const { metadata, tensors } = tinyModel({ family: 'llama', type: 'F16', layers: 1, hidden: 64, feedForward: 96 });
  const large = { ...metadata, 'a.long.story': text('x'.repeat(10 * 2 ** 20)) };
  const file = ggufBytes({
    metadata: large,
    tensors: [...tensors].map(([name, { type, columns, rows, bytes }]) => ({
      name,
      type,
      shape: [columns, rows],
      bytes,
    })),
  });
  const path = join(folder, 'large.gguf');
  await writeFile(path, file);
  await expect(explainGguf(path)).resolves.toMatchObject({ family: 'llama', hidden: 64 });
});

describe('a file that is something else', () => {
  test.each([
    ['nothing', Buffer.alloc(0), 'file', 'the end of the file after 0'],
    ['a web page', Buffer.from('<!doctype html><title>Sign in'), 'file', 'the bytes 3c21646f'],
    ['the first version', Buffer.from([...Buffer.from('GGUF'), 1, 0, 0, 0]), 'version', '1'],
    ['a later version', Buffer.from([...Buffer.from('GGUF'), 4, 0, 0, 0]), 'version', '4'],
    ['written backwards', Buffer.from([...Buffer.from('GGUF'), 0, 0, 0, 3]), 'version', 'a big-endian file'],
  ])('%s', (_, file, at, found) => {
    expect(refusal(file)).toMatchObject({ at, found });
  });

  test('the message says where, what was expected, what was found, and what to do', () => {
    const { message } = refusal(Buffer.from('<html>'));
    expect(message).toBe(
      'The model file cannot be used. file: expected a GGUF file, which begins with the letters GGUF, ' +
        'found the bytes 3c68746d. The file is damaged or incomplete: get it again.',
    );
  });
});

describe('a header that lies', () => {
  const u64 = 2n ** 64n - 1n;
  const start = (tensors: bigint | number, keys: bigint | number, rest: Buffer = Buffer.alloc(0)) =>
    Buffer.concat([Buffer.from('GGUF'), Buffer.from([3, 0, 0, 0]), encodeU64(tensors), encodeU64(keys), rest]);
  const key = (name: string, kind: number, rest: Buffer) =>
    start(0, 1, Buffer.concat([encodeText(name), Buffer.from([kind, 0, 0, 0]), rest]));
  const list = (kind: number, length: bigint | number) =>
    key('k', 9, Buffer.concat([Buffer.from([kind, 0, 0, 0]), encodeU64(length)]));

  test.each<[string, Buffer, string, string]>([
    ['of how many tensors it has', start(u64, 0), 'number of tensors', String(u64)],
    ['of how many tensors it has, within reason', start(2 ** 40, 0), 'number of tensors', String(2 ** 40)],
    ['of how many keys it has', start(0, 2 ** 40), 'number of keys', String(2 ** 40)],
    ['of keys that are not there', start(0, 5), 'name of key 1 of 5', 'the end of the file after 0'],
    ['of how long a name is', start(0, 1, encodeU64(2 ** 40)), 'name of key 1 of 1', `${2 ** 40} bytes`],
    ['of how long a text is', key('k', 8, encodeU64(2 ** 40)), 'key k', `${2 ** 40} bytes`],
    ['of how long a text is, within reason', key('k', 8, encodeU64(1000)), 'key k', 'the end of the file after 0'],
    ['of how long a list is', list(8, 2 ** 40), 'key k', String(2 ** 40)],
    ['of how long a list is, within reason', list(8, 2 ** 20), 'key k', '0 bytes to the end of the file'],
    ['of a kind of value there is not', key('k', 13, Buffer.alloc(8)), 'key k', '13'],
    ['of a list in a list', list(9, 1), 'key k', 'a list of lists'],
  ])('%s', (_, file, at, found) => {
    expect(refusal(file)).toMatchObject({ at, found });
  });

  const named = (change: Partial<typeof tensor> | { shape: (number | bigint)[] } | { type: number }) =>
    ggufBytes({ metadata: {}, tensors: [{ ...tensor, ...change }] });

  test.each<[string, Buffer, string]>([
    ['has no dimension', named({ shape: [] }), '0'],
    ['has too many dimensions', named({ shape: [1, 1, 1, 1, 1] }), '5'],
    ['has an empty side', named({ shape: [4, 0] }), 'the shape 4 × 0'],
    ['has half a block', named({ type: 8, shape: [40, 2] }), 'the shape 40 × 2'],
    ['is larger than numbers go', named({ shape: [u64, 2] }), String(u64)],
    ['is larger than the file', named({ shape: [4, 2 ** 40] }), ' bytes'],
    ['is larger than numbers go in sum', named({ shape: [2 ** 52, 2 ** 52, 2 ** 52] }), ' bytes'],
    ['is of a type that is not read', named({ type: 13 }), 'Q5_K'],
    ['is of a type that does not exist', named({ type: 999 }), 'type number 999'],
  ])('of a tensor that %s', (_, file, found) => {
    const error = refusal(file);
    expect(error.at).toBe('tensor w');
    expect(error.found).toContain(found);
  });

  test('of what it names twice', () => {
    const twice = Buffer.concat([encodeText('k'), Buffer.from([4, 0, 0, 0, 1, 0, 0, 0])]);
    expect(refusal(start(0, 2, Buffer.concat([twice, twice])))).toMatchObject({ at: 'key k', found: 'it twice' });
    expect(refusal(ggufBytes({ metadata: {}, tensors: [tensor, tensor] }))).toMatchObject({
      at: 'tensor w',
      found: 'it twice',
    });
  });

  test('of boundaries that are none', () => {
    for (const alignment of [0, 3, 24, 2 ** 20]) {
      const file = ggufBytes({ metadata: { 'general.alignment': u32(alignment) }, tensors: [tensor] });
      expect(refusal(file)).toMatchObject({ at: 'key general.alignment', found: String(alignment) });
    }
  });

  test('its names are shown short, and without what a terminal would obey', () => {
    const { message } = refusal(key(`\u001b[2J\n${'x'.repeat(10_000)}`, 99, Buffer.alloc(0)));
    expect(message.length).toBeLessThan(400);
    expect(message).not.toMatch(/\p{C}/u);
  });
});

describe('a model file, changed anywhere', () => {
  const { file, tensors } = tinyModel({
    family: 'llama',
    type: 'Q4_1',
    layers: 1,
    vocab: 32,
    hidden: 64,
    feedForward: 96,
    headDim: 32,
  });
  const dataBytes = [...tensors.values()].reduce((sum, { bytes }) => sum + Math.ceil(bytes.length / 32) * 32, 0);
  const headerBytes = file.length - dataBytes;

  async function explained(bytes: Uint8Array): Promise<'used' | GgufError> {
    const path = join(folder, 'changed.gguf');
    await writeFile(path, bytes);
    try {
      await explainGguf(path);
      return 'used';
    } catch (error) {
      if (error instanceof GgufError) return error;
      throw error;
    }
  }

  test('is used when nothing is changed', async () => {
    expect(await explained(file)).toBe('used');
  });

  test('is refused when cut short, wherever, with a key, a tensor or a field named', async () => {
    const lengths = fc.oneof(fc.nat(headerBytes), fc.nat(file.length - 32));
    await fc.assert(
      fc.asyncProperty(lengths, async (length) => {
        const result = await explained(file.subarray(0, length));
        expect(result).toBeInstanceOf(GgufError);
        expect((result as GgufError).at).toMatch(/^(file|version|key .|tensor .|number of |name of )/);
      }),
      { numRuns: 200 },
    );
  });

  test('is used or refused when bytes of its header are changed, and nothing else ever happens', async () => {
    const interesting = fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255));
    const change = fc.record({
      at: fc.nat(headerBytes - 1),
      bytes: fc.array(interesting, { minLength: 1, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const changed = Buffer.from(file);
        for (const { at, bytes } of changes) changed.set(bytes.slice(0, headerBytes - at), at);
        const result = await explained(changed);
        if (result !== 'used') expect(result.message).toMatch(/: expected .+, found .+\. /);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a model that is not what it says', () => {
  const model = tinyModel({ family: 'qwen2', type: 'Q8_0', layers: 1 });
  const tensorsOf = ({ tensors }: typeof model) =>
    [...tensors].map(([name, { type, columns, rows, bytes }]) => ({
      name,
      type,
      shape: rows === 1 ? [columns] : [columns, rows],
      bytes,
    }));

  async function refused(metadata: Record<string, Value | undefined>, tensors = tensorsOf(model)): Promise<GgufError> {
    const merged = Object.entries({ ...model.metadata, ...metadata }).flatMap(([name, value]) =>
      value ? [[name, value] as const] : [],
    );
    const path = join(folder, 'wrong.gguf');
    await writeFile(path, ggufBytes({ metadata: Object.fromEntries(merged), tensors }));
    const error: unknown = await explainGguf(path).catch((thrown) => thrown);
    if (error instanceof GgufError) return error;
    throw new Error('It was used.', { cause: error });
  }

  test.each<[string, Record<string, Value | undefined>, string, string]>([
    ['of another family', { 'general.architecture': text('mamba') }, 'general.architecture', '"mamba"'],
    ['of no family', { 'general.architecture': undefined }, 'general.architecture', 'nothing'],
    ['without layers', { 'qwen2.block_count': u32(0) }, 'qwen2.block_count', '0'],
    ['with a number that is a text', { 'qwen2.block_count': text('many') }, 'qwen2.block_count', '"many"'],
    ['with an odd width', { 'qwen2.embedding_length': u32(250) }, 'qwen2.embedding_length', '250'],
    [
      'with heads that do not share evenly',
      { 'qwen2.attention.head_count_kv': u32(3) },
      'qwen2.attention.head_count_kv',
      '3',
    ],
    ['with heads of two sizes', { 'qwen2.attention.value_length': u32(32) }, 'qwen2.attention.value_length', '32'],
    ['with a rope over half a head', { 'qwen2.rope.dimension_count': u32(32) }, 'qwen2.rope.dimension_count', '32'],
    [
      'with a rope that is stretched by another rule',
      { 'qwen2.rope.scaling.type': text('yarn') },
      'qwen2.rope.scaling.type',
      '"yarn"',
    ],
    ['with experts', { 'qwen2.expert_count': u32(8) }, 'qwen2.expert_count', 'a mixture of experts'],
    [
      'without an epsilon',
      { 'qwen2.attention.layer_norm_rms_epsilon': f32(Number.NaN) },
      'qwen2.attention.layer_norm_rms_epsilon',
      'NaN',
    ],
    ['without tokens', { 'tokenizer.ggml.tokens': undefined }, 'tokenizer.ggml.tokens', 'nothing'],
    [
      'with types for other tokens',
      { 'tokenizer.ggml.token_type': { list: 'i32', values: [1, 1] } },
      'tokenizer.ggml.token_type',
      '2 numbers',
    ],
    [
      'with an end token it does not have',
      { 'tokenizer.ggml.eos_token_id': u32(96) },
      'tokenizer.ggml.eos_token_id',
      '96',
    ],
    [
      'with merges that are no texts',
      { 'tokenizer.ggml.merges': { list: 'u8', values: [1] } },
      'tokenizer.ggml.merges',
      'a list of 1',
    ],
    ['with a flag that is a number', { 'tokenizer.ggml.add_bos_token': u32(1) }, 'tokenizer.ggml.add_bos_token', '1'],
  ])('%s', async (_, metadata, key, found) => {
    expect(await refused(metadata)).toMatchObject({ at: `key ${key}`, found });
  });

  test('with fewer tokens than rows', async () => {
    const metadata = {
      'tokenizer.ggml.tokens': texts(['a', 'b']),
      'tokenizer.ggml.token_type': { list: 'i32', values: [1, 1] } as const,
      'tokenizer.ggml.eos_token_id': u32(1),
    };
    expect(await refused(metadata)).toMatchObject({ at: 'tensor token_embd.weight', found: '256 × 96' });
  });

  test('with a tensor missing, misshapen, or too many', async () => {
    const tensors = tensorsOf(model);
    const without = tensors.filter(({ name }) => name !== 'blk.0.ffn_up.weight');
    expect(await refused({}, without)).toMatchObject({ at: 'tensor blk.0.ffn_up.weight', found: 'no such tensor' });
    const turned = tensors.map((one) =>
      one.name === 'blk.0.ffn_up.weight' ? { ...one, shape: one.shape.toReversed() } : one,
    );
    expect(await refused({}, turned)).toMatchObject({ at: 'tensor blk.0.ffn_up.weight', found: '768 × 256' });
    const more = [...tensors, { ...tensors[1]!, name: 'blk.0.attn_q_norm.weight' }];
    expect(await refused({}, more)).toMatchObject({ at: 'tensor blk.0.attn_q_norm.weight', found: 'this one too' });
  });

  test('with a quantised norm', async () => {
    const tensors = tensorsOf(model).map((one) =>
      one.name === 'output_norm.weight' ? { ...one, type: 'Q8_0' as const, bytes: new Uint8Array(272) } : one,
    );
    expect(await refused({}, tensors)).toMatchObject({ at: 'tensor output_norm.weight', found: 'Q8_0' });
  });

  test('with rope factors that would stop or reverse it', async () => {
    const factors = new Float32Array(32).fill(1);
    for (const wrong of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      factors[5] = wrong;
      const rope = {
        name: 'rope_freqs.weight',
        type: 'F32',
        shape: [32],
        bytes: new Uint8Array(factors.buffer),
      } as const;
      expect(await refused({}, [...tensorsOf(model), { ...rope, shape: [32] }])).toMatchObject({
        at: 'tensor rope_freqs.weight',
      });
    }
  });

  test('is told from one that is damaged: the first is not to be fetched again', async () => {
    expect((await refused({ 'general.architecture': text('mamba') })).message).toContain('choose another model');
    expect((await refused({ 'tokenizer.ggml.add_bos_token': flag(true) }, [])).message).toContain('get it again');
  });
});
