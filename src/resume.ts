/**
 * `npm run resume`: the chats in which a person answers themselves, by number. `-- N` or `-- all`: Parley answers there
 * again.
 */
import type { PauseView } from '../adapters/web/protocol.ts';
import { command, findRunning, UsageError } from './running.ts';

const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const words = process.argv.slice(2);

process.exitCode = await command(async () => {
  if (words.length > 1 || words.some((word) => !/^(?:all|[1-9]\d*)$/.test(word)))
    throw new UsageError('Usage: npm run resume [-- N | all]');
  const running = findRunning();
  const { pauses } = (await running.ask('GET', '/api/pauses')) as { pauses: PauseView[] };
  const [wanted] = words;
  if (pauses.length === 0) return 'Nobody else answers in any chat.';
  if (wanted === undefined) return pauses.map(lineOf).join('\n');
  const chosen = wanted === 'all' ? pauses : pauses.slice(Number(wanted) - 1, Number(wanted));
  if (chosen.length === 0) throw new Error(`There is no chat ${wanted} in the list: npm run resume shows it.`);
  for (const { id } of chosen) await running.ask('DELETE', `/api/pauses/${encodeURIComponent(id)}`);
  return chosen.map(({ channel, chat }) => `Parley answers again: ${channel} ${chat}`).join('\n');
});

function lineOf({ channel, chat, until }: PauseView, index: number): string {
  return `${index + 1}  ${channel} ${chat}, quiet until ${time.format(until)}`;
}
