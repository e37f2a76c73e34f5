/** Light, dark, or as the system has it; the choice is kept in this browser. theme-first.ts applies it before the first paint. */
import { browserMemory } from '../link/browser-memory.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const memory = browserMemory(() => localStorage);

export function chosenTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  memory.set('theme', theme === 'system' ? undefined : theme);
}
