import { afterEach, describe, expect, it } from 'vitest';
import { type DoctorOptions, doctorChecks } from '../../../adapters/meta/doctor.ts';
import { type StandInGraph, startGraph } from '../../doubles/graph/graph.ts';

const PAGE = { product: 'messenger' as const, id: '100123456789012', token: 'the-token' };
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
    fields: ['messages', 'messaging_postbacks', 'message_echoes', 'message_reactions', 'message_edits'].map((name) => ({
      name,
      version: 'v26.0',
    })),
  });
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
