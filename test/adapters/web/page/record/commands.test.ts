import { describe, expect, test } from 'vitest';
import { COMMANDS, completions, isCommand } from '../../../../../adapters/web/page/record/commands.ts';

describe('the list of commands', () => {
  test('opens with all of them on a slash alone', () => {
    expect(completions('/')).toEqual([...COMMANDS]);
  });

  test('narrows with every letter, whatever the case', () => {
    expect(completions('/S')).toEqual(['stop', 'status']);
    expect(completions('/sta')).toEqual(['status']);
  });

  test.each(['', 'help', ' /help', '/help me', '/x', '/help\n'])('stays closed on %j', (written) => {
    expect(completions(written)).toEqual([]);
  });

  test('a command is known as a whole word only', () => {
    expect(isCommand('/help')).toBe(true);
    expect(isCommand('/helpful')).toBe(false);
  });
});
