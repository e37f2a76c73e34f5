/** Puts text on the clipboard. False when the browser would not. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** The only way on a page that does not count as secure, as over plain HTTP on a home network. */
function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const carrier = document.createElement('textarea');
  carrier.value = text;
  carrier.className = 'vh';
  document.body.append(carrier);
  carrier.select();
  try {
    return document.execCommand('copy');
  } finally {
    carrier.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
