import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Delta, GenerateRequest, RuntimeError, Usage } from '../../../model-runtime/contract.ts';
import { KeysValues } from '../../../model-runtime/engine/keys-values.ts';
import { Prefixes } from '../../../model-runtime/engine/prefixes.ts';
import { PromptWriter } from '../../../model-runtime/engine/prompt.ts';
import { Scheduler } from '../../../model-runtime/engine/scheduler.ts';
import { ChatTemplate } from '../../../model-runtime/text/template.ts';
import { Tokenizer } from '../../../model-runtime/text/tokenizer.ts';
import { recordedVocabulary } from '../text/recorded.ts';
import { TinyGraph } from './tiny-graph.ts';

const vocabulary = recordedVocabulary('smollm');
const tokenizer = new Tokenizer(vocabulary);
const template = new ChatTemplate(vocabulary.chatTemplate, tokenizer);
const END = tokenizer.endIds[0]!;
const LETTERS = Array.from('abcdefghij', (letter) => tokenizer.idOfSymbols(letter)!);
const SYSTEM = 'Be brief.';
const CONTEXT = 1024;

interface Outcome {
  text: string;
  phases: Delta[];
  usage?: Usage;
  error?: RuntimeError;
  /** In the order of the run, with everybody's. */
  endedAt?: number;
}

async function bench({ says = LETTERS, budgetRows = 1e6 }: { says?: readonly number[]; budgetRows?: number } = {}) {
  const graph = new TinyGraph({ vocab: tokenizer.size, says });
  const writer = new PromptWriter(tokenizer, template, CONTEXT);
  const prefixes = new Prefixes({
    newPast: () => graph.newKeysValues(),
    rowBytes: graph.rowBytes,
    budgetBytes: budgetRows * graph.rowBytes,
  });
  const scheduler = new Scheduler({ graph, tokenizer, writer, prefixes, onStep: () => {} });
  await scheduler.readSystem(SYSTEM);
  graph.steps.length = 0;
  let lastId = 0;
  let ends = 0;
  const ask = (
    question: string | string[],
    {
      key = `key ${lastId}`,
      onText,
      ...rest
    }: Partial<GenerateRequest> & { key?: string; onText?: (id: number) => void } = {},
  ): { id: number; outcome: Promise<Outcome> } => {
    const id = ++lastId;
    const outcome: Outcome = { text: '', phases: [] };
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const turns = [question]
      .flat()
      .map((text, i) => ({ role: i % 2 ? ('assistant' as const) : ('user' as const), text }));
    const request: GenerateRequest = {
      messages: [{ role: 'system' as const, text: SYSTEM }, ...turns].map(({ role, text }) => ({
        role,
        content: [{ kind: 'text', text }],
      })),
      mode: 'instant',
      sampling: { temperature: 0, topK: 0, topP: 1, minP: 0, repetition: 1, repetitionWindow: 0, seed: 1 },
      limits: { maxTokens: 12, maxMs: 60_000 },
      cacheKey: key,
      ...rest,
    };
    scheduler.submit(id, request, {
      tell: (delta) => {
        if (delta.kind === 'answer') {
          outcome.text += delta.text;
          onText?.(id);
        } else outcome.phases.push(delta);
      },
      done: (usage) => resolve(Object.assign(outcome, { usage, endedAt: ++ends })),
      failed: (error) => resolve(Object.assign(outcome, { error, endedAt: ++ends })),
    });
    return { id, outcome: promise };
  };
  return { graph, prefixes, scheduler, ask };
}

const words = (count: number): string => 'word '.repeat(count);

describe('requests', () => {
  test('written side by side give what each gives alone', async () => {
    const question = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '1'), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(question, { minLength: 2, maxLength: 7 }), async (questions) => {
        const alone: string[] = [];
        for (const each of questions) alone.push((await (await bench()).ask(each).outcome).text);
        const { ask } = await bench();
        const together = await Promise.all(questions.map((each) => ask(each).outcome));
        expect(together.map(({ text }) => text)).toEqual(alone);
      }),
      { numRuns: 25 },
    );
  });

  test('take turns: nobody ends before another has begun', async () => {
    const { ask } = await bench();
    const order: number[] = [];
    const onText = (id: number): void => void order.push(id);
    await Promise.all([1, 2, 3].map((n) => ask(`question ${n}`, { onText }).outcome));
    const middle = order.slice(order.length / 3, (2 * order.length) / 3);
    expect(new Set(middle)).toEqual(new Set([1, 2, 3]));
  });

  test('with short prompts are answered while a long prompt is being read', async () => {
    const { ask } = await bench();
    const [long, short] = await Promise.all([
      ask(words(700)).outcome,
      ask('short', { limits: { maxTokens: 2, maxMs: 1e6 } }).outcome,
    ]);
    expect(short.endedAt).toBeLessThan(long.endedAt!);
  });

  test('beyond four wait in line, in order, and hear how many have to end before them', async () => {
    const { ask } = await bench();
    const outcomes = await Promise.all(Array.from({ length: 7 }, (_, i) => ask(`question ${i}`).outcome));
    const ahead = outcomes.map(({ phases }) =>
      phases.flatMap((each) => (each.kind === 'phase' && each.phase === 'queued' ? [each.ahead] : [])),
    );
    expect(ahead).toEqual([[], [], [], [], [1], [2, 1], [3, 2, 1]]);
    expect(outcomes.map(({ endedAt }) => endedAt)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('wait for memory when it is short, and run one by one rather than not at all', async () => {
    const { ask, graph } = await bench({ budgetRows: 10 });
    const outcomes = await Promise.all(['a', 'b', 'c'].map((each) => ask(each).outcome));
    expect(outcomes.map(({ usage }) => usage?.answerTokens)).toEqual([12, 12, 12]);
    expect(outcomes[2]!.phases[0]).toEqual({ kind: 'phase', phase: 'queued', ahead: 2 });
    expect(graph.steps.filter((tokens) => tokens > 1).length).toBe(3);
  });

  test('hear first that they are read, then that they are answered', async () => {
    const { ask } = await bench();
    expect((await ask('a').outcome).phases).toEqual([
      { kind: 'phase', phase: 'reading' },
      { kind: 'phase', phase: 'answering' },
    ]);
  });
});

describe('an answer', () => {
  test('ends when the model says so, and the end is not part of it', async () => {
    const { ask } = await bench({ says: [...LETTERS.slice(0, 3), END] });
    const { text, usage } = await ask('a', { limits: { maxTokens: 900, maxMs: 60_000 } }).outcome;
    expect(usage).toMatchObject({ finish: 'end', answerTokens: text.length });
    expect(text).toMatch(/^[abc]*$/);
  });

  test('may be empty', async () => {
    const { ask } = await bench({ says: [END] });
    expect(await ask('a').outcome).toMatchObject({ text: '', usage: { finish: 'end', answerTokens: 0 } });
  });

  test('ends at its limit of tokens, also when that is none', async () => {
    const { ask } = await bench();
    expect(await ask('a').outcome).toMatchObject({ usage: { finish: 'max tokens', answerTokens: 12 } });
    expect(await ask('a', { limits: { maxTokens: 0, maxMs: 1 } }).outcome).toMatchObject({
      text: '',
      usage: { finish: 'max tokens' },
    });
  });

  test('ends at its limit of time', async () => {
    const { ask } = await bench();
    const { usage } = await ask('a', { limits: { maxTokens: 900, maxMs: 0 } }).outcome;
    expect(usage).toMatchObject({ finish: 'max time', answerTokens: 1 });
  });

  test('ends where the context is full', async () => {
    const { ask } = await bench();
    const { usage } = await ask(words(900), { limits: { maxTokens: 5000, maxMs: 60_000 } }).outcome;
    expect(usage!.promptTokens + usage!.answerTokens).toBe(CONTEXT);
    expect(usage!.finish).toBe('max tokens');
  });

  test('ends before a stop string', async () => {
    const { ask } = await bench();
    const whole = (await ask('a').outcome).text;
    const stop = whole.slice(4, 7);
    const { text, usage } = await ask('a', { stop: [stop] }).outcome;
    expect(text).toBe(whole.slice(0, whole.indexOf(stop)));
    expect(usage!.finish).toBe('stop');
  });

  test('is whole when a stop string only began at its end', async () => {
    const { ask } = await bench();
    const whole = (await ask('a').outcome).text;
    const { text, usage } = await ask('a', { stop: [`${whole.slice(-2)}!`] }).outcome;
    expect(text).toBe(whole);
    expect(usage!.finish).toBe('max tokens');
  });

  test('is one of the choices when there are some', async () => {
    const { ask } = await bench();
    const choices = ['yes', 'no', 'perhaps'];
    const { text, usage } = await ask('a', { grammar: { kind: 'choices', choices } }).outcome;
    expect(choices).toContain(text);
    expect(usage!.finish).toBe('end');
  });

  test('that must fit a schema is refused', async () => {
    const { ask } = await bench();
    const { error } = await ask('a', { grammar: { kind: 'json', schema: {} } }).outcome;
    expect(error).toMatchObject({ kind: 'unusable' });
  });

  test('to a message that is too long is refused, and the next request is answered', async () => {
    const { ask } = await bench();
    expect(await ask(words(2000)).outcome).toMatchObject({ error: { kind: 'too long' } });
    expect((await ask('a').outcome).usage?.finish).toBe('max tokens');
  });

  test('with numbers that are none is an error that names them', async () => {
    const { ask, graph } = await bench();
    graph.read = async (past) => {
      past.append(new Float32Array(8), 1);
      return new Float32Array(tokenizer.size).fill(Number.NaN);
    };
    const { error } = await ask('a').outcome;
    expect(error).toMatchObject({ kind: 'unusable', message: expect.stringContaining('NaN') });
  });

  test('that breaks the graph costs that request alone, and nothing of it is built on', async () => {
    const { ask, graph, prefixes } = await bench();
    const read = graph.read.bind(graph);
    graph.read = async (past, ids) => {
      if (ids.length > 20) throw new Error('out of memory');
      return read(past, ids);
    };
    const [broken, fine] = await Promise.all([ask(words(100), { key: 'broken' }).outcome, ask('a').outcome]);
    expect(broken.error).toMatchObject({ kind: 'crashed', message: expect.stringContaining('out of memory') });
    expect(fine.usage?.finish).toBe('max tokens');
    expect(prefixes.latest('broken')).toBeUndefined();
  });
});

describe('a conversation', () => {
  test('is not read again from its beginning, its answers included', async () => {
    const { ask } = await bench();
    const question = words(50);
    const first = await ask(question, { key: 'a' }).outcome;
    const next = await ask([question, first.text, 'and?'], { key: 'a' }).outcome;
    const read = next.usage!.promptTokens - next.usage!.cachedTokens;
    expect(read).toBeLessThan(20);
    expect(next.usage!.cachedTokens).toBeGreaterThan(first.usage!.promptTokens);
  });

  test('whose answer was changed afterwards is read again from there', async () => {
    const { ask } = await bench();
    const first = await ask('question', { key: 'a' }).outcome;
    const changed = ['question', `${first.text.slice(0, 3)} changed`, 'and?'];
    const next = await ask(changed, { key: 'a' }).outcome;
    expect(next.text).toBe((await ask(changed, { key: 'b' }).outcome).text);
  });

  test('that was aborted keeps what was read', async () => {
    const { ask, scheduler } = await bench();
    const { id, outcome } = ask(words(500), { key: 'a' });
    setImmediate(() => setImmediate(() => scheduler.abort(id)));
    const aborted = await outcome;
    expect(aborted).toMatchObject({ text: '', usage: { finish: 'aborted' } });
    const { usage } = await ask(words(500), { key: 'a' }).outcome;
    expect(usage!.cachedTokens).toBeGreaterThan(aborted.usage!.cachedTokens);
  });

  test('that is forgotten is read anew', async () => {
    const { ask, scheduler } = await bench();
    await ask(words(50), { key: 'a' }).outcome;
    scheduler.forget('a');
    expect((await ask(words(50), { key: 'a' }).outcome).usage!.cachedTokens).toBeLessThan(15);
  });
});

describe('an aborted request', () => {
  test('in line leaves it, and the others move up', async () => {
    const { ask, scheduler } = await bench();
    const running = Array.from({ length: 4 }, (_, i) => ask(`question ${i}`).outcome);
    const second = ask('second in line');
    const third = ask('third in line');
    scheduler.abort(second.id);
    expect(await second.outcome).toMatchObject({ usage: { finish: 'aborted', promptTokens: 0 } });
    expect((await third.outcome).usage?.finish).toBe('max tokens');
    await Promise.all(running);
  });

  test('in mid-answer ends at its next token', async () => {
    const { ask, scheduler } = await bench();
    const { text, usage } = await ask('a', {
      limits: { maxTokens: 900, maxMs: 60_000 },
      onText: (id) => scheduler.abort(id),
    }).outcome;
    expect(text).toHaveLength(1);
    expect(usage!.finish).toBe('aborted');
  });

  test('that is over or unknown is no error', async () => {
    const { ask, scheduler } = await bench();
    const { id, outcome } = ask('a');
    await outcome;
    scheduler.abort(id);
    scheduler.abort(99);
  });
});

test('no sequence of requests leaks memory beyond the budget once all is quiet', async () => {
  const request = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), length: fc.nat(60) });
  await fc.assert(
    fc.asyncProperty(fc.array(request, { maxLength: 10 }), async (requests) => {
      const budgetRows = 150;
      const { ask, prefixes } = await bench({ budgetRows });
      await Promise.all(requests.map(({ key, length }) => ask(words(length), { key }).outcome));
      expect(prefixes.bytes).toBeLessThanOrEqual(budgetRows * KeysValues.rowBytes({ layers: 2, width: 2 }));
    }),
    { numRuns: 20 },
  );
});
