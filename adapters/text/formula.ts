/**
 * A small part of LaTeX → Unicode text a person can read: `x_1^2 \leq \frac{a+b}{2}` → `x₁² ≤ (a+b)/2`. What it does not
 * know it does not guess: the caller shows the source as code instead.
 */
import { ACCENTS, BLACKBOARD, SUBSCRIPTS, SUPERSCRIPTS, SYMBOLS } from './formula-symbols.ts';

/** Longer or deeper formulas are not text any more. */
const LONGEST = 2_000;
const DEEPEST = 16;

/** Environments whose rows are simply lines; their `&` aligns columns, which means nothing here. */
const ROWS = setOf('aligned align align* gathered gather gather* split equation equation*');
/** Commands that change the looks of their argument only; in the second group spaces count. */
const PLAIN = setOf('mathrm mathbf mathit mathsf mathtt mathcal boldsymbol bm boxed');
const WORDS = setOf('text textrm textbf textit mbox operatorname');
/** Commands that leave no trace. */
const SILENT = setOf(
  'left right big Big bigg Bigg bigl bigr Bigl Bigr displaystyle textstyle limits nolimits nonumber',
);

/** The formula as text, its lines separated by LF; null when it holds anything unknown here. */
export function formulaText(latex: string): string | null {
  if (latex.length > LONGEST) return null;
  try {
    const lines = new Reader(latex).all().split('\n');
    const shown = lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line !== '');
    return shown.length === 0 ? null : shown.join('\n');
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

class Unreadable extends Error {}

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(latex: string) {
    this.#tokens = latex.match(/\\(?:[a-zA-Z]+\*?|[\s\S])|[\s\S]/gu) ?? [];
  }

  all(): string {
    return this.#until(() => this.#peek() === undefined);
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #take(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Unreadable();
    return token;
  }

  #until(done: () => boolean): string {
    if (++this.#depth > DEEPEST) throw new Unreadable();
    let text = '';
    while (!done()) {
      // "2 1/2", not "21/2".
      if (isFraction(this.#peek()) && /[\p{L}\p{N})]$/u.test(text)) text += ' ';
      text += this.#next();
    }
    this.#depth--;
    return text;
  }

  /** A group in braces, or the one token that stands for it. */
  #argument(): string {
    while (/^\s$/.test(this.#peek() ?? '')) this.#at++;
    return this.#next();
  }

  /** A group's characters as they stand. */
  #words(): string {
    while (/^\s$/.test(this.#peek() ?? '')) this.#at++;
    if (this.#take() !== '{') throw new Unreadable();
    let text = '';
    for (let token = this.#take(); token !== '}'; token = this.#take()) {
      if (token === '{' || /^\\[a-zA-Z]/.test(token)) throw new Unreadable();
      text += SYMBOLS.get(token.replace(/^\\(?=.)/s, '')) ?? token;
    }
    return text;
  }

  #next(): string {
    const token = this.#take();
    if (token.startsWith('\\')) return this.#command(token.slice(1));
    switch (token) {
      case '{': {
        const text = this.#until(() => this.#peek() === '}');
        this.#take();
        return text;
      }
      case '}':
      case '&':
        throw new Unreadable();
      case '^':
        return script(this.#argument(), SUPERSCRIPTS, '^');
      case '_':
        return script(this.#argument(), SUBSCRIPTS, '_');
      case '-':
        return '−';
      case "'":
        return '′';
      case '~':
      case '\n':
        return ' ';
      default:
        return token;
    }
  }

  #command(name: string): string {
    const symbol = SYMBOLS.get(name);
    if (symbol !== undefined) return symbol;
    const accent = ACCENTS.get(name);
    if (accent !== undefined) return accented(this.#argument(), accent);
    if (PLAIN.has(name)) return this.#argument();
    if (WORDS.has(name)) return this.#words();
    if (SILENT.has(name)) {
      if ((name === 'left' || name === 'right') && this.#peek() === '.') this.#at++;
      return '';
    }
    switch (name) {
      case '\\':
        return '\n';
      case 'frac':
      case 'dfrac':
      case 'tfrac':
        return this.#fraction();
      case 'sqrt':
        return this.#root();
      case 'mathbb':
        return [...this.#argument()].map((char) => BLACKBOARD.get(char) ?? char).join('');
      case 'not':
        return accented(this.#argument(), '\u0338').normalize();
      case 'pmod':
        return ` (mod ${this.#argument()})`;
      case 'begin':
        return this.#rows();
      default:
        throw new Unreadable();
    }
  }

  #fraction(): string {
    const over = this.#argument();
    const under = this.#argument();
    const text = `${grouped(over)}/${/^\d.*\p{L}/u.test(under) ? `(${under})` : grouped(under)}`;
    // "(1/2)x", not "1/2x".
    const next = this.#peek() ?? '';
    const symbol = next.startsWith('\\') ? (SYMBOLS.get(next.slice(1)) ?? '') : next;
    return isFraction(next) || next === '\\sqrt' || /^[\p{L}\p{N}(]/u.test(symbol) ? `(${text})` : text;
  }

  #root(): string {
    let index = '';
    if (this.#peek() === '[') {
      this.#at++;
      index = this.#until(() => this.#peek() === ']');
      this.#take();
    }
    const sign = { '': '√', 2: '√', 3: '∛', 4: '∜' }[index] ?? `${script(index, SUPERSCRIPTS, '')}√`;
    const text = this.#argument();
    return /^(?:\p{L}\p{M}*|\d+)$/u.test(text) ? sign + text : `${sign}(${text})`;
  }

  #rows(): string {
    const name = this.#words();
    if (!ROWS.has(name)) throw new Unreadable();
    const text = this.#until(() => {
      while (this.#peek() === '&') this.#at++;
      return this.#peek() === '\\end';
    });
    this.#take();
    if (this.#words() !== name) throw new Unreadable();
    return text;
  }
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

function isFraction(token: string | undefined): boolean {
  return token === '\\frac' || token === '\\dfrac' || token === '\\tfrac';
}

/** Raised or lowered where Unicode has every letter for it, else `^(…)`. A comma between two such letters is read with them. */
function script(text: string, alphabet: ReadonlyMap<string, string>, mark: string): string {
  const chars = [...text.replace(/\s+/g, '')];
  const between = (i: number) => i > 0 && i < chars.length - 1;
  const moved = chars.map((char, i) => alphabet.get(char) ?? (char === ',' && between(i) ? char : undefined));
  if (moved.every((char) => char !== undefined)) return moved.join('');
  return chars.length === 1 ? mark + chars[0] : `${mark}(${text.trim()})`;
}

function grouped(text: string): string {
  const outside = text.replace(/\([^()]*\)/g, '');
  return /[\s+\-−±∓·×÷/=<>≤≥≠≈,;:∑∫∏]/u.test(outside) ? `(${text})` : text;
}

/** Behind every letter, since the mark covers one at a time. */
function accented(text: string, mark: string): string {
  return [...text].map((char) => (char === ' ' ? char : char + mark)).join('');
}
