/** Addresses a link may carry: the model writes them, a person follows them. */

const WEB: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** Absolute and of a harmless scheme; without a user name, which only serves to hide where the link leads. */
export function safeAddress(url: string, schemes: ReadonlySet<string> = WEB): string | undefined {
  const address = URL.parse(url);
  if (address === null || !schemes.has(address.protocol)) return undefined;
  return address.username === '' && address.password === '' ? address.href : undefined;
}

const SCHEME = /https?:\/\//gi;

/** Words without anything an app would take for an address to open. Taking one out may put another together. */
export function withoutScheme(text: string): string {
  let before = text;
  for (;;) {
    const after = before.replace(SCHEME, '');
    if (after === before) return after;
    before = after;
  }
}
