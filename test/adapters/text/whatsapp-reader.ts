/** WhatsApp's marks as its apps read them: within a line, between words, code first, nothing inside addresses. */

/** A mark with one of these on the side turned away from its words is a letter. A joiner is how a text says so. */
const WORD = /[\p{L}\p{N}\p{M}\u2060]/u;
/** Addresses in the order in which they are looked for. They end at what was set aside before. */
const ADDRESSES = [/(?:https?:\/\/|tg:\/\/|www\.)[^\s)`\ue000]+/gi, /(?<![\w.+%@-])[\w.+%-]+@(?:[\w.+%@-]*\w)/g];
/** Stands for what was set aside; no letter, so marks work beside it. */
const ASIDE = /\ue000(\d+)\ue001/g;

/** The letters that are left when the marks have become looks. */
export function readWhatsapp(text: string): string {
  return text
    .split(/^```\n([\s\S]*?)\n```$/gm)
    .map((part, i) => (i % 2 === 1 ? part : part.split('\n').map(readLine).join('\n')))
    .join('\n')
    .replaceAll('\u2060', '');
}

function readLine(line: string): string {
  const asides: string[] = [];
  const aside = (text: string) => `\ue000${asides.push(text) - 1}\ue001`;
  let read = withoutPairs(line, '`', aside);
  for (const address of ADDRESSES) read = read.replace(address, aside);
  for (const mark of ['*', '_', '~']) read = withoutPairs(read, mark, (inside) => inside);
  return read.replace(ASIDE, (_, i: string) => asides[Number(i)]!);
}

function withoutPairs(line: string, mark: string, instead: (inside: string) => string): string {
  const letters = [...line];
  const isMark = (i: number) => letters[i] === mark;
  const outer = (i: number) => letters[i] === undefined || !WORD.test(letters[i]);
  const inner = (i: number) => letters[i] !== undefined && !/\s/.test(letters[i]);
  let read = '';
  for (let i = 0; i < letters.length; i++) {
    const closing =
      isMark(i) && outer(i - 1) && inner(i + 1)
        ? letters.findIndex((_, j) => j > i + 1 && isMark(j) && inner(j - 1) && outer(j + 1))
        : -1;
    if (closing === -1) read += letters[i];
    else {
      read += instead(letters.slice(i + 1, closing).join(''));
      i = closing;
    }
  }
  return read;
}
