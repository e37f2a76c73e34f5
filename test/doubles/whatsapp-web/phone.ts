/** A phone with WhatsApp, its owner, and those who write to them. */
import type { FromPage, Knobs, ToPage, WireMessage } from './protocol.ts';

export interface Wires {
  link(phone: Phone, device: string): void;
  unlink(device: string): void;
  order(device: string, order: ToPage): void;
  isOpen(device: string): boolean;
}

/** What somebody writes; the rest is filled in. */
export type Written = Partial<WireMessage> & { from: string };

/** What the account's linked device was seen doing. */
export type Done =
  | {
      what: 'sent';
      chat: string;
      type: string;
      text: string;
      quotes?: string;
      id: string;
      file?: string;
      /** When the page had it, ms since 1970. */
      atMs: number;
    }
  | { what: 'edited'; id: string; text: string }
  | { what: 'seen' | 'typing' | 'paused'; chat: string }
  | { what: 'reacted'; id: string; emoji: string }
  | { what: 'preview'; link: string };

export class Phone {
  readonly id: string;
  readonly lid: string;
  readonly name: string;
  /** In order. */
  readonly done: Done[] = [];
  /** Between being connected and being synced. */
  syncAfterMs = 30;
  readonly lids: Record<string, string> = {};
  readonly names: Record<string, string> = {};
  readonly groups: Record<string, { id: string; isAdmin: boolean }[]> = {};
  readonly #wires: Wires;
  readonly #messages: WireMessage[] = [];
  readonly #waiting: ToPage[] = [];
  readonly #unread: Record<string, number> = {};
  readonly #turning: (() => void)[] = [];
  #device: string | undefined;
  #count = 0;

  constructor(number: string, { lid = `9${number}`, name = 'Ana' }: { lid?: string; name?: string }, wires: Wires) {
    this.id = `${number}@c.us`;
    this.lid = `${lid}@lid`;
    this.name = name;
    this.#wires = wires;
  }

  get linked(): boolean {
    return this.#device !== undefined;
  }

  /** The text of a QR code. */
  scan(qr: string): void {
    const device = /^REF-(.+)-\d+,/.exec(qr)?.[1];
    if (device === undefined) throw new Error(`This is no code to link a device with: ${qr}`);
    this.link(device);
  }

  link(device: string): void {
    this.#device = device;
    this.#wires.link(this, device);
    this.#orderNow(this.#linkOrder());
  }

  /** The linked device opened its page again. */
  cameBack(): void {
    this.#orderNow(this.#linkOrder());
    // What waited comes once the page listens.
    setTimeout(() => {
      for (const order of this.#waiting.splice(0)) this.#orderNow(order);
    }, this.syncAfterMs + 400);
  }

  /** Takes the linked device off the account. */
  logOut(): void {
    this.order({ do: 'log out' });
    if (this.#device !== undefined) this.#wires.unlink(this.#device);
    this.#device = undefined;
  }

  order(order: ToPage): void {
    this.#orderNow(order);
  }

  /** Resolves when the page is so. */
  turn(knobs: Knobs): Promise<void> {
    const turned = new Promise<void>((done) => this.#turning.push(done));
    this.order({ do: 'knobs', knobs });
    return turned;
  }

  /** Somebody writes to this account. Resolves with the message's whole id, as the page will say it. */
  receive({ from, ...more }: Written): string {
    return this.#arrive({ fromMe: false, chat: from, ...more });
  }

  /** The owner writes from the phone. */
  write(chat: string, body: string, more: Partial<WireMessage> = {}): string {
    // A phone's ids are longer than a page's.
    this.#count += 1;
    const stanza = `3A${'0'.repeat(24)}${this.#count}`;
    const participant = chat.endsWith('@g.us') ? { participant: this.lid } : {};
    return this.#arrive({ fromMe: true, chat, body, stanza, ...participant, ...more });
  }

  told(news: FromPage): void {
    switch (news.told) {
      case 'sent': {
        const { message, quotes, atMs } = news;
        this.#messages.push({ ...message, ack: 1 });
        this.done.push({
          what: 'sent',
          chat: message.chat,
          type: message.type,
          text: message.body ?? message.caption ?? '',
          id: nameOf(message),
          atMs,
          ...(quotes === undefined ? {} : { quotes }),
          ...(message.file ? { file: message.file.base64 } : {}),
        });
        return;
      }
      case 'edited':
        this.done.push({ what: 'edited', id: news.id, text: news.body });
        return;
      case 'reacted':
        this.done.push({ what: 'reacted', id: news.id, emoji: news.emoji });
        return;
      case 'preview':
        this.done.push({ what: 'preview', link: news.link });
        return;
      case 'seen':
        delete this.#unread[news.chat];
        this.done.push({ what: 'seen', chat: news.chat });
        return;
      case 'typing':
      case 'paused':
        this.done.push({ what: news.told, chat: news.chat });
        return;
      case 'turned':
        return this.#turning.shift()?.();
      case 'logged out':
        return this.logOut();
      case 'asks for a code':
        return;
      default:
        news satisfies never;
    }
  }

  /** Texts that left, in order. */
  get sent(): string[] {
    return this.done.flatMap((one) => (one.what === 'sent' ? [one.text] : []));
  }

  /** What a person in the chat reads now: edits have taken the place of what they edit. */
  shown(chat?: string): string[] {
    const texts = new Map<string, string>();
    for (const one of this.done) {
      if (one.what === 'sent' && (chat === undefined || one.chat === chat)) texts.set(one.id, one.text);
      if (one.what === 'edited' && texts.has(one.id)) texts.set(one.id, one.text);
    }
    return [...texts.values()];
  }

  #arrive(draft: Partial<WireMessage> & { fromMe: boolean; chat: string }): string {
    this.#count += 1;
    const message: WireMessage = {
      type: 'chat',
      stanza: `AC${String(this.#count).padStart(18, '0')}`,
      t: Math.floor(Date.now() / 1000),
      ...draft,
    };
    this.#messages.push(message);
    if (!message.fromMe) this.#unread[message.chat] = (this.#unread[message.chat] ?? 0) + 1;
    const order: ToPage = { do: 'receive', message };
    if (this.#device !== undefined && this.#wires.isOpen(this.#device)) this.#orderNow(order);
    else this.#waiting.push(order);
    return nameOf(message);
  }

  #linkOrder(): ToPage {
    const { id, lid, name, lids, names, groups } = this;
    const waiting = new Set(this.#waiting.flatMap((order) => (order.do === 'receive' ? [nameOf(order.message)] : [])));
    const messages = this.#messages.filter((message) => !waiting.has(nameOf(message)) && message.type !== 'ciphertext');
    return {
      do: 'link',
      me: { phone: id, lid, name },
      syncAfterMs: this.syncAfterMs,
      knows: { messages: messages.slice(-100), unread: this.#unread, lids, names, groups },
    };
  }

  #orderNow(order: ToPage): void {
    if (this.#device !== undefined) this.#wires.order(this.#device, order);
  }
}

export const nameOf = ({ fromMe, chat, stanza, participant }: WireMessage): string =>
  [String(fromMe), chat, stanza, ...(participant === undefined ? [] : [participant])].join('_');
