/**
 * What we read from WhatsApp's page ourselves, where the library has no call for it or one that does too much. Each
 * function runs in the page, so it must use nothing from outside itself, and takes no part of the page for certain.
 */

type Load = <Module>(name: string) => Module;
type Wid = { server?: string; user?: string };
/** A message or a chat as the page keeps it. */
interface Model {
  id: Wid & { fromMe?: boolean };
  [name: string]: unknown;
}
interface Collection {
  get(id: unknown): Model | undefined;
  getModelsArray?(): Model[];
  on(name: string, listener: (model: Model) => void): void;
}
type Collections = { Msg: Collection; Chat: Collection; Contact?: Collection };
interface Counting {
  __parleyAdded?: { count: number };
}

/** A person's two ids, as far as the page knows them; nobody is asked. */
export function readBoth(id: string): { lid?: unknown; phone?: unknown } {
  const load = Reflect.get(globalThis, 'require') as Load;
  const contacts = load<Record<string, ((wid: Wid) => unknown) | undefined>>('WAWebApiContact');
  const wid = load<{ createWid(id: string): Wid }>('WAWebWidFactory').createWid(id);
  const hidden = wid.server === 'lid';
  const lid = hidden ? wid : contacts.getCurrentLid?.(wid);
  const phone = hidden ? contacts.getPhoneNumber?.(wid) : wid;
  return { ...(lid ? { lid } : {}), ...(phone ? { phone } : {}) };
}

/** This account's own two ids. */
export function readMe(): { lid?: unknown; phone?: unknown } {
  const load = Reflect.get(globalThis, 'require') as Load;
  const me = load<Record<string, (() => unknown) | undefined>>('WAWebUserPrefsMeUser');
  return { lid: me.getMaybeMeLidUser?.() ?? undefined, phone: me.getMaybeMePnUser?.() ?? undefined };
}

/** The name the owner knows a person by, or the one they gave themselves; absent: neither is known here. */
export function readName(id: string): string | undefined {
  const load = Reflect.get(globalThis, 'require') as Load;
  const wid = load<{ createWid(id: string): Wid }>('WAWebWidFactory').createWid(id);
  const contact = load<Collections>('WAWebCollections').Contact?.get(wid);
  const name = contact?.name ?? contact?.pushname ?? contact?.verifiedName;
  return typeof name === 'string' ? name : undefined;
}

/** From now on the page counts the messages it hears; once a page. */
export function startCounting(): void {
  const page: typeof globalThis & Counting = globalThis;
  if (page.__parleyAdded) return;
  const added = { count: 0 };
  page.__parleyAdded = added;
  const load = Reflect.get(globalThis, 'require') as Load;
  load<Collections>('WAWebCollections').Msg.on('add', (message) => {
    // What cannot be read yet is handed over later, or never.
    if (message.isNewMsg === true && message.type !== 'ciphertext') added.count += 1;
  });
}

/** What it counted since it was asked last, and WhatsApp's own state. */
export function readCount(): { added: number; socket: string } {
  const page: typeof globalThis & Counting = globalThis;
  const load = Reflect.get(globalThis, 'require') as Load;
  const added = page.__parleyAdded?.count ?? 0;
  if (page.__parleyAdded) page.__parleyAdded.count = 0;
  const { state } = load<{ Socket: { state?: string } }>('WAWebSocketModel').Socket;
  return { added, socket: state ?? '' };
}

/** What the library waits to be told, and was not when the page had synced before it came. */
export function nudge(): void {
  const told = Reflect.get(globalThis, 'onAppStateHasSyncedEvent') as (() => unknown) | undefined;
  told?.();
}

/** Shows "typing…" or ends it. */
export function showTyping(state: 'typing' | 'stop', chat: string): void {
  const library = Reflect.get(globalThis, 'WWebJS') as { sendChatstate(state: string, chat: string): Promise<unknown> };
  // Whether it arrives is nobody's concern, and waiting for it would hold the answer up.
  library.sendChatstate(state, chat).catch(() => {});
}

/** The owner's chats, newest first. */
export function readChats(most: number): { id: unknown; title: string; at: number }[] {
  const load = Reflect.get(globalThis, 'require') as Load;
  const chats = load<Collections>('WAWebCollections').Chat.getModelsArray?.() ?? [];
  return chats
    .map((chat) => ({
      // Ids that know their text by a computed field alone would arrive without it.
      id: `${chat.id.user}@${chat.id.server}`,
      title: typeof chat.formattedTitle === 'string' ? chat.formattedTitle : '',
      at: typeof chat.t === 'number' ? chat.t * 1000 : 0,
    }))
    .sort((a, b) => b.at - a.at)
    .slice(0, most);
}

/** Messages of others that nobody has read yet and that are not older than `sinceS`, oldest first. */
export function readUnread(sinceS: number): unknown[] {
  const load = Reflect.get(globalThis, 'require') as Load;
  const library = Reflect.get(globalThis, 'WWebJS') as { getMessageModel(message: Model): { t?: number } };
  const chats = load<Collections>('WAWebCollections').Chat.getModelsArray?.() ?? [];
  return chats
    .filter(({ unreadCount }) => typeof unreadCount === 'number' && unreadCount > 0)
    .flatMap(({ msgs, unreadCount }) => {
      const all = (msgs as Collection | undefined)?.getModelsArray?.() ?? [];
      return all.filter(({ id }) => id.fromMe !== true).slice(-Number(unreadCount));
    })
    .filter(({ t }) => typeof t === 'number' && t >= sinceS)
    .map((message) => library.getMessageModel(message))
    .sort((a, b) => (a.t ?? 0) - (b.t ?? 0));
}

/** Our own newest message in a chat with these words, or that is a file of this name. */
export function readOwn(chat: string, text: string, sinceS: number): unknown {
  const load = Reflect.get(globalThis, 'require') as Load;
  const library = Reflect.get(globalThis, 'WWebJS') as { getMessageModel(message: Model): unknown };
  const wid = load<{ createWid(id: string): Wid }>('WAWebWidFactory').createWid(chat);
  const known = load<Collections>('WAWebCollections').Chat.get(wid);
  const all = (known?.msgs as Collection | undefined)?.getModelsArray?.() ?? [];
  const found = all.findLast(
    ({ id, body, caption, filename, t }) =>
      id.fromMe === true && [body, caption, filename].includes(text) && Number(t) >= sinceS,
  );
  return found ? library.getMessageModel(found) : null;
}

/** Where a file stands that could not be had. */
export function readMediaStage(id: string): string | null {
  const load = Reflect.get(globalThis, 'require') as Load;
  const message = load<Collections>('WAWebCollections').Msg.get(id);
  const stage = (message?.mediaData as { mediaStage?: string } | undefined)?.mediaStage;
  return message ? (stage ?? '') : null;
}
