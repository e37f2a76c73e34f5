/**
 * Consent as a state machine: what a chat's ledger comes to, and what may be answered before it says yes (law 2). Pure;
 * the ledger itself is in consent.tables.ts. Whatever `decide` gives leaves the house only together with its row.
 */

/** What may be said before consent: the closed list. Each is the direct answer to an act of a person towards the bot. */
export type Saying =
  | 'notice'
  /** The same notice, as the answer to words that were not kept. */
  | 'notice for a message'
  | 'more'
  /** On a personal number the owner's word opens the notice to the other person. */
  | 'owner on'
  | 'on'
  | 'declined'
  | 'admin only'
  | 'here but off'
  | 'private';

/** What the ledger holds: what was said before consent, and how it ended. */
export type Act = Saying | 'off' | 'lapsed' | 'forgot';

export interface LedgerRow {
  act: Act;
  /** The version of the notice that held then. */
  notice: number;
  at: number;
}

/** What a ledger comes to. */
export interface Consent {
  choice: 'none' | 'on' | 'declined' | 'off' | 'lapsed';
  /** For which notice the choice was made. */
  chosen: number;
  /** It was switched on once, so something may be kept here. */
  wasOn: boolean;
  /** The newest notice this chat was shown, and when. */
  shown: number;
  shownAt: number;
  /** The notice came as the answer to a message: its sender is told that nothing of it was kept. */
  unheard: boolean;
  /** The owner of a personal number has said yes here. */
  ownerOn: boolean;
  adminOnlyAt: number;
  hereButOff: boolean;
  private: boolean;
}

export const NO_CONSENT: Consent = {
  choice: 'none',
  chosen: 0,
  wasOn: false,
  shown: 0,
  shownAt: 0,
  unheard: false,
  ownerOn: false,
  adminOnlyAt: Number.MIN_SAFE_INTEGER,
  hereButOff: false,
  private: false,
};

/** Where somebody left for good: silent until a person starts afresh. */
export const LEFT: Consent = { ...NO_CONSENT, choice: 'off' };

const DAY_MS = 86_400_000;
/** A changed notice waits so long for a yes. */
export const YES_WITHIN_MS = 14 * DAY_MS;
/** A chat that says nothing for so long is switched off. */
export const SILENT_MS = 90 * DAY_MS;
/** "Only an admin can" is said once in this time. */
export const ADMIN_ONLY_MS = DAY_MS;

/** The next state after a row of the ledger. */
export function after(consent: Consent, { act, notice, at }: LedgerRow): Consent {
  switch (act) {
    case 'notice':
    case 'notice for a message':
      return { ...consent, shown: notice, shownAt: at, unheard: act !== 'notice' };
    case 'owner on':
      return { ...consent, ownerOn: true, shown: notice, shownAt: at, unheard: false };
    case 'on':
      return { ...consent, choice: 'on', chosen: notice, wasOn: true };
    case 'declined':
      return { ...consent, choice: 'declined', chosen: notice };
    case 'off':
      return { ...consent, choice: 'off', chosen: notice, ownerOn: false };
    case 'lapsed':
      return { ...consent, choice: 'lapsed', chosen: notice };
    case 'forgot':
      return LEFT;
    case 'more':
      return consent;
    case 'admin only':
      return { ...consent, adminOnlyAt: at };
    case 'here but off':
      return { ...consent, hereButOff: true };
    case 'private':
      return { ...consent, private: true };
    default:
      return act satisfies never;
  }
}

/**
 * `outdated`: switched on for another notice, so nothing is taken until there is a new yes. `new`: asked for the first
 * time, or again because the notice has changed since the no.
 */
export type Standing = 'new' | 'on' | 'outdated' | 'declined' | 'off' | 'lapsed';

/** Where a chat stands with the notice of today. `lastAt`: when a person was last heard there. */
export function standing(consent: Consent, notice: number, lastAt: number, now: number): Standing {
  switch (consent.choice) {
    case 'on':
      if (now - lastAt > SILENT_MS) return 'lapsed';
      if (consent.chosen === notice) return 'on';
      return consent.shown === notice && now - consent.shownAt > YES_WITHIN_MS ? 'lapsed' : 'outdated';
    case 'declined':
      return consent.chosen === notice ? 'declined' : 'new';
    case 'none':
      return 'new';
    case 'off':
    case 'lapsed':
      return consent.choice;
    default:
      return consent.choice satisfies never;
  }
}

/**
 * What is written down when something happens: silence ends a consent by itself, and since every act is a sign of life
 * that comes first.
 */
export function rowsFor(consent: Consent, lastAt: number, row: LedgerRow): LedgerRow[] {
  const lapsed = consent.choice === 'on' && standing(consent, row.notice, lastAt, row.at) === 'lapsed';
  return lapsed && row.act !== 'lapsed' ? [{ ...row, act: 'lapsed' }, row] : [row];
}

/** What a person did, with what is known of them. */
export interface Deed {
  /** `start`: /start or /on. `yes`, `no`, `more`: the notice's buttons, pressed or typed. `added`: we were, to a group. */
  what: 'start' | 'message' | 'yes' | 'no' | 'more' | 'added';
  /** The version on the pressed button; absent for words. */
  version?: number;
  /** The version that holds now. */
  notice: number;
  group: boolean;
  /** How this kind of channel is switched on (Capabilities.consent). */
  mode: 'person' | 'owner and person' | 'page';
  /** Whose own number or page it is. */
  owner: boolean;
  /** May decide for the group. */
  admin: boolean;
  access: Verdict;
}

/** Whether a person may talk to this account. */
export type Verdict = 'yes' | 'no' | 'blocked';

/** What is said to a deed, or null: silence. It depends on nothing but its arguments. */
export function decide(consent: Consent, lastAt: number, deed: Deed, now: number): Saying | null {
  const stands = standing(consent, deed.notice, lastAt, now);
  if (deed.mode === 'page') return decidePage(deed);
  if (deed.access === 'blocked') return null;
  const personal = deed.mode === 'owner and person';
  if (deed.access === 'no' && !(deed.group && deed.what === 'message'))
    return personal || deed.what === 'added' || consent.private || stands === 'on' ? null : 'private';
  if (personal) return decidePersonal(consent, stands, deed, now);
  return deed.group ? decideGroup(consent, stands, deed, now) : decidePrivate(consent, stands, deed);
}

/** The page shows the notice itself, so its buttons need nothing before them. */
function decidePage({ what, version, notice }: Deed): Saying | null {
  if (version !== notice) return null;
  return what === 'yes' ? 'on' : what === 'no' ? 'declined' : null;
}

function decidePrivate(consent: Consent, stands: Standing, deed: Deed): Saying | null {
  switch (deed.what) {
    case 'start':
      return stands === 'on' ? null : 'notice';
    case 'message':
      return (stands === 'new' || stands === 'outdated') && consent.shown !== deed.notice
        ? 'notice for a message'
        : null;
    case 'yes':
    case 'no':
    case 'more':
      return answerTo(consent, stands, deed);
    case 'added':
      return null;
    default:
      return deed.what satisfies never;
  }
}

/** A button counts only under a notice that this chat was really shown; one of an older notice brings the newer. */
function answerTo(consent: Consent, stands: Standing, { what, version, notice }: Deed): Saying | null {
  if (consent.shown === 0 || (version !== undefined && version > consent.shown)) return null;
  if (what === 'no') return consent.choice === 'declined' && version === undefined ? null : 'declined';
  if ((version ?? notice) !== notice || consent.shown !== notice)
    return consent.shown === notice || stands === 'on' ? null : 'notice';
  if (what === 'more') return 'more';
  return stands === 'on' ? null : 'on';
}

function decideGroup(consent: Consent, stands: Standing, deed: Deed, now: number): Saying | null {
  const adminOnly = now - consent.adminOnlyAt >= ADMIN_ONLY_MS ? 'admin only' : null;
  switch (deed.what) {
    case 'added':
      return stands === 'on' || consent.hereButOff ? null : 'here but off';
    case 'start':
      if (stands === 'on') return null;
      return deed.admin ? 'on' : adminOnly;
    case 'message':
      return stands === 'outdated' && consent.shown !== deed.notice ? 'notice for a message' : null;
    case 'yes':
    case 'no':
    case 'more':
      if (answerTo(consent, stands, deed) === null || deed.what === 'more') return answerTo(consent, stands, deed);
      return deed.admin ? answerTo(consent, stands, deed) : adminOnly;
    default:
      return deed.what satisfies never;
  }
}

/** A number that is somebody's own: nothing at all before the owner's word, and then the other person's. */
function decidePersonal(consent: Consent, stands: Standing, deed: Deed, now: number): Saying | null {
  if (deed.owner) {
    if (deed.what !== 'start' || stands === 'on') return null;
    return deed.group && deed.admin ? 'on' : 'owner on';
  }
  if (!(consent.ownerOn || consent.choice === 'on') || deed.what === 'added') return null;
  return deed.group ? decideGroup(consent, stands, deed, now) : decidePrivate(consent, stands, deed);
}
