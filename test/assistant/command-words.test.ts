import { describe, expect, it } from 'vitest';
import { COMMAND_BY_WORD, isStopWord, type NamedCommand, wordsOf } from '../../src/assistant/command-words.ts';

const COMMANDS = [...new Set(COMMAND_BY_WORD.values())];

describe('Command words', () => {
  it('are shared by no two commands, nor with an English name', () => {
    const all = COMMANDS.flatMap((command) =>
      [command as string, ...wordsOf(command)].map((word) => ({ word, command })),
    );
    const clashes = all.filter(({ word, command }) =>
      all.some((other) => other.word === word && other.command !== command),
    );
    expect(clashes).toEqual([]);
  });

  it('can be typed behind a slash: one word, letters only, lower case, composed', () => {
    for (const word of COMMAND_BY_WORD.keys()) {
      expect(word).toMatch(/^[\p{L}\p{M}]+$/u);
      expect(word).toBe(word.toLowerCase().normalize('NFC'));
    }
  });

  it.each<[string, NamedCommand]>([
    ['ayuda', 'help'],
    ['ajuda', 'help'],
    ['मदद', 'help'],
    ['مساعدة', 'help'],
    ['bantuan', 'help'],
    ['aide', 'help'],
    ['সাহায্য', 'help'],
    ['trợgiúp', 'help'],
    ['trogiup', 'help'],
    ['yardım', 'help'],
    ['YARDIM', 'help'],
    ['помощь', 'help'],
    ['desactiver', 'off'],
    ['إيقاف', 'off'],
  ])('%s is /%s', (word, command) => expect(COMMAND_BY_WORD.get(word.normalize('NFC').toLowerCase())).toBe(command));
});

describe('A word for stop', () => {
  it.each([
    ...[
      'stop',
      'STOP',
      'Stop!',
      'para',
      '¡Para!',
      'pare',
      'रुको',
      'रुको।',
      'قف',
      'berhenti',
      'arrête',
      'ARRÊTE',
      'arrete',
    ],
    ...['থামো', 'dừng', 'Dừng lại', 'dur', 'DUR!', 'стоп', 'Стоп.', 'stop…'],
  ])('%j ends the running answer', (message) => expect(isStopWord(message)).toBe(true));

  it.each(['', 'stop it now please', 'bus stop', 'para mí', 'durum', 'why stop?', 'help', '/stop', 'stop'.repeat(20)])(
    '%j does not',
    (message) => expect(isStopWord(message)).toBe(false),
  );
});
