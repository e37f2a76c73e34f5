/**
 * The operator's own words, as a file of Markdown: what people ask, what to say, and what to say when nothing fits. Nothing
 * else is ever said from it.
 *
 *     # Bakery Sol
 *     I can't answer that here. Marta reads this chat and will write back.
 *
 *     ## When are you open? / opening hours / Sunday
 *     Monday to Saturday, 7:00 to 18:00.
 *
 *     ## What does it cost? / price list
 *     | Bread | Price |
 *     | --- | --- |
 *     | Rye | 4.20 € |
 *
 * A heading is a question; more ways to ask it stand behind slashes. In a table each row answers for the name it begins with.
 */

export interface Entry {
  title: string;
  /** All the ways to ask for it, the title among them. */
  names: string[];
  /** Markdown, word for word as the operator wrote it. */
  answer: string;
  /** Where it is a row of a table: the title the table stands under. */
  rowOf?: string;
}

export interface Book {
  /** Said when nothing fits: that a person will see to it. */
  otherwise: string;
  entries: Entry[];
}

/** The file is not as it has to be. `message` is for the operator. */
export class BookError extends Error {
  constructor(what: string) {
    super(
      `${what} The file begins with what to say when nothing fits; then comes a heading "## Question / another way to ask" for each answer, with the answer under it.`,
    );
    this.name = 'BookError';
  }
}

/** @throws BookError */
export function readBook(markdown: string): Book {
  const [before = '', ...sections] = splitAtHeadings(markdown);
  const otherwise = before.replace(/^\s*# .*$/m, '').trim();
  if (otherwise === '') throw new BookError('It is not said what to say when nothing fits.');
  const entries = sections.flatMap(sectionEntries);
  if (entries.length === 0) throw new BookError('There is no answer in it.');
  return { otherwise, entries };
}

const HEADING = /^ {0,3}##\s+(.+?)\s*#*\s*$/;
const FENCE = /^ {0,3}(```|~~~)/;

/** The text before the first heading of the second level, and each heading with what stands under it. */
function splitAtHeadings(markdown: string): string[] {
  const sections: string[][] = [[]];
  let fence: string | undefined;
  for (const line of markdown.replace(/\r\n?/g, '\n').split('\n')) {
    const mark = FENCE.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || fence === mark)) fence = fence === undefined ? mark : undefined;
    if (fence === undefined && HEADING.test(line)) sections.push([]);
    sections.at(-1)!.push(line);
  }
  return sections.map((lines) => lines.join('\n'));
}

function sectionEntries(section: string): Entry[] {
  const [heading = '', ...lines] = section.split('\n');
  const names = (HEADING.exec(heading)?.[1] ?? '')
    .split(/\s+\/\s+/)
    .map((name) => name.trim())
    .filter(Boolean);
  const [title] = names;
  const answer = lines.join('\n').trim();
  if (title === undefined) return [];
  if (answer === '') throw new BookError(`There is no answer under "${title}".`);
  return [{ title, names, answer }, ...rowEntries(lines, title)];
}

const DIVIDER = /^\s*\|?(\s*:?-+:?\s*\|)+\s*(:?-+:?\s*)?$/;

/** A row of a table answers for what its first cell names: "**Rye**", then a line a column. */
function rowEntries(lines: string[], rowOf: string): Entry[] {
  const entries: Entry[] = [];
  for (const [index, line] of lines.entries()) {
    if (!DIVIDER.test(line) || index === 0) continue;
    const columns = cells(lines[index - 1]!);
    for (const row of lines.slice(index + 1)) {
      if (!row.includes('|')) break;
      const [title = '', ...values] = cells(row);
      if (title === '') continue;
      const facts = values.flatMap((value, n) =>
        value === '' ? [] : [`${columns[n + 1] ?? ''}: ${value}`.replace(/^: /, '')],
      );
      entries.push({
        title,
        names: [title],
        answer: [`**${title}**`, ...facts.map((fact) => `- ${fact}`)].join('\n'),
        rowOf,
      });
    }
  }
  return entries;
}

const cells = (row: string): string[] =>
  row
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
