/**
 * One account's connection as a state machine without a clock, a process or a page: an event and the time go in, the next
 * state and what is to be done come out. Whoever runs it sends `tick` at `wakeAt`.
 */
import type { Patience } from './capabilities.ts';
import type { Break, Obstacle } from './wire.ts';

export type StateName =
  /** A browser starts, or the page loads and catches up. */
  | 'CONNECTING'
  /** A code is shown. */
  | 'WAITING_FOR_SCAN'
  /** The page says connected; no message has proved it yet. */
  | 'CONNECTED_UNPROVEN'
  | 'CONNECTED'
  /** Comes back by itself. */
  | 'TRANSIENT_DISCONNECT'
  /** Not linked, or not any more: a person has to link it. */
  | 'BAD_CREDENTIALS'
  /** The same linked device is used elsewhere. */
  | 'CONFLICT'
  /** WhatsApp changed its page in a way we cannot mend. */
  | 'OUTDATED'
  | 'BANNED';

/** Why it is not simply connected. A closed list: each has its words in trouble.ts. */
export type LinkReason =
  | 'not linked'
  | 'no scan'
  | 'logged out'
  | 'unlinked here'
  | 'used elsewhere'
  | 'page too old'
  | 'page changed'
  | 'blocked'
  | 'phone or network offline'
  | 'proxy blocks'
  | 'page does not load'
  | 'never ready'
  | 'page does not answer'
  | 'deaf'
  | 'browser gone'
  | 'page crashed'
  | 'library failed'
  | 'process ended'
  | 'refresh'
  | Obstacle;

export interface Code {
  kind: 'qr' | 'pairing';
  /** What the QR code says, or the letters to type. */
  text: string;
  /** The how manieth, counted from 1. */
  number: number;
  shownAt: number;
  validMs: number;
}

export interface Connection {
  state: StateName;
  /** ms since 1970, as all times here. */
  since: number;
  reason?: LinkReason;
  code?: Code;
  /** Codes shown since somebody asked for one. */
  codes: number;
  /** There is a process with a browser, as far as this machine has ordered. */
  running: boolean;
  /** What a running process has come to. */
  phase: 'starting' | 'syncing' | 'ready';
  /** A code was shown in this try: it is a new login. */
  login: boolean;
  readyAt?: number;
  lastInboundAt?: number;
  /** Tries in a row that came to nothing. */
  tries: number;
  nudges: number;
  /** Looks at the page in a row that found something wrong. */
  misses: number;
  /** When something is due; absent: nothing ever is. */
  wakeAt?: number;
}

export type LinkEvent =
  | { kind: 'connect' }
  | { kind: 'stop' }
  | { kind: 'unlink' }
  | { kind: 'tick' }
  /** The browser has grown old or large. */
  | { kind: 'refresh' }
  /** The library is in the page. `socket`: WhatsApp's own state. */
  | { kind: 'injected'; socket: string }
  | { kind: 'qr' | 'code'; text: string }
  /** The page goes on loading. */
  | { kind: 'progress' }
  | { kind: 'synced' }
  | { kind: 'ready' }
  | { kind: 'inbound' }
  | { kind: 'socket'; state: string }
  | { kind: 'disconnected'; reason: string }
  | { kind: 'broken'; what: Break }
  | { kind: 'obstacle'; obstacle: Obstacle }
  | { kind: 'page changed' }
  | { kind: 'died' }
  /** `deaf`: the page has heard more than reached us. */
  | { kind: 'probed'; deaf: boolean }
  | { kind: 'not probed' };

export type LinkAction = 'begin' | 'end' | 'wipe' | 'nudge' | 'probe' | 'log out';

export interface Stepped {
  connection: Connection;
  actions: LinkAction[];
}

export function unlinked(at: number): Connection {
  const nothing = {
    codes: 0,
    running: false,
    phase: 'starting',
    login: false,
    tries: 0,
    nudges: 0,
    misses: 0,
  } as const;
  return { ...nothing, state: 'BAD_CREDENTIALS', since: at, reason: 'not linked' };
}

/** Found something wrong so many times in a row: it is. */
const MISSES = 2;

export function step(was: Connection, event: LinkEvent, at: number, patience: Patience): Stepped {
  switch (event.kind) {
    case 'connect':
      return was.running ? same(was) : begin({ ...was, tries: 0, codes: 0 }, at, patience);
    case 'stop':
      return { connection: quiet(was), actions: was.running ? ['end'] : [] };
    case 'unlink':
      return {
        connection: { ...rest(was, 'BAD_CREDENTIALS', at, 'unlinked here'), codes: 0 },
        actions: was.running ? ['log out', 'end', 'wipe'] : ['wipe'],
      };
    case 'tick':
      return was.wakeAt !== undefined && at >= was.wakeAt ? due(was, at, patience) : same(was);
    default:
      // What a process says after it was given up is of no interest.
      return was.running ? heard(was, event, at, patience) : same(was);
  }
}

type ProcessEvent = Exclude<LinkEvent, { kind: 'connect' | 'stop' | 'unlink' | 'tick' }>;

function heard(was: Connection, event: ProcessEvent, at: number, patience: Patience): Stepped {
  switch (event.kind) {
    case 'injected':
      return event.socket === 'CONNECTED' && was.phase === 'starting' ? syncing(was, at, patience) : same(was);
    case 'progress':
      return was.phase === 'syncing' ? same({ ...was, wakeAt: at + patience.readyMs }) : same(was);
    case 'qr':
    case 'code':
      return shown(was, event.kind === 'qr' ? 'qr' : 'pairing', event.text, at, patience);
    case 'synced':
      return was.phase === 'ready' ? same(was) : syncing(was, at, patience);
    case 'ready':
      return same(ready(was, at, patience));
    case 'inbound':
      return same(proven({ ...was, lastInboundAt: at }, at, patience));
    case 'refresh':
      return was.phase === 'ready' ? again(was, 'refresh', at, patience) : same(was);
    case 'socket':
      return socket(was, event.state, at, patience);
    case 'disconnected':
      return event.reason === 'LOGOUT' ? loggedOut(was, at) : socket(was, event.reason, at, patience);
    case 'broken':
      return failed(was, BROKEN[event.what], at, patience);
    case 'obstacle':
      return failed(was, event.obstacle, at, patience);
    case 'page changed':
      return ended(was, 'OUTDATED', 'page changed', at);
    case 'died':
      return failed(was, 'process ended', at, patience);
    case 'probed':
      if (!event.deaf) return same(was.misses === 0 && was.tries === 0 ? was : { ...was, misses: 0, tries: 0 });
      return missed(was, 'deaf', at, patience);
    case 'not probed':
      return missed(was, 'page does not answer', at, patience);
    default:
      return event satisfies never;
  }
}

const BROKEN = {
  browser: 'browser gone',
  page: 'page crashed',
  loading: 'page does not load',
  library: 'library failed',
} as const satisfies Record<Break, LinkReason>;

/** Something was to have happened by now. */
function due(was: Connection, at: number, patience: Patience): Stepped {
  if (!was.running) return begin(was, at, patience, was.reason);
  switch (was.state) {
    case 'CONNECTING':
      if (was.phase !== 'syncing') return failed(was, 'page does not load', at, patience);
      if (was.nudges >= patience.nudges) return failed(was, 'never ready', at, patience);
      return {
        connection: { ...was, nudges: was.nudges + 1, wakeAt: at + patience.readyMs },
        actions: ['nudge'],
      };
    case 'WAITING_FOR_SCAN':
      // The library cannot ask the page for another code by itself; a new page shows one.
      return was.codes < patience.codes
        ? again(was, undefined, at, patience)
        : ended(was, 'BAD_CREDENTIALS', 'no scan', at);
    case 'TRANSIENT_DISCONNECT':
      return again(was, was.reason, at, patience);
    case 'CONNECTED':
    case 'CONNECTED_UNPROVEN':
      return { connection: { ...proven(was, at, patience), wakeAt: at + patience.probeMs }, actions: ['probe'] };
    case 'BAD_CREDENTIALS':
    case 'CONFLICT':
    case 'OUTDATED':
    case 'BANNED':
      return same(quiet(was));
    default:
      return was.state satisfies never;
  }
}

/** WhatsApp's own word for how it stands. */
function socket(was: Connection, state: string, at: number, patience: Patience): Stepped {
  switch (state) {
    case 'CONNECTED':
      return was.state === 'TRANSIENT_DISCONNECT' ? same(ready(was, at, patience)) : same(was);
    case 'TIMEOUT':
    case 'OPENING':
      if (was.phase !== 'ready' || was.state === 'TRANSIENT_DISCONNECT') return same(was);
      // The page keeps trying; if it has not managed by then, a new one tries.
      return same({
        ...turned(was, 'TRANSIENT_DISCONNECT', at, 'phone or network offline'),
        wakeAt: at + patience.backOffMs.most,
      });
    case 'UNPAIRED':
    case 'UNPAIRED_IDLE':
      return was.phase === 'ready' ? loggedOut(was, at) : same(was);
    case 'CONFLICT':
      return ended(was, 'CONFLICT', 'used elsewhere', at);
    case 'TOS_BLOCK':
    case 'SMB_TOS_BLOCK':
      return ended(was, 'BANNED', 'blocked', at);
    case 'DEPRECATED_VERSION':
      return ended(was, 'OUTDATED', 'page too old', at);
    case 'PROXYBLOCK':
      return failed(was, 'proxy blocks', at, patience);
    case 'UNLAUNCHED':
      return was.phase === 'ready' ? failed(was, 'page does not answer', at, patience) : same(was);
    default:
      return same(was);
  }
}

/** `reason`: why it is not the first try. */
function begin(was: Connection, at: number, patience: Patience, reason?: LinkReason): Stepped {
  const { code: _shown, readyAt: _before, ...kept } = was;
  const fresh = { running: true, phase: 'starting', login: false, nudges: 0, misses: 0 } as const;
  // While codes are shown a new page is part of waiting for the scan.
  const state = was.codes > 0 ? 'WAITING_FOR_SCAN' : 'CONNECTING';
  return {
    connection: { ...turned({ ...kept, ...fresh }, state, at, reason), wakeAt: at + patience.injectMs },
    actions: ['begin'],
  };
}

function again(was: Connection, reason: LinkReason | undefined, at: number, patience: Patience): Stepped {
  const { connection, actions } = begin(was, at, patience, reason);
  return { connection, actions: ['end', ...actions] };
}

function shown(was: Connection, kind: Code['kind'], text: string, at: number, patience: Patience): Stepped {
  if (was.codes >= patience.codes) return ended(was, 'BAD_CREDENTIALS', 'no scan', at);
  const number = was.codes + 1;
  const validMs = kind === 'pairing' ? patience.pairingCodeMs : number === 1 ? patience.firstCodeMs : patience.codeMs;
  const code: Code = { kind, text, number, shownAt: at, validMs };
  return same({
    ...turned(was, 'WAITING_FOR_SCAN', at, was.reason),
    code,
    codes: number,
    login: true,
    phase: 'starting',
    wakeAt: at + validMs + patience.readyMs / 2,
  });
}

function syncing(was: Connection, at: number, patience: Patience): Stepped {
  const { code: _used, ...kept } = was;
  return same({
    ...turned({ ...kept, codes: 0 }, 'CONNECTING', at, was.login ? undefined : was.reason),
    phase: 'syncing',
    wakeAt: at + patience.readyMs,
  });
}

/** May be said again: after the page reloaded itself, or found its network again. */
function ready(was: Connection, at: number, patience: Patience): Connection {
  const { code: _used, ...kept } = was;
  if (was.state === 'CONNECTED' || was.state === 'CONNECTED_UNPROVEN') return was;
  return {
    ...turned({ ...kept, codes: 0 }, 'CONNECTED_UNPROVEN', at, undefined),
    phase: 'ready',
    readyAt: at,
    misses: 0,
    wakeAt: at + (was.login ? Math.min(patience.holdMs, patience.probeMs) : patience.probeMs),
  };
}

/** Connected is what a message has proved not long ago, and a new login only after it has held for a while. */
function proven(was: Connection, at: number, { holdMs, provenMs }: Patience): Connection {
  if (was.state !== 'CONNECTED' && was.state !== 'CONNECTED_UNPROVEN') return was;
  const { readyAt = at, lastInboundAt } = was;
  const held = !was.login || at - readyAt >= holdMs;
  const heard = lastInboundAt !== undefined && lastInboundAt >= readyAt && at - lastInboundAt < provenMs;
  const state = held && heard ? 'CONNECTED' : 'CONNECTED_UNPROVEN';
  return heard ? { ...turned(was, state, at, undefined), tries: 0 } : turned(was, state, at, was.reason);
}

function missed(was: Connection, reason: LinkReason, at: number, patience: Patience): Stepped {
  const misses = was.misses + 1;
  return misses < MISSES ? same({ ...was, misses }) : failed(was, reason, at, patience);
}

/** Another try, later and later. */
function failed(was: Connection, reason: LinkReason, at: number, { backOffMs }: Patience): Stepped {
  const tries = was.tries + 1;
  const waitMs = Math.min(backOffMs.most, backOffMs.least * 2 ** Math.min(tries - 1, 30));
  return {
    connection: { ...rest(was, 'TRANSIENT_DISCONNECT', at, reason), tries, wakeAt: at + waitMs },
    actions: ['end'],
  };
}

/** Only a person can go on from here. */
function ended(was: Connection, state: StateName, reason: LinkReason, at: number): Stepped {
  return { connection: { ...rest(was, state, at, reason), codes: 0, tries: 0 }, actions: ['end'] };
}

function loggedOut(was: Connection, at: number): Stepped {
  const { connection } = ended(was, 'BAD_CREDENTIALS', 'logged out', at);
  return { connection, actions: ['end', 'wipe'] };
}

/** Without a process and without anything due. */
function rest(was: Connection, state: StateName, at: number, reason: LinkReason): Connection {
  return { ...turned(quiet(was), state, at, reason), login: false, misses: 0, nudges: 0 };
}

function quiet({ code: _code, wakeAt: _wakeAt, readyAt: _readyAt, ...was }: Connection): Connection {
  return { ...was, running: false, phase: 'starting' };
}

function turned(
  { reason: _before, ...was }: Connection,
  state: StateName,
  at: number,
  reason?: LinkReason,
): Connection {
  return { ...was, state, since: was.state === state ? was.since : at, ...(reason === undefined ? {} : { reason }) };
}

const same = (connection: Connection): Stepped => ({ connection, actions: [] });
