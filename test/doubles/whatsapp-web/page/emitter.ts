/** Events as WhatsApp's page has them: several names in one string, listeners by reference. */
type Listener = (...args: never[]) => unknown;

export class Emitter {
  readonly _listeners = new Map<string, Listener[]>();

  on(names: string, listener: Listener): this {
    for (const name of names.split(' ')) this._listeners.set(name, [...(this._listeners.get(name) ?? []), listener]);
    return this;
  }

  once(name: string, listener: Listener): this {
    const first: Listener = (...args) => {
      this.off(name, first);
      return listener(...args);
    };
    return this.on(name, first);
  }

  off(name: string, listener: Listener): this {
    this._listeners.set(
      name,
      (this._listeners.get(name) ?? []).filter((one) => one !== listener),
    );
    return this;
  }

  emit(name: string, ...args: unknown[]): void {
    for (const listener of [...(this._listeners.get(name) ?? [])]) listener(...(args as never[]));
  }
}
