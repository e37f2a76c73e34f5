import { describe, expect, it } from 'vitest';
import { breather } from '../../../adapters/text/breather.ts';

describe('breather', () => {
  it('lets others run once enough time was spent, and not before', async () => {
    const breathe = breather();
    let turns = 0;
    const count = () => {
      turns++;
    };
    setImmediate(count);
    await breathe();
    expect(turns).toBe(0);
    const until = performance.now() + 10;
    while (performance.now() < until);
    await breathe();
    expect(turns).toBe(1);
  });
});
