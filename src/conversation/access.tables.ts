/** Who is the owner of an account, who was let in and who is kept out, by one-way codes; and the codes that let in. */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Role } from './access.ts';

export const accessSchema = `CREATE TABLE person (
     account TEXT NOT NULL,
     person TEXT NOT NULL,
     role TEXT NOT NULL CHECK (role IN ('owner', 'allowed', 'blocked')),
     PRIMARY KEY (account, person)
   ) WITHOUT ROWID;
   CREATE TABLE invitation (
     account TEXT NOT NULL,
     code BLOB NOT NULL,
     role TEXT NOT NULL CHECK (role IN ('owner', 'allowed')),
     used_by TEXT,
     PRIMARY KEY (account, code)
   ) WITHOUT ROWID;`;

/** A code somebody typed, or opened a link with. */
export interface Code {
  account: string;
  code: string;
}

export function accessTables(db: DatabaseSync) {
  const roleOf = db.prepare('SELECT role FROM person WHERE account = ? AND person = ?');
  const setRole = db.prepare(
    'INSERT INTO person (account, person, role) VALUES (?, ?, ?) ON CONFLICT (account, person) DO UPDATE SET role = excluded.role',
  );
  const rename = db.prepare('UPDATE OR REPLACE person SET person = ? WHERE account = ? AND person = ?');
  const ownerOf = db.prepare("SELECT 1 FROM person WHERE account = ? AND role = 'owner'");
  const ownedBy = db.prepare("SELECT account FROM person WHERE person = ? AND role = 'owner'");
  const withdraw = db.prepare("DELETE FROM invitation WHERE account = ? AND role = 'owner' AND used_by IS NULL");
  const mint = db.prepare('INSERT INTO invitation (account, code, role) VALUES (?, ?, ?)');
  const find = db.prepare('SELECT role, used_by FROM invitation WHERE account = ? AND code = ?');
  const use = db.prepare('UPDATE invitation SET used_by = ? WHERE account = ? AND code = ?');

  const role = (account: string, person: string): Role | null =>
    (roleOf.get(account, person)?.role as Role | undefined) ?? null;

  return {
    role,
    /** The owner stays the owner. */
    setRole(account: string, person: string, to: 'allowed' | 'blocked'): boolean {
      if (role(account, person) === 'owner') return false;
      setRole.run(account, person, to);
      return true;
    },
    hasOwner: (account: string): boolean => ownerOf.get(account) !== undefined,
    /** The account a person owns. */
    ownedBy: (person: string): string | null => (ownedBy.get(person)?.account as string | undefined) ?? null,
    /** A new code; of those that make an owner only the newest is good. */
    mint({ account, code }: Code, to: 'owner' | 'allowed'): void {
      if (to === 'owner') withdraw.run(account);
      mint.run(account, digest(code), to);
    },
    /** The role a code gives: once, to whoever is first; the same person may come again with it. Null: none. */
    redeem({ account, code }: Code, person: string): Role | null {
      const found = find.get(account, digest(code));
      if (!found || role(account, person) === 'blocked') return null;
      if (found.used_by !== null) return found.used_by === person ? role(account, person) : null;
      if (found.role === 'owner' && ownerOf.get(account)) return null;
      use.run(person, account, digest(code));
      if (role(account, person) !== 'owner') setRole.run(account, person, found.role!);
      return role(account, person);
    },
    /** Who came in with this code; null: nobody yet. */
    guest({ account, code }: Code): string | null {
      return (find.get(account, digest(code))?.used_by as string | null | undefined) ?? null;
    },
    rename: (account: string, from: string, to: string): void => void rename.run(to, account, from),
  };
}

const digest = (code: string): Uint8Array => createHash('sha256').update(code.trim().toUpperCase()).digest();
