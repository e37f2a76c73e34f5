/** From a code to a connection that lasts: the real library in a real browser, against the stand-in. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { StandInWhatsApp } from '../../doubles/whatsapp-web/stand-in.ts';
import { type Account, type AccountOptions, HASTY, openAccount, until } from './account.ts';
import { familyOf } from './processes.ts';

const BEN = '15551234567@c.us';

describe('an account', () => {
  const whatsApp = new StandInWhatsApp();
  const open: Account[] = [];
  let numbers = 4915100000000;

  beforeAll(() => whatsApp.start());
  afterAll(() => whatsApp.close());
  afterEach(async () => {
    for (const account of open.splice(0)) await account.close();
  });
  const newPhone = () => {
    numbers += 1;
    return whatsApp.phone(String(numbers));
  };
  const openWith = async (phone: ReturnType<typeof newPhone> | undefined, more: AccountOptions = {}) => {
    const account = await openAccount(whatsApp, phone, more);
    open.push(account);
    return account;
  };

  test('shows a code, is linked by a scan, and is proved by the first message', async () => {
    const phone = newPhone();
    const account = await openWith(phone);
    expect(account.states).toEqual(['CONNECTING', 'WAITING_FOR_SCAN', 'CONNECTING', 'CONNECTED_UNPROVEN']);
    expect(account.channel.health()).toEqual({ state: 'unproven' });
    phone.receive({ from: BEN, body: 'hello' });
    await account.is('CONNECTED');
    expect(account.messages()).toMatchObject([{ address: { chat: BEN }, parts: [{ text: 'hello' }] }]);
  });

  test('needs no scan after a restart, and its login is for the owner alone', async () => {
    const phone = newPhone();
    const profiles = mkdtempSync(join(tmpdir(), 'parley-profiles-'));
    const account = await openWith(phone, { profiles });
    account.states.length = 0;
    await account.restart();
    expect(account.states).not.toContain('WAITING_FOR_SCAN');
    phone.receive({ from: BEN, body: 'still there?' });
    await until(() => account.messages().length).toBe(1);
    for (const folder of [profiles, join(profiles, 'session-main')]) expect(statSync(folder).mode & 0o777).toBe(0o700);
    await account.close();
    rmSync(profiles, { recursive: true, force: true });
  });

  test('is linked by letters typed on the phone', async () => {
    const account = await openWith(undefined, { connect: false });
    account.channel.connect('4915112345678');
    await until(() => account.channel.connection.code).toMatchObject({ kind: 'pairing', text: 'K7QX2M9P' });
    await until(() => whatsApp.askedForCode?.phone).toBe('4915112345678');
    newPhone().link(whatsApp.askedForCode!.device);
    await account.is('CONNECTED_UNPROVEN');
  });

  test('shows the next code as WhatsApp does, and stops after six until somebody asks', async () => {
    const patience = { ...HASTY, codes: 2, codeMs: 200, firstCodeMs: 3_000, readyMs: 200 };
    const account = await openWith(undefined, { patience });
    await until(() => account.channel.connection.code?.number).toBe(1);
    whatsApp.nextCode(2);
    await until(() => account.channel.connection.code?.number).toBe(2);
    await account.is('BAD_CREDENTIALS');
    expect(account.channel.connection.reason).toBe('no scan');
    await until(() => whatsApp.devices()).toEqual([]);
    account.channel.connect();
    await until(() => account.channel.connection.code?.number).toBe(1);
  });

  test('that is logged out on the phone forgets its login and asks for a scan', async () => {
    const phone = newPhone();
    const profiles = mkdtempSync(join(tmpdir(), 'parley-profiles-'));
    const account = await openWith(phone, { profiles });
    phone.logOut();
    await account.is('BAD_CREDENTIALS');
    expect(account.channel.health()).toMatchObject({ reason: expect.stringContaining('logged this device out') });
    await until(() => existsSync(join(profiles, 'session-main'))).toBe(false);
    account.channel.connect();
    await account.is('CONNECTED_UNPROVEN');
    expect(phone.linked).toBe(true);
    await account.close();
    rmSync(profiles, { recursive: true, force: true });
  });

  test('that is unlinked here leaves no login behind', async () => {
    const phone = newPhone();
    const profiles = mkdtempSync(join(tmpdir(), 'parley-profiles-'));
    const account = await openWith(phone, { profiles });
    await account.channel.unlink();
    expect(readdirSync(profiles)).toEqual([]);
    expect(account.channel.connection).toMatchObject({ state: 'BAD_CREDENTIALS', reason: 'unlinked here' });
    await until(() => phone.linked).toBe(false);
    await account.close();
    rmSync(profiles, { recursive: true, force: true });
  });

  test('whose page had synced before the library came is nudged and ready', async () => {
    const phone = newPhone();
    const account = await openWith(phone);
    phone.syncAfterMs = 0;
    account.states.length = 0;
    await account.restart();
    expect(account.states.at(-1)).toBe('CONNECTED_UNPROVEN');
    phone.receive({ from: BEN, body: 'hello' });
    await until(() => account.messages().length).toBe(1);
  });

  test.each([
    ['CONFLICT', 'CONFLICT', 'used elsewhere'],
    ['TOS_BLOCK', 'BANNED', 'blocked'],
    ['DEPRECATED_VERSION', 'OUTDATED', 'page too old'],
  ] as const)('that WhatsApp calls %s is ended and says so', async (state, is, reason) => {
    const phone = newPhone();
    const account = await openWith(phone);
    phone.order({ do: 'state', state });
    await account.is(is);
    expect(account.channel.connection.reason).toBe(reason);
    expect(account.channel.health().remedy).toBeDefined();
    await until(() => whatsApp.devices()).toEqual([]);
  });

  test('without a network waits for it in the same page', async () => {
    const phone = newPhone();
    const account = await openWith(phone);
    phone.order({ do: 'state', state: 'TIMEOUT' });
    await account.is('TRANSIENT_DISCONNECT');
    expect(account.channel.health()).toMatchObject({ state: 'trouble', remedy: expect.any(String) });
    const address = { channel: 'whatsapp-web', account: 'main', chat: BEN };
    const [part] = await account.channel.encode({ key: 'k', kind: 'notice', markdown: 'hello' }, address);
    expect(await account.channel.send(part!, 'k:0')).toMatchObject({ status: 'failed', error: { retryable: true } });
    phone.order({ do: 'state', state: 'CONNECTED' });
    await account.is('CONNECTED_UNPROVEN');
  });

  describe('comes back by itself', () => {
    test.each([
      ['after its browser was killed', 'browser', 'browser gone'],
      ['after its page crashed', 'renderer', 'page crashed'],
      ['after its process was killed', 'child', 'process ended'],
    ] as const)('%s', async (_, victim, reason) => {
      const phone = newPhone();
      const reasons = new Set<string | undefined>();
      const account = await openWith(phone, { onConnection: (connection) => reasons.add(connection.reason) });
      const isVictim = {
        child: (command: string) => command.includes('whatsapp-web/child.ts'),
        renderer: (command: string) => command.includes('--type=renderer'),
        browser: (command: string) => command.includes('--user-data-dir=') && !command.includes('--type='),
      }[victim];
      const found = familyOf(process.pid).findLast(({ command }) => isVictim(command));
      process.kill(found!.pid, 'SIGKILL');
      await until(() => reasons.has(reason)).toBe(true);
      await account.is('CONNECTED_UNPROVEN');
      phone.receive({ from: BEN, body: 'are you back?' });
      await until(() => account.messages().length).toBe(1);
    });

    test('after its page went somewhere else', async () => {
      const phone = newPhone();
      const account = await openWith(phone, { patience: { ...HASTY, injectMs: 2_000 } });
      phone.order({ do: 'blank' });
      await account.is('TRANSIENT_DISCONNECT');
      await account.is('CONNECTED_UNPROVEN');
    });

    test('after its page reloaded itself, without a new browser', async () => {
      const phone = newPhone();
      const account = await openWith(phone);
      phone.order({ do: 'reload' });
      phone.receive({ from: BEN, body: 'before' });
      await until(async () => {
        phone.receive({ from: BEN, body: 'after' });
        return account.messages().length;
      }).toBeGreaterThan(0);
      expect(account.channel.connection.tries).toBe(0);
    });

    test('after it went deaf', async () => {
      const phone = newPhone();
      const reasons = new Set<string | undefined>();
      const account = await openWith(phone, {
        patience: { ...HASTY, probeMs: 300 },
        onConnection: (connection) => reasons.add(connection.reason),
      });
      await phone.turn({ deaf: true });
      await until(() => {
        if (!reasons.has('deaf')) phone.receive({ from: BEN, body: 'do you hear me?' });
        return reasons.has('deaf');
      }).toBe(true);
      // What was written meanwhile may have proved it already.
      await until(() => account.channel.connection.state).toMatch(/^CONNECTED/);
    });
  });

  test('whose folder another browser uses says so, and tries again', async () => {
    const phone = newPhone();
    const profiles = mkdtempSync(join(tmpdir(), 'parley-profiles-'));
    const first = await openWith(phone, { profiles });
    const second = await openWith(undefined, { profiles });
    await until(() => second.channel.connection.reason).toBe('profile in use');
    expect(second.channel.health().state).toBe('trouble');
    await first.channel.stop();
    await until(() => second.channel.connection.phase).toBe('ready');
    await second.close();
    await first.close();
    rmSync(profiles, { recursive: true, force: true });
  });

  test('stands beside another one, each with its own phone and chats', async () => {
    const [ana, bo] = [newPhone(), newPhone()];
    const [first, second] = await Promise.all([openWith(ana, { account: 'ana' }), openWith(bo, { account: 'bo' })]);
    ana.receive({ from: BEN, body: 'to ana' });
    bo.receive({ from: BEN, body: 'to bo' });
    await until(() => [first.messages().length, second.messages().length]).toEqual([1, 1]);
    expect(first.messages()[0]).toMatchObject({ address: { account: 'ana' }, parts: [{ text: 'to ana' }] });
    expect(second.messages()[0]).toMatchObject({ address: { account: 'bo' }, parts: [{ text: 'to bo' }] });
  });
});
