/**
 * The remote runtime: an OpenAI-compatible server of the owner's answers instead of this machine. Same contract as the
 * embedded one; its host is named in the notice.
 */
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type {
  Delta,
  Finish,
  GenerateRequest,
  ModelCard,
  ModelMessage,
  Reader,
  Runtime,
  RuntimeStatus,
  Usage,
} from '../contract.ts';
import { RuntimeError } from '../contract.ts';
import { createThinkSplitter } from '../text/think.ts';
import { chunkShape, errorShape, modelsShape, requestBody } from './wire.ts';

export interface RemoteOptions {
  /** Base address, ending in `/v1` as the servers document it. */
  url: string;
  /** The model to ask for; undefined: the first the server lists. */
  model: string | undefined;
  key: string | undefined;
  /** Reads pictures on this machine; closed with the runtime. */
  reader?: Reader;
  /** A server that sends nothing for this long is given up, in ms. Slow machines need a while for the first token. */
  silenceMs?: number;
}

const SILENCE_MS = 180_000;
const LIST_MS = 10_000;
/** While the server is away it is asked again: first soon, then every half minute. */
const RETRY = { firstMs: 1_000, longestMs: 30_000 };
/** Assumed where a server does not tell how much it reads at once. */
const CONTEXT_TOKENS = 4_096;

export function createRemoteRuntime({ url, model, key, reader, silenceMs = SILENCE_MS }: RemoteOptions): Runtime {
  const host = new URL(url).host;
  const headers = {
    'content-type': 'application/json',
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };
  const listeners = new Set<(status: RuntimeStatus) => void>();
  const closed = new AbortController();
  let status: RuntimeStatus = { state: 'getting', progress: { step: 'finding', model: model ?? host } };
  let running = 0;
  let started = false;
  let retryNow: (() => void) | undefined;
  let finding = false;

  function become(next: RuntimeStatus): void {
    status = next;
    for (const listener of listeners) listener(next);
  }

  /** Asks until the server answers. */
  async function find(): Promise<void> {
    if (finding) return;
    finding = true;
    const startMs = performance.now();
    for (let waitMs = RETRY.firstMs; !closed.signal.aborted; waitMs = Math.min(RETRY.longestMs, waitMs * 2)) {
      try {
        const card = await listModels();
        become({ state: 'ready', card, loadMs: performance.now() - startMs, running, waiting: 0 });
        break;
      } catch (error) {
        if (closed.signal.aborted) break;
        const why = error instanceof Error ? error.message : String(error);
        become({
          state: 'failed',
          message: `The model server ${host} cannot be used.`,
          tried: [{ source: url, why }],
          remedy:
            'Start the server, or check PARLEY_REMOTE_URL, PARLEY_REMOTE_MODEL and PARLEY_REMOTE_KEY. It is asked again by itself.',
        });
        await new Promise<void>((resolve) => {
          retryNow = resolve;
          setTimeout(resolve, waitMs).unref();
        });
      }
    }
    finding = false;
  }

  async function listModels(): Promise<ModelCard> {
    const response = await ask(`${url}/models`, {
      headers,
      signal: AbortSignal.any([closed.signal, AbortSignal.timeout(LIST_MS)]),
    });
    if (!response.ok) throw new Error(await refusalWords(response));
    const list = modelsShape.safeParse(await response.json().catch(() => undefined));
    if (!list.success) throw new Error('It does not answer as an OpenAI-compatible server: GET /models has no list.');
    const found = model === undefined ? list.data.data[0] : list.data.data.find(({ id }) => id === model);
    if (!found)
      throw new Error(
        model === undefined
          ? 'It has no model.'
          : `It has no model ${model}; it has: ${list.data.data.map(({ id }) => id).join(', ') || 'none'}.`,
      );
    return {
      id: found.id,
      family: 'remote',
      size: 'size unknown',
      licence: 'as its server says',
      takes: ['text'],
      languages: [],
      contextTokens: found.max_model_len ?? found.meta?.n_ctx_train ?? CONTEXT_TOKENS,
    };
  }

  async function* generate(request: GenerateRequest, { signal }: { signal: AbortSignal }): AsyncGenerator<Delta> {
    const startMs = performance.now();
    if (status.state !== 'ready') {
      yield { kind: 'phase', phase: 'loading' };
      await ready(signal);
    }
    if (signal.aborted || status.state !== 'ready') return yield usageDelta(emptyUsage('aborted'));
    running += 1;
    become({ ...status, running });
    try {
      yield* answer(request, status.card.id, signal, startMs);
    } finally {
      running -= 1;
      if (status.state === 'ready') become({ ...status, running });
    }
  }

  /** Resolves when the server is there, or the wait is over. */
  function ready(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (status.state !== 'ready' && status.state !== 'stopped' && !signal.aborted) return;
        listeners.delete(look);
        signal.removeEventListener('abort', look);
        resolve();
      };
      listeners.add(look);
      signal.addEventListener('abort', look);
      look();
    });
  }

  async function* answer(
    request: GenerateRequest,
    name: string,
    signal: AbortSignal,
    startMs: number,
  ): AsyncGenerator<Delta> {
    const silence = new AbortController();
    const ends = AbortSignal.any([signal, closed.signal, silence.signal]);
    let quiet = setTimeout(() => silence.abort(), silenceMs);
    const heard = () => {
      clearTimeout(quiet);
      quiet = setTimeout(() => silence.abort(), silenceMs);
    };
    const usage = emptyUsage('end');
    const sentMs = performance.now();
    let firstMs: number | undefined;
    let finish: string | undefined;
    yield { kind: 'phase', phase: 'reading' };
    try {
      const { response, dropped } = await post(request, name, ends);
      usage.droppedTurns = dropped;
      const split = createThinkSplitter();
      for await (const { data } of response
        .body!.pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream())) {
        heard();
        if (data === '[DONE]') break;
        const chunk = readChunk(data);
        if (chunk.usage) {
          usage.promptTokens = chunk.usage.prompt_tokens ?? usage.promptTokens;
          usage.answerTokens = chunk.usage.completion_tokens ?? usage.answerTokens;
          usage.cachedTokens = chunk.usage.prompt_tokens_details?.cached_tokens ?? 0;
        }
        const choice = chunk.choices?.[0];
        const thought = choice?.delta?.reasoning_content ?? choice?.delta?.reasoning;
        if (thought) yield { kind: 'thinking', text: thought };
        const pieces = choice?.delta?.content ? split.take(choice.delta.content) : [];
        if (firstMs === undefined && (pieces.length > 0 || thought)) {
          firstMs = performance.now();
          yield { kind: 'phase', phase: 'answering' };
        }
        yield* pieces;
        finish = choice?.finish_reason ?? finish;
        if (firstMs !== undefined && performance.now() - firstMs > request.limits.maxMs) {
          finish = 'time';
          break;
        }
      }
      yield* split.end();
      // A stream that simply ends is a cut one: the words so far must not pass for an answer.
      if (finish === undefined) throw new RuntimeError('crashed', `The model server ${host} broke off in mid-answer.`);
      usage.finish = finishOf(finish);
    } catch (error) {
      if (silence.signal.aborted)
        throw new RuntimeError(
          'crashed',
          `The model server ${host} said nothing for ${Math.round(silenceMs / 1000)} s.`,
          { cause: error },
        );
      if (!signal.aborted && !closed.signal.aborted) throw error instanceof RuntimeError ? error : lost(error);
      usage.finish = 'aborted';
    } finally {
      clearTimeout(quiet);
    }
    usage.queueMs = sentMs - startMs;
    usage.prefillMs = (firstMs ?? performance.now()) - sentMs;
    usage.decodeMs = firstMs === undefined ? 0 : performance.now() - firstMs;
    yield usageDelta(usage);
  }

  /** Sends the request; where the server says it is too long, the older half of the turns is left out and it is sent again. */
  async function post(
    request: GenerateRequest,
    name: string,
    signal: AbortSignal,
  ): Promise<{ response: Response; dropped: number }> {
    let { messages } = request;
    for (let dropped = 0; ; ) {
      const response = await ask(`${url}/chat/completions`, {
        method: 'POST',
        headers,
        body: JSON.stringify(await requestBody(name, { ...request, messages })),
        signal,
      });
      if (response.ok && response.body) return { response, dropped };
      const words = await refusalWords(response);
      if (response.status >= 500 || response.status === 429)
        throw new RuntimeError('crashed', `The model server ${host}: ${words}`);
      if (!/context|too long|maximum.*tokens/i.test(words))
        throw new RuntimeError('unusable', `The model server ${host}: ${words}`);
      const shorter = withoutOldest(messages);
      if (!shorter) throw new RuntimeError('too long', words);
      dropped += (messages.length - shorter.length) / 2;
      messages = shorter;
    }
  }

  const lost = (error: unknown): RuntimeError => {
    // It may be gone for good: look for it again, so that the page tells.
    void find();
    return new RuntimeError(
      'crashed',
      `The model server ${host} cannot be reached: ${error instanceof Error ? causeWords(error) : String(error)}`,
      { cause: error },
    );
  };

  return {
    where: { kind: 'remote', host },
    get status() {
      return status;
    },
    onStatus(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      if (started) return;
      started = true;
      void find();
    },
    retry: () => retryNow?.(),
    generate,
    ...(reader && { read: (picture, options) => reader.read(picture, options) }),
    // Nothing is kept here; what the server keeps is its owner's to say.
    forget() {},
    async close() {
      closed.abort();
      retryNow?.();
      become({ state: 'stopped' });
      await reader?.close();
    },
  };
}

/** `fetch`, with errors that say what happened instead of "fetch failed". */
async function ask(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    throw new Error(error instanceof Error ? causeWords(error) : String(error), { cause: error });
  }
}

const causeWords = (error: Error): string =>
  error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;

async function refusalWords(response: Response): Promise<string> {
  const body = errorShape.safeParse(await response.json().catch(() => undefined));
  const words = body.success
    ? typeof body.data.error === 'string'
      ? body.data.error
      : body.data.error.message
    : undefined;
  if (response.status === 401 || response.status === 403)
    return `It refused the access key (${response.status}). Check PARLEY_REMOTE_KEY.`;
  return words ?? `It answered ${response.status}.`;
}

function readChunk(data: string) {
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch (error) {
    throw new RuntimeError('crashed', 'The model server sent something that is not JSON.', { cause: error });
  }
  const chunk = chunkShape.safeParse(parsed);
  if (!chunk.success)
    throw new RuntimeError('crashed', 'The model server sent something that is no piece of an answer.');
  const { error } = chunk.data;
  if (error !== undefined)
    throw new RuntimeError(
      'crashed',
      `The model server: ${typeof error === 'string' ? error : (error.message ?? 'an error without words')}`,
    );
  return chunk.data;
}

/** The system text and the last message stay; of what is between them the older half goes. Null when nothing is left to leave out. */
function withoutOldest(messages: ModelMessage[]): ModelMessage[] | null {
  const first = messages[0]?.role === 'system' ? 1 : 0;
  const turns = Math.floor((messages.length - 1 - first) / 2);
  if (turns <= 0) return null;
  return [...messages.slice(0, first), ...messages.slice(first + 2 * Math.ceil(turns / 2))];
}

function finishOf(reason: string): Finish {
  switch (reason) {
    case 'length':
      return 'max tokens';
    case 'time':
      return 'max time';
    default:
      return 'end';
  }
}

const usageDelta = (usage: Usage): Delta => ({ kind: 'usage', usage });

const emptyUsage = (finish: Finish): Usage => ({
  promptTokens: 0,
  cachedTokens: 0,
  answerTokens: 0,
  droppedTurns: 0,
  queueMs: 0,
  prefillMs: 0,
  decodeMs: 0,
  finish,
});
