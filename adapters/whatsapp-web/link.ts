/** Runs one account's connection: the state machine, its clock, and the process it orders about. */
import type { ChannelLog } from '../contract.ts';
import { type Patience, WEAR } from './capabilities.ts';
import { type Connection, type LinkAction, type LinkEvent, step, unlinked } from './connection.ts';
import { type LinkProcess, startLinkProcess } from './link-process.ts';
import { wipeProfile } from './profile.ts';
import { TROUBLE } from './trouble.ts';
import type { FromChild, LinkOrder } from './wire.ts';

export interface LinkOptions {
  account: string;
  profiles: string;
  environment: NodeJS.ProcessEnv;
  patience: Patience;
  /** What to start: asked at every start, because a browser may have been installed meanwhile. @throws Error without one */
  order(): Promise<Omit<LinkOrder, 'account' | 'profiles' | 'patience' | 'phoneNumber'>>;
  /** What people did; what concerns the connection is dealt with here. */
  onHeard(message: FromChild): void;
  onChange(connection: Connection): void;
  log: ChannelLog;
}

export interface Link {
  readonly connection: Connection;
  /** The running process, while the page is ready and WhatsApp can be reached. */
  readonly process: LinkProcess | undefined;
  /** `phoneNumber`: link by a code to type on that phone, digits only. */
  connect(phoneNumber?: string): void;
  unlink(): Promise<void>;
  /** Somebody's message came in. */
  heard(): void;
  stop(): Promise<void>;
}

const MINUTE_MS = 60_000;
/** A browser younger than this is not started anew at night. */
const YOUNG_MS = 20 * 60 * MINUTE_MS;

export function createLink(options: LinkOptions): Link {
  const { account, profiles, environment, patience, onHeard, onChange, log } = options;
  let connection = unlinked(Date.now());
  let child: LinkProcess | undefined;
  /** Starts and ends come one after the other, each with everything it needs. */
  let work: Promise<void> = Promise.resolve();
  let begun = 0;
  let phoneNumber: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const wear = setInterval(() => {
    const old = Date.now() - begun > YOUNG_MS && new Date().getHours() === WEAR.hour;
    if (old) dispatch({ kind: 'refresh' });
  }, MINUTE_MS);
  wear.unref();

  return {
    get connection() {
      return connection;
    },
    get process() {
      const { phase, state } = connection;
      return phase === 'ready' && state !== 'TRANSIENT_DISCONNECT' ? child : undefined;
    },
    connect(number) {
      // Another way of linking needs another page.
      if (connection.running && connection.phase === 'starting' && number !== phoneNumber) dispatch({ kind: 'stop' });
      phoneNumber = number;
      dispatch({ kind: 'connect' });
    },
    async unlink() {
      dispatch({ kind: 'unlink' });
      await work;
    },
    heard: () => dispatch({ kind: 'inbound' }),
    async stop() {
      stopped = true;
      clearInterval(wear);
      dispatch({ kind: 'stop' });
      await work;
    },
  };

  function dispatch(event: LinkEvent): void {
    const before = connection;
    const { connection: after, actions } = step(before, event, Date.now(), patience);
    connection = after;
    for (const action of actions) act(action);
    if (after === before) return;
    clearTimeout(timer);
    if (after.wakeAt !== undefined && !stopped)
      timer = setTimeout(() => dispatch({ kind: 'tick' }), Math.max(0, after.wakeAt - Date.now()) + 1);
    if (after.state !== before.state || after.reason !== before.reason) tell(before, after);
    onChange(after);
  }

  function tell(before: Connection, { state, reason, tries }: Connection): void {
    const words = reason && TROUBLE[reason];
    const fields = { account, state, was: before.state, ...(reason ? { reason, remedy: words?.remedy } : {}), tries };
    const message = `WhatsApp ${account}: ${words?.what ?? state.toLowerCase().replaceAll('_', ' ')}`;
    if (words && state !== 'CONNECTING' && state !== 'WAITING_FOR_SCAN') log.warn(fields, message);
    else log.info(fields, message);
  }

  function act(action: LinkAction): void {
    switch (action) {
      case 'begin':
        return then(begin);
      case 'end':
        return then(end);
      case 'wipe':
        return then(async () => wipeProfile(profiles, account));
      case 'log out': {
        const linked = child;
        return then(() => linked?.call('logout', null).catch(() => {}));
      }
      case 'nudge':
        return void child?.call('nudge', null).catch(() => {});
      case 'probe':
        return void probe(child);
      default:
        return action satisfies never;
    }
  }

  function then(next: () => Promise<unknown> | undefined): void {
    work = work.then(async () => {
      try {
        await next();
      } catch (error) {
        log.error({ err: error, account }, 'a step of the connection to WhatsApp failed');
      }
    });
  }

  async function begin(): Promise<void> {
    if (stopped) return;
    begun = Date.now();
    const { injectMs, pairingCodeMs, call } = patience;
    let started: LinkProcess | undefined;
    // Whoever was given up may still speak.
    const current = () => child === started;
    try {
      const order = await options.order();
      started = startLinkProcess({
        order: {
          ...order,
          account,
          profiles,
          ...(phoneNumber === undefined ? {} : { phoneNumber }),
          patience: {
            injectMs,
            pairingCodeMs,
            sendMs: call.sendMs,
            ackMs: call.ackMs,
            callMs: call.shortMs,
            fetchMs: call.fetchMs,
          },
        },
        environment,
        farewellMs: patience.farewellMs,
        onMessage: (message) => {
          if (current()) hear(message);
        },
        onDied: (lastWords) => {
          if (!current()) return;
          log.warn({ account, lastWords }, 'the process with the browser ended');
          dispatch({ kind: 'died' });
        },
      });
      child = started;
    } catch (error) {
      log.warn({ account, err: error }, 'no browser could be started');
      dispatch({ kind: 'obstacle', obstacle: 'browser does not start' });
    }
  }

  async function end(): Promise<void> {
    const ending = child;
    child = undefined;
    await ending?.end();
  }

  async function probe(probed: LinkProcess | undefined): Promise<void> {
    try {
      const found = await probed?.call('probe', null);
      if (!found || probed !== child) return;
      const { added, heard, socket } = found;
      if (added > heard) log.warn({ account, added, heard }, 'the page has heard more than it told');
      dispatch({ kind: 'probed', deaf: added > heard });
      dispatch({ kind: 'socket', state: socket });
    } catch (error) {
      if (probed !== child) return;
      log.warn({ account, err: error }, 'the page of WhatsApp did not answer');
      dispatch({ kind: 'not probed' });
    }
  }

  function hear(message: FromChild): void {
    switch (message.kind) {
      case 'injected':
      case 'progress':
      case 'synced':
      case 'disconnected':
      case 'obstacle':
      case 'socket':
        if ('words' in message) log.warn({ account, words: message.words }, message.obstacle);
        return dispatch(message);
      case 'qr':
      case 'code':
        return dispatch(message);
      case 'ready':
        dispatch(message);
        return onHeard(message);
      case 'broken':
        log.warn({ account, what: message.what, words: message.words }, 'the connection to WhatsApp broke');
        return dispatch(message);
      case 'shim':
        return hearShim(message.report);
      case 'memory':
        if (message.bytes > WEAR.mostBytes) {
          log.info({ account, bytes: message.bytes }, 'the browser has grown large and is started anew');
          dispatch({ kind: 'refresh' });
        }
        return;
      default:
        onHeard(message);
    }
  }

  function hearShim(report: Extract<FromChild, { kind: 'shim' }>['report']): void {
    if (report.state === 'lost') {
      log.error({ account, words: report.words }, 'WhatsApp changed its page; Parley has to be updated');
      dispatch({ kind: 'page changed' });
    } else log.info({ account, ...report }, 'the page of WhatsApp is understood');
  }
}
