/** A chat goes on under another address: what is known of it, and what waits in it, goes along. */
import type { Address, Admission, Inbound } from '../../adapters/contract.ts';
import type { Enqueue, Store } from '../bus/store.ts';
import { accountName, chatName, conversationName, personName } from '../conversation/names.ts';
import { type Ask, call } from '../conversation/record.ts';
import { laneItem } from './enter.ts';
import { INBOX, type InboxItem, inboxLane, readItem } from './items.ts';

export async function moveChat(
  event: Inbound & { kind: 'moved' },
  { store, ask, secret }: { store: Store; ask: Ask; secret: Buffer },
): Promise<Admission> {
  const { address: from, to } = event;
  const chat = { from: chatName(secret, from), to: chatName(secret, to) };
  const conversations = (await ask('threads', { chat: chat.from })).map(({ conversation, thread }) => ({
    from: conversation,
    to: conversationName(secret, inThread(to, thread)),
  }));
  // In a chat with one person the address is theirs, and who they are to us goes along too.
  const person = from.group
    ? null
    : {
        account: accountName(to),
        from: personName(secret, from, from.chat),
        to: personName(secret, to, to.chat),
      };
  const nothing: InboxItem = { address: to, member: '', language: 'en', at: event.at, kind: 'quiet', ends: 0 };
  const move: Enqueue = {
    ...laneItem(secret, event, conversationName(secret, to), nothing),
    effects: [call('move', { chat, conversations, person, address: to })],
  };
  const [moved] = await store.enqueue([move, ...(await waiting())]);
  for (const { from: old } of conversations) await store.cancel(inboxLane(old), { drop: true });
  return moved!.status === 'duplicate' ? { status: 'duplicate' } : { status: 'admitted', id: 0 };

  /** What waits in the old lanes, for the new ones. What has left them by now is known there as ended. */
  async function waiting(): Promise<Enqueue[]> {
    const found: Enqueue[] = [];
    for (const { from: old, to: conversation } of conversations)
      for (const { seq, payload } of await store.peek(inboxLane(old))) {
        const item = readItem<InboxItem>(inboxLane(old), seq, payload);
        const address = inThread(to, item.address.thread ?? '');
        found.push({
          topic: INBOX,
          lane: inboxLane(conversation),
          payload: JSON.stringify({ ...item, address }),
          effects: [call('carryMoved', { conversation, item: seq })],
        });
      }
    return found;
  }
}

const inThread = ({ thread: _, ...address }: Address, thread: string): Address =>
  thread === '' ? address : { ...address, thread };
