/**
 * `npm run link`: a new link to the page of the instance that runs with this data folder. With `--token`: the token with
 * which a script on this machine may ask, instead of a link.
 */
import { ConfigError, loadConfig } from './config.ts';
import { peekDataFolder } from './data-folder.ts';
import { ownerToken } from './session.ts';

const USAGE = 'Usage: npm run link [-- --token]';

process.exitCode = await main(process.argv.slice(2));

async function main(words: string[]): Promise<number> {
  if (words.some((word) => word !== '--token')) return trouble(USAGE, 2);
  let folder: string;
  try {
    folder = loadConfig().config.dataFolder;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return trouble(error.message, error.exitCode);
  }
  const known = peekDataFolder(folder);
  if (!known)
    return trouble(`Nothing runs with the data folder ${folder}. Start Parley with npm start; it prints a link.`, 1);
  const token = ownerToken(known.secret);
  if (words.includes('--token')) return say(token);
  try {
    const response = await fetch(`${known.instance.url}/api/session/link`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    const body = (await response.json()) as { url?: string; error?: { message: string } };
    return body.url === undefined
      ? trouble(body.error?.message ?? `Parley answered ${response.status}.`, 1)
      : say(body.url);
  } catch {
    return trouble(`Parley does not answer at ${known.instance.url} any more. Start it with npm start.`, 1);
  }
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function trouble(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}
