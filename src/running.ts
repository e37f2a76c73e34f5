/** The instance that runs with this data folder, for commands beside it. */
import { loadConfig } from './config.ts';
import { peekDataFolder } from './data-folder.ts';
import { ownerToken } from './session.ts';

export class NotRunning extends Error {
  override readonly name = 'NotRunning';
}

export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly exitCode = 2;
}

export interface Running {
  /** With which a script on this machine may ask. */
  token: string;
  /** @throws NotRunning where nobody answers; Error in words where the instance refuses. */
  ask(method: 'GET' | 'POST' | 'DELETE', path: string): Promise<unknown>;
}

/** @throws ConfigError, NotRunning */
export function findRunning(): Running {
  const { dataFolder } = loadConfig().config;
  const known = peekDataFolder(dataFolder);
  if (!known)
    throw new NotRunning(
      `Nothing runs with the data folder ${dataFolder}. Start Parley with npm start; it prints a link.`,
    );
  const { url } = known.instance;
  const token = ownerToken(known.secret);
  return {
    token,
    async ask(method, path) {
      let response: Response;
      try {
        response = await fetch(`${url}${path}`, {
          method,
          headers: { authorization: `Bearer ${token}`, 'x-parley': '1' },
        });
      } catch {
        throw new NotRunning(`Parley does not answer at ${url} any more. Start it with npm start.`);
      }
      const body = (await response.json().catch(() => null)) as { error?: { message: string } } | null;
      if (!response.ok) throw new Error(body?.error?.message ?? `Parley answered ${response.status}.`);
      return body;
    },
  };
}

/** Runs a command and says what it comes to, or why it does not. @returns its exit status */
export async function command(work: () => Promise<string>): Promise<number> {
  try {
    process.stdout.write(`${await work()}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 'exitCode' in error && typeof error.exitCode === 'number' ? error.exitCode : 1;
  }
}
