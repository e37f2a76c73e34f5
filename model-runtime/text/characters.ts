/**
 * Bytes that arrive token by token, out as whole characters: what begins a character is held back until it is
 * complete. Bytes that can never become one come out as U+FFFD; a character still open at the end is dropped.
 */
export class Characters {
  readonly #utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

  push(bytes: Uint8Array): string {
    return this.#utf8.decode(bytes, { stream: true });
  }
}
