/**
 * Chat commands, parsed in one place for all channels. Nothing outside this table is parsed, and `/help` is made from
 * it, so a command exists exactly when it works here.
 */

export const COMMANDS = ['help', 'stop', 'new', 'forget', 'status', 'about'] as const;
export type Command = (typeof COMMANDS)[number];

/** A command with the bot's name behind it is for that bot: `/help@parleybot`. Letters only, so that a path is none. */
const FORM = /^\/([a-z]+)(?:@([\w.-]+))?(?:\s|$)/i;

/**
 * The command a message is, or null. `botName` is the name others put behind the `@`, where the channel has one;
 * a command for another bot is none of ours.
 */
export function parseCommand(text: string, botName?: string): Command | null {
  const [, word, forBot] = FORM.exec(text.trim()) ?? [];
  if (word === undefined) return null;
  if (forBot !== undefined && botName !== undefined && forBot.toLowerCase() !== botName.toLowerCase()) return null;
  // The root locale: "TITLE" lower-cased in Turkish would not be "title".
  const name = word.toLowerCase();
  return COMMANDS.find((command) => command === name) ?? null;
}
