/**
 * Mends WhatsApp's page for the library, which reads a field `_serialized` that the page no longer has: since July 2026
 * ids carry their text in a field with a name of the minifier's (github.com/wwebjs/whatsapp-web.js, issues 201828, 201833
 * and 201844; downloads: 201908). Which field it is is found by its value, so that the next name does not matter.
 *
 * The function runs in the page before the page's own scripts, so it must use nothing from outside itself.
 */
import type { ShimReport } from './wire.ts';

/** What the shim leaves in the page for us to read. */
export const SHIM_REPORT = '__parleyShim';

/** The parts of WhatsApp's page that are touched; none of them is promised to exist. */
interface PageWindow {
  require?: unknown;
  WWebJS?: Record<string, unknown>;
  __parleyShim?: ShimReport;
}

export function pageShim(): void {
  const page: PageWindow = globalThis;
  const EVERY_MS = 10;
  const USER = '15550009999@c.us';
  const STANZA = '3EB0PARLEY';
  type Load = <Module = Record<string, unknown>>(name: string) => Module;

  let field: string | undefined;
  const mended = new WeakSet<object>();

  /** The name of the field whose text is what an id says; own fields first, then what the class computes. */
  function fieldWith(instance: object, says: (text: string) => boolean): string | undefined {
    const names = [...Object.keys(instance), ...Object.getOwnPropertyNames(Object.getPrototypeOf(instance))];
    return names.find((name) => {
      const value = (instance as Record<string, unknown>)[name];
      return typeof value === 'string' && says(value);
    });
  }

  function giveField(instance: object, name: string): void {
    const prototype = Object.getPrototypeOf(instance) as object;
    Object.defineProperty(prototype, '_serialized', {
      configurable: true,
      get(this: Record<string, unknown>) {
        return this[name];
      },
      // The page makes copies of ids field by field.
      set(this: object, value: unknown) {
        Object.defineProperty(this, '_serialized', { value, writable: true, configurable: true, enumerable: true });
      },
    });
  }

  /** Computed fields do not cross into the library's process: there the copy needs one of its own. */
  function mend(value: unknown, depth = 0): unknown {
    if (typeof value !== 'object' || value === null || depth > 8 || field === undefined) return value;
    if (mended.has(value)) return value;
    mended.add(value);
    const bag = value as Record<string, unknown>;
    for (const inner of Object.values(bag)) mend(inner, depth + 1);
    if (typeof bag[field] === 'string' && !Object.hasOwn(bag, '_serialized') && Object.isExtensible(bag))
      Object.defineProperty(bag, '_serialized', { value: bag[field], enumerable: true, configurable: true });
    return value;
  }

  /** True once the page's ids are as the library wants them, or cannot be made so. */
  function mendIds(load: Load): boolean {
    const { createWid } = load<{ createWid: (id: string) => object }>('WAWebWidFactory');
    const wid = createWid(USER);
    const Key = load<new (of: object) => object>('WAWebMsgKey');
    const key = new Key({ from: wid, to: wid, id: STANZA, selfDir: 'out' });
    const widField = fieldWith(wid, (text) => text === USER);
    const keyField = fieldWith(key, (text) => text.includes(STANZA) && text.includes(USER));
    if (widField === undefined || keyField === undefined) {
      const what = widField === undefined ? 'the id of a chat' : 'the id of a message';
      page.__parleyShim = { state: 'lost', words: `No field of the page holds ${what} any more.` };
      return true;
    }
    if (keyField === '_serialized' && widField === '_serialized') {
      page.__parleyShim = { state: 'plain' };
      return true;
    }
    field = keyField === '_serialized' ? widField : keyField;
    if (widField !== '_serialized') giveField(wid, widField);
    if (keyField !== '_serialized') giveField(key, keyField);
    page.__parleyShim = { state: 'mended', field };
    return true;
  }

  /** A download has to say its type; the library says none. */
  function mendDownloads(load: Load): boolean {
    const manager = load<{ downloadManager?: Record<string, unknown> }>('WAWebDownloadManager').downloadManager;
    const download = manager?.downloadAndMaybeDecrypt;
    if (!manager || typeof download !== 'function') return true;
    manager.downloadAndMaybeDecrypt = (order: object, ...rest: unknown[]) =>
      download.call(manager, { mimetype: 'application/octet-stream', ...order }, ...rest) as unknown;
    return true;
  }

  /** The library's own translators, which it puts into the page when it is ready. */
  function mendModels(): boolean {
    const library = page.WWebJS;
    const names = ['getMessageModel', 'getChatModel', 'getContactModel'];
    if (!library || names.some((name) => typeof library[name] !== 'function')) return false;
    if (field === undefined) return true;
    for (const name of names) {
      const translate = library[name] as (...args: unknown[]) => unknown;
      library[name] = (...args: unknown[]) => {
        const model = translate(...args);
        return model instanceof Promise ? model.then((made) => mend(made)) : mend(model);
      };
    }
    return true;
  }

  const steps: ((load: Load) => boolean)[] = [mendIds, mendDownloads, mendModels];
  const timer = setInterval(() => {
    if (typeof page.require !== 'function') return;
    const load = page.require as Load;
    while (steps.length > 0) {
      try {
        if (!steps[0]!(load)) return;
      } catch {
        // The page is not loaded so far yet.
        return;
      }
      steps.shift();
    }
    clearInterval(timer);
  }, EVERY_MS);
}
