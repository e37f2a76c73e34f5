import { expect, test } from 'vitest';
import { plainText } from '../../../../../adapters/web/page/record/plain-text.ts';
import type { Block } from '../../../../../adapters/web/tree.ts';

test('rich text is spoken as its words, a line for each paragraph, item and row', () => {
  const blocks: Block[] = [
    { t: 'h', level: 2, c: ['Rivers'] },
    {
      t: 'p',
      c: ['The ', { t: 'strong', c: ['Seine ', { t: 'em', c: ['flows'] }] }, { t: 'br' }, { t: 'code', text: 'x' }],
    },
    { t: 'rule' },
    { t: 'list', items: [{ c: [{ t: 'p', c: ['one'] }] }, { checked: true, c: [{ t: 'p', c: ['two'] }] }] },
    { t: 'table', align: ['start', 'end'], head: [['City'], ['km']], rows: [[['Paris'], ['13']]] },
    { t: 'quote', c: [{ t: 'p', c: [{ t: 'link', href: 'https://example.org', c: ['said'] }] }] },
    { t: 'code', text: 'let a' },
    { t: 'math', text: 'a^2' },
  ];
  expect(plainText(blocks)).toBe('Rivers\nThe Seine flows\nx\none\ntwo\nCity, km\nParis, 13\nsaid\nlet a\na^2');
});
