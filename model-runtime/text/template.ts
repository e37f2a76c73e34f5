/**
 * Writes a conversation down the way the model was trained to read it: the chat template of the weights file, rendered
 * and cut into pieces. Only what the template itself writes can become a control token. Contents go through it with
 * marks that keep them from looking like one, and lose the marks before they are read.
 */
import { Template } from '@huggingface/jinja';
import { type Role, RuntimeError } from '../contract.ts';
import type { Tokenizer } from './tokenizer.ts';

export interface Turn {
  role: Role;
  /** In parts where pictures stand between the words; only templates that are written for parts take them. */
  content: string | readonly TurnPart[];
}
export type TurnPart = { type: 'text'; text: string } | { type: 'image' };

/** A control token, or text that is none. */
export type Piece = { special: number } | { text: string };

/** ChatML, for files that bring no template but have its two tokens. */
const CHATML = `{% for message in messages %}{{ '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}`;

/** Unicode sets these aside for a program's own use; in a content they are spelled out. */
const MARK = '\u{FDD0}';
const SPELLED = '\u{FDD1}';
const BREAK = `${MARK}\u{FDD2}`;
const MARKS = /\u{FDD0}([\u{FDD1}\u{FDD2}])/gu;

export class ChatTemplate {
  readonly #template: Template;
  readonly #tokenizer: Tokenizer;
  readonly #special: RegExp;
  readonly #foldsSystem: boolean;
  /** The template walks through the parts of a content, and would leave out one that is a plain text. */
  readonly #wantsParts: boolean;

  /**
   * @param source Jinja, as the weights file has it
   * @throws RuntimeError `unusable` when there is none, it cannot be read, or it loses parts of a conversation
   */
  constructor(source: string | undefined, tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
    const names = [...tokenizer.special.keys()].filter((name) => name.length > 1);
    names.sort((a, b) => b.length - a.length);
    // Without a name, a pattern that matches nothing.
    this.#special = names.length > 0 ? new RegExp(names.map(literally).join('|'), 'gu') : /(?!)/gu;
    this.#template = this.#parse(source ?? this.#wellKnown());
    this.#wantsParts = !this.#keeps(PROBE.slice(1), false) && this.#keeps(PROBE.slice(1), true);
    this.#foldsSystem = !this.#keeps(PROBE, this.#wantsParts);
    if (this.#foldsSystem) this.#checkFolded();
  }

  /**
   * The whole conversation, up to where the answer begins.
   * @throws RuntimeError `unusable` when the template refuses it; the message holds the template's own words
   */
  write(turns: readonly Turn[]): Piece[] {
    return this.#pieces(this.#render(this.#foldsSystem ? foldSystem(turns) : turns, this.#wantsParts));
  }

  #wellKnown(): string {
    const { special } = this.#tokenizer;
    if (special.has('<|im_start|>') && special.has('<|im_end|>')) return CHATML;
    throw new RuntimeError(
      'unusable',
      'The model file holds no chat template, so it was not trained for conversation. Choose an instruction-tuned model.',
    );
  }

  #parse(source: string): Template {
    try {
      return new Template(source);
    } catch (error) {
      throw new RuntimeError(
        'unusable',
        `The chat template in the model file cannot be read: ${reason(error)}. Get the file again or choose another model.`,
        { cause: error },
      );
    }
  }

  /** Whether it writes all of a conversation. Some families take no system text: it stands before the first question there. */
  #keeps(turns: readonly Turn[], inParts: boolean): boolean {
    try {
      const written = this.#render(turns, inParts);
      // A template that knows no parts prints them as they are, with their names.
      return keepsAll(turns, written) && !(inParts && written.includes('"type"'));
    } catch {
      return false;
    }
  }

  /** A template that swallows, repeats or reorders what people say is of no use, and cheap to find out. */
  #checkFolded(): void {
    const folded = foldSystem(PROBE);
    if (keepsAll(folded, this.#render(folded, this.#wantsParts))) return;
    throw new RuntimeError(
      'unusable',
      'The chat template in the model file does not write a conversation in full and in order. Choose another model.',
    );
  }

  #render(turns: readonly Turn[], inParts: boolean): string {
    try {
      return this.#template.render({
        messages: turns.map(({ role, content }) => ({ role, content: this.#contentOf(content, inParts) })),
        add_generation_prompt: true,
        bos_token: this.#tokenizer.beginText,
        eos_token: this.#tokenizer.endText,
      });
    } catch (error) {
      throw new RuntimeError(
        'unusable',
        `The chat template in the model file cannot write this conversation: ${reason(error)}`,
        { cause: error },
      );
    }
  }

  #contentOf(content: Turn['content'], inParts: boolean): string | object[] {
    const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
    const safe = parts.map((part) =>
      part.type === 'text' ? { ...part, text: this.#protect(part.text) } : { ...part },
    );
    if (inParts) return safe;
    const texts = safe.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    if (texts.length === safe.length) return texts.join('\n');
    throw new RuntimeError('unusable', 'This model reads text only, and the message holds a picture.');
  }

  /** Marks stand within what looks like a control token, and around the words, where one could be completed. */
  #protect(content: string): string {
    const spelled = content.toWellFormed().replaceAll(MARK, MARK + SPELLED);
    const broken = spelled.replace(this.#special, (name) => {
      const [first = '', ...rest] = name;
      return first + BREAK + rest.join('');
    });
    const words = broken.trim();
    if (words === '') return broken;
    const at = broken.indexOf(words);
    return broken.slice(0, at) + BREAK + words + BREAK + broken.slice(at + words.length);
  }

  #pieces(written: string): Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    const text = (until: number): void => {
      const plain = written.slice(from, until).replace(MARKS, (_, mark: string) => (mark === SPELLED ? MARK : ''));
      if (plain !== '') pieces.push({ text: plain });
    };
    const { addsBegin, beginId, special } = this.#tokenizer;
    for (const { 0: name, index } of written.matchAll(this.#special)) {
      text(index);
      pieces.push({ special: special.get(name)! });
      from = index + name.length;
    }
    text(written.length);
    const [first] = pieces;
    const begun = first !== undefined && 'special' in first && first.special === beginId;
    if (addsBegin && beginId !== undefined && !begun) pieces.unshift({ special: beginId });
    return pieces;
  }
}

const PROBE: readonly Turn[] = [
  { role: 'system', content: 'Alpha.' },
  { role: 'user', content: 'Bravo.' },
  { role: 'assistant', content: 'Charlie.' },
  { role: 'user', content: 'Delta.' },
];

/** Whether each content stands in the text once, in order, and something follows the last one: the answer's beginning. */
function keepsAll(turns: readonly Turn[], written: string): boolean {
  let from = 0;
  for (const turn of turns) {
    const content = wordsOf(turn);
    const at = written.indexOf(content, from);
    if (at < 0 || written.split(content).length !== 2) return false;
    from = at + content.length;
  }
  return written.length > from + BREAK.length;
}

function foldSystem(turns: readonly Turn[]): readonly Turn[] {
  const [system, first, ...rest] = turns;
  if (system?.role !== 'system' || first?.role !== 'user') return turns;
  const words = wordsOf(system);
  const content =
    typeof first.content === 'string'
      ? `${words}\n\n${first.content}`
      : [{ type: 'text' as const, text: `${words}\n\n` }, ...first.content];
  return [{ role: 'user', content }, ...rest];
}

/** What is said in words. */
export const wordsOf = ({ content }: Turn): string =>
  typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : '')).join('');

const literally = (name: string): string => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
