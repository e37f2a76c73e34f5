import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PATIENCE } from '../../../adapters/whatsapp-web/capabilities.ts';
import {
  type Connection,
  type LinkAction,
  type LinkEvent,
  step,
  unlinked,
} from '../../../adapters/whatsapp-web/connection.ts';
import { healthOf, TROUBLE } from '../../../adapters/whatsapp-web/trouble.ts';

/** Plays events at times, and keeps what was ordered. */
function play(...events: [LinkEvent | LinkEvent['kind'], number?][]) {
  let connection = unlinked(0);
  let at = 0;
  const actions: LinkAction[] = [];
  for (const [event, after = 0] of events) {
    at += after;
    const whole = typeof event === 'string' ? ({ kind: event } as LinkEvent) : event;
    const stepped = step(connection, whole, at, PATIENCE);
    connection = stepped.connection;
    actions.push(...stepped.actions);
  }
  return { connection, actions, at };
}

/** Goes on until what was due has come, so many times. */
function wait(from: ReturnType<typeof play>, times = 1): ReturnType<typeof play> {
  let { connection, at } = from;
  const actions = [...from.actions];
  for (let turn = 0; turn < times && connection.wakeAt !== undefined; turn++) {
    at = connection.wakeAt;
    const stepped = step(connection, { kind: 'tick' }, at, PATIENCE);
    connection = stepped.connection;
    actions.push(...stepped.actions);
  }
  return { connection, actions, at };
}

const QR: LinkEvent = { kind: 'qr', text: 'REF-1' };
const LINKED: [LinkEvent | LinkEvent['kind'], number?][] = [['connect'], [QR], ['synced', 5000], ['ready', 1000]];
const BACK: [LinkEvent | LinkEvent['kind'], number?][] = [['connect'], ['synced', 5000], ['ready', 1000]];

describe('being linked', () => {
  test('nothing runs until somebody asks', () => {
    expect(play().connection).toMatchObject({ state: 'BAD_CREDENTIALS', reason: 'not linked', running: false });
    expect(healthOf(unlinked(0)).state).toBe('off');
  });

  test('a code is shown with how long it is valid: the first for a minute, the next for 20 s', () => {
    expect(play(['connect'], [QR]).connection).toMatchObject({
      state: 'WAITING_FOR_SCAN',
      code: { kind: 'qr', number: 1, validMs: 60_000 },
    });
    expect(play(['connect'], [QR], [QR, 60_000]).connection.code).toMatchObject({ number: 2, validMs: 20_000 });
  });

  test('after six codes it stops and asks', () => {
    const six = Array.from({ length: 6 }, (): [LinkEvent, number] => [QR, 20_000]);
    expect(play(['connect'], ...six).connection).toMatchObject({ state: 'WAITING_FOR_SCAN', code: { number: 6 } });
    const after = wait(play(['connect'], ...six));
    expect(after.connection).toMatchObject({ state: 'BAD_CREDENTIALS', reason: 'no scan', running: false });
    expect(after.actions).toEqual(['begin', 'end']);
    expect(play(['connect'], ...six, [QR, 20_000]).connection.reason).toBe('no scan');
  });

  test('a page that shows no next code is opened anew, and the codes are counted on', () => {
    const anew = wait(play(['connect'], [QR]));
    expect(anew.actions).toEqual(['begin', 'end', 'begin']);
    expect(step(anew.connection, QR, anew.at, PATIENCE).connection).toMatchObject({
      state: 'WAITING_FOR_SCAN',
      code: { number: 2 },
    });
  });

  test('a new login counts as connected only after 30 s and a first message', () => {
    const early = play(...LINKED, ['inbound', 1000]);
    expect(early.connection.state).toBe('CONNECTED_UNPROVEN');
    expect(play(...LINKED, ['inbound', 31_000]).connection.state).toBe('CONNECTED');
    expect(wait(early).connection.state).toBe('CONNECTED');
    expect(wait(play(...LINKED)).connection.state).toBe('CONNECTED_UNPROVEN');
  });

  test('a login that is kicked out within the 30 s was never connected', () => {
    const out = play(...LINKED, [{ kind: 'disconnected', reason: 'LOGOUT' }, 9_000]);
    expect(out.connection).toMatchObject({ state: 'BAD_CREDENTIALS', reason: 'logged out' });
    expect(out.actions).toEqual(['begin', 'end', 'wipe']);
  });
});

describe('staying connected', () => {
  test('without a new login the first message proves it', () => {
    expect(play(...BACK, ['inbound', 10]).connection.state).toBe('CONNECTED');
  });

  test('without a message for half a day it no longer claims to hear', () => {
    expect(play(...BACK, ['inbound', 10], ['tick', 13 * 3_600_000]).connection.state).toBe('CONNECTED_UNPROVEN');
    expect(play(...BACK, ['inbound', 10], ['tick', 11 * 3_600_000]).connection.state).toBe('CONNECTED');
  });

  test('linked and never ready: nudged twice, then opened anew', () => {
    const stuck = play(['connect'], [{ kind: 'injected', socket: 'CONNECTED' }]);
    expect(wait(stuck, 3).actions).toEqual(['begin', 'nudge', 'nudge', 'end']);
    expect(wait(stuck, 3).connection).toMatchObject({ state: 'TRANSIENT_DISCONNECT', reason: 'never ready' });
  });

  test('a long synchronisation that goes on is not disturbed', () => {
    const going = play(
      ['connect'],
      ['synced'],
      ...Array.from({ length: 9 }, (): ['progress', number] => ['progress', 15_000]),
    );
    expect(going.actions).toEqual(['begin']);
  });

  test('it comes back later and later, from 5 s to 5 min, and anew after it was well', () => {
    let now = play(['connect']);
    const waits: number[] = [];
    for (let turn = 0; turn < 8; turn++) {
      const failed = step(now.connection, { kind: 'died' }, now.at, PATIENCE);
      waits.push(failed.connection.wakeAt! - now.at);
      now = wait({ ...now, connection: failed.connection });
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300].map((s) => s * 1000));
    const well = play(...BACK, ['inbound'], ['died']);
    expect(well.connection.wakeAt! - well.at).toBe(5000);
  });

  test.each([
    ['CONFLICT', 'CONFLICT', 'used elsewhere'],
    ['TOS_BLOCK', 'BANNED', 'blocked'],
    ['SMB_TOS_BLOCK', 'BANNED', 'blocked'],
    ['DEPRECATED_VERSION', 'OUTDATED', 'page too old'],
    ['UNPAIRED', 'BAD_CREDENTIALS', 'logged out'],
    ['PROXYBLOCK', 'TRANSIENT_DISCONNECT', 'proxy blocks'],
    ['TIMEOUT', 'TRANSIENT_DISCONNECT', 'phone or network offline'],
  ])('what WhatsApp calls %s is %s here', (socket, state, reason) => {
    expect(play(...BACK, [{ kind: 'socket', state: socket }]).connection).toMatchObject({ state, reason });
    expect(play(...BACK, [{ kind: 'disconnected', reason: socket }]).connection).toMatchObject({ state, reason });
  });

  test('a network that comes back needs no new page', () => {
    const back = play(
      ...BACK,
      [{ kind: 'socket', state: 'OPENING' }],
      [{ kind: 'socket', state: 'CONNECTED' }, 20_000],
    );
    expect(back.connection).toMatchObject({ state: 'CONNECTED_UNPROVEN', running: true });
    expect(back.actions).toEqual(['begin']);
  });

  test('deaf once may be an event on its way; deaf twice is opened anew', () => {
    const deaf: LinkEvent = { kind: 'probed', deaf: true };
    expect(play(...BACK, [deaf]).actions).toEqual(['begin']);
    expect(play(...BACK, [deaf], [deaf]).connection.reason).toBe('deaf');
    expect(play(...BACK, [deaf], [{ kind: 'probed', deaf: false }], [deaf]).actions).toEqual(['begin']);
  });

  test('a page that WhatsApp changed ends in words for the owner and no further tries', () => {
    const { connection } = play(...BACK, ['page changed']);
    expect(connection).toMatchObject({ state: 'OUTDATED', running: false });
    expect(healthOf(connection)).toMatchObject({ state: 'trouble', remedy: expect.stringContaining('Update') });
  });

  test('the nightly start keeps the login and says what it is', () => {
    const anew = play(...BACK, ['refresh']);
    expect(anew.actions).toEqual(['begin', 'end', 'begin']);
    expect(anew.connection).toMatchObject({ state: 'CONNECTING', reason: 'refresh' });
  });

  test('unlinking takes the device off, ends the browser and wipes the login', () => {
    expect(play(...BACK, ['unlink']).actions).toEqual(['begin', 'log out', 'end', 'wipe']);
  });
});

describe('whatever happens in whatever order', () => {
  const socket = fc.constantFrom(
    ...['CONNECTED', 'OPENING', 'PAIRING', 'UNPAIRED', 'UNPAIRED_IDLE', 'TIMEOUT', 'CONFLICT', 'UNLAUNCHED'],
    ...['PROXYBLOCK', 'TOS_BLOCK', 'SMB_TOS_BLOCK', 'DEPRECATED_VERSION', 'LOGOUT', 'something new'],
  );
  const event: fc.Arbitrary<LinkEvent> = fc.oneof(
    fc.constantFrom<LinkEvent>(
      ...(
        [
          'connect',
          'stop',
          'unlink',
          'tick',
          'tick',
          'tick',
          'refresh',
          'progress',
          'synced',
          'ready',
          'ready',
        ] as const
      ).map((kind): LinkEvent => ({ kind })),
      ...(['inbound', 'inbound', 'page changed', 'died', 'not probed'] as const).map((kind): LinkEvent => ({ kind })),
      QR,
      { kind: 'code', text: 'ABCDEFGH' },
      { kind: 'probed', deaf: true },
      { kind: 'probed', deaf: false },
    ),
    socket.map((state): LinkEvent => ({ kind: 'socket', state })),
    socket.map((state): LinkEvent => ({ kind: 'injected', socket: state })),
    socket.map((reason): LinkEvent => ({ kind: 'disconnected', reason })),
    fc
      .constantFrom('browser' as const, 'page' as const, 'loading' as const, 'library' as const)
      .map((what): LinkEvent => ({ kind: 'broken', what })),
    fc
      .constantFrom('profile in use' as const, 'browser does not start' as const)
      .map((obstacle): LinkEvent => ({ kind: 'obstacle', obstacle })),
  );
  const history = fc.array(fc.tuple(event, fc.nat(400_000)), { maxLength: 60 });

  test('one process at a time, ended before the next; where a person has to act nothing runs; else something is due', () => {
    fc.assert(
      fc.property(history, (events) => {
        let connection: Connection = unlinked(0);
        let at = 0;
        let processes = 0;
        let stopped = false;
        for (const [event, after] of events) {
          at += after;
          const { connection: next, actions } = step(connection, event, at, PATIENCE);
          for (const action of actions) {
            if (action === 'begin') processes += 1;
            if (action === 'end') processes -= 1;
            expect(processes === 0 || processes === 1).toBe(true);
            // The login is thrown away only on WhatsApp's word or the owner's.
            if (action === 'wipe') expect(['logged out', 'unlinked here']).toContain(next.reason);
          }
          expect(next.running).toBe(processes === 1);
          stopped = event.kind === 'stop' || (stopped && !next.running);
          switch (next.state) {
            case 'BAD_CREDENTIALS':
            case 'CONFLICT':
            case 'OUTDATED':
            case 'BANNED':
              expect(next).toMatchObject({ running: false });
              expect(next.wakeAt).toBeUndefined();
              expect(TROUBLE[next.reason!].remedy).toBeDefined();
              break;
            case 'CONNECTED':
              if (!stopped) expect(next.lastInboundAt).toBeGreaterThanOrEqual(next.readyAt!);
              break;
            case 'WAITING_FOR_SCAN':
              expect(next.codes).toBeGreaterThan(0);
              break;
            default:
          }
          if (next.running) expect(next.wakeAt).toBeGreaterThan(0);
          if (next.state === 'TRANSIENT_DISCONNECT' && !stopped) expect(next.wakeAt! - at).toBeLessThanOrEqual(300_000);
          expect(next.codes).toBeLessThanOrEqual(PATIENCE.codes);
          expect(next.since).toBeLessThanOrEqual(at);
          connection = next;
        }
      }),
      { numRuns: 1000 },
    );
  });
});
