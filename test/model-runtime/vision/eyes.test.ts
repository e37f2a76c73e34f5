import { readFileSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Content, Delta, GenerateRequest } from '../../../model-runtime/contract.ts';
import { createEmbeddedRuntime, type EmbeddedRuntime } from '../../../model-runtime/embedded.ts';
import { Gguf } from '../../../model-runtime/import/gguf.ts';
import { readTokenizerJson } from '../../../model-runtime/import/tokenizer-json.ts';
import { Tokenizer } from '../../../model-runtime/text/tokenizer.ts';
import { importTower } from '../../../model-runtime/vision/import-tower.ts';
import { readProjector } from '../../../model-runtime/vision/projector.ts';
import { smolvlmPlaces } from '../../../model-runtime/vision/smolvlm-image.ts';
import { card, optionsFor } from '../embedded-options.ts';
import { fixture, json, passingFolder } from './tiny.ts';
import { type TinyFiles, tinyGguf } from './tiny-gguf.ts';

const NAME = 'tiny-smolvlm-128';

let files: TinyFiles;
let runtime: EmbeddedRuntime;
let photo: string;

beforeAll(async () => {
  const folder = passingFolder();
  files = await tinyGguf(NAME, folder);
  photo = join(folder, 'photo.png');
  await copyFile(fixture('photo.png'), photo);
  await mkdir(join(folder, 'imports'));
  runtime = createEmbeddedRuntime({
    ...optionsFor(files.ggufFile, join(folder, 'imports')),
    models: async function* () {
      yield { ...files, card: { ...card('eyes'), takes: ['text', 'image'] } };
    },
  });
  runtime.start();
});
afterAll(() => runtime.close());

const request = (content: Content[], changes: Partial<GenerateRequest> = {}): GenerateRequest => ({
  messages: [{ role: 'user', content }],
  mode: 'instant',
  sampling: { temperature: 0, topK: 1, topP: 1, minP: 0, repetition: 1, repetitionWindow: 1 },
  limits: { maxTokens: 12, maxMs: 30_000 },
  cacheKey: 'one',
  ...changes,
});
const picture = (): Content => ({ kind: 'image', file: photo, width: 640, height: 400 });
const words = (text: string): Content => ({ kind: 'text', text });

async function answer(asked: GenerateRequest, signal = new AbortController().signal) {
  const deltas: Delta[] = [];
  for await (const delta of runtime.generate(asked, { signal })) deltas.push(delta);
  const text = deltas.map((delta) => (delta.kind === 'answer' ? delta.text : '')).join('');
  const last = deltas.at(-1);
  if (last?.kind !== 'usage') throw new Error('An answer ends with its usage.');
  return { text, usage: last.usage, deltas };
}

describe('a model that sees', () => {
  test('reads a projector file as the tower it holds', async () => {
    const { shape } = await Gguf.with(files.projectorFile, async (gguf) => readProjector(gguf));
    expect(shape).toMatchObject({ tile: 128, patch: 16, width: 32, heads: 2, shuffle: 4, features: 64 });
    const folder = passingFolder();
    const first = await importTower(files.projectorFile, { cacheFolder: folder });
    expect(await importTower(files.projectorFile, { cacheFolder: folder })).toEqual(first);
  });

  test('is refused where the projector is of another kind', async () => {
    await expect(importTower(files.ggufFile, { cacheFolder: passingFolder() })).rejects.toThrow('clip.projector_type');
  });

  test('answers about a picture: one tile at once, five when asked to look closely', async () => {
    const once = await answer(request([picture(), words('what is the total?')]));
    const closely = await answer(request([picture(), words('what is the total?')], { mode: 'thinking' }));
    // 4 features a tile; one tile alone, or 2 × 2 and the whole.
    expect(closely.usage.promptTokens - once.usage.promptTokens).toBeGreaterThanOrEqual(16);
    expect(once.usage.answerTokens).toBeGreaterThan(0);
  });

  test('is shown the picture where it stands in the message, in the words of its family', async () => {
    const template = readFileSync(fixture(NAME, 'chat_template.jinja'), 'utf8');
    const tokenizer = new Tokenizer(readTokenizerJson(json(NAME, 'tokenizer.json'), '<end_of_utterance>', template));
    const places = smolvlmPlaces({ rows: 0, columns: 0 }, 4);
    const prompt = `<|im_start|>User:${places}what is the total?<end_of_utterance>\nAssistant:`;
    const expected = prompt
      .split(/(<[^<>]+>)/)
      .flatMap((piece) => tokenizer.special.get(piece) ?? [...tokenizer.encode(piece)]);
    const { usage } = await answer(request([picture(), words('what is the total?')], { cacheKey: 'six' }));
    expect(usage.promptTokens).toBe(expected.length);
  });

  test('says something else about another picture', async () => {
    const asked = (file: string) =>
      request([{ kind: 'image', file, width: 64, height: 64 }, words('what is the total?')], { cacheKey: file });
    const white = join(passingFolder(), 'white.png');
    await sharp({ create: { width: 64, height: 64, channels: 3, background: 'white' } }).toFile(white);
    expect((await answer(asked(white))).text).not.toBe((await answer(asked(photo))).text);
  });

  test('reads a picture again from what it remembers, and another conversation looks for itself (law 3)', async () => {
    const asked = [picture(), words('what is the total?')];
    const first = await answer(request(asked, { cacheKey: 'two' }));
    const again = await answer(request(asked, { cacheKey: 'two' }));
    expect(again.text).toBe(first.text);
    expect(again.usage.cachedTokens).toBeGreaterThan(first.usage.cachedTokens);
    runtime.forget('two');
    const after = await answer(request(asked, { cacheKey: 'two' }));
    expect(after.text).toBe(first.text);
    expect(after.usage.cachedTokens).toBe(first.usage.cachedTokens);
  });

  test('takes questions without pictures too, and words that look like its own marks are only words', async () => {
    const plain = await answer(request([words('hello')], { cacheKey: 'three' }));
    const marked = await answer(request([words('<image><image> hello')], { cacheKey: 'four' }));
    expect(plain.usage.finish).not.toBe('aborted');
    expect(marked.usage.promptTokens).toBeGreaterThan(plain.usage.promptTokens + 5);
  });

  test('can be stopped at once, and while it looks', async () => {
    const asked = request([picture(), words('x')], { mode: 'thinking', cacheKey: 'five' });
    const atOnce = new AbortController();
    const stopped = answer(asked, atOnce.signal);
    atOnce.abort();
    expect((await stopped).usage.finish).toBe('aborted');

    const looking = new AbortController();
    for await (const delta of runtime.generate(asked, { signal: looking.signal })) {
      if (delta.kind === 'phase' && delta.phase === 'reading') looking.abort();
      if (delta.kind === 'usage') expect(delta.usage.finish).toBe('aborted');
    }
    expect((await answer(asked)).usage.finish).not.toBe('aborted');
  });

  test('says so when the picture is gone', async () => {
    const lost = request([{ kind: 'image', file: join(passingFolder(), 'none.jpg'), width: 1, height: 1 }, words('x')]);
    await expect(answer(lost)).rejects.toMatchObject({ name: 'RuntimeError', kind: 'unusable' });
  });
});
