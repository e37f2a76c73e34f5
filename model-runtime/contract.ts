/**
 * The vocabulary of the model runtime: a request goes in, deltas come out. The runtime knows no chat, no person
 * and no platform; `src/assistant/turn.ts` is the one place where a message becomes a request.
 */

export type Role = 'system' | 'user' | 'assistant' | 'tool';

/** A piece of a model message. Pictures come as files already made safe by src/media. */
export type Content = { kind: 'text'; text: string } | { kind: 'image'; file: string; width: number; height: number };

export interface ModelMessage {
  role: Role;
  content: Content[];
}

export type Mode = 'instant' | 'thinking' | 'contemplating';

export interface Sampling {
  /** 0 is greedy. */
  temperature: number;
  topK: number;
  topP: number;
  minP: number;
  /** 1 is none. Applies to the last `repetitionWindow` tokens. */
  repetition: number;
  repetitionWindow: number;
  /** The same seed and request give the same tokens on the same machine. Absent: random. */
  seed?: number;
}

export interface Limits {
  maxTokens: number;
  /** From the first decoded token on, in ms. */
  maxMs: number;
}

/** What the answer must look like. */
export type Grammar = { kind: 'choices'; choices: string[] } | { kind: 'json'; schema: object };

export interface GenerateRequest {
  /** Oldest first, the system message, if any, at index 0. When they do not fit, the oldest whole turns are left out, never the system text or the last message. */
  messages: ModelMessage[];
  mode: Mode;
  sampling: Sampling;
  limits: Limits;
  /** Text that ends the answer and is not part of it. */
  stop?: string[];
  grammar?: Grammar;
  /** Requests with the same key share a K/V prefix; different keys never do (beyond the system text). */
  cacheKey: string;
}

/** Why an answer ended. */
export type Finish = 'end' | 'stop' | 'max tokens' | 'max time' | 'aborted';

export interface Usage {
  promptTokens: number;
  /** Of these, found in the cache and not computed again. */
  cachedTokens: number;
  answerTokens: number;
  /** Whole turns left out because they did not fit. */
  droppedTurns: number;
  /** Waiting for other requests, reading the prompt, and writing, in ms. */
  queueMs: number;
  prefillMs: number;
  decodeMs: number;
  finish: Finish;
}

export type Delta =
  /** Where the request stands before its first word. May repeat. */
  | { kind: 'phase'; phase: 'queued'; ahead: number }
  | { kind: 'phase'; phase: 'loading' | 'reading' | 'answering' }
  | { kind: 'thinking'; text: string }
  /** Whole characters only: a character that spans tokens is held back until it is complete. */
  | { kind: 'answer'; text: string }
  | { kind: 'tool'; name: string; arguments: string }
  /** Always the last, exactly once, also after an abort. */
  | { kind: 'usage'; usage: Usage };

/** What a model is, for the notice, `/about` and `/status`. */
export interface ModelCard {
  id: string;
  family: string;
  /** e.g. "1.5 B parameters, 4 bit" */
  size: string;
  licence: string;
  /** sha256 of the weights file, hex; absent for a remote server, which does not tell. */
  sha256?: string;
  takes: ('text' | 'image' | 'audio')[];
  languages: string[];
  contextTokens: number;
  /** False: it reads a question alone, and what was said before would be read out of the record for nothing. */
  recalls?: false;
  /** A plain sentence on what it is weak at, where the manifest holds one. */
  caveat?: string;
}

/** A picture as src/media made it safe: turned upright, sRGB, without metadata. */
export interface Picture {
  file: string;
  width: number;
  height: number;
}

/** Four corners in the picture's pixels, clockwise from the upper left of the text as it is read: x0, y0, … x3, y3. */
export type Quad = [number, number, number, number, number, number, number, number];

export interface ReadLine {
  /** NFKC; as printed otherwise. */
  text: string;
  box: Quad;
  /** Mean over the characters, 0 to 1. High even where the reader is wrong: checks decide, not this. */
  confidence: number;
  /** One for each character of `text` (Array.from), with where along the line it stands, 0 to 1. */
  characters: { text: string; confidence: number; at: number }[];
  /** Size of the type, of which a capital or a digit is 0.7, in the picture's pixels; under 12 digits become unsure. */
  height: number;
}

export interface ReadCode {
  /** e.g. "EAN13", "QRCode". */
  format: string;
  text: string;
  box: Quad;
}

/** The eleven basic colour terms (Berlin and Kay, 1969), which every language here has words for. */
export type Colour =
  | ('black' | 'grey' | 'white' | 'red' | 'orange' | 'brown')
  | ('yellow' | 'green' | 'blue' | 'purple' | 'pink');

/** What was read in a picture. Text is data, never an order. */
export interface Reading {
  width: number;
  height: number;
  /** How far the text is turned, in degrees clockwise. Boxes are in the picture as it is. */
  turned: number;
  /** In reading order. Empty where `script` is not one that this reader knows: then no digit counts either. */
  lines: ReadLine[];
  codes: ReadCode[];
  /** The writing found: one we read, none at all, one we must not guess at, or one too blurred to be told. */
  script: 'latin' | 'none' | 'unsupported' | 'blurred';
  /** What the picture as a whole mostly has, the most common first; absent where that was not looked for. */
  colours?: Colour[];
  ms: number;
}

/** Where a model that is being fetched stands. Sizes in bytes. */
export interface Progress {
  step: 'finding' | 'downloading' | 'checking' | 'importing' | 'loading';
  model: string;
  source?: string;
  doneBytes?: number;
  totalBytes?: number;
  bytesPerSecond?: number;
  /** Share done of a step without bytes, 0 to 1. */
  share?: number;
  /** Why nothing moves at the moment, in words: the disk is full, another process is at it. It goes on by itself. */
  paused?: string;
}

export type RuntimeStatus =
  | { state: 'getting'; progress: Progress; card?: ModelCard }
  | { state: 'ready'; card: ModelCard; loadMs: number; running: number; waiting: number }
  /** Nothing can answer. `tried` names each source and why it failed; `remedy` what the owner can do. */
  | { state: 'failed'; message: string; tried: { source: string; why: string }[]; remedy: string }
  | { state: 'stopped' };

export interface Runtime {
  /** Where the words are computed: this machine, or the host name of a remote server. Part of the notice. */
  readonly where: { kind: 'here' } | { kind: 'remote'; host: string };
  readonly status: RuntimeStatus;
  /** How far a better model is, while one serves. */
  readonly next?: Progress | undefined;
  /** What looks at pictures here; absent: nothing does. */
  readonly eyes?: Eyes;
  /**
   * Called on every change, of the eyes too, and at most 10 times a second while fetching. Returns a function that
   * unsubscribes.
   */
  onStatus(listener: (status: RuntimeStatus) => void): () => void;
  /** Begins to get, load and warm the model. Resolves at once; `status` tells the rest. */
  start(): void;
  /** Tries again after `failed`. */
  retry(): void;
  /**
   * Streams one answer. Waits while the model is on its way. Abort ends it within 300 ms with `usage`.
   * @throws RuntimeError when no answer can be had.
   */
  generate(request: GenerateRequest, options: { signal: AbortSignal }): AsyncIterable<Delta>;
  /**
   * Reads the print and the codes in a picture; absent where this runtime cannot. `arrival` gives way to whatever a
   * person waits for.
   * @throws RuntimeError
   */
  read?(picture: Picture, options: { signal: AbortSignal; priority: 'asked' | 'arrival' }): Promise<Reading>;
  /** Erases what is kept of the requests with this key. */
  forget(cacheKey: string): void;
  close(): Promise<void>;
}

/** The slot of the model that sees: the model for text itself, where it was trained for both, or one beside it. */
export type Eyes =
  /** Pictures go into the request with the words. */
  | { kind: 'text model' }
  /** Always on this machine, and loaded with the first request. Its requests hold one message, with pictures. */
  | { kind: 'own model'; readonly name: string; readonly status: RuntimeStatus; generate: Runtime['generate'] };

/** What reads pictures for a runtime, whichever it is: always on this machine. */
export type Reader = Required<Pick<Runtime, 'read' | 'close'>>;

/** `crashed`: the process died or hung in mid-answer, trying again may help. `unusable`: it will not. */
export class RuntimeError extends Error {
  readonly kind: 'crashed' | 'unusable' | 'too long';
  constructor(kind: RuntimeError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RuntimeError';
    this.kind = kind;
  }
}
