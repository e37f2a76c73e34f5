/** Reactions, pressed buttons, and whether we are in a chat. */
import type { Update } from '@grammyjs/types';
import { ana, at, bo, bot, type Case, DATE, group, privately, supergroup } from './people.ts';

export const PRESSES: Case[] = [
  {
    says: 'a reaction is what it is now',
    update: {
      update_id: 1,
      message_reaction: {
        ...{ chat: privately, message_id: 9, user: ana, date: DATE },
        old_reaction: [{ type: 'emoji', emoji: '👍' }],
        new_reaction: [
          { type: 'emoji', emoji: '❤' },
          { type: 'custom_emoji', custom_emoji_id: '55' },
          { type: 'paid' },
        ],
      },
    },
    becomes: [{ kind: 'reaction', messageId: '9', emoji: ['❤', 'custom:55', '⭐'] }],
  },
  {
    says: 'a reaction of an anonymous admin is the group’s',
    update: {
      update_id: 1,
      message_reaction: {
        chat: supergroup,
        message_id: 9,
        actor_chat: supergroup,
        date: DATE,
        old_reaction: [],
        new_reaction: [],
      },
    },
    becomes: [{ kind: 'reaction', member: { id: 'chat:-1005', name: 'Hiking club' }, emoji: [] }],
  },
  {
    says: 'counts of reactions are not for us',
    update: { update_id: 1, message_reaction_count: { chat: supergroup, message_id: 9, date: DATE, reactions: [] } },
    becomes: 'a number of reactions',
  },
  {
    says: 'a pressed button is a choice',
    update: {
      update_id: 1,
      callback_query: {
        ...{ id: 'q', from: ana, chat_instance: 'c', data: 'notice:on:1' },
        message: { ...at, chat: privately, from: bot, text: 'x' },
      },
    } as Update,
    becomes: [
      {
        kind: 'choice',
        choice: 'notice:on:1',
        messageId: '11',
        member: { id: '7', name: 'Ana Silva', language: 'pt' },
      },
    ],
  },
  {
    says: 'a button under a message that is gone still counts',
    update: {
      update_id: 1,
      callback_query: {
        ...{ id: 'q', from: ana, chat_instance: 'c', data: 'stop' },
        message: { message_id: 11, chat: privately, date: 0 },
      },
    },
    becomes: [{ kind: 'choice', choice: 'stop', address: { channel: 'telegram', account: '4242', chat: '7' } }],
  },
  {
    says: 'a button in a message sent through us elsewhere has no chat',
    update: {
      update_id: 1,
      callback_query: { id: 'q', from: ana, chat_instance: 'c', data: 'x', inline_message_id: 'i' },
    },
    becomes: 'a button outside of our chats',
  },
  {
    says: 'a button of a game has no value',
    update: {
      update_id: 1,
      callback_query: {
        ...{ id: 'q', from: ana, chat_instance: 'c', game_short_name: 'g' },
        message: { message_id: 11, chat: privately, date: 0 },
      },
    } as Update,
    becomes: 'a button without a value',
  },
  {
    says: 'the platform’s own stop button is a choice too',
    update: { update_id: 1, stopped_message_generation: { chat: privately, draft_id: 3 } },
    becomes: [{ kind: 'choice', choice: 'stop', member: { id: '7' } }],
  },
  ...(
    [
      ['blocking us', privately, ana, 'member', 'kicked', 'blocked'],
      ['coming back', privately, ana, 'kicked', 'member', 'unblocked'],
      ['putting us into a group', group, bo, 'left', 'member', 'added'],
      ['putting us in as admins', supergroup, bo, 'left', 'administrator', 'added'],
      ['putting us out', supergroup, bo, 'member', 'kicked', 'removed'],
      ['taking us out', supergroup, bo, 'administrator', 'left', 'removed'],
    ] as const
  ).map(
    ([what, chat, from, before, after, change]): Case => ({
      says: `${what} is membership`,
      update: {
        update_id: 1,
        my_chat_member: {
          ...{ chat, from, date: DATE },
          old_chat_member: { user: bot, status: before },
          new_chat_member: { user: bot, status: after },
        },
      } as Update,
      becomes: [{ kind: 'membership', change }],
    }),
  ),
  {
    says: 'other rights for us change nothing',
    update: {
      update_id: 1,
      my_chat_member: {
        ...{ chat: supergroup, from: bo, date: DATE },
        old_chat_member: { user: bot, status: 'member' },
        new_chat_member: { user: bot, status: 'administrator' },
      },
    } as Update,
    becomes: 'other rights for us',
  },
  {
    says: 'being restricted inside is still being there',
    update: {
      update_id: 1,
      my_chat_member: {
        ...{ chat: supergroup, from: bo, date: DATE },
        old_chat_member: { user: bot, status: 'left' },
        new_chat_member: { user: bot, status: 'restricted', is_member: true },
      },
    } as Update,
    becomes: [{ kind: 'membership', change: 'added' }],
  },
];
