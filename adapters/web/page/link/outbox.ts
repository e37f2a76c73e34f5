/**
 * Messages on their way to the service. Each is kept before it is sent, sent in the order written (chat by chat),
 * and tried again until the service has it; its key makes a second try harmless.
 */
import type { KeptMessage, OutboxStorage } from './outbox-storage.ts';
import { newId, type Outcome } from './requests.ts';

/** A message the record does not show yet. */
export interface Unsent extends KeptMessage {
  state:
    | { name: 'sending' }
    /** The service could not be reached, or there is another one before it. */
    | { name: 'waiting' }
    /** The service asked for a pause. */
    | { name: 'held back' }
    /** The service has it, as the entry of this number; the stream will bring it. */
    | { name: 'accepted'; id: number };
}

export interface OutboxOptions {
  storage: OutboxStorage;
  send(message: KeptMessage): Promise<Outcome<{ id: number } | { duplicate: true }>>;
  onChange(unsent: readonly Unsent[]): void;
  /** The service will not take it. It is not in the outbox any more; the text is the person's again. */
  onRefused(message: KeptMessage, refusal: { message: string; action?: string }): void;
  onSignedOut(): void;
}

/** Pauses between tries that found no service; a connection that comes back ends them. */
const TRY_AGAIN_MS = [1000, 2000, 5000, 10_000, 30_000];

export class Outbox {
  readonly #options: OutboxOptions;
  #unsent: readonly Unsent[] = [];
  #writtenAt = 0;
  /** Chats with a loop at work, and how to end its pause early. */
  readonly #atWork = new Map<string, { wake?: () => void }>();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Takes up what an earlier page, or a tab closed since, left unsent. */
  async load(): Promise<void> {
    const kept = await this.#options.storage.all();
    const known = new Set(this.#unsent.map(({ key }) => key));
    const left = kept.filter(({ key }) => !known.has(key));
    if (left.length === 0) return;
    const found = left.map((message): Unsent => ({ ...message, state: { name: 'waiting' } }));
    this.#set([...this.#unsent, ...found]);
    for (const chat of new Set(left.map((message) => message.chat))) void this.#work(chat);
  }

  async add(chat: string, text: string, photos: readonly Blob[] = []): Promise<void> {
    this.#writtenAt = Math.max(Date.now(), this.#writtenAt + 1);
    const message: KeptMessage = {
      ...{ key: newId(), chat, text, at: this.#writtenAt },
      ...(photos.length > 0 && { photos }),
    };
    await this.#options.storage.put(message);
    this.#set([...this.#unsent, { ...message, state: { name: this.#next(chat) ? 'waiting' : 'sending' } }]);
    void this.#work(chat);
  }

  /** The person takes it back. */
  async remove(key: string): Promise<void> {
    this.#set(this.#unsent.filter((unsent) => unsent.key !== key));
    await this.#options.storage.remove(key);
  }

  /** The record of this chat is known up to entry `id`, and holds the message of this key. */
  recorded(chat: string, id: number, key?: string): void {
    const shown = (unsent: Unsent) =>
      unsent.key === key || (unsent.chat === chat && unsent.state.name === 'accepted' && unsent.state.id <= id);
    if (!this.#unsent.some(shown)) return;
    this.#set(this.#unsent.filter((unsent) => !shown(unsent)));
    if (key !== undefined) void this.#options.storage.remove(key);
  }

  /** What was written until `before` is erased: in this chat, or in all. */
  async forget(before: number, chat?: string): Promise<void> {
    const erased = this.#unsent.filter((unsent) => unsent.at <= before && (chat ?? unsent.chat) === unsent.chat);
    await Promise.all(erased.map(({ key }) => this.remove(key)));
  }

  /** The connection is back: pauses for want of it are over. */
  wake(): void {
    for (const { wake } of this.#atWork.values()) wake?.();
    for (const chat of new Set(this.#unsent.map((unsent) => unsent.chat))) void this.#work(chat);
  }

  #next(chat: string): Unsent | undefined {
    return this.#unsent.find((unsent) => unsent.chat === chat && unsent.state.name !== 'accepted');
  }

  async #work(chat: string): Promise<void> {
    if (this.#atWork.has(chat)) return;
    const work: { wake?: () => void } = {};
    this.#atWork.set(chat, work);
    try {
      let failures = 0;
      for (let message = this.#next(chat); message; message = this.#next(chat)) {
        const outcome = await this.#send(message);
        if (outcome.kind === 'signed out') return;
        if (outcome.kind !== 'unreachable' && outcome.kind !== 'later') {
          failures = 0;
          continue;
        }
        const pause = TRY_AGAIN_MS[Math.min(failures++, TRY_AGAIN_MS.length - 1)]!;
        if (outcome.kind === 'later') await sleep(Math.max(pause, outcome.afterMs ?? 0));
        else await Promise.race([sleep(pause), new Promise<void>((wake) => Object.assign(work, { wake }))]);
        delete work.wake;
      }
    } finally {
      this.#atWork.delete(chat);
    }
  }

  async #send(message: Unsent): Promise<Outcome<unknown>> {
    const { key } = message;
    // Another tab of this browser may have sent it, or the person taken it back there.
    if (!(await this.#options.storage.has(key))) {
      this.#set(this.#unsent.filter((unsent) => unsent.key !== key));
      return { kind: 'done', value: null };
    }
    if (message.state.name !== 'sending' && message.state.name !== 'held back') this.#mark(key, { name: 'sending' });
    const outcome = await this.#options.send(message);
    switch (outcome.kind) {
      case 'done':
        await this.#options.storage.remove(key);
        if ('id' in outcome.value) this.#mark(key, { name: 'accepted', id: outcome.value.id });
        else this.#set(this.#unsent.filter((unsent) => unsent.key !== key));
        break;
      case 'refused':
        await this.remove(key);
        this.#options.onRefused(message, outcome);
        break;
      case 'later':
        this.#mark(key, { name: 'held back' });
        break;
      case 'unreachable':
        this.#mark(key, { name: 'waiting' });
        break;
      case 'signed out':
        this.#mark(key, { name: 'waiting' });
        this.#options.onSignedOut();
        break;
      default:
        outcome satisfies never;
    }
    return outcome;
  }

  #mark(key: string, state: Unsent['state']): void {
    this.#set(this.#unsent.map((unsent) => (unsent.key === key ? { ...unsent, state } : unsent)));
  }

  #set(unsent: readonly Unsent[]): void {
    this.#unsent = unsent.toSorted((a, b) => a.at - b.at);
    this.#options.onChange(this.#unsent);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
