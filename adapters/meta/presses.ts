/**
 * What the buttons bear that people see before they write, and what a press of one says. The menu is shown in the language of
 * the person's app, so its buttons tell that language: the platforms do not.
 */

/** The payload of the button to start, which has one for all languages; its press is `/start`. */
export const GET_STARTED = 'GET_STARTED';

/** An entry of the menu, which sends its command. */
export const menuPayload = (language: string, command: string): string => `${language}|${command}`;
/** A question to begin with, which counts as asked by the person. */
export const asksPayload = (language: string, question: string): string => `${language}|ask:${question}`;

const PRESSED = /^(?:([a-z]{2,3}(?:-[A-Z]{2})?)\|)?(?:ask:(.+)|(\/.+))$/s;

/** The words a press stands for, with the language of the app; null: it is a choice of ours, for whoever offered it. */
export function readPress(payload: string): { words: string; language?: string } | null {
  const [, language, question, command] = PRESSED.exec(payload) ?? [];
  const words = question ?? command;
  // English stands in where the app has a language that is not spoken here.
  return words === undefined ? null : { words, ...(language === undefined || language === 'en' ? {} : { language }) };
}
