import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS, parseCommand } from '../../src/assistant/commands.ts';

describe('a command', () => {
  it.each(COMMANDS)('/%s is known, however it is written', (name) => {
    for (const text of [
      `/${name}`,
      `/${name.toUpperCase()}`,
      `  /${name}  `,
      `/${name} and more`,
      `/${name}@parleybot`,
    ])
      expect(parseCommand(text, 'ParleyBot')?.name).toBe(name);
  });

  it('for another bot is none of ours', () => {
    expect(parseCommand('/help@otherbot', 'parleybot')).toBeNull();
  });

  it.each(['help', '/unknown', '/etc/hosts', '/helpme', 'see /help', '//help', '/ help', '', '/'])(
    'is not %j',
    (text) => {
      expect(parseCommand(text)).toBeNull();
    },
  );

  it('is found in any text or not, but never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => parseCommand(text) === null || COMMANDS.includes(parseCommand(text)!.name)),
    );
  });
});
