/** What is wrong with the connection, in words for the owner, and what they can do. */
import type { CallProblem } from './call.ts';
import { isOver } from './poll.ts';

export interface Trouble {
  reason: string;
  remedy: string;
  /** We do not go on trying. */
  over: boolean;
}

export const troubleOf = (problem: CallProblem): Trouble => ({ ...wordsFor(problem), over: isOver(problem) });

function wordsFor(problem: CallProblem): { reason: string; remedy: string } {
  if (problem.kind !== 'refused')
    return {
      reason: `Telegram cannot be reached (${problem.why}).`,
      remedy: 'Check the network of this computer. Parley goes on trying, and nothing that was written is lost.',
    };
  switch (problem.code) {
    case 401:
    case 404:
      return {
        reason: 'Telegram does not take the token: it was revoked or mistyped.',
        remedy: 'Ask @BotFather for it (/mybots, API Token), put it into PARLEY_TELEGRAM_TOKEN and restart Parley.',
      };
    case 409:
      return {
        reason: 'Another program speaks for this bot at the same time.',
        remedy: 'Stop the other one, or ask @BotFather for a new token, which only this one has; then restart Parley.',
      };
    default:
      return {
        reason: `Telegram refuses to connect us: ${problem.code} ${problem.description}.`,
        remedy: 'Parley goes on trying.',
      };
  }
}
