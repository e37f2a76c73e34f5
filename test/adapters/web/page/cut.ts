/** What of the page a person cannot see whole, because something's edge cuts it. */
import type { Page } from 'playwright-core';

/**
 * Words, pictures and controls that end beyond an edge, each as one line. What can be scrolled to by keys, and what ends in
 * an ellipsis, is not cut.
 */
export function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    /** Browsers place letters on fractions of pixels. */
    const HAIR_PX = 1;
    const told = (element: Element, what: string) =>
      found.push(`${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} “${what.slice(0, 40)}”`);

    function whole(element: Element, { left, right, top, bottom }: DOMRect): boolean {
      const cell = element.closest('td, th')?.getBoundingClientRect();
      // Beyond its cell it lies over the next one.
      if (cell && (left < cell.left - HAIR_PX || right > cell.right + HAIR_PX)) return false;
      for (let frame: Element | null = element; frame; frame = frame.parentElement) {
        const style = getComputedStyle(frame);
        const onlyHeard = style.clipPath === 'inset(50%)';
        if (style.textOverflow === 'ellipsis' || onlyHeard) return true;
        const edge = frame.getBoundingClientRect();
        const start = edge.left + frame.clientLeft;
        const sideways = right > start + frame.clientWidth + HAIR_PX || left < start - HAIR_PX;
        // A region of its own, to be scrolled by keys: a wide table, a line of code.
        const scrolls = frame instanceof HTMLElement && frame.tabIndex === 0 && frame.scrollWidth > frame.clientWidth;
        if (style.overflowX !== 'visible' && sideways) return scrolls && !frame.matches('.log');
        const upright = bottom > edge.bottom + HAIR_PX || top < edge.top - HAIR_PX;
        if (style.overflowY === 'hidden' && upright && frame !== document.body) return false;
        if (style.overflowY === 'auto' && upright) return !sideways;
      }
      return left >= -HAIR_PX && right <= innerWidth + HAIR_PX;
    }

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement!;
      if (!node.textContent?.trim() || element.closest('script') || !element.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      if ([...range.getClientRects()].some((rect) => rect.width > 0 && !whole(element, rect)))
        told(element, node.textContent);
    }
    for (const element of document.querySelectorAll('img, svg, button, a.btn, textarea, input'))
      if (element.checkVisibility() && !whole(element, element.getBoundingClientRect()))
        told(element, element.textContent || (element.getAttribute('alt') ?? ''));
    return found;
  });
}
