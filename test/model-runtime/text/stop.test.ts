import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StopStrings } from '../../../model-runtime/text/stop.ts';

const stream = (stops: string[], parts: string[]): { shown: string; stopped: boolean } => {
  const strings = new StopStrings(stops);
  const shown = parts.map((part) => strings.push(part)).join('') + strings.end();
  return { shown, stopped: strings.stopped };
};

describe('a stop string', () => {
  test('that is spread over pieces is never let through, not even in part', () => {
    const strings = new StopStrings(['###']);
    expect(['a#', '#', 'b##', '#c'].map((part) => strings.push(part))).toEqual(['a', '', '##b', '']);
    expect([strings.stopped, strings.push('more'), strings.end()]).toEqual([true, '', '']);
  });

  test('that only began is shown when the text ends', () => {
    expect(stream(['###'], ['a##'])).toEqual({ shown: 'a##', stopped: false });
  });

  test('ends the text at the same place however the text is cut', () => {
    const unit = fc.constantFrom('a', 'b');
    const letters = fc.string({ unit, maxLength: 5 });
    const stops = fc.array(fc.string({ unit, minLength: 1, maxLength: 4 }), { maxLength: 3 });
    fc.assert(
      fc.property(stops, fc.array(letters, { maxLength: 6 }), (names, parts) => {
        const whole = stream(names, [parts.join('')]);
        expect(stream(names, parts)).toEqual(whole);
        expect(stream(names, [...parts.join('')])).toEqual(whole);
        expect(parts.join('').startsWith(whole.shown)).toBe(true);
        expect(whole.stopped || whole.shown === parts.join('')).toBe(true);
        expect(names.some((name) => whole.shown.includes(name))).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test('that is empty stops nothing', () => {
    expect(stream([''], ['abc'])).toEqual({ shown: 'abc', stopped: false });
  });
});
