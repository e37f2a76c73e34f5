import { describe, expect, test } from 'vitest';
import { browserMemory } from '../../../../../adapters/web/page/link/browser-memory.ts';

/** As much of a browser's storage as is used. */
function storage(full = false): Storage {
  const items = new Map<string, string>();
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem(name: string, value: string) {
      if (full) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      items.set(name, value);
    },
    removeItem: (name: string) => void items.delete(name),
  } as Storage;
}

describe('what the browser remembers', () => {
  test('is there for the next page, and gone when forgotten', () => {
    const shared = storage();
    browserMemory(() => shared).set('draft', 'hello');
    const next = browserMemory(() => shared);
    expect(next.get('draft')).toBe('hello');
    next.set('draft', '');
    expect(browserMemory(() => shared).get('draft')).toBeUndefined();
  });

  test.each([
    ['is full', () => storage(true)],
    [
      'may not be used',
      () => {
        throw new DOMException('Denied.', 'SecurityError');
      },
    ],
  ])('lasts as long as the page where storage %s', (_why, open) => {
    const memory = browserMemory(open);
    memory.set('draft', 'hello');
    expect(memory.get('draft')).toBe('hello');
    memory.set('draft', undefined);
    expect(memory.get('draft')).toBeUndefined();
  });
});
