/** A shelf and a label that were photographed, and somebody who asks about them. */
import { expect } from 'vitest';
import type { Reading } from '../../../model-runtime/contract.ts';
import { answerFromPhotos, answerStep } from '../../../src/assistant/asking.ts';
import type { Evidence } from '../../../src/assistant/evidence.ts';
import { plain } from '../../../src/assistant/firewall.ts';
import { see } from '../../../src/assistant/seeing.ts';
import { stepOf } from '../../../src/assistant/skills/offers.ts';
import type { Focus, SkillReply } from '../../../src/assistant/skills/skill.ts';
import { readPacks, readRows } from '../../vision/layouts/rows.ts';

export const at = (time: string) => Date.parse(`2026-11-21T${time}:00Z`);
export const talk = (language = 'en') => ({ language, timeZone: 'UTC', now: at('14:30') });
export const seen = (id: string, time: string, reading: Reading): Evidence => see({ id, at: at(time) }, reading);

export const SHELF = seen(
  'shelf',
  '14:05',
  readPacks([
    ['NUTTY BAR', '20g PROTEIN'],
    ['Edamame', '14g Protein', '2 g sugar'],
    ['Cheese Crisps', '13g PROTEIN'],
    ['BEEF JERKY', '11g protein'],
    ['Tuna Snack', '10 g protein'],
    ['Lentil Puffs', 'Protein 9 g'],
    ['Soy Nuts', '8g PROTEIN'],
    ['Oat Clusters', '6 g protein'],
    ['Rice Cakes', '3g protein'],
    ['Choc Wafer', 'so tasty'],
    ['Corn Chips'],
    ['Gummy Frogs', 'family pack'],
  ]),
);
export const BAR = seen(
  'label',
  '14:20',
  readRows([
    ['Nut bar'],
    ['', 'per 100 g'],
    ['Energy', '2130 kJ / 509 kcal'],
    ['Fat', '31.0 g'],
    ['of which saturates', '4.0 g'],
    ['Carbohydrate', '32.0 g'],
    ['of which sugars', '14.0 g'],
    ['Protein', '21.0 g'],
    ['Salt', '0.90 g'],
  ]),
);

export function ask(
  text: string,
  earlier: Evidence[],
  focus: Focus | null = null,
  attached: Evidence[] = [],
  language = 'en',
) {
  return answerFromPhotos({ text, attached, earlier, focus, talk: talk(language) });
}
export const said = (reply: SkillReply | null): string => {
  expect(reply).not.toBeNull();
  return plain(reply!.sheet).markdown;
};
export const labels = (reply: SkillReply | null) => reply!.buttons.map(({ label }) => label);
export const press = (reply: SkillReply | null, label: string, earlier: Evidence[]) => {
  const button = reply!.buttons.find((one) => one.label === label);
  expect(button, label).toBeDefined();
  return answerStep(stepOf(button!.value)!, { earlier, focus: reply!.focus, talk: talk() });
};
