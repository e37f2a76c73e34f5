/** "17 + 25", "12 % of 80", "3 x 4.50": a message that is nothing but a sum. Pure: nothing is computed here. */
import { FRAME, OF, PERCENT_BEFORE, PERCENT_WORDS, SHARE_ENDINGS, SIGN_WORDS, WHOLE_FIRST } from './sentence-words.ts';
import type { Token } from './tokens.ts';

/** A sum as pieces: numbers as they were written, and the signs between them. `%` stands behind its number. */
export type Sum = readonly Piece[];
export type Piece = { kind: 'number'; text: string } | { kind: 'sign'; sign: Sign };
export type Sign = '+' | '-' | '*' | '/' | '^' | '(' | ')' | '√' | '%';

const MOST_NUMBERS = 10;
const SIGNS: Readonly<Record<string, Sign>> = {
  ...{ '+': '+', '-': '-', '−': '-', '*': '*', '×': '*', '·': '*', '/': '/', '÷': '/', ':': '/', '^': '^' },
  ...{ '(': '(', ')': ')', '√': '√', '%': '%' },
  // The letter, Latin and Cyrillic.
  ...{ x: '*', х: '*' },
};
/** Without spaces around them these also write dates, times, scores, ranges and sizes. */
const DOUBTFUL = new Set(['-', '−', '/', ':', 'x', 'х', '·']);

interface Lexeme {
  piece: Piece;
  /** As it was written, where that matters. */
  written: string;
  /** Nothing stands between it and what comes before. */
  tight: boolean;
}

/** The sum that a message is, or null: also where it may be a date, a range, a telephone number or a score. */
export function sumIn(tokens: readonly Token[]): Sum | null {
  const { core, asked } = withoutFrame(tokens);
  const share = shareOf(core);
  if (share) return share;
  const lexemes = lexemesOf(core);
  if (lexemes === null || !isWellFormed(lexemes) || !(asked || isBeyondDoubt(lexemes))) return null;
  return lexemes.map(({ piece }) => piece);
}

/** Takes "what is … ?" and "… =" away. `asked`: something of it was there, a question mark alone does not count. */
function withoutFrame(tokens: readonly Token[]): { core: Token[]; asked: boolean } {
  let core = tokens.filter(({ text }) => !/^[?!¿¡]$/.test(text));
  const before = core.length;
  const framed = (token: Token | undefined) => token?.kind === 'word' && FRAME.has(token.text);
  const closes = (token: Token | undefined) => framed(token) || token?.text === '=';
  while (closes(core.at(-1))) core = core.slice(0, -1);
  while (framed(core[0])) core = core.slice(1);
  return { core, asked: core.length < before };
}

/** "12 % of 80" as 12 % × 80, whichever of the two a language says first. */
function shareOf(core: readonly Token[]): Sum | null {
  const words = withPercentSigns(core);
  const text = words.map((token) => (token.kind === 'number' ? 'n' : roleOf(token))).join('');
  const numbers = words.filter(({ kind }) => kind === 'number').map((token) => token.text);
  const [first, second] = numbers;
  if (numbers.length !== 2 || first === undefined || second === undefined) return null;
  const product = (share: string, whole: string): Sum => [
    { kind: 'number', text: share },
    { kind: 'sign', sign: '%' },
    { kind: 'sign', sign: '*' },
    { kind: 'number', text: whole },
  ];
  if (/^(?:n%|%n)on$/.test(text)) return product(first, second);
  return /^nw(?:n%|%ne?)$/.test(text) ? product(second, first) : null;
}

const roleOf = ({ text }: Token): string => {
  if (text === '%') return '%';
  if (OF.has(text)) return 'o';
  if (SHARE_ENDINGS.has(text)) return 'e';
  return WHOLE_FIRST.has(text) ? 'w' : '?';
};

const PERCENT_FORMS = [...PERCENT_WORDS, ...PERCENT_BEFORE].map((form) => form.normalize('NFC').split(' '));

const withPercentSigns = (tokens: readonly Token[]): Token[] =>
  replaced(tokens, PERCENT_FORMS, () => ({ kind: 'sign', text: '%', tight: false }));

const SIGN_FORMS = SIGN_WORDS.flatMap(([sign, forms]) =>
  forms.map((form) => ({ sign, words: form.normalize('NFC').split(' ') })),
).sort((a, b) => b.words.length - a.words.length);

function lexemesOf(core: readonly Token[]): Lexeme[] | null {
  const lexemes: Lexeme[] = [];
  const tokens = SIGN_FORMS.reduce(
    (rest, { sign, words }) => replaced(rest, [words], () => ({ kind: 'sign', text: `${sign} `, tight: false })),
    [...core],
  );
  const add = (piece: Piece, written: string, tight: boolean) => void lexemes.push({ piece, written, tight });
  for (const { kind, text, tight } of tokens) {
    const raised = text === '²' ? '2' : text === '³' ? '3' : undefined;
    const sign = text === 'sqrt' ? '√' : SIGNS[text.trim()];
    if (kind === 'number') add({ kind, text }, text, tight);
    else if (raised !== undefined) {
      add({ kind: 'sign', sign: '^' }, '^', true);
      add({ kind: 'number', text: raised }, raised, true);
    } else if (sign !== undefined) add({ kind: 'sign', sign }, text, tight);
    else return null;
  }
  return lexemes;
}

/** Each run of words that is one of `forms` becomes one token. */
function replaced(tokens: readonly Token[], forms: readonly string[][], by: () => Token): Token[] {
  const out: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    const form = forms.find((words) =>
      words.every((word, index) => tokens[at + index]?.kind === 'word' && tokens[at + index]!.text === word),
    );
    out.push(form ? by() : tokens[at]!);
    at += form?.length ?? 1;
  }
  return out;
}

/** Numbers and signs in turn, brackets in pairs, and only forms that every schoolbook reads in the same way. */
function isWellFormed(lexemes: readonly Lexeme[]): boolean {
  let depth = 0;
  let operators = 0;
  let numbers = 0;
  let wantsValue = true;
  let last: Sign | 'number' | undefined;
  for (const [index, { piece }] of lexemes.entries()) {
    const sign = piece.kind === 'number' ? 'number' : piece.sign;
    switch (sign) {
      case 'number':
        if (!wantsValue || isWrittenLikeACode(piece.kind === 'number' ? piece.text : '')) return false;
        numbers += 1;
        wantsValue = false;
        break;
      case '√':
        if (!wantsValue) return false;
        operators += 1;
        break;
      case '(':
        if (!wantsValue) return false;
        depth += 1;
        break;
      case ')':
        if (wantsValue || depth === 0) return false;
        depth -= 1;
        break;
      case '%':
        // 80 + 12 % means two things to two calculators; only a share times a whole is one.
        if (last !== 'number' || !isShareOf(lexemes, index)) return false;
        break;
      case '^':
        // 2^3^2 is 512 or 64, -2^2 is 4 or -4, √4^2 is the root of 16 or the square of 2.
        if (wantsValue || !isPlainPower(lexemes, index)) return false;
        operators += 1;
        wantsValue = true;
        break;
      case '-':
        if (wantsValue) {
          // A minus of its own stands tight before its number, at the start or behind a bracket.
          const next = lexemes[index + 1];
          if ((last !== undefined && last !== '(') || next?.piece.kind !== 'number' || !next.tight) return false;
          break;
        }
        operators += 1;
        wantsValue = true;
        break;
      case '+':
      case '*':
      case '/':
        if (wantsValue) return false;
        operators += 1;
        wantsValue = true;
        break;
      default:
        return sign satisfies never;
    }
    last = sign;
  }
  return depth === 0 && !wantsValue && operators > 0 && numbers <= MOST_NUMBERS;
}

const signAt = (lexemes: readonly Lexeme[], index: number): Sign | undefined => {
  const piece = lexemes[index]?.piece;
  return piece?.kind === 'sign' ? piece.sign : undefined;
};

const isShareOf = (lexemes: readonly Lexeme[], at: number): boolean =>
  at === 1 && lexemes.length === 4 && signAt(lexemes, 2) === '*';

/** How long a power may become: so much that the calculator's digits are enough for it and all beside it, see thread.ts. */
const LONGEST_POWER = 120;

function isPlainPower(lexemes: readonly Lexeme[], at: number): boolean {
  const exponent = lexemes[at + 1]?.piece;
  const base = lexemes[at - 1]?.piece;
  if (exponent?.kind !== 'number' || !/^\d{1,3}$/.test(exponent.text)) return false;
  if (lexemes.filter(({ piece }) => piece.kind === 'sign' && piece.sign === '^').length > 1) return false;
  if (base?.kind !== 'number') return Number(exponent.text) <= 2;
  if (base.text.length * Number(exponent.text) > LONGEST_POWER) return false;
  const before = signAt(lexemes, at - 2);
  const isNegative = before === '-' && (at === 2 || signAt(lexemes, at - 3) === '(');
  return before !== '√' && !isNegative;
}

/** 007, 0170: a telephone number, a code. */
const isWrittenLikeACode = (number: string): boolean => /^0\d/.test(number);

/** Whether a bare row of numbers and signs is a sum even though nobody asked. */
function isBeyondDoubt(lexemes: readonly Lexeme[]): boolean {
  const isDoubtful = ({ piece, written, tight }: Lexeme, index: number) =>
    piece.kind === 'sign' && DOUBTFUL.has(written) && index > 0 && (tight || lexemes[index + 1]?.tight === true);
  // "3 : 2" is how a match ended.
  if (lexemes.some(isDoubtful) || lexemes.some(({ written }) => written === ':')) return false;
  // "10 - 12" is a range, "2024 - 2026" too.
  const [first, sign, second, ...more] = lexemes;
  const isRange =
    more.length === 0 && sign?.piece.kind === 'sign' && sign.piece.sign === '-' && /^[-−]$/.test(sign.written);
  return !(isRange && Number(first?.written) <= Number(second?.written));
}
