/** On a phone the list is a drawer over the page: it holds the focus while open, and gives it back. */
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

const REACHABLE = 'a[href], button:not(:disabled), input:not(:disabled), [tabindex="0"]';

/** Wide enough for list and conversation side by side; the same width stands in the styles. */
const WIDE = '(min-width: 900px)';

export function useDrawer(drawer: RefObject<HTMLElement | null>, open: boolean, close: () => void): void {
  // Before the page behind becomes inert for good, and the focus on the opener with it.
  useLayoutEffect(() => {
    const panel = drawer.current;
    if (!open || !panel) return;
    const opener = document.activeElement;
    const reachable = () =>
      [...panel.querySelectorAll<HTMLElement>(REACHABLE)].filter((element) => element.checkVisibility());
    reachable()[0]?.focus();

    function keepInside(event: KeyboardEvent) {
      if (event.key === 'Escape' && !event.defaultPrevented) {
        event.preventDefault();
        close();
      }
      if (event.key !== 'Tab') return;
      const inside = reachable();
      const edge = event.shiftKey ? inside[0] : inside.at(-1);
      if (document.activeElement !== edge && panel!.contains(document.activeElement)) return;
      event.preventDefault();
      (event.shiftKey ? inside.at(-1) : inside[0])?.focus();
    }
    const wide = matchMedia(WIDE);
    document.addEventListener('keydown', keepInside);
    wide.addEventListener('change', close);
    return () => {
      document.removeEventListener('keydown', keepInside);
      wide.removeEventListener('change', close);
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, [open]);
}
