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

  it.each([
    ['/ayuda', 'help'],
    ['/YARDIM', 'help'],
    ['/забудь меня', 'forget'],
    ['/বন্ধ', 'off'],
    ['/dừng', 'stop'],
  ])('is known in other languages: %s', (text, name) => {
    expect(parseCommand(text)?.name).toBe(name);
  });

  it('keeps what stands behind it', () => {
    expect(parseCommand('/forget  me ')).toEqual({ name: 'forget', argument: 'me' });
    expect(parseCommand('/language@parleybot pt-BR', 'parleybot')).toEqual({ name: 'language', argument: 'pt-BR' });
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
