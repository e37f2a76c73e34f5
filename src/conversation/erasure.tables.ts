/** How entries leave: erased, taken back, or too old. What goes is taken out of the list of conversations too. */
import type { DatabaseSync } from 'node:sqlite';
import type { Part } from '../../adapters/contract.ts';
import { mediaOf, type Row, withoutMedia } from './entries.ts';
import type { Count } from './tally.tables.ts';

export function erasureTables(db: DatabaseSync, count: Count) {
  const withoutWords = db.prepare(
    `UPDATE conversation SET title = CASE WHEN titled_by = :id THEN '' ELSE title END, last = CASE WHEN last_by = :id THEN '' ELSE last END
     WHERE name = (SELECT conversation FROM entry WHERE id = :id) AND (titled_by = :id OR last_by = :id)`,
  );
  const withMedia = db.prepare(
    "SELECT id, body FROM entry WHERE media = 'seen' AND at < ?1 AND (?2 IS NULL OR conversation = ?2) LIMIT ?3",
  );
  const setParts = db.prepare('UPDATE entry SET body = ?, media = ? WHERE id = ?');
  const ofWho = db.prepare(
    "SELECT id, state FROM entry WHERE conversation = ? AND by = 'person' AND who = ? ORDER BY id",
  );
  const going = db.prepare('SELECT id, conversation, state, item FROM entry WHERE gone_at <= ? LIMIT ?');
  const oldIn = db.prepare('SELECT id, conversation, state, item FROM entry WHERE conversation = ? AND at < ? LIMIT ?');
  const eraseEntries = db.prepare('DELETE FROM entry WHERE conversation = ?');
  const eraseConversation = db.prepare('DELETE FROM conversation WHERE name = ?');
  const oldest = db.prepare('SELECT id, conversation, at, state, item FROM entry ORDER BY id LIMIT ?');
  const deleteEntry = db.prepare('DELETE FROM entry WHERE id = ?');
  /** With it goes what the list of conversations shows of it. */
  const remove = (id: number): void => {
    withoutWords.run({ id });
    deleteEntry.run(id);
  };
  const expireConversations = db.prepare(
    'DELETE FROM conversation WHERE last_at < ? AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.conversation = conversation.name)',
  );
  const allByKey = db.prepare("SELECT id, state FROM entry WHERE conversation = ? AND key = ? AND by = 'person'");
  const waiting = db.prepare("SELECT count(*) AS n FROM entry WHERE conversation = ? AND state = 'waiting'");
  const mark = db.prepare(
    "INSERT INTO entry (conversation, at, by, key, body, aside) VALUES (?, ?, 'erasure', '', '', 1)",
  );
  const answersAfter = db.prepare(
    "SELECT id, answers FROM entry WHERE conversation = ? AND by = 'parley' AND id > ? ORDER BY id",
  );

  function eraseQuestions(
    conversation: string,
    questions: { id: number; waiting: boolean }[],
    reason: string,
  ): { questions: number; answers: number } {
    const gone = new Set(questions.map(({ id }) => id));
    const open = questions.filter(({ waiting }) => waiting).length;
    if (open > 0) count(`ignored: ${reason}`, open);
    const first = Math.min(...gone);
    const answers = (gone.size === 0 ? [] : answersAfter.all(conversation, first)).filter(({ answers }) => {
      const to = JSON.parse(String(answers)) as number[];
      return to.length > 0 && to.every((id) => gone.has(id));
    });
    for (const { id } of answers) remove(Number(id));
    for (const id of gone) remove(id);
    return { questions: gone.size, answers: answers.length };
  }

  /** Held messages wait for a word that may never come; they do not keep themselves. */
  const isWaited = (row: Row): boolean => row.state === 'waiting' && row.item !== null;
  function forgetEntry({ id, state }: Row): void {
    if (state === 'waiting') count('ignored: too late');
    remove(Number(id));
  }

  return {
    /** Erases our copy of a message that its person took back, and what was answered to it alone. */
    unsend(conversation: string, key: string): void {
      // An edit may have left an earlier wording of it.
      eraseQuestions(conversation, allByKey.all(conversation, key).map(question), 'unsent');
    },
    /** Erases one member's questions in a conversation and the answers to them. */
    eraseMember(conversation: string, who: Uint8Array, but: number): { questions: number; answers: number } {
      const rows = ofWho.all(conversation, who).filter(({ id }) => Number(id) !== but);
      return eraseQuestions(conversation, rows.map(question), 'erased');
    },
    /** Erases a conversation; `leaveMark` leaves one empty entry, so that a page that was away learns of it. Returns how many entries are gone. */
    erase(conversation: string, leaveMark: boolean, now: number): number {
      const open = Number(waiting.get(conversation)!.n);
      if (open > 0) count('ignored: erased', open);
      const gone = Number(eraseEntries.run(conversation).changes);
      eraseConversation.run(conversation);
      if (leaveMark) mark.run(conversation, now);
      return gone;
    },

    /** Deletes entries older than `before` among the `limit` oldest; returns whose each was. What waits for an answer is kept until it has one. */
    expire(before: number, limit: number): string[] {
      // Entries are numbered as they come, so the old ones are at the beginning.
      const old = oldest.all(limit).filter((row) => Number(row.at) < before && !isWaited(row));
      for (const row of old) forgetEntry(row);
      if (old.length < limit) expireConversations.run(before);
      return old.map(whose);
    },
    /** The same for one conversation whose chat keeps things for a shorter time. */
    expireIn(conversation: string, before: number, limit: number): string[] {
      const old = oldIn.all(conversation, before, limit).filter((row) => !isWaited(row));
      for (const row of old) forgetEntry(row);
      return old.map(whose);
    },
    /** Lets go of pictures and sounds older than `before`, of one conversation or of all; what was said about them stays. */
    expireMedia(before: number, limit: number, conversation: string | null): number {
      const old = withMedia.all(before, conversation, limit);
      for (const { id, body } of old) {
        const parts = (JSON.parse(String(body)) as Part[]).map(withoutMedia);
        setParts.run(JSON.stringify(parts), mediaOf(parts), id!);
      }
      return old.length;
    },
    /** Deletes what the platform has let vanish by now. */
    expireGone(now: number, limit: number): string[] {
      const gone = going.all(now, limit).filter((row) => !isWaited(row));
      for (const row of gone) forgetEntry(row);
      return gone.map(whose);
    },
  };
}

const whose = ({ conversation }: Row): string => String(conversation);

const question = ({ id, state }: Row): { id: number; waiting: boolean } => ({
  id: Number(id),
  waiting: state === 'waiting',
});
