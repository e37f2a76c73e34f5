/** The commands of this version, in the order of the list that opens on `/`. */

export const COMMANDS = [
  'help',
  'stop',
  'new',
  'privacy',
  'export',
  'forget',
  'language',
  'region',
  'status',
  'about',
] as const;
export type Command = (typeof COMMANDS)[number];

/** Commands that what is written so far may become; none once it is more than a single word. */
export function completions(written: string): Command[] {
  const start = /^\/([a-z]*)$/i.exec(written)?.[1];
  return start === undefined ? [] : COMMANDS.filter((name) => name.startsWith(start.toLowerCase()));
}

export function isCommand(word: string): boolean {
  return COMMANDS.some((name) => word === `/${name}`);
}
