import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { beforeEach, expect, test } from 'vitest';
import type { GenerateRequest } from '../../../model-runtime/contract.ts';
import { Eyes, type Tower } from '../../../model-runtime/engine/eyes.ts';
import { Pictures } from '../../../model-runtime/engine/pictures.ts';
import type { Listener } from '../../../model-runtime/engine/scheduler.ts';
import { readTokenizerJson } from '../../../model-runtime/import/tokenizer-json.ts';
import { Tokenizer } from '../../../model-runtime/text/tokenizer.ts';
import { fixture, json } from '../vision/tiny.ts';

const NAME = 'tiny-smolvlm-128';
const WIDTH = 8;
const TOKENS = 4;

let looks: number;
/** Called before each tile is done. */
let meanwhile: (look: number) => void | Promise<void>;
let eyes: Eyes;
let pictures: Pictures;
let handedOn: number[];
beforeEach(() => {
  looks = 0;
  handedOn = [];
  meanwhile = () => {};
  const tower: Tower = {
    ...{ edge: 128, tokens: TOKENS },
    async see() {
      await meanwhile(++looks);
      return new Float32Array(TOKENS * WIDTH);
    },
    async close() {},
  };
  const template = readFileSync(fixture(NAME, 'chat_template.jinja'), 'utf8');
  const tokenizer = new Tokenizer(readTokenizerJson(json(NAME, 'tokenizer.json'), '<end_of_utterance>', template));
  pictures = new Pictures(1_000, WIDTH);
  eyes = new Eyes({ tower, tokenizer, pictures, onTile: () => {} });
});

const scheduler = { submit: (id: number) => void handedOn.push(id) };

/** Asks, and resolves when the request was handed on or ended: with what came of it. */
async function ask(id: number, cacheKey: string, mode: GenerateRequest['mode'] = 'instant'): Promise<string> {
  let came = 'handed on';
  const listener: Listener = {
    tell: () => {},
    done: ({ finish }) => {
      came = finish;
    },
    failed: ({ message }) => {
      came = message;
    },
  };
  const file = fixture('photo.png');
  await eyes.submit(
    scheduler,
    id,
    {
      messages: [{ role: 'user', content: [{ kind: 'image', file, width: 640, height: 400 }] }],
      mode,
      sampling: { temperature: 0, topK: 1, topP: 1, minP: 0, repetition: 1, repetitionWindow: 1 },
      limits: { maxTokens: 1, maxMs: 1_000 },
      cacheKey,
    },
    listener,
  );
  return came;
}

test('one tile at once, five when it looks closely, and none again for what it has seen', async () => {
  expect(await ask(1, 'ana')).toBe('handed on');
  expect(looks).toBe(1);
  await ask(2, 'ana');
  expect(looks).toBe(1);
  await ask(3, 'ana', 'thinking');
  expect(looks).toBe(6);
  await ask(4, 'ana', 'thinking');
  expect(looks).toBe(6);
  expect(handedOn).toEqual([1, 2, 3, 4]);
});

test('a picture is decoded when it is looked at, and not for a further question about it', async () => {
  // Of each picture sharp tells that it waits, and that it is done.
  let told = 0;
  const count = () => {
    told += 1;
  };
  sharp.queue.on('change', count);
  await ask(1, 'ana', 'thinking');
  expect(told).toBe(2);
  await ask(2, 'ana', 'thinking');
  sharp.queue.off('change', count);
  expect(told).toBe(2);
});

test('what one conversation has seen is no business of another', async () => {
  await ask(1, 'ana');
  await ask(2, 'bo');
  expect(looks).toBe(2);
});

test('what is forgotten has to be looked at again, and only that', async () => {
  await ask(1, 'ana');
  await ask(2, 'bo');
  eyes.forget('ana');
  await ask(3, 'bo');
  expect(looks).toBe(2);
  await ask(4, 'ana');
  expect(looks).toBe(3);
});

test('a stop is heard between two tiles: the next one is not looked at', async () => {
  meanwhile = (look) => {
    if (look === 2) eyes.abort(7);
  };
  expect(await ask(7, 'ana', 'thinking')).toBe('aborted');
  expect(looks).toBe(2);
  expect(handedOn).toEqual([]);
});

test('others are heard between two tiles', async () => {
  let heard = 0;
  const before: number[] = [];
  meanwhile = () => {
    before.push(heard);
    setImmediate(() => heard++);
  };
  await ask(1, 'ana', 'thinking');
  expect(before).toEqual([0, 1, 2, 3, 4]);
});

test('two questions about one picture at a time leave each other what they have seen', async () => {
  const [begun, first] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  meanwhile = (look) => {
    if (look > 1) return;
    begun.resolve();
    return first.promise;
  };
  // The first, which nobody waits for any more, is still at a tile when the second is through.
  const stopped = ask(1, 'ana');
  await begun.promise;
  expect(await ask(2, 'ana')).toBe('handed on');
  const written = eyes.idsOf(fixture('photo.png')).filter((id) => id >= 1_000);
  eyes.abort(1);
  first.resolve();
  expect(await stopped).toBe('aborted');
  expect(written).toHaveLength(TOKENS);
  for (const id of written) expect(pictures.feature(id)).toHaveLength(WIDTH);
});
