import { describe, expect, it } from 'vitest';
import type { Piece, PieceLimits } from '../../../adapters/text/pieces.ts';
import { plainPieces } from '../../../adapters/text/plain-pieces.ts';
import { type TelegramText, telegramPieces, telegramPreview } from '../../../adapters/text/telegram.ts';
import { whatsappPieces } from '../../../adapters/text/whatsapp.ts';
import { renderBlocks } from '../../../adapters/web/encode.ts';
import type { Block } from '../../../adapters/web/tree.ts';
import { visibleText } from '../web/tree-checks.ts';
import { ANSWERS } from './answers.ts';
import { judge } from './judge.ts';
import { readWhatsapp } from './whatsapp-reader.ts';

const LIMITS = {
  telegram: { limit: 4_096, unit: 'utf16', parts: 8 },
  whatsapp: { limit: 4_096, unit: 'codepoint', parts: 8 },
  messenger: { limit: 2_000, unit: 'utf16', parts: 8 },
  instagram: { limit: 1_000, unit: 'byte', parts: 8 },
} as const satisfies Record<string, PieceLimits>;

/** What a person sees of it, and the same without code: there any letter may stand. */
async function seen(markdown: string): Promise<Record<string, { text: string; prose: string }>> {
  const telegram = (await telegramPieces(markdown, LIMITS.telegram)).flatMap((piece) =>
    piece.kind === 'text' ? [piece.text] : [],
  );
  const texts = (pieces: Piece<string>[]) => pieces.map(({ text }) => text).join('\n');
  const whatsapp = texts(await whatsappPieces(markdown, LIMITS.whatsapp));
  const plain = (text: string) => ({ text, prose: text.replace(/^(?:> )?[ \u00a0]{2}.*$/gm, '') });
  const page = renderBlocks(markdown, { lead: true });
  return {
    page: { text: visibleText(page), prose: visibleText(page.filter(isProse)) },
    telegram: { text: telegram.map(({ text }) => text).join('\n'), prose: telegram.map(withoutCode).join('\n') },
    whatsapp: {
      text: readWhatsapp(whatsapp),
      prose: readWhatsapp(whatsapp.replace(/^```\n[\s\S]*?\n```$/gm, '')),
    },
    messenger: plain(texts(await plainPieces(markdown, LIMITS.messenger))),
    instagram: plain(texts(await plainPieces(markdown, LIMITS.instagram))),
  };
}

function isProse({ t }: Block): boolean {
  return t !== 'code';
}

function withoutCode({ text, entities }: TelegramText): string {
  const letters = [...text.split('')];
  for (const { type, offset, length } of entities) if (type === 'pre') letters.fill(' ', offset, offset + length);
  return letters.join('');
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

describe('forty answers on every platform', () => {
  it.each([...ANSWERS])(
    '%s: within limits, every word kept, no mark and no table bar left over',
    async (name, markdown) => {
      for (const limit of [200, 1_000]) {
        const cut = { markdown, limit, parts: 20, links: 'as they are', wellFormed: false } as const;
        expect(await judge(cut)).toEqual([]);
      }
      for (const [platform, { text, prose }] of Object.entries(await seen(markdown))) {
        for (const word of wordsOf(markdown)) expect(text, platform).toContain(word);
        expect(prose, platform).not.toContain('|');
        // Two of them mean it, or have not come to their end.
        if (!['literal marks', 'unfinished'].includes(name)) expect(prose, platform).not.toContain('**');
      }
    },
  );

  it('of which one is not finished is seen without marks while it is written', () => {
    const { text, entities } = telegramPreview(ANSWERS.get('unfinished') ?? '', 4_096);
    expect(text).toBe('Here is **the answer and `code\n\nprint("not closed');
    expect(entities).toEqual([{ type: 'pre', language: 'py', offset: 32, length: 17 }]);
    expect(telegramPreview('Here is **the answer and `code', 4_096).text).toBe('Here is the answer and code');
  });

  it('are forty', () => {
    expect(ANSWERS.size).toBe(40);
  });
});
