/**
 * From messages to the tokens the model reads: written down by the chat template, and shortened where the context is
 * too small for all of them.
 */
import { type ModelMessage, RuntimeError } from '../contract.ts';
import { type ChatTemplate, type Piece, type Turn, wordsOf } from '../text/template.ts';
import type { Tokenizer } from '../text/tokenizer.ts';

export interface Prompt {
  ids: number[];
  /** Turns of the conversation (a question and what followed it) that were left out. */
  droppedTurns: number;
  /** How many tokens the answer may have. */
  room: number;
}

/** Shares of the context, and tokens. */
const LIMITS = {
  /** Kept for the answer, unless less is asked for. */
  answerShare: 1 / 4,
  /** Kept for the answer at the very least, when the last message alone is long. */
  leastAnswer: 64,
  /** Of what the prompt may have: so much is freed at once, so that what remains is the same for many turns and stays cached. */
  dropShare: 1 / 2,
};

/** Tokens of texts as they were written by the model. They need not be those the tokenizer would choose. */
export type Written = ReadonlyMap<string, readonly number[]>;

/** What stands in a prompt for a picture: ids, words and control tokens of the family that reads it. */
export interface PicturePlaces {
  /** The control token by which the template marks a picture's place. */
  token: number;
  /** @throws RuntimeError when nothing is known of this picture */
  idsOf(file: string): readonly number[];
}

export class PromptWriter {
  readonly #pictures: PicturePlaces | undefined;
  readonly #tokenizer: Tokenizer;
  readonly #template: ChatTemplate;
  readonly #context: number;
  /** Tokens that the template adds to each message, about. */
  readonly #overhead: number;

  /** @param context tokens of prompt and answer together */
  constructor(tokenizer: Tokenizer, template: ChatTemplate, context: number, pictures?: PicturePlaces) {
    this.#pictures = pictures;
    this.#tokenizer = tokenizer;
    this.#template = template;
    this.#context = context;
    const turn: Turn[] = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'a' },
    ];
    const length = (turns: Turn[]): number => this.#idsOf(turns).length;
    const question: Turn = { role: 'user', content: 'a' };
    this.#overhead = (length([...turn, question]) - length([question])) / 2 - 1;
  }

  /**
   * The oldest whole turns leave first; the system text and the last turn stay. A long conversation is shortened by a
   * good deal at once, and at the same place for as long as possible.
   *
   * @throws RuntimeError `too long` when the last turn does not fit by itself, `unusable` when the template refuses
   */
  write(messages: readonly ModelMessage[], maxTokens: number, written: Written = new Map()): Prompt {
    const kept = Math.min(maxTokens, Math.floor(this.#context * LIMITS.answerShare));
    const budget = this.#context - kept;
    const { system, turns } = split(messages.map((message) => this.#turnOf(message)));
    let droppedTurns = this.#turnsToDrop(system, turns, budget);
    for (;;) {
      const last = droppedTurns === turns.length - 1;
      const most = last ? this.#context - Math.min(maxTokens, LIMITS.leastAnswer) : budget;
      const ids = this.#idsOf([...system, ...turns.slice(droppedTurns).flat()], written, most);
      if (ids.length <= most) return { ids, droppedTurns, room: Math.min(maxTokens, this.#context - ids.length) };
      if (last) throw tooLong(most);
      droppedTurns++;
    }
  }

  /** The tokens that every conversation with this system text begins with. */
  beginning(system: string): number[] {
    const [one, other] = ['a', 'B'].map((content) =>
      this.#idsOf([
        { role: 'system', content: system },
        { role: 'user', content },
      ]),
    );
    return one!.slice(0, sharedLength(one!, other!));
  }

  /**
   * Texts between control tokens, with the tokens that stand for them. What the model wrote is taken back just so when
   * it is read again, although the tokenizer might cut it otherwise: what is cached of it remains valid.
   */
  written(ids: readonly number[]): Written {
    const texts = new Map<string, readonly number[]>();
    const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    let from = 0;
    for (let at = 0; at <= ids.length; at++) {
      if (at < ids.length && !this.#tokenizer.isSpecial(ids[at]!)) continue;
      const part = ids.slice(from, at);
      from = at + 1;
      try {
        texts.set(utf8.decode(Buffer.concat(part.map((id) => this.#tokenizer.bytesOf(id)))), part);
      } catch {
        // Cut within a character: no text is written like this.
      }
    }
    return texts;
  }

  /** So many that, while the conversation grows by `dropShare` of the budget, the answer remains the same. */
  #turnsToDrop(system: readonly MessageTurn[], turns: readonly (readonly MessageTurn[])[], budget: number): number {
    const cost = (messages: readonly MessageTurn[]): number =>
      messages.reduce((sum, turn) => sum + this.#cost(turn, budget), 0);
    const costs = turns.map(cost);
    const excess = costs.reduce((sum, each) => sum + each, cost(system)) - budget;
    const step = budget * LIMITS.dropShare;
    let toFree = Math.ceil(Math.max(excess, 0) / step) * step;
    let dropped = 0;
    while (toFree > 0 && dropped < turns.length - 1) toFree -= costs[dropped++]!;
    return dropped;
  }

  #cost(turn: MessageTurn, budget: number): number {
    const pictures = turn.pictures.reduce((sum, file) => sum + this.#pictures!.idsOf(file).length, 0);
    return pictures + this.#count(wordsOf(turn), budget) + this.#overhead;
  }

  #turnOf({ role, content }: ModelMessage): MessageTurn {
    const pictures = content.flatMap((part) => (part.kind === 'image' ? [part.file] : []));
    if (pictures.length === 0) {
      return { role, content: content.map((part) => (part.kind === 'text' ? part.text : '')).join('\n'), pictures };
    }
    if (!this.#pictures) {
      throw new RuntimeError('unusable', 'This model reads text only, and the message holds a picture.');
    }
    const parts = content.map((part) =>
      part.kind === 'text' ? { type: 'text' as const, text: part.text } : { type: 'image' as const },
    );
    return { role, content: parts, pictures };
  }

  /** Counting ends soon after `most`. */
  #count(text: string, most: number): number {
    let count = 0;
    for (const _ of this.#tokenizer.encode(text)) if (++count > most) break;
    return count;
  }

  /** Ends soon after `most` tokens. */
  #idsOf(
    turns: readonly (Turn | MessageTurn)[],
    written: Written = new Map(),
    most = Number.POSITIVE_INFINITY,
  ): number[] {
    const ids: number[] = [];
    const pictures = turns.flatMap((turn) => ('pictures' in turn ? turn.pictures : []));
    for (const piece of this.#template.write(turns)) {
      const isPicture = 'special' in piece && piece.special === this.#pictures?.token && pictures.length > 0;
      for (const id of isPicture ? this.#pictures!.idsOf(pictures.shift()!) : this.#idsOfPiece(piece, written)) {
        ids.push(id);
        if (ids.length > most) return ids;
      }
    }
    return ids;
  }

  #idsOfPiece(piece: Piece, written: Written): Iterable<number> {
    if ('special' in piece) return [piece.special];
    return written.get(piece.text) ?? this.#tokenizer.encode(piece.text);
  }
}

/** How many tokens two sequences have in common from the start. */
export function sharedLength(one: readonly number[], other: readonly number[]): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length++;
  return length;
}

/** One message, with the files of its pictures in order. */
type MessageTurn = Turn & { pictures: string[] };

/** A turn is a question and what followed it. */
function split(messages: readonly MessageTurn[]): { system: MessageTurn[]; turns: MessageTurn[][] } {
  const [first] = messages;
  const system = first?.role === 'system' ? [first] : [];
  const turns: MessageTurn[][] = [];
  for (const message of messages.slice(system.length)) {
    if (message.role === 'user' || turns.length === 0) turns.push([message]);
    else turns.at(-1)!.push(message);
  }
  if (turns.length === 0) throw new RuntimeError('unusable', 'There is no message to answer.');
  return { system, turns };
}

const tooLong = (most: number): RuntimeError =>
  new RuntimeError(
    'too long',
    `The message does not fit: this model reads ${most} tokens at once. Send a shorter one.`,
  );
