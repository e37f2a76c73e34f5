/** Messages as the page hands them over, by the names in @wppconnect/wa-js, with what a test is about put over them. */
import type { Inbound } from '../../../adapters/contract.ts';
import { type Decoded, decodeMessage, type Heard, type Surroundings } from '../../../adapters/whatsapp-web/decode.ts';
import { readMessage } from '../../../adapters/whatsapp-web/raw.ts';

export const BEN = '15551234567@c.us';
export const BEN_LID = '77700011122@lid';
export const GROUP = '120363021234567890@g.us';
export const ME = { phone: '4915123456789@c.us', lid: '99900088877@lid' };
export const NOW = 1_795_000_000_000;
const NOW_S = NOW / 1000;

export const around: Surroundings = { account: 'main', me: ME, now: NOW, backlogMs: 600_000 };

export interface PageKey {
  fromMe?: boolean;
  chat?: string;
  stanza?: string;
  participant?: string;
}

/** An id as the page wrote it until July 2026, or since: the text stands in whatever field. */
export function pageKey(
  { fromMe = false, chat = BEN, stanza = 'AC4F0D8E2B9A7C6D5E4F3A2B1C0D9E8F', participant }: PageKey,
  field = '_serialized',
): object {
  const text = [String(fromMe), chat, stanza, ...(participant ? [participant] : [])].join('_');
  return {
    fromMe,
    remote: chat,
    id: stanza,
    ...(participant ? { participant: wid(participant, field) } : {}),
    [field]: text,
  };
}

export function wid(id: string, field = '_serialized'): object {
  const [user, server] = id.split('@');
  return { user, server, [field]: id };
}

/** A text from Ben, unless told otherwise. */
export function pageMessage({ key = {}, ...fields }: Record<string, unknown> & { key?: PageKey } = {}): object {
  return { id: pageKey(key), type: 'chat', body: 'hello', t: NOW_S, notifyName: 'Ben', ...fields };
}

export function heard(data: object, more: Partial<Heard> = {}): Heard {
  const message = readMessage(data);
  if (!message) throw new Error('This is no message.');
  return { message, chat: {}, author: {}, names: {}, ...more };
}

export const decoded = (data: object, more: Partial<Heard> = {}, where: Partial<Surroundings> = {}): Decoded =>
  decodeMessage(heard(data, more), { ...around, ...where });

/** The one event of it. */
export function event(data: object, more: Partial<Heard> = {}, where: Partial<Surroundings> = {}): Inbound {
  const result = decoded(data, more, where);
  if ('ignored' in result || result.events.length !== 1) throw new Error(`Not one event: ${JSON.stringify(result)}`);
  return result.events[0]!;
}

export const partsOf = (data: object, more: Partial<Heard> = {}) => {
  const one = event(data, more);
  return one.kind === 'message' ? one.parts : [];
};
