import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Address } from '../../../adapters/contract.ts';
import { createScriptedHost } from '../../contract/channel.ts';
import { ANA, APP_SECRET, type MetaUnderTest, openMeta } from './meta-under-test.ts';

const opened: MetaUnderTest[] = [];
afterEach(async () => {
  for (const under of opened.splice(0)) await under.close();
});
const APP_SCOPED = '218471';

async function open(forget?: (address: Address) => Promise<void>) {
  const host = createScriptedHost();
  const under = await openMeta('messenger', host, forget ? { forget } : {});
  opened.push(under);
  under.graph.pageScoped.set(APP_SCOPED, ANA.messenger);
  return { under, host };
}
function signed(
  claim: object = { algorithm: 'HMAC-SHA256', issued_at: 1_760_000_000, user_id: APP_SCOPED },
  secret = APP_SECRET,
) {
  const payload = Buffer.from(JSON.stringify(claim)).toString('base64url');
  return `${createHmac('sha256', secret).update(payload).digest('base64url')}.${payload}`;
}
const ask = (under: MetaUnderTest, path: string, request: string) =>
  fetch(under.hook(path), { method: 'POST', body: new URLSearchParams({ signed_request: request }) });

describe('a deletion asked for on a page of Meta', () => {
  it('erases the person by the id they have on our page, and tells where to see it', async () => {
    const erased: string[] = [];
    const { under, host } = await open(async ({ chat }) => void erased.push(chat));
    const response = await ask(under, '/deletion', signed());
    expect(response.status).toBe(200);
    const { url, confirmation_code } = (await response.json()) as { url: string; confirmation_code: string };
    expect(url).toBe(`https://parley.example/hooks/messenger/deletion?code=${confirmation_code}`);
    expect(erased).toEqual([APP_SCOPED, ANA.messenger]);
    expect(host.admitted).toMatchObject([
      { kind: 'membership', change: 'blocked', address: { chat: APP_SCOPED } },
      { kind: 'membership', change: 'blocked', address: { chat: ANA.messenger } },
    ]);
    const status = await fetch(under.hook(`/deletion?code=${confirmation_code}`));
    expect(await status.json()).toEqual({ status: 'deleted', at: expect.any(String) });
  });

  it('has one code however often it is sent', async () => {
    const { under, host } = await open(async () => {});
    const [one, two] = [
      await (await ask(under, '/deletion', signed())).json(),
      await (await ask(under, '/deletion', signed())).json(),
    ];
    expect(one).toEqual(two);
    expect(new Set(host.admitted.map(({ eventId }) => eventId)).size).toBe(2);
  });

  it('promises nothing that was not done: without a way to erase the person is withdrawn', async () => {
    const { under } = await open();
    const { confirmation_code } = (await (await ask(under, '/deletion', signed())).json()) as {
      confirmation_code: string;
    };
    expect(await (await fetch(under.hook(`/deletion?code=${confirmation_code}`))).json()).toMatchObject({
      status: 'withdrawn',
    });
  });

  it('is asked for again while we cannot take notice', async () => {
    const { under, host } = await open();
    host.answers.push(async () => ({ status: 'refused', reason: 'store unavailable', retryAfterMs: 1 }));
    expect((await ask(under, '/deletion', signed())).status).toBe(503);
  });

  it.each([
    ['signed by another', signed(undefined, 'another')],
    ['unsigned', 'abc.def'],
    ['empty', ''],
  ])('is refused when it is %s', async (_what, request) => {
    const { under, host } = await open();
    for (const path of ['/deletion', '/deauthorize']) expect((await ask(under, path, request)).status).toBe(403);
    expect(host.admitted).toEqual([]);
  });

  it.each(['', '?code=', '?code=../../etc', '?code=00000000000000000000'])('has no page at %s', async (query) => {
    const { under } = await open();
    expect((await fetch(under.hook(`/deletion${query}`))).status).toBe(404);
  });
});

it('whoever withdraws the rights of the app wants nothing from us any more', async () => {
  const erased: string[] = [];
  const { under, host } = await open(async ({ chat }) => void erased.push(chat));
  expect((await ask(under, '/deauthorize', signed())).status).toBe(200);
  expect(host.admitted).toMatchObject([{ change: 'blocked' }, { change: 'blocked' }]);
  expect(erased).toEqual([]);
});
