import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge, troubleOf } from '../../../model-runtime/weights/range.ts';

const PATIENCE = 120_000;
const BYTES = 1_000;

const verdict = (status: number, headers: Record<string, string>, offset: number) =>
  judge({ status, headers }, offset, BYTES, PATIENCE);

describe('what an answer to a range request means', () => {
  test('bytes are added only where the server says they belong', () => {
    expect(verdict(206, { 'content-range': 'bytes 400-999/1000' }, 400)).toEqual({ kind: 'append' });
    expect(verdict(206, { 'content-range': 'bytes 400-599/*' }, 400)).toEqual({ kind: 'append' });
    expect(verdict(200, {}, 0)).toEqual({ kind: 'append' });
  });

  test('a server that sends the whole file makes us begin again', () => {
    expect(verdict(200, { 'content-length': '1000' }, 400)).toEqual({ kind: 'restart' });
  });

  test('a piece from elsewhere, or beyond the end, is not used', () => {
    for (const range of ['bytes 0-999/1000', 'bytes 401-999/1000', 'bytes 400-1000/1000', 'items 400-999/1000', ''])
      expect(verdict(206, { 'content-range': range }, 400).kind).not.toBe('append');
    expect(verdict(416, {}, 400)).toEqual({ kind: 'from the start' });
    expect(verdict(416, {}, 0)).toMatchObject({ kind: 'trouble', trouble: { kind: 'final' } });
  });

  test('another size is another file, whatever the status', () => {
    for (const [status, headers] of [
      [200, { 'content-length': '999' }],
      [206, { 'content-range': 'bytes 400-998/999' }],
    ] as const) {
      const found = verdict(status, headers, 400);
      expect(found).toMatchObject({ kind: 'trouble', trouble: { kind: 'final' } });
      expect(found.kind === 'trouble' && found.trouble.message).toContain('999 bytes where 1,000 are expected');
    }
  });

  test('a packed answer is refused, since its bytes are not those of the file', () => {
    expect(verdict(200, { 'content-encoding': 'gzip' }, 0)).toMatchObject({ trouble: { kind: 'final' } });
    expect(verdict(200, { 'content-encoding': 'identity' }, 0)).toEqual({ kind: 'append' });
  });

  test.each([
    [401, 'final'],
    [403, 'final'],
    [404, 'final'],
    [410, 'final'],
    [418, 'final'],
    [501, 'final'],
    [408, 'passing'],
    [429, 'passing'],
    [500, 'passing'],
    [503, 'passing'],
  ])('status %i is a %s trouble', (status, kind) => {
    expect(troubleOf({ status, headers: {} }, PATIENCE).kind).toBe(kind);
  });

  test('a server that asks for patience gets it, within reason', () => {
    const asking = (value: string) => troubleOf({ status: 503, headers: { 'retry-after': value } }, PATIENCE);
    expect(asking('7')).toMatchObject({ kind: 'passing', retryAfterMs: 7_000 });
    expect(asking('7200')).toMatchObject({ kind: 'final' });
    expect(asking('7200').message).toContain('2 h');
    expect(asking(new Date(Date.now() + 30_000).toUTCString()).retryAfterMs).toBeGreaterThan(20_000);
    expect(asking('soon')).toMatchObject({ kind: 'passing', retryAfterMs: undefined });
  });

  test('no answer whatever makes bytes land at a wrong place', () => {
    const number = fc.integer({ min: -5, max: 1_200 });
    const range = fc.oneof(
      fc.string(),
      fc
        .tuple(number, number, fc.oneof(number.map(String), fc.constant('*')))
        .map(([first, last, total]) => `bytes ${first}-${last}/${total}`),
    );
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(200, 206, 416), fc.integer({ min: 100, max: 599 })),
        fc.record(
          { 'content-range': range, 'content-length': fc.oneof(number.map(String), fc.string()) },
          { requiredKeys: [] },
        ),
        fc.integer({ min: 0, max: BYTES - 1 }),
        (status, headers, offset) => {
          const found = verdict(status, headers, offset);
          if (found.kind === 'append' && status === 206) {
            const [first, last] = (headers['content-range'] ?? '').slice('bytes '.length).split(/[-/]/).map(Number);
            expect(first).toBe(offset);
            expect(last).toBeLessThan(BYTES);
          } else if (found.kind === 'append') expect([status, offset]).toEqual([200, 0]);
          if (found.kind === 'restart') expect(status).toBe(200);
          if (found.kind === 'from the start') expect(offset).toBeGreaterThan(0);
        },
      ),
    );
  });
});
