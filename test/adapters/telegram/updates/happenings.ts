/** Edits, and what Telegram itself says in a chat. */
import type { Message, Update } from '@grammyjs/types';
import type { Inbound } from '../../../../adapters/contract.ts';
import {
  ana,
  at,
  bo,
  bot,
  type Case,
  DATE,
  forum,
  group,
  inGroup,
  otherBot,
  privately,
  size,
  supergroup,
} from './people.ts';

export const HAPPENINGS: Case[] = [
  {
    says: 'an edit is an edit, and no message',
    update: {
      update_id: 1,
      edited_message: { ...at, chat: privately, from: ana, text: 'better', edit_date: DATE + 5 },
    } as Update,
    becomes: [{ kind: 'edit', messageId: '11', at: (DATE + 5) * 1000, parts: [{ kind: 'text', text: 'better' }] }],
  },
  {
    says: 'an edit inside an album is of that part alone',
    update: {
      update_id: 1,
      edited_message: {
        ...{ ...at, chat: privately, from: ana, edit_date: DATE + 5 },
        ...{ photo: [size('big', 800, 9000)], caption: 'better', media_group_id: 'G' },
      },
    } as Update,
    becomes: [{ kind: 'edit', messageId: '11', parts: [{ kind: 'image', caption: 'better' }] } as Partial<Inbound>],
  },
  {
    says: 'a live place moving on is nothing said',
    update: {
      update_id: 1,
      edited_message: {
        ...{ ...at, chat: privately, from: ana, edit_date: DATE + 5 },
        location: { latitude: 1, longitude: 2, live_period: 900 },
      },
    } as Update,
    becomes: 'a live place',
  },
  {
    says: 'a pinned message is nothing said',
    update: inGroup({ pinned_message: { ...at, chat: supergroup, from: bo, text: 'x' } } as Partial<Message>),
    becomes: 'what happened in a chat: pinned_message',
  },
  {
    says: 'a new topic is nothing said',
    update: inGroup({ forum_topic_created: { name: 'Food', icon_color: 7322096 } }, forum),
    becomes: 'what happened in a chat: forum_topic_created',
  },
  {
    says: 'people who join are told one by one, bots not',
    update: inGroup({ new_chat_members: [ana, otherBot, bo] }),
    becomes: [
      { kind: 'membership', change: 'joined', eventId: '1.0', member: { id: '7', name: 'Ana Silva', language: 'pt' } },
      { kind: 'membership', change: 'joined', eventId: '1.1', member: { id: '8', name: 'Bo' } },
    ],
  },
  {
    says: 'who leaves is told',
    update: inGroup({ left_chat_member: ana }),
    becomes: [{ kind: 'membership', change: 'left' }],
  },
  {
    says: 'that we ourselves joined is told by another update',
    update: inGroup({ new_chat_members: [bot] }),
    becomes: 'what happened in a chat: new_chat_members',
  },
  {
    says: 'a group that becomes a supergroup moves',
    update: inGroup({ migrate_to_chat_id: -1005 }, group),
    becomes: [
      {
        kind: 'moved',
        eventId: 'moved.-5.-1005',
        address: { channel: 'telegram', account: '4242', chat: '-5', group: true },
        to: { channel: 'telegram', account: '4242', chat: '-1005', group: true },
      },
    ],
  },
  {
    says: 'the same move told in the new group is the same event',
    update: inGroup({ migrate_from_chat_id: -5 }, supergroup),
    becomes: [
      {
        kind: 'moved',
        eventId: 'moved.-5.-1005',
        address: { channel: 'telegram', account: '4242', chat: '-5', group: true },
        to: { channel: 'telegram', account: '4242', chat: '-1005', group: true },
      },
    ],
  },
];
