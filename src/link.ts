/**
 * `npm run link`: a new link to the page of the instance that runs with this data folder. With `--token`: the token with
 * which a script on this machine may ask, instead of a link.
 */
import { command, findRunning, UsageError } from './running.ts';

const words = process.argv.slice(2);

process.exitCode = await command(async () => {
  if (words.some((word) => word !== '--token')) throw new UsageError('Usage: npm run link [-- --token]');
  const running = findRunning();
  if (words.includes('--token')) return running.token;
  const { url } = (await running.ask('POST', '/api/session/link')) as { url: string };
  return url;
});
