/** What happens in the private chat of Ana beside messages. */
import { randomUUID } from 'node:crypto';
import type { Inbound } from '../../adapters/contract.ts';
import { privateChat } from './people.ts';

export const ANA = privateChat('ana');

export const event = (over: object): Inbound =>
  ({ address: ANA, eventId: randomUUID(), at: Date.now(), member: { id: 'ana' }, ...over }) as Inbound;

export const edit = (messageId: string, text: string, over: object = {}): Inbound =>
  event({ kind: 'edit', messageId, parts: [{ kind: 'text', text }], ...over });
