import { describe, expect, it } from 'vitest';
import { figuresIn } from '../../adapters/web/page/words/figures.ts';
import { clock } from '../../src/assistant/skills/wording.ts';
import { timeOfDay } from '../../src/conversation/clock.ts';
import { LANGUAGES } from '../../src/conversation/languages.ts';

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
const at = (hour: number, minute: number): number => new Date(2026, 10, 2, hour, minute).getTime();

describe('A time of day', () => {
  it.each([
    ['en', '14:05'],
    ['id', '14.05'],
    ['bn', '১৪:০৫'],
    ['ar', '14:05'],
  ])('is that of the clock of 24 hours in %s', (language, told) => {
    expect(timeOfDay(at(14, 5), language)).toBe(told);
  });

  it('has two digits for the hour, from midnight on', () => {
    expect([0, 7, 23].map((hour) => timeOfDay(at(hour, 7), 'en'))).toEqual(['00:07', '07:07', '23:07']);
  });

  it.each(LANGUAGES)('is the same in notices, in what skills say, and on the page, in %s', (language) => {
    for (const hour of [0, 7, 14]) {
      const told = timeOfDay(at(hour, 7), language);
      expect(clock(at(hour, 7), { language, timeZone, now: at(20, 0) })).toBe(told);
      expect(figuresIn(language).time(at(hour, 7))).toBe(told);
    }
  });
});
