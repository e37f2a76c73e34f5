/**
 * What our records call a chat: a one-way code of its address, keyed with the installation's secret. A copy of the
 * database alone does not tell whose chat it was, and after `/forget` nothing leads back from a code to a person.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Address } from '../../adapters/contract.ts';

/** The conversation of one address, thread included: 22 characters of base64url. */
export const conversationName = (secret: Buffer, address: Address): string =>
  known(secret, 'conversation', [address.channel, address.account, address.chat, address.thread ?? '']);

/** The chat a consent is given for: all its threads together. */
export const chatName = (secret: Buffer, address: Address): string =>
  known(secret, 'chat', [address.channel, address.account, address.chat]);

/** A person within one chat; the same person in another chat has another name. */
export const memberName = (secret: Buffer, address: Address, member: string): string =>
  known(secret, 'member', [address.channel, address.account, address.chat, member]);

/** A person as this account knows them, in whatever chat: for who may talk, and how fast. */
export const personName = (secret: Buffer, address: Address, member: string): string =>
  known(secret, 'person', [address.channel, address.account, member]);

/** One bot identity on one platform. */
export const accountName = ({ channel, account }: Pick<Address, 'channel' | 'account'>): string =>
  JSON.stringify([channel, account]);

/** The key under which a platform's event is recognised when it comes again. */
export const eventName = (secret: Buffer, address: Address, eventId: string): string =>
  code(secret, 'event', [address.channel, address.account, eventId]);

/** The same few addresses come again and again; a code once made is kept, as many as a busy hour needs. */
const KEPT = 10_000;
/** What is made of a secret once: bytes as a key would be looked over anew for each code, which takes longer than the code. */
const kept = new WeakMap<Buffer, { key: KeyObject; codes: Map<string, string> }>();

function keptOf(secret: Buffer): { key: KeyObject; codes: Map<string, string> } {
  let made = kept.get(secret);
  if (!made) {
    made = { key: createSecretKey(secret), codes: new Map() };
    kept.set(secret, made);
  }
  return made;
}

function known(secret: Buffer, what: string, fields: string[]): string {
  const { codes } = keptOf(secret);
  const name = JSON.stringify([what, ...fields]);
  let value = codes.get(name);
  if (value === undefined) {
    value = code(secret, what, fields);
    if (codes.size >= KEPT) codes.clear();
    codes.set(name, value);
  }
  return value;
}

/** JSON keeps the fields apart: ["a","bc"] and ["ab","c"] differ. 128 bits are enough to never meet twice. */
const code = (secret: Buffer, what: string, fields: string[]): string =>
  createHmac('sha256', keptOf(secret).key)
    .update(JSON.stringify([what, ...fields]))
    .digest()
    .subarray(0, 16)
    .toString('base64url');
