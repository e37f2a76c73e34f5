import { readFile, rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { eyesHere } from '../../../model-runtime/weights/eyes.ts';
import { getEyes } from '../../../model-runtime/weights/get-eyes.ts';
import { type Hub, startHub } from '../../doubles/hub.ts';
import { call, emptyFolder, entryOf, onHub, weights } from './world.ts';

const [model, tower] = [weights(40_000), weights(9_000, 2)];
const catalogue = [
  { ...entryOf('seer', [onHub('seer')], model, 'eyes'), projector: 'seer-projector' },
  entryOf('seer-projector', [onHub('seer-projector')], tower, 'eyes'),
  entryOf('reader', [onHub('reader')], weights(10)),
];

let hub: Hub;
beforeAll(async () => {
  hub = await startHub([
    { repository: 'Acme/Tiny', file: 'seer.gguf', content: model },
    { repository: 'Acme/Tiny', file: 'seer-projector.gguf', content: tower },
  ]);
});
beforeEach(() => void Object.assign(hub, { store: [], hub: [], asked: [], seen: [], violations: [] }));
afterEach(() => expect(hub.violations).toEqual([]));
afterAll(() => hub.close());

test('a model that sees is here when both its files are', async () => {
  const cacheFolder = emptyFolder();
  const options = call({ cacheFolder, catalogue, hub: hub.base });
  expect(await eyesHere({ cacheFolder, catalogue })).toBeUndefined();
  const got = await getEyes('seer', options);
  expect(await readFile(got.file)).toEqual(model);
  expect(await readFile(got.projectorFile)).toEqual(tower);
  expect(await eyesHere({ cacheFolder, catalogue })).toBe('seer');
  expect(new Set(options.told.map(({ model: id }) => id))).toEqual(new Set(['seer', 'seer-projector']));

  hub.seen.length = 0;
  await getEyes('seer', options);
  expect(hub.seen).toEqual([]);
  await rm(got.projectorFile);
  expect(await eyesHere({ cacheFolder, catalogue })).toBeUndefined();
});

test('a projector that is another one never comes to lie there', async () => {
  const cacheFolder = emptyFolder();
  hub.store.push({ kind: 'whole' }, { kind: 'corrupt' }, { kind: 'corrupt' });
  await expect(getEyes('seer', call({ cacheFolder, catalogue, hub: hub.base }))).rejects.toMatchObject({
    name: 'NoSource',
    remedy: expect.stringContaining('PARLEY_EYES'),
  });
  expect(await eyesHere({ cacheFolder, catalogue })).toBeUndefined();
});

test('a file named for the text model is not taken for one that sees', async () => {
  const cacheFolder = emptyFolder();
  const got = await getEyes('seer', call({ cacheFolder, catalogue, hub: hub.base, file: '/nowhere/text.gguf' }));
  expect(await readFile(got.file)).toEqual(model);
});

test('a model that does not see is refused with those that do', async () => {
  const options = call({ cacheFolder: emptyFolder(), catalogue, hub: hub.base });
  await expect(getEyes('reader', options)).rejects.toThrow('There is no model called “reader”. Known are seer.');
});
