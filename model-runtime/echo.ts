/** A runtime that repeats the last question at once: for trying a channel without a model, and for measuring the rest. */
import type { Delta, GenerateRequest, ModelCard, Reader, Runtime, RuntimeStatus, Usage } from './contract.ts';

const CARD: ModelCard = {
  id: 'echo',
  family: 'none',
  size: 'no parameters',
  licence: 'Apache-2.0',
  takes: ['text'],
  languages: [],
  contextTokens: 1_000_000,
  recalls: false,
  caveat: 'Repeats what it is told.',
};

const USAGE: Usage = {
  promptTokens: 0,
  cachedTokens: 0,
  answerTokens: 0,
  droppedTurns: 0,
  queueMs: 0,
  prefillMs: 0,
  decodeMs: 0,
  finish: 'end',
};

/** @param reader reads pictures; closed with the runtime */
export function createEchoRuntime({ reader }: { reader?: Reader } = {}): Runtime {
  let status: RuntimeStatus = { state: 'ready', card: CARD, loadMs: 0, running: 0, waiting: 0 };
  const listeners = new Set<(status: RuntimeStatus) => void>();
  const tell = (): void => {
    for (const listener of [...listeners]) listener(status);
  };
  return {
    where: { kind: 'here' },
    get status() {
      return status;
    },
    onStatus(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: tell,
    retry: tell,
    async *generate({ messages }: GenerateRequest, { signal }: { signal: AbortSignal }): AsyncIterable<Delta> {
      if (signal.aborted) {
        yield { kind: 'usage', usage: { ...USAGE, finish: 'aborted' } };
        return;
      }
      const question = messages.findLast(({ role }) => role === 'user');
      const words = question?.content.map((part) => (part.kind === 'text' ? part.text : '')).join('\n') ?? '';
      yield { kind: 'phase', phase: 'answering' };
      if (words !== '') yield { kind: 'answer', text: words };
      yield { kind: 'usage', usage: USAGE };
    },
    ...(reader && { read: (picture, options) => reader.read(picture, options) }),
    forget() {},
    async close() {
      status = { state: 'stopped' };
      tell();
      await reader?.close();
    },
  };
}
