/**
 * Chat commands, parsed in one place for all channels. Nothing outside this table is parsed, and `/help` is made from
 * it, so a command exists exactly when it works here.
 */

import { COMMAND_BY_WORD } from './command-words.ts';

/** Who may give a command: in a group some are its admins' alone, and some the owner's everywhere. */
type Right = 'anybody' | 'admin' | 'owner';

const TABLE = {
  help: 'anybody',
  stop: 'anybody',
  new: 'anybody',
  privacy: 'anybody',
  export: 'anybody',
  forget: 'anybody',
  off: 'admin',
  language: 'admin',
  region: 'admin',
  status: 'anybody',
  about: 'anybody',
  resume: 'owner',
  allow: 'owner',
  block: 'owner',
  /** The way in; where it leads depends on consent, so it is answered at admission. */
  start: 'anybody',
  on: 'anybody',
} as const satisfies Record<string, Right>;

export type Command = keyof typeof TABLE;
export const COMMANDS = Object.keys(TABLE) as Command[];

/** These work in a chat that is off but was on once: whoever leaves takes along what is theirs. */
export const LEAVING: readonly Command[] = ['privacy', 'export', 'forget'];

export interface ParsedCommand {
  name: Command;
  /** What stands behind it, trimmed; empty where nothing does. */
  argument: string;
}

/** A command with the bot's name behind it is for that bot: `/help@parleybot`. Letters only, so that a path is none. */
const FORM = /^\/([\p{L}\p{M}]+)(?:@([\w.-]+))?(?:\s+([\s\S]*))?$/u;

/**
 * The command a message is, or null. `botName` is the name others put behind the `@`, where the channel has one;
 * a command for another bot is none of ours.
 */
export function parseCommand(text: string, botName?: string): ParsedCommand | null {
  const [, word, forBot, argument = ''] = FORM.exec(text.trim()) ?? [];
  if (word === undefined) return null;
  if (forBot !== undefined && botName !== undefined && forBot.toLowerCase() !== botName.toLowerCase()) return null;
  // The root locale: "TITLE" lower-cased in Turkish would not be "title".
  const name = word.toLowerCase();
  const known = COMMANDS.find((command) => command === name) ?? COMMAND_BY_WORD.get(name.normalize('NFC'));
  return known === undefined ? null : { name: known, argument: argument.trim() };
}

/** What decides whether a command works for somebody somewhere. */
export interface Place {
  group: boolean;
  /** The owner's own page: nobody has to be let in, and nothing has to be switched off. */
  page: boolean;
  admin: boolean;
  owner: boolean;
  /** The account lets in one by one, so there is something to allow. */
  guarded: boolean;
  /** The owner may answer there in person, so there is something to resume. */
  takenOver: boolean;
  /** Files can be sent there. */
  files: boolean;
}

/** Why a command may not be given, or null. */
export function refusedFor(command: Command, { group, admin, owner }: Place): 'admin' | 'owner' | null {
  const right = TABLE[command];
  if (right === 'owner' && !owner) return 'owner';
  return right === 'admin' && group && !admin ? 'admin' : null;
}

/** The commands that work here for this person, in the order of `/help`. */
export function commandsFor(place: Place): Command[] {
  return COMMANDS.filter((command) => {
    if (refusedFor(command, place) !== null) return false;
    switch (command) {
      case 'start':
      case 'on':
        return false;
      case 'off':
        return !place.page;
      case 'export':
        return place.files;
      case 'resume':
        return place.takenOver;
      case 'allow':
        return place.guarded && !place.page;
      case 'block':
        return !place.page;
      case 'help':
      case 'stop':
      case 'new':
      case 'privacy':
      case 'forget':
      case 'language':
      case 'region':
      case 'status':
      case 'about':
        return true;
      default:
        return command satisfies never;
    }
  });
}
