import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Store } from '../../../../../adapters/web/page/record/store.ts';

describe('the store', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  function painted() {
    const store = new Store<number, number>(0, (sum, change) => sum + change);
    const paints: number[] = [];
    store.subscribe(() => paints.push(store.state));
    return { store, paints };
  }

  test('paints what a person does at once', () => {
    const { store, paints } = painted();
    store.change(1);
    store.change(1);
    expect(paints).toEqual([1, 2]);
  });

  test('paints a flood of arrivals twenty times a second, and never without the last', () => {
    const { store, paints } = painted();
    for (let ms = 0; ms < 1000; ms++) {
      store.arrive(1);
      vi.advanceTimersByTime(1);
    }
    vi.runAllTimers();
    expect(paints.length).toBeLessThanOrEqual(21);
    expect(paints.at(-1)).toBe(1000);
  });

  test('has no timer at work once everything is painted', () => {
    const { store } = painted();
    store.arrive(1);
    vi.runAllTimers();
    store.change(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
