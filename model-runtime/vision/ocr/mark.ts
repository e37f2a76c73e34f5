/**
 * Points and commas in numbers. In small print a reader cannot tell them apart, and is of two minds where it sees well
 * that there is one: of 471 rows of drawn labels it had every digit right, and of 12 it did not know which mark. Which
 * it is matters only before three digits: "1,234" and "1.234" may be two numbers, "29,7" and "29.7" are one.
 */

const MARKS = ['.', ',', '，'];

export const isMark = (text: string): boolean => MARKS.includes(text);

/** By class, as the recogniser numbers characters. */
export const markClasses = (characters: readonly string[]): number[] =>
  MARKS.map((mark) => characters.indexOf(mark)).filter((index) => index >= 0);

/** Whether it matters which of them stands at this place. */
export function tellsNumbersApart(characters: readonly { text: string }[], at: number): boolean {
  const [a, b, c, d] = characters.slice(at + 1, at + 5).map(({ text }) => /^\d$/.test(text));
  return a === true && b === true && c === true && d !== true;
}
