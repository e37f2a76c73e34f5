import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Admission, Inbound } from '../../../adapters/contract.ts';
import { decodeWebhook } from '../../../adapters/messenger/decode.ts';
import { createWebhook, MOST_BYTES } from '../../../adapters/meta/webhook.ts';
import { createScriptedHost } from '../../contract/channel.ts';
import { deliver, escaped, messagingBody, messagingText, post, sign, verify } from '../../doubles/graph/webhooks.ts';
import { ACCOUNTS, ANA, APP_SECRET, type MetaUnderTest, openMeta, VERIFY_TOKEN } from './meta-under-test.ts';

const opened: MetaUnderTest[] = [];
afterEach(async () => {
  for (const under of opened.splice(0)) await under.close();
});
const open = async (host = createScriptedHost()) => {
  const under = await openMeta('messenger', host);
  opened.push(under);
  return { under, host };
};
const { messenger: account } = ACCOUNTS;
const text = (mid: string) => messagingText('page', account, ANA.messenger, mid, `Überraschung 👋 ${mid}`);
const signed = (body: string) => ({ 'x-hub-signature-256': sign(body, APP_SECRET) });
const events = (count: number) =>
  messagingBody(
    'page',
    account,
    Array.from({ length: count }, (_, n) => ({
      sender: { id: ANA.messenger },
      recipient: { id: account },
      timestamp: Date.now() + n,
      message: { mid: `m_${n}`, text: `message ${n}` },
    })),
  );

describe('2.1, 2.2, 3.1, 3.2, 4: the webhook', () => {
  it('answers the challenge of whoever knows the verify token, and nobody else', async () => {
    const { under } = await open();
    expect(await verify(under.hook(), VERIFY_TOKEN, '1158201444')).toEqual({ status: 200, text: '1158201444' });
    expect(await verify(under.hook(), 'another token', '1158201444')).toMatchObject({ status: 403 });
    expect(await verify(under.hook(), '', '1158201444')).toMatchObject({ status: 403 });
    expect((await fetch(under.hook())).status).toBe(403);
    expect(
      (await fetch(`${under.hook()}?hub.mode=unsubscribe&hub.verify_token=${VERIFY_TOKEN}&hub.challenge=1`)).status,
    ).toBe(403);
  });

  it('takes nothing without the right signature', async () => {
    const { under, host } = await open();
    const body = escaped(text('m_1'));
    const good = sign(body, APP_SECRET);
    for (const signature of [
      undefined,
      '',
      'sha256=',
      good.slice(0, 40),
      good.toUpperCase(),
      sign(body, 'another'),
      good.slice(7),
    ])
      expect(await post(under.hook(), body, signature === undefined ? {} : { 'x-hub-signature-256': signature })).toBe(
        403,
      );
    expect(host.admitted).toEqual([]);
    expect(await post(under.hook(), body, { 'x-hub-signature-256': good })).toBe(200);
    expect(host.admitted).toHaveLength(1);
  });

  it('takes bodies of 3 MB and refuses larger ones without reading them', async () => {
    const { under, host } = await open();
    const filler = (bytes: number) => {
      const body = escaped({ ...text('m_1'), filler: '' });
      return body.replace('"filler":""', `"filler":"${'x'.repeat(bytes - body.length)}"`);
    };
    const largest = filler(MOST_BYTES);
    expect(await post(under.hook(), largest, signed(largest))).toBe(200);
    expect(host.admitted).toHaveLength(1);
    const larger = filler(MOST_BYTES + 1);
    expect(await post(under.hook(), larger, signed(larger))).toBe(413);
  });

  it('refuses a body that was packed, since its signature is over the bytes as they are', async () => {
    const { under } = await open();
    const body = escaped(text('m_1'));
    expect(await post(under.hook(), body, { ...signed(body), 'content-encoding': 'gzip' })).toBe(400);
  });

  it.each([
    ['no JSON', '{"object":', 400],
    ['JSON that is no object', '[1]', 400],
    ['nothing', '', 400],
    ['another product', '{"object":"user","entry":[]}', 404],
    ['no entry', '{"object":"page"}', 200],
    ['an entry that is null', '{"object":"page","entry":null}', 200],
    ['an entry that is a text', '{"object":"page","entry":"x"}', 200],
    ['entries of every wrong kind', '{"object":"page","entry":[null,1,"x",[],{}]}', 200],
  ])('answers %s without falling over', async (_what, body, status) => {
    const { under, host } = await open();
    expect(await post(under.hook(), body, signed(body))).toBe(status);
    expect(host.admitted).toEqual([]);
  });

  it('takes a message that stands twice in one body once', async () => {
    const { under, host } = await open();
    const twice = text('m_1');
    twice.entry[0]!.messaging.push(twice.entry[0]!.messaging[0]!);
    twice.entry.push(twice.entry[0]!);
    expect((await under.post(twice)).received).toBe(true);
    expect(host.admitted).toHaveLength(1);
  });

  it('says "received" only after the whole batch is durable, and asks for it again when a part of it is not', async () => {
    const { under, host } = await open();
    const down = async (): Promise<Admission> => ({
      status: 'refused',
      reason: 'store unavailable',
      retryAfterMs: 3_000,
    });
    host.answers.push(async () => ({ status: 'admitted', id: 1 }), down);
    const { statuses, received } = await deliver(events(3), { url: under.hook(), appSecret: APP_SECRET, retryMs: 1 });
    expect({ statuses, received }).toEqual({ statuses: [503, 200], received: true });
  });

  it('asks again after a fault of ours', async () => {
    const { under, host } = await open();
    host.answers.push(() => Promise.reject(new Error('the disk is gone')));
    const { statuses } = await deliver(text('m_1'), { url: under.hook(), appSecret: APP_SECRET, retryMs: 1 });
    expect(statuses).toEqual([500, 200]);
  });

  it('is done with what was refused for good', async () => {
    const { under, host } = await open();
    host.answers.push(async () => ({ status: 'refused', reason: 'no consent' }));
    expect(await under.post(text('m_1'))).toMatchObject({ statuses: [200] });
  });

  it('is done with what one person writes too much, since Meta gives an app up that keeps refusing', async () => {
    const { under, host } = await open();
    host.answers.push(async () => ({ status: 'refused', reason: 'too many messages', retryAfterMs: 600_000 }));
    expect(await under.post(text('m_1'))).toMatchObject({ statuses: [200] });
  });

  it('logs neither what people write nor who they are', async () => {
    const { under, host } = await open();
    await under.post(text('m_secret'));
    await under.post({
      ...text('m_1'),
      object: 'page',
      entry: [{ id: '42', messaging: [{ message: { text: 'hush' } }] }],
    });
    await post(under.hook(), escaped(text('m_2')), {});
    const logged = host.logged.join('\n');
    expect(logged).toContain('another account');
    for (const secret of ['Überraschung', 'hush', ANA.messenger]) expect(logged).not.toContain(secret);
  });
});

describe('every batch', () => {
  it('is acknowledged exactly when all of it is stored or refused for good', async () => {
    const outcome = fc.constantFrom<Admission>(
      { status: 'admitted', id: 1 },
      { status: 'duplicate' },
      { status: 'refused', reason: 'no consent' },
      { status: 'refused', reason: 'too many messages', retryAfterMs: 60_000 },
      { status: 'refused', reason: 'overloaded', retryAfterMs: 5_000 },
      { status: 'refused', reason: 'stopping', retryAfterMs: 1 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(outcome, { maxLength: 8 }), async (outcomes) => {
        const offered: Inbound[] = [];
        const hook = createWebhook({
          object: 'page',
          appSecret: APP_SECRET,
          verifyToken: VERIFY_TOKEN,
          decode: (payload, now) => decodeWebhook(payload, { pageId: account, now }),
          sift: async (all) => all,
          admit: async (all) => {
            offered.push(...all);
            return outcomes;
          },
          admitted: () => {},
          log: { info() {}, warn() {}, error() {} },
        });
        const body = Buffer.from(escaped(events(outcomes.length)));
        const headers = { 'x-hub-signature-256': sign(body.toString(), APP_SECRET) };
        const { status } = await hook({ method: 'POST', query: new URLSearchParams(), headers, body });
        const again = outcomes.some(
          (one) => one.status === 'refused' && (one.reason === 'overloaded' || one.reason === 'stopping'),
        );
        expect(status).toBe(again ? 503 : 200);
        expect(offered).toHaveLength(outcomes.length);
      }),
      { numRuns: 300 },
    );
  });
});
