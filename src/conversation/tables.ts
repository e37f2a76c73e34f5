/** The conversation's tables inside the store: they answer what procedures.ts lists, in the store's own transaction. */
import type { ProcedureContext, StoreModule } from '../bus/sqlite/module.ts';
import type { Refusal } from '../bus/store.ts';
import {
  answerFilesSchema,
  pictureSchema,
  pictureTables,
  quotedPictureSchema,
  unreadPictureSchema,
} from '../media/picture.tables.ts';
import { accessSchema, accessTables } from './access.tables.ts';
import { verdict } from './access.ts';
import { channelStateSchema, channelStateTables } from './channel-state.tables.ts';
import { chatSchema, consentSchema, consentTables, photoHoursSchema, takenOverSchema } from './consent.tables.ts';
import { decide } from './consent.ts';
import { erasureTables } from './erasure.tables.ts';
import { handoverSchema, handoverTables } from './handover.tables.ts';
import { historyByMemberSchema, historySchema, historyTables } from './history.tables.ts';
import { keptTables, NOTHING_KEPT, sumOf } from './kept.tables.ts';
import { eventsSchema, limitSchema, limitTables } from './limit.tables.ts';
import type { Allowance } from './limits.ts';
import { momentSchema, momentTables } from './moment.tables.ts';
import type { Asker, GateArgs, Knock, Procedures } from './procedures.ts';
import { tallyTables } from './tally.tables.ts';

/** Nobody waits for what a turn has made: it was erased, taken back or superseded, or the chat is off or paused. */
export class Unwanted extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Unwanted';
  }
}

type Implementation = {
  [Name in keyof Procedures]: (args: Procedures[Name][0], context: ProcedureContext) => Procedures[Name][1];
};

/** A refusal that leaves the event free for the next candidate of the same event. */
const pass: Refusal = { reason: 'no consent', remember: false };

/** Where an account's owner is named. */
const OWNER_NAME = 'owner.name';

/** "Too many questions" is said once in this time. */
const WARNING: Allowance = { n: 1, withinMs: 600_000 };

const tables: StoreModule = {
  name: 'conversation',
  // In the order they were written; a later change is a new step at the end.
  migrations: [
    consentSchema,
    limitSchema,
    historySchema,
    channelStateSchema,
    chatSchema,
    historyByMemberSchema,
    accessSchema,
    momentSchema,
    pictureSchema,
    eventsSchema,
    answerFilesSchema,
    quotedPictureSchema,
    handoverSchema,
    photoHoursSchema,
    takenOverSchema,
    unreadPictureSchema,
  ],
  procedures(db) {
    const consent = consentTables(db);
    const limits = limitTables(db);
    const { count, tally } = tallyTables(db);
    const history = historyTables(db, count);
    const erasure = erasureTables(db, count);
    const pictures = pictureTables(db);
    const kept = keptTables(db, pictures);
    const channelState = channelStateTables(db);
    const access = accessTables(db);
    const moments = momentTables(db);
    const handovers = handoverTables(db);
    const shorter = db.prepare(
      'SELECT conversation.chat, conversation.name AS conversation, chat.keep_days, chat.keep_photo_hours FROM chat JOIN conversation ON conversation.chat = chat.chat WHERE chat.keep_days IS NOT NULL OR chat.keep_photo_hours IS NOT NULL',
    );
    const who = (chat: string, person: string) => consent.code(chat, 'who', person);
    const letIn = ({ account, person, policy, listed }: Knock) => verdict(policy, access.role(account, person), listed);

    function shutOut(knock: Knock, group: boolean): boolean {
      const may = letIn(knock);
      return may === 'blocked' || (may === 'no' && !group);
    }

    function gate(
      { chat, notice, knock, group, rate, questions, leaving, evenPaused, last }: GateArgs,
      { now }: ProcedureContext,
    ): Refusal | null {
      const refusal = (reason: string): Refusal => ({ reason, remember: last });
      if (shutOut(knock, group)) return refusal('not let in');
      const { standing, pausedUntil } = consent.look(chat, notice, now);
      if (leaving ? !consent.wasOn(chat) : standing !== 'on') return refusal('no consent');
      if (!evenPaused && pausedUntil > now) return refusal('taken over');
      return (
        (rate && limits.gate(knock.person, rate, now)) ??
        (questions && limits.gate(`questions ${knock.person}`, questions, now))
      );
    }

    /** Why nothing is to be said to somebody in a chat now. */
    function whySilent(
      { standing, pausedUntil }: ReturnType<typeof consent.look>,
      asker: Asker | undefined,
      now: number,
    ): string | null {
      if (pausedUntil > now) return 'taken over';
      if (asker && access.role(asker.account, asker.person) === 'blocked') return 'not let in';
      return standing === 'on' ? null : 'switched off';
    }

    return {
      notice: ({ facts }, { now }) => consent.noticeVersion(facts, now),
      consent: ({ chat, notice }, { now }) => consent.state(chat, notice, now),
      consentOf: ({ chat }) => consent.consentOf(chat).consent,
      act: (args, { now }) => consent.act(args, now),
      maySay({ chat, deed, knock, saying, rate }, { now }) {
        const { consent: state, lastAt } = consent.consentOf(chat);
        if (decide(state, lastAt, { ...deed, access: letIn(knock) }, now) !== saying) return pass;
        return rate && limits.gate(knock.person, rate, now);
      },
      gate,
      mayWarn({ chat, notice, knock, group, questions }, { now }) {
        if (shutOut(knock, group)) return pass;
        if (consent.state(chat, notice, now) !== 'on' || consent.pausedUntil(chat) > now) return pass;
        if (!limits.isOver(`questions ${knock.person}`, questions, now)) return pass;
        return limits.gate(`warned ${knock.person}`, WARNING, now);
      },
      take(args, { now, seq }) {
        consent.touch(args.chat, now, args.heard ?? null);
        const entry = history.take(args, who(args.chat, args.person), seq!);
        pictures.expect(entry, args, now);
        if (args.quoted) pictures.expectQuoted(entry, { ...args, quoted: args.quoted }, now);
        return entry;
      },
      mayAskAgain: ({ conversation, key, before, ...args }, context) =>
        history.isFresh(conversation, key, who(args.chat, args.knock.person), before) ? gate(args, context) : pass,
      supersede: ({ conversation, key }) => history.supersede(conversation, key),
      amend: ({ chat, notice, conversation, key, person, parts }, { now }) =>
        consent.state(chat, notice, now) === 'on' && history.amend(conversation, key, who(chat, person), parts),
      itemOf: ({ conversation, key }) => history.itemOf(conversation, key),
      unsend: ({ conversation, key }) => erasure.unsend(conversation, key),
      inAlbum({ chat, conversation, album, person }) {
        const code = who(chat, person);
        return code !== null && history.inAlbum(conversation, album, code);
      },
      turn({ chat, notice, conversation, first, last, limit, leavesBehind, asker }, { now }) {
        const { asked, earlier } = history.context(conversation, first, last, limit);
        const of = consent.look(chat, notice, now);
        const unwanted = asked.length === 0 ? 'gone' : whySilent(of, asker, now);
        if (unwanted !== null) return { unwanted };
        if (leavesBehind !== undefined) history.drop(conversation, leavesBehind);
        return {
          asked,
          earlier: JSON.stringify(earlier),
          pictures: pictures.ofConversation(conversation),
          region: of.region,
        };
      },
      wanted({ chat, notice, conversation, items, asker }, { now }) {
        const unwanted = history.isWaiting(conversation, items)
          ? whySilent(consent.look(chat, notice, now), asker, now)
          : 'gone';
        if (unwanted !== null) throw new Unwanted(unwanted);
      },
      wroteAt: ({ conversation }) => history.wroteAt(conversation),
      isWaiting: ({ conversation, item }) => history.isWaiting(conversation, [item]),
      end(args, { now }) {
        history.end(args, now);
        pictures.letGoQuoted(args.conversation, args.items);
      },
      turnIn({ chat, rate }, { now }) {
        const refused = limits.gate(`turns ${chat}`, rate, now);
        return refused?.retryAfterMs ?? 0;
      },
      hold: ({ conversation, first, last }) => history.hold(conversation, first, last),
      held: ({ conversation }) => history.held(conversation),
      carry: ({ entry }, { seq }) => history.carry(entry, seq!),
      carryMoved: ({ conversation, item }, { seq }) => history.carryMoved(conversation, item, seq!),
      drop: ({ conversation, reason }) => history.drop(conversation, reason),
      offers: ({ conversation }) => history.offers(conversation),
      delivered: ({ conversation, key, ms, unsure }) => {
        history.delivered(conversation, key, ms);
        if (unsure) count('sends unsure');
      },
      count: ({ name, n }) => count(name, n),
      tally: () => tally(),
      replay: ({ conversation, after, limit }) => ({
        entries: history.replay(conversation, after, limit),
        waiting: history.waiting(conversation),
      }),
      entry: ({ conversation, id }) => history.entry(conversation, id),
      fresh: ({ conversation }) => history.fresh(conversation),
      list: ({ chat, limit }) => history.list(chat, limit),
      threads: ({ chat }) => history.threads(chat),
      rename: ({ conversation, title }) => history.rename(conversation, title),
      counts({ chat, person }) {
        const code = person === undefined ? null : who(chat, person);
        // Of a chat that was forgotten nobody is a member.
        if (person !== undefined && code === null) return NOTHING_KEPT;
        return sumOf(history.threads(chat).map(({ conversation }) => kept.counts(conversation, code)));
      },
      pages({ chat, conversation, person, after, limit }) {
        const code = person === undefined ? null : who(chat, person);
        if (person !== undefined && code === null) return { entries: [], pictures: [], last: null };
        return kept.pages(conversation, code, after, limit);
      },
      ledger: ({ chat }) => consent.record(chat),
      code({ chat, what, text }) {
        const code = consent.code(chat, what, text);
        return code && Buffer.from(code).toString('base64url');
      },
      erase: ({ conversation, mark }, { now }) => erasure.erase(conversation, mark, now),
      eraseMember({ chat, person, conversation, item }) {
        const code = who(chat, person);
        const asking = history.entryOf(conversation, item) ?? 0;
        return history
          .threads(chat)
          .map((thread) =>
            code ? erasure.eraseMember(thread.conversation, code, asking) : { questions: 0, answers: 0 },
          )
          .reduce(
            (sum, one) => ({
              questions: sum.questions + one.questions,
              answers: sum.answers + one.answers,
            }),
            { questions: 0, answers: 0 },
          );
      },
      forget({ mark, ...args }, { now }) {
        const conversations = history.namesOf(args.chat);
        const entries = conversations.reduce((sum, name) => sum + erasure.erase(name, mark, now), 0);
        consent.act({ ...args, act: 'forgot' }, now);
        const account = args.person === undefined ? null : access.ownedBy(args.person);
        if (account !== null) channelState.keep(account, OWNER_NAME, null);
        return { conversations, entries };
      },
      settings: ({ chat }) => consent.settings(chat),
      arrival({ chat, notice }, { now }) {
        const { language, heard, standing } = consent.look(chat, notice, now);
        return { language, heard, on: standing === 'on' };
      },
      set: ({ chat, name, value }) => consent.set(chat, name, value),
      pause: ({ chat, forMs, takenOver }, { now }) => consent.pause(chat, now + forMs, takenOver ?? null),
      pauses: ({ notice, limit }, { now }) =>
        consent.pauses(now, limit).filter(({ chat }) => consent.state(chat, notice, now) === 'on'),
      isPaused: ({ chat }, { now }) => consent.pausedUntil(chat) > now,
      role: ({ account, person }) => access.role(account, person),
      setRole: ({ account, person, role }) => access.setRole(account, person, role),
      hasOwner: ({ account }) => access.hasOwner(account),
      mint: ({ role, ...code }) => access.mint(code, role),
      redeem({ person, name, ...code }) {
        const role = access.redeem(code, person);
        const [first = ''] = (name ?? '').trim().split(/\s/);
        if (role === 'owner' && first !== '') channelState.keep(code.account, OWNER_NAME, first);
        return role;
      },
      ownerName({ account }) {
        const name = channelState.recall(account, OWNER_NAME);
        return typeof name === 'string' ? name : null;
      },
      guest: (code) => access.guest(code),
      move({ chat, conversations, person, address }) {
        consent.move(chat.from, chat.to, address);
        for (const { from, to } of conversations) {
          history.move(from, to, chat.to);
          handovers.move(to, address);
          pictures.move(from, to);
        }
        if (person) access.rename(person.account, person.from, person.to);
      },
      alive({ started }, { now }) {
        const last = moments.mark('alive', now);
        if (started && last !== null) moments.set('off since', last);
        return last;
      },
      handOver({ conversation, items, address }) {
        const entry = history.entryOf(conversation, items.at(-1) ?? 0);
        if (entry !== null) handovers.handOver(entry, address);
      },
      handedOver: ({ limit }) => handovers.handedOver(limit),
      closeHandover: ({ entry }) => handovers.close(entry),
      answeredByHand: ({ conversation }) => handovers.closeIn(conversation),
      momentOf: ({ name }) => moments.of(name),
      expire: ({ before, limit }, { now }) => {
        limits.sweep(now);
        return erasure.expire(before, limit);
      },
      expireIn: ({ conversation, before, limit }) => erasure.expireIn(conversation, before, limit),
      expireGone: ({ limit }, { now }) => {
        consent.endPauses(now);
        return erasure.expireGone(now, limit);
      },
      expireMedia: ({ before, limit, conversation }) => erasure.expireMedia(before, limit, conversation ?? null),
      shorter: () =>
        shorter.all().map((row) => ({
          chat: String(row.chat),
          conversation: String(row.conversation),
          keepDays: row.keep_days as number | null,
          keepPhotoHours: row.keep_photo_hours as number | null,
        })),
      lapse: ({ from, notice, limit }, { now }) => consent.lapse(from, notice, limit, now),
      picturesWaiting: ({ limit }, { now }) => pictures.waiting(now, limit),
      pictureKept: (args) => pictures.keep(args, args),
      pictureRefused: (args) => pictures.refuse(args, args.why),
      pictureLater: (args, { now }) => pictures.later(args, now + args.inMs),
      pictureRead: (args) => pictures.read(args, args.reading, args.seen),
      readingIn: ({ conversation, file }) => pictures.readingIn(conversation, file),
      pictureUnread: (args) => pictures.leaveUnread(args),
      picturesAgain: ({ pictures: keys }) => keys.forEach(pictures.readAgain),
      focus: ({ conversation }) => pictures.focus(conversation),
      setFocus: ({ conversation, focus }) => pictures.setFocus(conversation, focus),
      pictures: ({ conversation }) => pictures.ofConversation(conversation),
      picturesOpen: ({ entries, read }) => entries.filter((entry) => pictures.isOpen(entry, read)),
      expirePictures: ({ before, limit, conversation }) => pictures.expire(before, limit, conversation ?? null),
      lostFiles: ({ limit }) => pictures.lost(limit),
      filesRemoved: ({ files }) => pictures.found(files),
      recall: ({ account, name }) => channelState.recall(account, name),
      keep: ({ account, name, value }) => channelState.keep(account, name, value),
    } satisfies Implementation;
  },
};

export default tables;
