/** Whether an answer is well shown in every channel: within its limits, every word kept, no mark and no table bar left over. */
import type { Reply } from '../../../adapters/contract.ts';
import { SHOWN_IN, sizeIn } from '../shown.ts';

/** Of the forty answers, those in which two stars mean it, or have not come to their end. */
const STARRED = ['literal marks', 'unfinished'];

/** What is wrong with a text as each channel shows it, in words. */
export async function badlyShown(markdown: string, names: readonly string[]): Promise<string[]> {
  const reply: Reply = { key: 'k', kind: 'answer', markdown };
  const words = wordsOf(markdown);
  const faults: string[] = [];
  for (const { name, text, show } of SHOWN_IN) {
    const parts = await show(reply);
    const read = parts.map((part) => part.read).join('\n');
    const messages = parts.filter(({ file }) => !file);
    const prose = messages.map((part) => part.prose).join('\n');
    const long = messages.map((part) => sizeIn(text.unit, part.text)).filter((size) => size > text.limit);
    if (long.length > 0) faults.push(`${name}: ${long.join()} of ${text.limit} in a part`);
    const lost = words.filter((word) => !read.includes(word));
    if (lost.length > 0) faults.push(`${name}: "${lost.join('", "')}" is lost`);
    if (prose.includes('|')) faults.push(`${name}: a table bar is left over`);
    if (prose.includes('**') && !names.some((one) => STARRED.includes(one)))
      faults.push(`${name}: a mark is left over`);
  }
  return faults;
}

/** Words of the source, without addresses, formulas and code, whose letters may change. */
function wordsOf(markdown: string): string[] {
  const prose = markdown
    .replace(/^ *(`{3,})[\s\S]*?(?:^ *\1`*$|$(?![\s\S]))/gm, ' ')
    .replace(/\$\$[\s\S]*?\$\$|\\\[.*?\\\]|\\\(.*?\\\)|\$[^$\s][^$]*\$|`[^`]*`/g, ' ')
    .replace(/^\[[^^].*\]: .*$/gm, ' ')
    .replace(/\]\([^)]*\)|\]\[[^\]]*\]|<?https?:\S+|<br>|&\w+;/g, ' ');
  return prose.match(/[\p{L}\p{M}\p{N}]{2,}/gu) ?? [];
}
