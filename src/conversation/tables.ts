/**
 * The conversation's tables inside the store: what the service asks of them, by name, in the store's own transaction.
 * `Procedures` is the list both sides agree on; record.ts is the side that asks.
 */

import type { Entry, Json } from '../../adapters/contract.ts';
import type { ProcedureContext, StoreModule } from '../bus/sqlite/module.ts';
import type { Refusal } from '../bus/store.ts';
import { channelStateSchema, channelStateTables } from './channel-state.tables.ts';
import { type ActArgs, type ConsentState, consentSchema, consentTables } from './consent.tables.ts';
import type { Rate } from './gcra.ts';
import {
  type ConversationSummary,
  type EndArgs,
  historySchema,
  historyTables,
  type Said,
  type TakeArgs,
} from './history.tables.ts';
import { limitSchema, limitTables } from './limit.tables.ts';

/** Every procedure with what it takes and gives. */
export interface Procedures {
  notice: [{ facts: string }, number];
  consent: [{ chat: string; notice: number }, ConsentState];
  act: [ActArgs, void];
  /** The gate of admission: consent first, then the person's pace. */
  gate: [{ chat: string; notice: number; member: string; rate: Rate | null }, Refusal | null];
  take: [TakeArgs, number];
  end: [EndArgs, void];
  delivered: [{ conversation: string; key: string; ms: number; unsure: boolean }, void];
  count: [{ name: string; n: number }, void];
  tally: [Record<string, never>, Record<string, number>];
  replay: [{ conversation: string; after: number; limit: number }, { entries: Entry[]; waiting: number[] }];
  entry: [{ conversation: string; id: number }, Entry | null];
  context: [
    { conversation: string; first: number; last: number; limit: number },
    { asked: (Said & { item: number })[]; earlier: Said[] },
  ];
  fresh: [{ conversation: string }, void];
  list: [{ chat: string; limit: number }, ConversationSummary[]];
  rename: [{ conversation: string; title: string }, boolean];
  size: [{ conversation: string }, number];
  /** Erases one conversation; returns how many entries are gone. */
  erase: [{ conversation: string }, number];
  /** Erases all of a chat and its key in the ledger, which keeps only that somebody left. */
  forget: [Omit<ActArgs, 'act'>, { conversations: string[]; entries: number }];
  expire: [{ before: number; limit: number }, number];
  /** A channel's own durable values; null: none under this name. */
  recall: [{ account: string; name: string }, Json];
  keep: [{ account: string; name: string; value: Json }, void];
}

type Implementation = {
  [Name in keyof Procedures]: (args: Procedures[Name][0], context: ProcedureContext) => Procedures[Name][1];
};

const tables: StoreModule = {
  name: 'conversation',
  // In the order they were written; a later change is a new step at the end.
  migrations: [consentSchema, limitSchema, historySchema, channelStateSchema],
  procedures(db) {
    const consent = consentTables(db);
    const limits = limitTables(db);
    const history = historyTables(db);
    const channelState = channelStateTables(db);
    return {
      notice: ({ facts }, { now }) => consent.noticeVersion(facts, now),
      consent: ({ chat, notice }) => consent.state(chat, notice),
      act: (args, { now }) => consent.act(args, now),
      gate: ({ chat, notice, member, rate }, { now }) =>
        consent.gate(chat, notice) ?? (rate && limits.gate(member, rate, now)),
      take: (args, { seq }) => history.take(args, seq!),
      end: (args, { now }) => history.end(args, now),
      delivered: ({ conversation, key, ms, unsure }) => {
        history.delivered(conversation, key, ms);
        if (unsure) history.count('sends unsure');
      },
      count: ({ name, n }) => history.count(name, n),
      tally: () => history.tally(),
      replay: ({ conversation, after, limit }) => ({
        entries: history.replay(conversation, after, limit),
        waiting: history.waiting(conversation),
      }),
      entry: ({ conversation, id }) => history.entry(conversation, id),
      context: ({ conversation, first, last, limit }) => history.context(conversation, first, last, limit),
      fresh: ({ conversation }) => history.fresh(conversation),
      list: ({ chat, limit }) => history.list(chat, limit),
      rename: ({ conversation, title }) => history.rename(conversation, title),
      size: ({ conversation }) => history.entriesOf(conversation),
      erase: ({ conversation }, { now }) => history.erase(conversation, now),
      forget: (args, { now }) => {
        const conversations = history.namesOf(args.chat);
        const entries = conversations.reduce((sum, name) => sum + history.erase(name, now), 0);
        consent.act({ ...args, act: 'forgot' }, now);
        return { conversations, entries };
      },
      expire: ({ before, limit }, { now }) => {
        limits.sweep(now);
        return history.expire(before, limit);
      },
      recall: ({ account, name }) => channelState.recall(account, name),
      keep: ({ account, name, value }) => channelState.keep(account, name, value),
    } satisfies Implementation;
  },
};

export default tables;
