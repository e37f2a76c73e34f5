import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { type DoctorOptions, doctorChecks } from '../../../adapters/meta/doctor.ts';
import { type StandInGraph, startGraph } from '../../doubles/graph/graph.ts';

const PAGE = { product: 'messenger' as const, id: '100123456789012', token: 'the-token' };
const FIELDS = ['messages', 'messaging_postbacks', 'message_echoes', 'message_reactions', 'message_edits'];
const opened: StandInGraph[] = [];
afterEach(async () => {
  for (const graph of opened.splice(0)) await graph.close();
});

const nobody: typeof fetch = () => Promise.reject(new TypeError('fetch failed'));

async function open(over: Partial<DoctorOptions> = {}, ask = nobody) {
  const graph = await startGraph([PAGE]);
  opened.push(graph);
  graph.app = { id: '1517', secret: 'app-secret' };
  graph.subscriptions.push({
    object: 'page',
    callback_url: 'https://parley.example/hooks/messenger',
    active: true,
    fields: FIELDS.map((name) => ({ name, version: 'v26.0' })),
  });
  graph.subscribers.push({ id: '1517', subscribed_fields: [...FIELDS] });
  const checks = doctorChecks(
    {
      channel: 'messenger',
      account: PAGE.id,
      graph: graph.base,
      token: PAGE.token,
      appSecret: 'app-secret',
      verifyToken: 'verify-token',
      appId: '1517',
      publicUrl: 'https://parley.example',
      ...over,
    },
    ask,
  );
  const run = async (name: string) => checks.find((check) => check.name.endsWith(name))!.run();
  return { graph, checks, run };
}

describe('the doctor', () => {
  it('finds a right token and a right webhook right', async () => {
    const { run } = await open();
    expect(await run('token')).toMatchObject({ state: 'fine' });
    expect(await run('webhook set up')).toMatchObject({ state: 'fine' });
    expect(await run('account subscribed')).toMatchObject({ state: 'fine' });
  });

  it.each<[string, Partial<DoctorOptions>, string]>([
    ['a token that is refused', { token: 'wrong' }, 'Make a new one'],
    ['an id that is not the token’s', { account: '42' }, 'Check the id'],
  ])('says what to do about %s', async (_what, over, fix) => {
    const { run } = await open(over);
    expect(await run('token')).toMatchObject({ state: 'bad', remedy: expect.stringContaining(fix) });
  });

  it.each<[string, (graph: StandInGraph) => void, Partial<DoctorOptions>, string]>([
    [
      'no webhook',
      (graph) => void graph.subscriptions.splice(0),
      {},
      'set the callback https://parley.example/hooks/messenger',
    ],
    [
      'a webhook that leads elsewhere',
      () => {},
      { publicUrl: 'https://other.example' },
      'set the callback https://other.example',
    ],
    [
      'a webhook that misses a field',
      (graph) => Object.assign(graph.subscriptions[0]!, { fields: [{ name: 'messages' }] }),
      {},
      'subscribe to messages, messaging_postbacks',
    ],
    ['an app secret that is wrong', () => {}, { appSecret: 'x' }, 'PARLEY_META_APP_SECRET'],
    ['an app that is not named', () => {}, { appId: undefined }, 'PARLEY_META_APP_ID'],
  ])('says what to do about %s', async (_what, bend, over, fix) => {
    const { graph, run } = await open(over);
    bend(graph);
    expect(await run('webhook set up')).toMatchObject({ state: 'bad', remedy: expect.stringContaining(fix) });
  });

  it('notices that the page tells the app nothing, or not all of it', async () => {
    const { graph, run } = await open();
    graph.subscribers = [{ id: 'another', subscribed_fields: FIELDS }];
    expect(await run('account subscribed')).toMatchObject({
      state: 'bad',
      words: expect.stringContaining('nothing'),
      remedy: expect.stringContaining('Messenger → API settings, add subscriptions to the page: messages,'),
    });
    graph.subscribers = [{ id: '1517', subscribed_fields: ['messages'] }];
    expect(await run('account subscribed')).toMatchObject({
      state: 'bad',
      words: expect.stringContaining('messaging_postbacks, message_echoes'),
    });
  });

  it('says what to do without a public address, and with one that Meta does not call', async () => {
    expect(await (await open({ publicUrl: undefined })).run('webhook reachable')).toMatchObject({
      state: 'bad',
      remedy: expect.stringContaining('PARLEY_PUBLIC_URL'),
    });
    expect(await (await open({ publicUrl: 'http://parley.example' })).run('webhook reachable')).toMatchObject({
      state: 'bad',
      words: expect.stringContaining('not https'),
    });
  });

  it('calls the webhook by its public address as Meta does', async () => {
    const asked: string[] = [];
    const ourselves: typeof fetch = async (input) => {
      const { origin, pathname, searchParams } = new URL(String(input));
      asked.push(origin + pathname);
      const known = searchParams.get('hub.verify_token') === 'verify-token';
      return new Response(known ? searchParams.get('hub.challenge') : 'no', { status: known ? 200 : 403 });
    };
    expect(await (await open({}, ourselves)).run('webhook reachable')).toMatchObject({ state: 'fine' });
    expect(asked).toEqual(['https://parley.example/hooks/messenger']);
    expect(await (await open({ verifyToken: 'another' }, ourselves)).run('webhook reachable')).toMatchObject({
      state: 'bad',
      words: expect.stringContaining('answers 403'),
    });
    expect(await (await open()).run('webhook reachable')).toMatchObject({
      state: 'bad',
      words: expect.stringContaining('does not answer'),
    });
  });

  it("asks about WhatsApp's terms, and of no other channel", async () => {
    expect((await open()).checks.map(({ name }) => name)).not.toContain('messenger: terms');
    const { run } = await open({ channel: 'whatsapp-cloud', withinTerms: false });
    expect(await run('terms')).toMatchObject({
      state: 'bad',
      remedy: expect.stringContaining('POLICY_ACKNOWLEDGED=yes'),
    });
    const acknowledged = await open({ channel: 'whatsapp-cloud', withinTerms: true });
    expect(await acknowledged.run('terms')).toMatchObject({ state: 'fine' });
  });

  it('repeats no secret', async () => {
    const { checks } = await open({ account: '42' });
    const said = JSON.stringify(await Promise.all(checks.map((check) => check.run())));
    for (const secret of ['the-token', 'app-secret', 'verify-token']) expect(said).not.toContain(secret);
  });
});

describe('npm run doctor', () => {
  const DOCTOR = fileURLToPath(new URL('../../../src/doctor.ts', import.meta.url));
  const run = async (area: string, env: Record<string, string>) => {
    const cwd = mkdtempSync(join(tmpdir(), 'parley-doctor-'));
    try {
      const options = { cwd, env: { PATH: process.env.PATH, HOME: cwd, ...env } };
      const { stdout } = await promisify(execFile)(process.execPath, [DOCTOR, area], options).catch(
        (error: { stdout: string }) => error,
      );
      return stdout;
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  };

  it.each([
    ['meta', 'PARLEY_META_APP_SECRET'],
    ['telegram', 'PARLEY_TELEGRAM_TOKEN'],
  ])('-- %s says how to begin where nothing is set up', async (area, setting) => {
    expect(await run(area, {})).toContain(`It begins with ${setting}`);
  });

  it('-- meta goes through each step, and says what is to be done', async () => {
    const { graph } = await open();
    const said = await run('meta', {
      PARLEY_META_GRAPH: graph.base,
      PARLEY_META_APP_SECRET: 'app-secret',
      PARLEY_META_VERIFY_TOKEN: 'verify-token',
      PARLEY_META_APP_ID: '1517',
      PARLEY_MESSENGER_PAGE_ID: PAGE.id,
      PARLEY_MESSENGER_TOKEN: PAGE.token,
    });
    expect(said.split('\n').flatMap((line) => /^[✓•✖] messenger: .*?(?= {2}|\.)/.exec(line)?.[0] ?? [])).toHaveLength(
      4,
    );
    expect(said).toMatch(/→ Open a tunnel .*PARLEY_PUBLIC_URL/);
    expect(said).toContain('1 to do.');
  });
});
