/** Addresses a link may carry: the model writes them, a person follows them. */

const WEB: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** Absolute and of a harmless scheme; without a user name, which only serves to hide where the link leads. */
export function safeAddress(url: string, schemes: ReadonlySet<string> = WEB): string | undefined {
  const address = URL.parse(url);
  if (address === null || !schemes.has(address.protocol)) return undefined;
  return address.username === '' && address.password === '' ? address.href : undefined;
}

/** How an address begins that an app opens. */
export const SCHEME = /https?:\/\//i;
export const LONGEST_SCHEME = 'https://'.length;

/**
 * Words without anything an app would take for an address to open. `before` is what they follow: the two together hold
 * none either. Taking one out may put another together.
 */
export function withoutScheme(text: string, before = ''): string {
  const tail = before.slice(1 - LONGEST_SCHEME);
  let words = text;
  for (;;) {
    const found = SCHEME.exec(tail + words);
    if (found === null) return words;
    const at = found.index - tail.length;
    words = words.slice(0, Math.max(0, at)) + words.slice(at + found[0].length);
  }
}
