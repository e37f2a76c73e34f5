/** Ids as WhatsApp's page has them. Which field carries the text of one is a setting: that name has changed before. */
import type { whatsapp } from '@wppconnect/wa-js';
import type { PageSettings } from '../protocol.ts';

declare const SETTINGS: PageSettings;

type WidShape = Pick<
  whatsapp.Wid,
  'user' | 'server' | 'isLid' | 'isGroup' | 'isStatus' | 'isUser' | 'isNewsletter' | 'isBroadcast' | 'toJid' | 'equals'
>;

export class Wid implements WidShape {
  user: string;
  server: string;

  constructor(id: string) {
    const [user, server] = id.split('@');
    if (!user || !server) throw new Error(`wid error: invalid wid ${id}`);
    this.user = user;
    this.server = server;
    giveText(this, id);
  }

  isLid(): boolean {
    return this.server === 'lid';
  }
  isGroup(): boolean {
    return this.server === 'g.us';
  }
  isStatus(): boolean {
    return textOf(this) === 'status@broadcast';
  }
  isUser(): boolean {
    return ['c.us', 'lid', 'bot', 'hosted', 'hosted.lid'].includes(this.server);
  }
  isNewsletter(): boolean {
    return this.server === 'newsletter';
  }
  isBroadcast(): boolean {
    return this.server === 'broadcast';
  }
  toJid(): string {
    return textOf(this);
  }
  toString(): string {
    return textOf(this);
  }
  equals(other: unknown): boolean {
    return other instanceof Wid && textOf(other) === textOf(this);
  }
}

export function createWid(id: string | Wid): Wid {
  return id instanceof Wid ? id : new Wid(typeof id === 'string' ? id : textOf(id));
}

type KeyShape = Pick<whatsapp.MsgKey, 'fromMe' | 'id' | 'remote' | 'participant' | 'equals'>;

export class MsgKey {
  fromMe: boolean;
  id: string;
  remote: Wid;
  participant: Wid | undefined;

  constructor({
    to,
    id,
    participant,
    selfDir,
  }: { from: Wid; to: Wid; id: string; participant?: Wid; selfDir: 'in' | 'out' }) {
    this.fromMe = selfDir === 'out';
    this.id = id;
    this.remote = to;
    this.participant = participant;
    giveText(this, [String(this.fromMe), textOf(to), id, ...(participant ? [textOf(participant)] : [])].join('_'));
  }

  toString(): string {
    return textOf(this);
  }
  equals(other: unknown): boolean {
    return other instanceof MsgKey && textOf(other) === textOf(this);
  }

  /** 22 characters that begin as those of every page do. */
  static async newId(): Promise<string> {
    const bytes = crypto.getRandomValues(new Uint8Array(9));
    return `3EB0${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`.toUpperCase();
  }
}

/** The shapes that others have written down from the live page; the text of an id aside. */
type Fits<Shape, Made extends { [Name in keyof Shape]: unknown }> = Made;
export type ShapesFit = [Fits<WidShape, Wid>, Fits<KeyShape, MsgKey>];

const turned = (text: string): string => (SETTINGS.scrambled ? [...text].reverse().join('') : text);

export const textOf = (id: object): string => turned(String(Reflect.get(id, SETTINGS.field)));

function giveText(id: object, text: string): void {
  Object.defineProperty(id, SETTINGS.field, {
    value: turned(text),
    enumerable: true,
    writable: true,
    configurable: true,
  });
}
