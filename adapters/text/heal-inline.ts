/**
 * Open marks within one paragraph, heading or cell that is still being written: closed where they have content, left
 * out where they have none yet. Follows CommonMark where it decides what is a mark; where it cannot know (a star that
 * never gets a partner) it guesses what models mean, and the finished text puts it right.
 */

const AUTOLINK = /^<(?:[a-z][a-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>/i;
/** `<` alone, or the beginning of an autolink's scheme, or of `<br>`. */
const TAG_BEGINNING = /^<(?:h|ht|htt|https?|m|ma|mai|mail|mailt|mailto|b|br|br ?\/?)?$/i;
const ADDRESS_IN_TAG = /^<(?:https?|mailto):[^\s<>]*$/i;
const ENTITY_BEGINNING = /^&(?:#(?:\d{0,7}|[xX][\da-fA-F]{0,6})|[a-zA-Z]{0,8})$/;
/** The entities models write. Of others the beginning is shown. */
const ENTITIES = [
  ...'amp lt gt quot apos nbsp ensp emsp thinsp ndash mdash hellip bull middot copy reg trade deg plusmn'.split(' '),
  ...'times divide euro pound yen cent sect para laquo raquo lsquo rsquo ldquo rdquo larr rarr uarr darr'.split(' '),
  ...'harr le ge ne asymp infin alpha beta gamma delta theta lambda mu pi sigma omega'.split(' '),
];
/** Farther back, an open bracket is taken for a bracket. */
const LONGEST_LABEL = 300;

export function closeInline(text: string): string {
  return closeEmphasis(closeSpans(text));
}

/** Code, formulas, links, autolinks and entities. */
function closeSpans(text: string): string {
  let out = '';
  /** Open brackets, as places in `out`. */
  let brackets: Bracket[] = [];
  for (let i = 0; i < text.length; ) {
    const rest = text.slice(i);
    if (rest[0] === '[' || rest.startsWith('![')) {
      brackets.push({ at: out.length, length: rest[0] === '[' ? 1 : 2 });
      out += rest[0] === '[' ? '[' : '![';
      i += brackets.at(-1)!.length;
      continue;
    }
    let step = readSpan(rest, text[i - 1]);
    if (rest[0] === ']') {
      const bracket = brackets.pop();
      const link = bracket === undefined ? null : behindLabel(rest.slice(1));
      if (bracket !== undefined && link === 'growing' && isLabel(out, bracket)) {
        // Only the label is shown yet; around it there can be no other link.
        brackets = [bracket];
        break;
      }
      step = typeof link === 'number' ? 1 + link : 1;
    }
    if (typeof step === 'string') {
      out += step;
      break;
    }
    out += rest.slice(0, step);
    i += step;
  }
  for (const bracket of brackets.toReversed()) {
    if (/^\[\^\S*$/.test(out.slice(bracket.at))) out = out.slice(0, bracket.at);
    else if (isLabel(out, bracket)) out = out.slice(0, bracket.at) + out.slice(bracket.at + bracket.length);
  }
  return out;
}

interface Bracket {
  at: number;
  /** 2 for an image. */
  length: number;
}

/** Whether an open bracket may start the label of a link: `list[0` does not, nor does one long ago, nor `[^1]`. */
function isLabel(text: string, { at, length }: Bracket): boolean {
  const before = text[at - 1] ?? ' ';
  return !/[\p{L}\p{N}]/u.test(before) && text.length - at <= LONGEST_LABEL && text[at + length] !== '^';
}

/** What stands behind `]`: the length of an address, one that grows or may still come, or none. */
function behindLabel(text: string): number | 'growing' | null {
  return text === '' || /^\[[^\]]*$/.test(text) ? 'growing' : addressLength(text);
}

/** How many characters to take as they are; or what to show instead of a text that breaks off within a span. */
function readSpan(text: string, before: string | undefined): number | string {
  switch (text[0]) {
    case '\\':
      return readBackslash(text);
    case '$': {
      if (text[1] !== '$') return 1;
      const end = text.indexOf('$$', 2);
      return end === -1 ? asCode(text.slice(2).replace(/\$$/, '')) : end + 2;
    }
    case '`':
      return codeSpan(text) ?? openCode(text);
    case '<': {
      if (TAG_BEGINNING.test(text)) return '';
      if (ADDRESS_IN_TAG.test(text)) return text.slice(1);
      return AUTOLINK.exec(text)?.[0].length ?? 1;
    }
    case '&': {
      const waits = text[1] === '#' || ENTITIES.some((name) => name.startsWith(text.slice(1)));
      return ENTITY_BEGINNING.test(text) && waits ? '' : 1;
    }
    case '!':
      return text === '!' && isSpace(before) ? '' : 1;
    default:
      return 1;
  }
}

function readBackslash(text: string): number | string {
  if (text.length === 1) return '';
  if (text[1] !== '(' && text[1] !== '[') return 2;
  const end = text.indexOf(text[1] === '(' ? '\\)' : '\\]', 2);
  const lineEnd = text.indexOf('\n');
  if (end !== -1 && (lineEnd === -1 || end < lineEnd)) return end + 2;
  return lineEnd === -1 ? asCode(text.slice(2).replace(/\\$/, '')) : 2;
}

/** The length of a link's address and title, in parentheses; 'growing': the text ends before they do; null: there are none. */
function addressLength(text: string): number | 'growing' | null {
  if (text[0] !== '(') return null;
  let i = 1;
  if (text[i] === '<') {
    while (i < text.length && text[i] !== '>' && text[i] !== '\n') i++;
    i++;
  } else {
    for (let depth = 0; i < text.length && !isSpace(text[i]); i++) {
      if (text[i] === '\\') i++;
      else if (text[i] === '(') depth++;
      else if (text[i] === ')' && depth-- === 0) return i + 1;
    }
  }
  if (i >= text.length) return 'growing';
  TITLE.lastIndex = i;
  i += TITLE.exec(text)![0].length;
  if (i >= text.length) return 'growing';
  return text[i] === ')' ? i + 1 : null;
}

const TITLE = /\s*(?:"[^"]*(?:"|$)|'[^']*(?:'|$))?\s*/y;

/** The length of the code span a text starts with; null when it is not closed. */
function codeSpan(text: string): number | null {
  const run = /^`+/.exec(text)![0];
  for (const { 0: other, index } of text.matchAll(/`+/g)) {
    if (index > 0 && other === run) return index + run.length;
  }
  return null;
}

function openCode(text: string): string {
  const run = /^`+/.exec(text)![0];
  const content = text.slice(run.length);
  const begun = /`*$/.exec(content)![0].length;
  if (content.length === begun || content.trim() === '') return '';
  return text + '`'.repeat(begun < run.length ? run.length - begun : run.length);
}

/** An unfinished formula is shown as it is written; half of it would change its looks with every letter. */
function asCode(formula: string): string {
  return formula.trim() === '' || formula.includes('`') ? formula : `\`${formula}\``;
}

interface Run {
  mark: string;
  length: number;
  canOpen: boolean;
  canClose: boolean;
}

/** Formulas, code, addresses: no mark in them opens or closes anything. */
const OPAQUE = /^(?:\\\(.*?\\\)|\\\[.*?\\\]|\$\$[^$]+\$\$|\$(?![\s$])[^$\n]*?(?<!\s)\$(?!\d)|<[^\s<>]+>|\\[\s\S])/;

/** Emphasis, strong and strike-through, by CommonMark's rules for runs of marks. */
function closeEmphasis(text: string): string {
  const open: Run[] = [];
  let i = 0;
  while (i < text.length) {
    const rest = text.slice(i);
    const char = text[i]!;
    if (char === '`') {
      i += codeSpan(rest) ?? /^`+/.exec(rest)![0].length;
    } else if (char === '*' || char === '_' || char === '~') {
      let length = 1;
      while (rest[length] === char) length++;
      if (i + length === text.length) {
        const closed = isSpace(text[i - 1]) ? null : closeWith(open, char, length);
        // Not the beginning of a closing run, so perhaps of an opening one. Trimming closing runs with it does no harm.
        return closed === null ? closeEmphasis(text.slice(0, i).replace(/(?<!\\)[*_~\s]+$/, '')) : text + closed;
      }
      if (char !== '~' || length === 2) pair(open, runAt(text, i, char, length));
      i += length;
    } else if (char === ']') {
      const address = addressLength(rest.slice(1));
      i += typeof address === 'number' ? 1 + address : 1;
    } else {
      i += OPAQUE.exec(rest)?.[0].length ?? 1;
    }
  }
  const words = text.trimEnd();
  if (words.length < text.length && open.length > 0) return closeEmphasis(words) + text.slice(words.length);
  return text + closing(open);
}

/** What closes all open runs when the text ends in marks that already began to close the innermost; null when they did not. */
function closeWith(open: Run[], mark: string, length: number): string | null {
  const last = open.at(-1);
  if (last === undefined || last.mark !== mark || length > last.length) return null;
  return mark.repeat(last.length - length) + closing(open.slice(0, -1));
}

function closing(open: Run[]): string {
  return open
    .toReversed()
    .map(({ mark, length }) => mark.repeat(length))
    .join('');
}

function runAt(text: string, at: number, mark: string, length: number): Run {
  const before = [...text.slice(Math.max(0, at - 2), at)].at(-1);
  const after = String.fromCodePoint(text.codePointAt(at + length)!);
  const left = !isSpace(after) && (!isPunctuation(after) || isSpace(before) || isPunctuation(before));
  const right = !isSpace(before) && (!isPunctuation(before) || isSpace(after) || isPunctuation(after));
  return {
    mark,
    length,
    canOpen: left && (mark !== '_' || !right || isPunctuation(before)),
    canClose: right && (mark !== '_' || !left || isPunctuation(after)),
  };
}

function pair(open: Run[], run: Run): void {
  while (run.canClose && run.length > 0) {
    const at = open.findLastIndex(
      (other) =>
        other.mark === run.mark &&
        !((other.canClose || run.canOpen) && (other.length + run.length) % 3 === 0 && run.length % 3 !== 0),
    );
    if (at === -1) break;
    const opener = open[at]!;
    const taken = Math.min(opener.length, run.length, 2);
    open.length = at + 1;
    opener.length -= taken;
    run.length -= taken;
    if (opener.length === 0) open.pop();
  }
  if (run.canOpen && run.length > 0) open.push(run);
}

function isSpace(char: string | undefined): boolean {
  return char === undefined || /\s/u.test(char);
}

function isPunctuation(char: string | undefined): boolean {
  return char !== undefined && /[\p{P}\p{S}]/u.test(char);
}
