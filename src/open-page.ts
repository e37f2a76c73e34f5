/** Opens the page in the person's browser, where there is one to open. */
import { spawn } from 'node:child_process';

const OPENERS: Partial<Record<NodeJS.Platform, [command: string, ...args: string[]]>> = {
  linux: ['xdg-open'],
  darwin: ['open'],
  // `start` is a word of the shell; its first quoted argument would be a window title.
  win32: ['cmd', '/c', 'start', ''],
};

/** Never fails: the link stands in the terminal as well. */
export function openPage(url: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? [];
  if (command === undefined) return;
  const opener = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  opener.on('error', () => {});
  opener.unref();
}
