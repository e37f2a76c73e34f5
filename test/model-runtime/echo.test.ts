import { expect, test } from 'vitest';
import type { Delta, GenerateRequest, RuntimeStatus } from '../../model-runtime/contract.ts';
import { createEchoRuntime } from '../../model-runtime/echo.ts';

const request = (...texts: string[]): GenerateRequest => ({
  messages: texts.map((text, i) => ({ role: i % 2 ? 'assistant' : 'user', content: [{ kind: 'text', text }] })),
  mode: 'instant',
  sampling: { temperature: 0, topK: 0, topP: 1, minP: 0, repetition: 1, repetitionWindow: 0 },
  limits: { maxTokens: 10, maxMs: 10 },
  cacheKey: 'a',
});

async function deltas(asked: GenerateRequest, signal = new AbortController().signal): Promise<Delta[]> {
  const all: Delta[] = [];
  for await (const delta of createEchoRuntime().generate(asked, { signal })) all.push(delta);
  return all;
}

test('the last question is repeated', async () => {
  expect(await deltas(request('one', 'two', 'three'))).toEqual([
    { kind: 'phase', phase: 'answering' },
    { kind: 'answer', text: 'three' },
    expect.objectContaining({ kind: 'usage', usage: expect.objectContaining({ finish: 'end' }) }),
  ]);
});

test('nothing is answered to nothing, and to nobody', async () => {
  expect((await deltas(request(''))).map(({ kind }) => kind)).toEqual(['phase', 'usage']);
  expect(await deltas(request('one'), AbortSignal.abort())).toEqual([
    expect.objectContaining({ usage: expect.objectContaining({ finish: 'aborted' }) }),
  ]);
});

test('it is ready from the start until it is closed', async () => {
  const runtime = createEchoRuntime();
  const states: RuntimeStatus['state'][] = [runtime.status.state];
  const stop = runtime.onStatus(({ state }) => states.push(state));
  runtime.start();
  await runtime.close();
  stop();
  runtime.retry();
  expect(states).toEqual(['ready', 'ready', 'stopped']);
});
