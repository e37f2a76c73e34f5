/** One request on its way: reads its prompt step by step, then writes token by token. */
import type { Delta, Finish, GenerateRequest, Usage } from '../contract.ts';
import { Characters } from '../text/characters.ts';
import { StopStrings } from '../text/stop.ts';
import { createThinkSplitter } from '../text/think.ts';
import type { Tokenizer } from '../text/tokenizer.ts';
import type { Choices } from './choices.ts';
import type { Graph } from './graph.ts';
import type { Pace } from './pace.ts';
import type { Sequence } from './prefixes.ts';
import type { Prompt } from './prompt.ts';
import { Sampler } from './sampling.ts';
import { noUsage } from './wire.ts';

/** Called with every piece, and with the figures as they stand after it. */
export type Tell = (delta: Exclude<Delta, { kind: 'usage' }>, usage: Usage) => void;

export interface AnswerOptions {
  request: GenerateRequest;
  prompt: Prompt;
  /** Begins with a part of the prompt; grows with what is read. */
  sequence: Sequence;
  choices: Choices | undefined;
  tokenizer: Tokenizer;
  queueMs: number;
  tell: Tell;
}

export class Answer {
  readonly sequence: Sequence;
  readonly #prompt: Prompt;
  readonly #maxMs: number;
  readonly #choices: Choices | undefined;
  readonly #tokenizer: Tokenizer;
  readonly #tell: Tell;
  readonly #sampler: Sampler;
  readonly #characters = new Characters();
  readonly #stops: StopStrings;
  readonly #thinking = createThinkSplitter();
  readonly #usage: Usage;
  readonly #startedAt = performance.now();
  #firstTokenAt: number | undefined;
  #finish: Finish | undefined;

  constructor({ request, prompt, sequence, choices, tokenizer, queueMs, tell }: AnswerOptions) {
    this.sequence = sequence;
    this.#prompt = prompt;
    this.#maxMs = request.limits.maxMs;
    this.#choices = choices;
    this.#tokenizer = tokenizer;
    this.#tell = tell;
    this.#sampler = new Sampler(request.sampling);
    this.#stops = new StopStrings(request.stop ?? []);
    this.#usage = {
      ...noUsage(),
      promptTokens: prompt.ids.length,
      cachedTokens: sequence.past.length,
      droppedTurns: prompt.droppedTurns,
      queueMs,
    };
    tell({ kind: 'phase', phase: 'reading' }, this.usage);
  }

  /** Undefined while there is more to come. */
  get finish(): Finish | undefined {
    return this.#finish;
  }

  get usage(): Usage {
    const now = performance.now();
    const firstAt = this.#firstTokenAt ?? now;
    return {
      ...this.#usage,
      prefillMs: firstAt - this.#startedAt,
      decodeMs: now - firstAt,
      finish: this.#finish ?? 'aborted',
    };
  }

  /** Reads a part of the prompt, or writes a token. @throws RuntimeError `unusable` when the model computes no numbers */
  async step(graph: Graph, pace: Pace, { alone }: { alone: boolean }): Promise<void> {
    const { ids, past } = this.sequence;
    const left = this.#prompt.ids.length - past.length;
    if (left > 0) {
      const unread = this.#prompt.ids.slice(past.length, past.length + pace.next(left, { alone }));
      const from = performance.now();
      const logits = await graph.read(past, unread);
      pace.note(unread.length, performance.now() - from);
      ids.push(...unread);
      if (past.length === this.#prompt.ids.length && !this.#finish) this.#begin(logits);
    } else {
      const logits = await graph.read(past, ids.slice(-1));
      if (!this.#finish) this.#write(logits);
    }
  }

  abort(): void {
    this.#finish ??= 'aborted';
  }

  #begin(logits: Float32Array): void {
    this.#firstTokenAt = performance.now();
    this.#tell({ kind: 'phase', phase: 'answering' }, this.usage);
    if (this.#prompt.room > 0) this.#write(logits);
    else this.#end('max tokens');
  }

  #write(logits: Float32Array): void {
    const { ids } = this.sequence;
    const id = this.#sampler.choose(logits, ids, this.#choices?.allowed);
    if (this.#tokenizer.isEnd(id)) {
      this.#end('end');
      return;
    }
    ids.push(id);
    this.#usage.answerTokens++;
    this.#show(this.#stops.push(this.#characters.push(this.#tokenizer.bytesOf(id))));
    this.#choices?.take(id);
    if (this.#stops.stopped) this.#end('stop');
    else if (this.#choices?.complete) this.#end('end');
    else if (this.#usage.answerTokens >= this.#prompt.room) this.#end('max tokens');
    else if (performance.now() - this.#firstTokenAt! >= this.#maxMs) this.#end('max time');
  }

  #end(finish: Finish): void {
    this.#show(this.#stops.end());
    for (const piece of this.#thinking.end()) this.#tell(piece, this.usage);
    this.#finish = finish;
  }

  #show(text: string): void {
    for (const piece of this.#thinking.take(text)) this.#tell(piece, this.usage);
  }
}
