/** Messages that waited outside while we were off are not answered unasked. */
import { timeOfDay } from '../conversation/clock.ts';
import { say } from '../conversation/notices.ts';
import { type Ask, call } from '../conversation/record.ts';
import type { Ending, Step } from './finish.ts';

const CHOICES = ['late:yes', 'late:no'] as const;

export const isLateChoice = (choice: string): boolean => CHOICES.some((known) => known === choice);

/** Takes the messages out of the lane and asks once for all that are held. */
export async function askAboutLate(ask: Ask, at: Step, items: number[]): Promise<Ending> {
  const { conversation, language } = at;
  const [first, last] = [items[0]!, items.at(-1)!];
  const before = (await ask('held', { conversation })).length;
  const n = before + items.length;
  const offSince = await ask('momentOf', { name: 'off since' });
  const time = offSince === null ? '' : timeOfDay(offSince, language);
  const markdown = offSince === null ? say('backlog.late', { n }, language) : say('backlog.off', { n, time }, language);
  return {
    upto: last,
    items: [],
    state: 'answered',
    effects: [call('hold', { conversation, first, last })],
    say: {
      kind: 'notice',
      markdown,
      buttons: [
        { label: say('backlog.button.yes', {}, language), value: CHOICES[0] },
        { label: say('backlog.button.no', {}, language), value: CHOICES[1] },
      ],
    },
  };
}
