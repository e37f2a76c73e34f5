import { beforeEach, expect, test } from 'vitest';
import { type Eyes, type GenerateRequest, type Runtime, RuntimeError } from '../../model-runtime/contract.ts';
import { withEyes } from '../../model-runtime/seeing.ts';
import { createScriptedRuntime, type ScriptedRuntime } from '../doubles/scripted-runtime.ts';

const REQUEST: GenerateRequest = {
  messages: [],
  mode: 'instant',
  sampling: { temperature: 0, topK: 1, topP: 1, minP: 0, repetition: 1, repetitionWindow: 1 },
  limits: { maxTokens: 1, maxMs: 1 },
  cacheKey: 'one',
};

let text: ScriptedRuntime;
let seer: ScriptedRuntime;
let begun: string[];
let both: Runtime;
let eyes: Eyes & { kind: 'own model' };

beforeEach(() => {
  [text, seer] = [createScriptedRuntime(), createScriptedRuntime()];
  begun = [];
  text.start = () => void begun.push('text');
  seer.start = () => void begun.push('seer');
  seer.retry = () => void begun.push('retry');
  both = withEyes({ text, eyes: seer, name: 'seer' });
  if (both.eyes?.kind !== 'own model') throw new Error('It has eyes of its own.');
  eyes = both.eyes;
});

const look = async () => {
  for await (const _ of eyes.generate(REQUEST, { signal: new AbortController().signal }));
};

test('nothing of the model that sees is loaded until somebody asks about a picture', async () => {
  both.start();
  expect(begun).toEqual(['text']);
  const looking = look();
  (await seer.taken()).end();
  await looking;
  expect(begun).toContain('seer');
  expect([text.calls, seer.calls]).toEqual([0, 1]);
});

test('words go to the one for text, and what is forgotten is forgotten by both', async () => {
  const signal = new AbortController().signal;
  const asking = both.generate(REQUEST, { signal })[Symbol.asyncIterator]().next();
  (await text.taken()).end();
  await asking;
  both.forget('one');
  expect([text.forgotten, seer.forgotten, seer.calls]).toEqual([['one'], ['one'], 0]);
});

test('one that failed is tried again for the next question, and this one is told', async () => {
  const looking = look();
  (await seer.taken()).fail(new RuntimeError('unusable', 'not to be had'));
  await expect(looking).rejects.toThrow('not to be had');
  expect(begun).toEqual(['seer', 'retry']);
});

test('whoever listens hears of both, always with how the one for text stands', () => {
  const states: string[] = [];
  const end = both.onStatus(({ state }) => states.push(state));
  seer.become({ state: 'stopped' });
  text.become({ state: 'getting', progress: { step: 'finding', model: 'm' } });
  end();
  for (const one of [text, seer]) one.become({ state: 'stopped' });
  expect(states).toEqual(['ready', 'getting']);
});
