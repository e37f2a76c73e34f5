/** The commands as platforms list them beside the field where a person writes: each with a few words, in every language. */
import { LANGUAGES } from '../conversation/languages.ts';
import { say } from '../conversation/notices.ts';
import { type Command, commandsFor } from './commands.ts';

export interface MenuEntry {
  command: Command;
  description: string;
}

/** Whoever may talk to an account sees these; what only an admin or the owner may do is told by `/help`. */
const ANYBODY = {
  group: false,
  page: false,
  admin: false,
  owner: false,
  guarded: false,
  takenOver: false,
  files: true,
} as const;

/** By language; the texts are those of `/help`, without the command that stands in them. */
export function commandMenus(): Map<string, MenuEntry[]> {
  return new Map(
    LANGUAGES.map((language) => [
      language,
      commandsFor(ANYBODY)
        .filter((command) => command !== 'block')
        .map((command) => ({ command, description: described(command, language) })),
    ]),
  );
}

function described(command: Command, language: string): string {
  const words = say(`help.${command as Exclude<Command, 'start' | 'on'>}`, {}, language)
    // With the isolates that stand round it in right-to-left texts.
    .replace(/[\u2066-\u2069]?`[^`]*`[\u2066-\u2069]?/, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[:–—-]\s*/, '');
  return words.replace(/^\p{Ll}/u, (first) => first.toLocaleUpperCase(language));
}
