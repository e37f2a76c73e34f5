/** Keys that work everywhere on the page. Those of one part (the composer, a row, the log) are handled there. */
import { useEffect } from 'preact/hooks';

export interface KeyActions {
  find(): void;
  newChat(): void;
  /** Null while nothing runs. */
  stop: (() => void) | null;
}

/** The regions F6 walks through, by id; those out of sight (a closed drawer) are passed over. */
const REGIONS = ['find', 'log', 'message'];

export function useKeys(actions: KeyActions): void {
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing || !act(event, actions)) return;
      event.preventDefault();
    }
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  });
}

/** True when the key was one of ours. */
function act(event: KeyboardEvent, { find, newChat, stop }: KeyActions): boolean {
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.altKey && event.key.toLowerCase() === 'k' && !event.shiftKey) find();
  else if (command && event.shiftKey && event.key.toLowerCase() === 'o') newChat();
  else if (event.key === 'F6') walkRegions(event.shiftKey ? -1 : 1);
  else if (event.key === 'Escape' && stop) stop();
  else if (event.altKey && !command && /^Digit[1-3]$/.test(event.code)) return pressButton(Number(event.code.at(-1)));
  else return false;
  return true;
}

function walkRegions(step: number): void {
  const regions = REGIONS.map((id) => document.getElementById(id)).filter((region) => region?.checkVisibility());
  const holds = (region: HTMLElement | null) =>
    region?.contains(document.activeElement) || (region?.id === 'find' && document.activeElement?.closest('#list'));
  const at = regions.findIndex(holds);
  const next = at === -1 ? 0 : (at + step + regions.length) % regions.length;
  regions[next]?.focus();
}

/** Presses a button of the newest answer; `number` counts from 1. */
function pressButton(number: number): boolean {
  const button = document.querySelectorAll<HTMLButtonElement>('[data-newest] .btn')[number - 1];
  button?.click();
  return button !== undefined;
}
