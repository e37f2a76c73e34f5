/** What every rendered tree must be, whatever it was made from. */
import assert from 'node:assert/strict';
import type { Block, Inline } from '../../../adapters/web/tree.ts';

const DEEPEST = 40;

/** Fails unless the tree is made of the closed list of tags in tree.ts, with nothing empty, unsafe or not JSON in it. */
export function assertTree(blocks: unknown): asserts blocks is Block[] {
  assert.deepEqual(JSON.parse(JSON.stringify(blocks)), blocks, 'survives JSON');
  list(blocks).forEach((block, i) => {
    checkBlock(block, i === 0, 0);
  });
}

function checkBlock(block: unknown, first: boolean, depth: number): void {
  assert.ok(depth < DEEPEST, 'nests too deep');
  const node = object(block);
  switch (node.t) {
    case 'p':
      only(node, ['t', 'c', 'lead']);
      if ('lead' in node) assert.ok(node.lead === true && first && depth === 0, 'only the first block leads');
      return checkInlines(node.c, { filled: true });
    case 'h':
      only(node, ['t', 'level', 'c']);
      assert.ok([1, 2, 3, 4, 5, 6].includes(number(node.level)));
      return checkInlines(node.c, { filled: true });
    case 'list':
      only(node, ['t', 'start', 'items']);
      if ('start' in node) assert.ok(Number.isSafeInteger(node.start));
      assert.ok(list(node.items).length > 0);
      for (const entry of list(node.items)) {
        const item = object(entry);
        only(item, ['checked', 'c']);
        if ('checked' in item) assert.equal(typeof item.checked, 'boolean');
        for (const child of list(item.c)) checkBlock(child, false, depth + 1);
      }
      return;
    case 'quote':
      only(node, ['t', 'c']);
      assert.ok(list(node.c).length > 0);
      for (const child of list(node.c)) checkBlock(child, false, depth + 1);
      return;
    case 'code':
      only(node, ['t', 'language', 'text', 'tones']);
      if ('language' in node) text(node.language);
      if ('tones' in node) {
        const pieces = list(node.tones).map(list);
        for (const [tone] of pieces) assert.ok(['k', 's', 'c', 'n', ''].includes(text(tone)));
        assert.equal(pieces.map(([, piece]) => text(piece)).join(''), node.text, 'tones are the whole code');
      }
      text(node.text);
      return;
    case 'table': {
      only(node, ['t', 'align', 'head', 'rows']);
      const rows = [node.head, ...list(node.rows)].map(list);
      for (const row of rows) for (const cell of row) checkInlines(cell, { filled: false });
      assert.equal(list(node.align).length, Math.max(...rows.map((row) => row.length)));
      for (const align of list(node.align)) assert.ok(['start', 'center', 'end'].includes(text(align)));
      return;
    }
    case 'math':
      only(node, ['t', 'text']);
      assert.notEqual(text(node.text), '');
      return;
    case 'rule':
      return only(node, ['t']);
    default:
      assert.fail(`no such block: ${JSON.stringify(node)}`);
  }
}

function checkInlines(inlines: unknown, { filled }: { filled: boolean }, inLink = false, depth = 0): void {
  assert.ok(depth < DEEPEST, 'nests too deep');
  if (filled) assert.ok(list(inlines).length > 0, 'nothing is empty');
  let previous: unknown;
  for (const inline of list(inlines)) {
    if (typeof inline === 'string') {
      assert.notEqual(text(inline), '');
      assert.notEqual(typeof previous, 'string', 'neighbouring texts are one');
    } else {
      const node = object(inline);
      switch (node.t) {
        case 'em':
        case 'strong':
        case 'del':
          only(node, ['t', 'c']);
          checkInlines(node.c, { filled: true }, inLink, depth + 1);
          break;
        case 'link':
          only(node, ['t', 'href', 'c']);
          assert.ok(!inLink, 'no link in a link');
          assert.match(text(node.href), /^(?:https?:\/\/|mailto:)/);
          checkInlines(node.c, { filled: true }, true, depth + 1);
          break;
        case 'code':
        case 'math':
          only(node, ['t', 'text']);
          text(node.text);
          break;
        case 'br':
          only(node, ['t']);
          break;
        default:
          assert.fail(`no such inline: ${JSON.stringify(node)}`);
      }
    }
    previous = inline;
  }
}

/** Everything a person can read, in order. */
export function visibleText(blocks: Block[]): string {
  return blocks.map(blockText).join('\n');
}

function blockText(block: Block): string {
  switch (block.t) {
    case 'p':
    case 'h':
      return inlineText(block.c);
    case 'list':
      return block.items.map((item) => visibleText(item.c)).join('\n');
    case 'quote':
      return visibleText(block.c);
    case 'code':
    case 'math':
      return block.text;
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map(inlineText).join(' ')).join('\n');
    case 'rule':
      return '';
  }
}

function inlineText(inlines: Inline[]): string {
  return inlines
    .map((inline) => {
      if (typeof inline === 'string') return inline;
      if ('text' in inline) return inline.text;
      return 'c' in inline ? inlineText(inline.c) : '\n';
    })
    .join('');
}

function object(value: unknown): Record<string, unknown> {
  assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value));
  return { ...value };
}
function list(value: unknown): unknown[] {
  assert.ok(Array.isArray(value));
  return value;
}
function text(value: unknown): string {
  assert.ok(typeof value === 'string' && value.isWellFormed() && !value.includes('\0'));
  return value;
}
function number(value: unknown): number {
  assert.equal(typeof value, 'number');
  return Number(value);
}
function only(node: Record<string, unknown>, keys: string[]): void {
  for (const key of Object.keys(node)) assert.ok(keys.includes(key), `unexpected ${key}`);
}
