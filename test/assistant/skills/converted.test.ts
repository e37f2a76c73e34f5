/** What a label does not print and what follows from it: kilojoules, salt and sodium, the number of servings. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answerFromPhotos } from '../../../src/assistant/asking.ts';
import { plain } from '../../../src/assistant/firewall.ts';
import { see } from '../../../src/assistant/seeing.ts';
import { readRows } from '../../vision/layouts/rows.ts';

const TALK = { language: 'en', timeZone: 'UTC', now: 0 };
const ask = (text: string, energy: string, last: string[], ...more: string[][]) => {
  const rows = [...more, ['', 'per 100 g'], ['Energy', energy], ['Fat', '31.0 g'], ['Protein', '21.0 g'], last];
  const evidence = see({ id: 'l', at: 0 }, readRows(rows));
  return answerFromPhotos({ text, attached: [evidence], earlier: [], focus: null, talk: TALK })!;
};
const said = (...asked: Parameters<typeof ask>) => plain(ask(...asked).sheet).markdown;

it('kilojoules are printed, or calculated from calories, and the sum is shown', () => {
  expect(said('how many kilojoules?', '2130 kJ / 509 kcal', ['Salt', '0.90 g'])).toMatch(
    /energy 2,130 kJ \(your label, 00:00\)\.$/,
  );
  expect(said('how many kilojoules?', '500 kcal', ['Salt', '0.90 g'])).toBe(
    'Per 100 g: energy 2,092 kJ (your label, 00:00).\n\nEnergy is calculated: 500 kcal × 4.184.',
  );
  expect(said('how many calories?', '500 kcal', ['Salt', '0.90 g'])).toMatch(/energy 500 kcal/);
});

it('sodium follows from salt, and salt from sodium', () => {
  expect(said('how much sodium?', '500 kcal', ['Salt', '0.90 g'])).toBe(
    'Per 100 g: sodium 360 mg (your label, 00:00).\n\nSodium is calculated: salt 0.90 g / 2.5.',
  );
  expect(said('how much salt?', '500 kcal', ['Sodium', '360 mg'])).toMatch(
    /^Per 100 g: salt 0\.90 g .*salt is calculated: sodium 360 mg × 2\.5\.$/is,
  );
});

it('nothing is calculated that was not asked for, or from what could not be read', () => {
  expect(said('tell me all', '500 kcal', ['Salt', '0.90 g'])).not.toMatch(/sodium|calculated/);
  expect(said('how much sodium?', '500 kcal', ['Salt', '0.9O.1 g'])).toMatch(/No line for sodium/);
});

it('a calculated value is marked as such, and rests on what is printed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 900 }), (kcal) => {
      const [fact] = ask('how many kJ?', `${kcal} kcal`, ['Salt', '0.90 g']).facts;
      expect(fact).toMatchObject({ certainty: 'calculated', unit: 'kJ', print: `${kcal} kcal` });
      expect(Math.abs(Number(fact!.value) - kcal * 4.184)).toBeLessThanOrEqual(0.5);
    }),
    { numRuns: 50 },
  );
});

it('how many servings there are is said as printed, or not at all', () => {
  expect(said('how many servings?', '500 kcal', ['Salt', '0.90 g'], ['8 servings per container'])).toBe(
    'It says: “8 servings per container”',
  );
  expect(said('how many servings?', '500 kcal', ['Salt', '0.90 g'])).toBe(
    'I can’t give you that number (your label, 00:00).',
  );
});
