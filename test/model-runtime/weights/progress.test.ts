import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Progress } from '../../../model-runtime/contract.ts';
import { createMeter } from '../../../model-runtime/weights/progress.ts';

const STEP = { step: 'downloading', model: 'm', source: 's' } as const;

function metered() {
  const told: (Progress & { at: number })[] = [];
  return { told, meter: createMeter((progress) => told.push({ ...progress, at: Date.now() }), Date.now) };
}

describe('the progress that is told', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('comes at most ten times a second, never runs backwards within a step, and ends with the latest state', () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('at' as const), bytes: fc.integer({ min: 0, max: 1_200 }) }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 400 }) }),
      fc.record({ kind: fc.constant('pause' as const), why: fc.constantFrom('full', undefined) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const { told, meter } = metered();
        meter.begin({ ...STEP, totalBytes: 1_000 });
        let furthest = 0;
        for (const one of acts) {
          if (one.kind === 'at') {
            meter.at(one.bytes);
            furthest = Math.max(furthest, Math.min(one.bytes, 1_000));
          } else if (one.kind === 'pause') meter.pause(one.why);
          else vi.advanceTimersByTime(one.ms);
        }
        meter.close();
        vi.advanceTimersByTime(1_000);
        for (const [index, { at, doneBytes = 0 }] of told.entries()) {
          expect(doneBytes).toBeGreaterThanOrEqual(told[index - 1]?.doneBytes ?? 0);
          expect(told.filter((other) => other.at >= at && other.at < at + 1_000).length).toBeLessThanOrEqual(10);
        }
        expect(told.at(-1)?.doneBytes).toBe(furthest);
      }),
    );
  });

  test('bytes that come all the time are told at that pace too', () => {
    const { told, meter } = metered();
    meter.begin({ ...STEP, totalBytes: 5_000 });
    for (let bytes = 1; bytes <= 5_000; bytes++) {
      vi.advanceTimersByTime(1);
      meter.at(bytes);
    }
    meter.close();
    for (const { at } of told)
      expect(told.filter((other) => other.at >= at && other.at < at + 1_000).length).toBeLessThanOrEqual(10);
    expect(told.length).toBeGreaterThan(20);
  });

  test('the speed counts what came, not what was there before', () => {
    const { told, meter } = metered();
    meter.begin({ ...STEP, totalBytes: 10_000, doneBytes: 5_000 });
    for (let second = 1; second <= 3; second++) {
      vi.advanceTimersByTime(1_000);
      meter.at(5_000 + second * 100);
    }
    expect(told.at(-1)).toMatchObject({ doneBytes: 5_300, bytesPerSecond: 100 });
  });

  test('a pause is told with its reason and taken back', () => {
    const { told, meter } = metered();
    meter.begin(STEP);
    vi.advanceTimersByTime(500);
    meter.pause('the disk is full');
    vi.advanceTimersByTime(500);
    meter.pause();
    vi.advanceTimersByTime(500);
    expect(told.map(({ paused }) => paused)).toEqual([undefined, 'the disk is full', undefined]);
  });

  test('nothing is told after the end', () => {
    const { told, meter } = metered();
    meter.begin({ ...STEP, totalBytes: 10 });
    meter.close();
    const before = told.length;
    meter.at(5);
    meter.pause('late');
    vi.advanceTimersByTime(1_000);
    expect(told.length).toBe(before);
  });
});
