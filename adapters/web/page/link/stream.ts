/**
 * The event stream of this tab: one, for the chat on the screen. It is closed once the tab has been hidden for a
 * while (a browser allows six per origin), and goes on after the last entry seen when the tab comes back.
 */
import type { StreamEvents } from '../../protocol.ts';
import type { StreamEvent } from '../record/conversation.ts';
import type { Connection } from '../record/page-state.ts';

export interface StreamOptions {
  /** The last entry known of a chat. */
  after(chat: string): number;
  onEvent(chat: string, event: StreamEvent): void;
  onConnection(connection: Connection): void;
  /** The service answered, but not with a stream: perhaps the session is over. */
  onTurnedAway(): void;
}

const EVENT_NAMES = Object.keys({
  service: true,
  chats: true,
  entry: true,
  waiting: true,
  preview: true,
} satisfies Record<keyof StreamEvents, true>) as (keyof StreamEvents)[];

const HIDDEN_FOR_MS = 30_000;
/** The first is short and shows nothing: a restart of the service is often over by then. */
const TRY_AGAIN_MS = [500, 2000, 5000, 5000, 10_000];

export class Stream {
  readonly #options: StreamOptions;
  #source: EventSource | undefined;
  #chat: string | undefined;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #hiding: ReturnType<typeof setTimeout> | undefined;

  constructor(options: StreamOptions) {
    this.#options = options;
    document.addEventListener('visibilitychange', () => this.#visibilityChanged());
    addEventListener('pagehide', () => this.#pause());
    addEventListener('pageshow', (event) => event.persisted && this.tryNow());
    addEventListener('online', () => document.visibilityState === 'visible' && this.tryNow());
  }

  /** Shows this chat from now on. */
  follow(chat: string): void {
    if (chat === this.#chat && this.#source) return;
    this.#chat = chat;
    this.#connect();
  }

  /** Connects where there is no connection, without waiting for the next try. */
  tryNow(): void {
    if (!this.#source) this.#connect();
  }

  close(): void {
    this.#chat = undefined;
    this.#pause();
  }

  #connect(): void {
    this.#drop();
    const chat = this.#chat;
    if (chat === undefined) return;
    const after = this.#options.after(chat);
    if (document.visibilityState === 'hidden') this.#pauseSoon();
    const source = new EventSource(`/api/stream?chat=${encodeURIComponent(chat)}&after=${after}`);
    this.#source = source;
    source.onopen = () => {
      this.#failures = 0;
      this.#options.onConnection({ state: 'open' });
    };
    source.onerror = () => this.#lost(source.readyState === EventSource.CLOSED);
    for (const name of EVENT_NAMES) {
      source.addEventListener(name, ({ data }: MessageEvent<string>) => {
        // The service is trusted to keep the protocol, as the names and shapes come from one file.
        this.#options.onEvent(chat, { name, data: JSON.parse(data) } as StreamEvent);
      });
    }
  }

  /** The browser's own retry is not used: it keeps its pace for itself, and the person is told ours. */
  #lost(turnedAway: boolean): void {
    this.#drop();
    if (turnedAway) this.#options.onTurnedAway();
    const pause = TRY_AGAIN_MS[Math.min(this.#failures++, TRY_AGAIN_MS.length - 1)]!;
    this.#retry = setTimeout(() => this.#connect(), pause);
    this.#options.onConnection(
      this.#failures === 1 ? { state: 'connecting' } : { state: 'lost', retryAt: Date.now() + pause },
    );
  }

  #visibilityChanged(): void {
    if (document.visibilityState === 'hidden') return this.#pauseSoon();
    clearTimeout(this.#hiding);
    this.#hiding = undefined;
    this.tryNow();
  }

  #pauseSoon(): void {
    this.#hiding ??= setTimeout(() => this.#pause(), HIDDEN_FOR_MS);
  }

  #pause(): void {
    this.#drop();
    this.#options.onConnection({ state: 'connecting' });
  }

  #drop(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = undefined;
  }
}
