/**
 * Many requests, one graph: those that run take turns, step by step; the others wait in line. Nothing here waits for
 * anything but the graph.
 */
import { type GenerateRequest, RuntimeError, type Usage } from '../contract.ts';
import type { Tokenizer } from '../text/tokenizer.ts';
import { Answer, type Tell } from './answer.ts';
import { Choices } from './choices.ts';
import type { Graph } from './graph.ts';
import { Pace } from './pace.ts';
import type { Prefixes, Sequence } from './prefixes.ts';
import type { PromptWriter } from './prompt.ts';
import { noUsage } from './wire.ts';

/** Answers written at the same time. Each more makes all of them slower, and takes memory. */
const RUNNING_AT_ONCE = 4;

/** What becomes of a request. After `done` or `failed` there is nothing more. */
export interface Listener {
  tell: Tell;
  done(usage: Usage): void;
  failed(error: RuntimeError): void;
}

interface Waiting {
  request: GenerateRequest;
  listener: Listener;
  since: number;
  /** As last told. */
  ahead?: number;
}

interface Running {
  answer: Answer;
  listener: Listener;
}

export interface SchedulerOptions {
  graph: Graph;
  tokenizer: Tokenizer;
  writer: PromptWriter;
  prefixes: Prefixes;
  /** Called after every step: the process is alive and at work. */
  onStep: () => void;
}

export class Scheduler {
  readonly #graph: Graph;
  readonly #tokenizer: Tokenizer;
  readonly #writer: PromptWriter;
  readonly #prefixes: Prefixes;
  readonly #onStep: () => void;
  readonly #pace = new Pace();
  /** Both in the order of arrival. */
  readonly #waiting = new Map<number, Waiting>();
  readonly #running = new Map<number, Running>();
  #turning = false;

  constructor({ graph, tokenizer, writer, prefixes, onStep }: SchedulerOptions) {
    this.#graph = graph;
    this.#tokenizer = tokenizer;
    this.#writer = writer;
    this.#prefixes = prefixes;
    this.#onStep = onStep;
  }

  /**
   * Reads the system text, so that no conversation has to. Before the first request.
   * @returns its tokens
   */
  async readSystem(system: string): Promise<number> {
    const ids = this.#writer.beginning(system);
    const past = this.#graph.newKeysValues();
    while (past.length < ids.length) {
      const part = ids.slice(past.length, past.length + this.#pace.next(ids.length - past.length, { alone: true }));
      const from = performance.now();
      await this.#graph.read(past, part);
      this.#pace.note(part.length, performance.now() - from);
      this.#onStep();
    }
    this.#prefixes.setSystem({ ids, past });
    return ids.length;
  }

  /** @param id the caller's name for the request, used once */
  submit(id: number, request: GenerateRequest, listener: Listener): void {
    this.#waiting.set(id, { request, listener, since: performance.now() });
    this.#admit();
    if (this.#turning) return;
    this.#turning = true;
    void this.#turn();
  }

  /** Ends a request at its next step. One that is unknown or over is no error: it may just have ended. */
  abort(id: number): void {
    this.#running.get(id)?.answer.abort();
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    waiting.listener.done(neverRan(waiting));
  }

  forget(cacheKey: string): void {
    this.#prefixes.forget(cacheKey);
  }

  async #turn(): Promise<void> {
    while (this.#running.size > 0) {
      for (const [id, { answer, listener }] of this.#running) {
        try {
          if (!answer.finish) await answer.step(this.#graph, this.#pace, { alone: this.#running.size === 1 });
          if (!answer.finish) continue;
          this.#prefixes.end(answer.sequence);
          listener.done(answer.usage);
        } catch (error) {
          this.#prefixes.abandon(answer.sequence);
          listener.failed(asRuntimeError(error));
        } finally {
          this.#onStep();
        }
        this.#running.delete(id);
        this.#admit();
      }
    }
    this.#turning = false;
  }

  /** Starts whoever may start, and tells the others how many have to end before them. */
  #admit(): void {
    for (const [id, waiting] of this.#waiting) {
      if (this.#running.size >= RUNNING_AT_ONCE) break;
      if (!this.#start(id, waiting)) break;
      this.#waiting.delete(id);
    }
    let ahead = 0;
    for (const waiting of this.#waiting.values()) {
      ahead++;
      if (waiting.ahead === ahead) continue;
      waiting.ahead = ahead;
      waiting.listener.tell({ kind: 'phase', phase: 'queued', ahead }, neverRan(waiting));
    }
  }

  /** @returns false when there is no memory for it yet */
  #start(id: number, waiting: Waiting): boolean {
    const { request, listener } = waiting;
    let sequence: Sequence | undefined;
    try {
      const choices = this.#choicesOf(request);
      const written = this.#writer.written(this.#prefixes.latest(request.cacheKey)?.ids ?? []);
      const prompt = this.#writer.write(request.messages, request.limits.maxTokens, written);
      const rows = prompt.ids.length + prompt.room;
      const fits = this.#prefixes.makeRoom(rows * this.#graph.rowBytes, request.cacheKey);
      if (!fits && this.#running.size > 0) return false;
      sequence = this.#prefixes.begin(request.cacheKey, prompt.ids, rows);
      const answer = new Answer({
        request,
        prompt,
        sequence,
        choices,
        tokenizer: this.#tokenizer,
        queueMs: performance.now() - waiting.since,
        tell: listener.tell,
      });
      this.#running.set(id, { answer, listener });
    } catch (error) {
      if (sequence) this.#prefixes.abandon(sequence);
      listener.failed(asRuntimeError(error));
    }
    return true;
  }

  #choicesOf({ grammar }: GenerateRequest): Choices | undefined {
    if (grammar === undefined) return undefined;
    if (grammar.kind === 'choices') return new Choices(grammar.choices, this.#tokenizer);
    throw new RuntimeError(
      'unusable',
      'This runtime cannot yet keep an answer to a JSON schema. Ask in words, or offer choices.',
    );
  }
}

const neverRan = ({ since }: Waiting): Usage => ({ ...noUsage(), queueMs: performance.now() - since });

/** What is not ours came from the graph: the sequence is lost, another try may succeed. */
function asRuntimeError(error: unknown): RuntimeError {
  if (error instanceof RuntimeError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new RuntimeError('crashed', `The model failed while answering: ${reason}`, { cause: error });
}
