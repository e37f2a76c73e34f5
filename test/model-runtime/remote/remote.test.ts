import { afterEach, describe, expect, it } from 'vitest';
import { type Delta, type GenerateRequest, type Runtime, RuntimeError } from '../../../model-runtime/contract.ts';
import { createRemoteRuntime } from '../../../model-runtime/remote/remote.ts';
import { type Knobs, type OpenAiServer, startOpenAiServer } from '../../doubles/openai-server.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const serve = async (options: Parameters<typeof startOpenAiServer>[0] = {}): Promise<OpenAiServer> => {
  const server = await startOpenAiServer(options);
  open.push(server);
  return server;
};
const connect = (url: string, options: { model?: string; key?: string; silenceMs?: number } = {}): Runtime => {
  const runtime = createRemoteRuntime({ url, model: undefined, key: undefined, ...options });
  open.push(runtime);
  runtime.start();
  return runtime;
};
const until = (runtime: Runtime, state: string) =>
  new Promise<void>((done) => {
    const look = () => {
      if (runtime.status.state === state) done();
    };
    runtime.onStatus(look);
    look();
  });
const request = (text = 'Capital?', earlier: [string, string][] = []): GenerateRequest => ({
  messages: [
    { role: 'system', content: [{ kind: 'text', text: 'Be brief.' }] },
    ...earlier.flatMap(([question, answer]) => [
      { role: 'user' as const, content: [{ kind: 'text' as const, text: question }] },
      { role: 'assistant' as const, content: [{ kind: 'text' as const, text: answer }] },
    ]),
    { role: 'user', content: [{ kind: 'text', text }] },
  ],
  mode: 'instant',
  sampling: { temperature: 0, topK: 40, topP: 0.9, minP: 0, repetition: 1, repetitionWindow: 64 },
  limits: { maxTokens: 64, maxMs: 60_000 },
  cacheKey: 'c',
});
const collect = async (runtime: Runtime, asked = request(), signal = new AbortController().signal) => {
  const deltas: Delta[] = [];
  for await (const delta of runtime.generate(asked, { signal })) deltas.push(delta);
  const text = (kind: 'answer' | 'thinking') =>
    deltas.map((delta) => (delta.kind === kind ? (delta as { text: string }).text : '')).join('');
  const last = deltas.at(-1);
  return {
    deltas,
    answer: text('answer'),
    thinking: text('thinking'),
    usage: last?.kind === 'usage' ? last.usage : undefined,
  };
};

describe('a remote model', () => {
  it('answers as a local one does, and ends with what it used', async () => {
    const server = await serve();
    const runtime = connect(server.url);
    const { answer, usage } = await collect(runtime);
    expect(answer).toBe('Canberra and Seine.');
    expect(usage).toMatchObject({ promptTokens: 12, cachedTokens: 5, answerTokens: 4, finish: 'end' });
    expect(server.asked[0]!.messages).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Capital?' },
    ]);
  });

  it('is named by its host', async () => {
    const server = await serve();
    expect(connect(server.url).where).toEqual({ kind: 'remote', host: new URL(server.url).host });
  });

  it.each(['reasoning_content', 'reasoning', 'tags'] as const)(
    'thinks aloud in %s without it becoming the answer',
    async (thinking) => {
      const runtime = connect((await serve({ thinking })).url);
      const { answer, thinking: thought } = await collect(runtime);
      expect(answer).toBe('Canberra and Seine.');
      expect(thought).toBe('secret thoughts');
    },
  );

  it.each<Knobs['fault']>(['cut', 'no finish', 'error event', 'not json', '500', '429'])(
    'that fails with %s never passes off half an answer as one',
    async (fault) => {
      const runtime = connect((await serve({ fault })).url);
      await expect(collect(runtime)).rejects.toMatchObject({ kind: 'crashed' });
    },
  );

  it('that falls silent is given up', async () => {
    const runtime = connect((await serve({ fault: 'silence' })).url, { silenceMs: 150 });
    await expect(collect(runtime)).rejects.toThrow(/said nothing/);
  });

  it('is told to stop by closing the connection', async () => {
    const server = await serve({ paceMs: 20, pieces: Array.from({ length: 200 }, () => 'word ') });
    const runtime = connect(server.url);
    const stop = new AbortController();
    const deltas: Delta[] = [];
    for await (const delta of runtime.generate(request(), { signal: stop.signal })) {
      deltas.push(delta);
      if (delta.kind === 'answer') stop.abort();
    }
    expect(deltas.at(-1)).toMatchObject({ kind: 'usage', usage: { finish: 'aborted' } });
    await expect.poll(() => server.aborted).toBe(1);
  });

  it('gets the newest of a conversation that is too long for it, with the system text', async () => {
    const server = await serve({ contextCharacters: 600 });
    const runtime = connect(server.url);
    const { usage } = await collect(
      runtime,
      request(
        'the newest',
        Array.from({ length: 8 }, (_, i) => [`question ${i}`, `answer ${i}`]),
      ),
    );
    const texts = server.asked[0]!.messages.map(({ content }) => content);
    expect(texts[0]).toBe('Be brief.');
    expect(texts.at(-1)).toBe('the newest');
    expect(texts).toContain('answer 7');
    expect(texts).not.toContain('answer 0');
    expect(usage!.droppedTurns).toBeGreaterThan(0);
  });

  it('says so when even the newest message is too long', async () => {
    const runtime = connect((await serve({ contextCharacters: 50 })).url);
    await expect(collect(runtime, request('x'.repeat(500)))).rejects.toMatchObject({ kind: 'too long' });
  });

  it('says when an answer was cut by its limit', async () => {
    const runtime = connect((await serve({ finish: 'length' })).url);
    expect((await collect(runtime)).usage!.finish).toBe('max tokens');
  });

  it('that wants another key or lacks the model says so in words, and names no key', async () => {
    const server = await serve({ key: 'right', models: ['a', 'b'] });
    const wrong = connect(server.url, { key: 'wrong-key-value' });
    await until(wrong, 'failed');
    expect(JSON.stringify(wrong.status)).toContain('PARLEY_REMOTE_KEY');
    expect(JSON.stringify(wrong.status)).not.toContain('wrong-key-value');
    const missing = connect(server.url, { key: 'right', model: 'c' });
    await until(missing, 'failed');
    expect(JSON.stringify(missing.status)).toContain('it has: a, b');
  });

  it('that is not there yet is waited for, and answers once it is', async () => {
    const first = await startOpenAiServer();
    const { url } = first;
    await first.close();
    const runtime = connect(url);
    await until(runtime, 'failed');
    const answered = collect(runtime);
    open.push(await startOpenAiServer({ port: Number(new URL(url).port) }));
    runtime.retry();
    expect((await answered).answer).toBe('Canberra and Seine.');
  });

  it('that is gone ends the turn with an error and not the service', async () => {
    const server = await startOpenAiServer();
    const runtime = connect(server.url);
    await until(runtime, 'ready');
    await server.close();
    await expect(collect(runtime)).rejects.toBeInstanceOf(RuntimeError);
    await until(runtime, 'failed');
  });
});
