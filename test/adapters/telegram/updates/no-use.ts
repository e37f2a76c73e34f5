/** What we have no use for. */
import type { Update } from '@grammyjs/types';
import { ana, at, type Case, privately, supergroup } from './people.ts';

export const NO_USE: Case[] = [
  {
    says: 'a message of somebody’s business account is not for us',
    update: {
      update_id: 1,
      business_message: { ...at, chat: privately, from: ana, text: 'x', business_connection_id: 'b' },
    } as Update,
    becomes: "somebody else's business account",
  },
  {
    says: 'a guest’s message is not for us',
    update: {
      update_id: 1,
      guest_message: { ...at, chat: supergroup, from: ana, text: 'x', guest_query_id: 'g' },
    } as Update,
    becomes: 'a chat we are no member of',
  },
  {
    says: 'an inline query is not for us',
    update: { update_id: 1, inline_query: { id: 'i', from: ana, query: 'x', offset: '' } },
    becomes: 'an inline query',
  },
  {
    says: 'a poll’s votes are not for us',
    update: {
      update_id: 1,
      poll_answer: { poll_id: 'p', user: ana, option_ids: [0], option_persistent_ids: ['0'] },
    } as Update,
    becomes: 'a poll',
  },
  {
    says: 'an unknown kind is named',
    update: { update_id: 1, telepathy: {} } as Update,
    becomes: 'an update of an unknown kind: telepathy',
  },
  {
    says: 'an update of nothing is ignored',
    update: { update_id: 1 },
    becomes: 'an update of an unknown kind: nothing',
  },
];
