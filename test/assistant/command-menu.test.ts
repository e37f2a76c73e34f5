import { describe, expect, it } from 'vitest';
import { commandMenus } from '../../src/assistant/command-menu.ts';
import { LANGUAGES } from '../../src/conversation/languages.ts';

describe('the menu of commands', () => {
  const menus = commandMenus();
  it.each(LANGUAGES)('in %s says of each command what it does, in words a platform takes', (language) => {
    const menu = menus.get(language)!;
    expect(menu.map(({ command }) => command)).toEqual(
      expect.arrayContaining(['help', 'stop', 'new', 'forget', 'privacy', 'language']),
    );
    for (const { command, description } of menu) {
      expect(command).toMatch(/^[a-z]{1,32}$/);
      // Telegram's limit, the smallest there is.
      expect(description.length, description).toBeLessThanOrEqual(256);
      expect(description.length, description).toBeGreaterThan(4);
      expect(description).not.toMatch(/[`\u2066-\u2069]/);
    }
  });
});
