/** How an event enters a lane: once, however often its platform delivers it. */
import type { Inbound } from '../../adapters/contract.ts';
import type { Enqueue } from '../bus/store.ts';
import { eventName } from '../conversation/names.ts';
import { INBOX, type InboxItem, inboxLane } from './items.ts';

export const laneItem = (secret: Buffer, event: Inbound, conversation: string, item: InboxItem): Enqueue => ({
  topic: INBOX,
  lane: inboxLane(conversation),
  dedupeKey: eventName(secret, event.address, event.eventId),
  payload: JSON.stringify(item),
});
