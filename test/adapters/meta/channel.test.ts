import { afterEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../../adapters/contract.ts';
import { createReceipts } from '../../../adapters/meta/receipts.ts';
import { createScriptedHost, type ScriptedHost } from '../../contract/channel.ts';
import { messagingBody, messagingEcho, whatsAppMessages, whatsAppStatus } from '../../doubles/graph/webhooks.ts';
import { reply } from '../reply.ts';
import { ANA, type MetaOptionsUnderTest, type MetaUnderTest, openMeta } from './meta-under-test.ts';

const opened: MetaUnderTest[] = [];
afterEach(async () => {
  for (const under of opened.splice(0)) await under.close();
});
const open = async (
  product: 'whatsapp' | 'messenger' | 'instagram',
  options: MetaOptionsUnderTest = {},
  host: ScriptedHost = createScriptedHost(),
) => {
  const under = await openMeta(product, host, options);
  opened.push(under);
  return { under, host };
};
/** Sends all parts of a reply, as delivery does. */
async function send(under: MetaUnderTest, said: Reply) {
  const parts = await under.channel.encode(said, under.address());
  const results = [];
  for (const [index, part] of parts.entries()) results.push(await under.channel.send(part, `${said.key}:${index}`));
  return results;
}
const PRODUCTS = ['whatsapp', 'messenger', 'instagram'] as const;
const kinds = ({ admitted }: ScriptedHost) => admitted.map(({ kind }) => kind);

describe.each(PRODUCTS)('2.10, 4: the reply window of %s', (product) => {
  const DAY_MS = 24 * 3_600_000;

  it('is a day, as data that delivery keeps to, and the platform has the last word', async () => {
    const { under, host } = await open(product);
    expect(under.channel.capabilities.replyWindowMs).toBe(DAY_MS);
    await under.say('hello', '1');
    under.graph.passMs(DAY_MS);
    expect(await send(under, reply('too late'))).toMatchObject([
      { status: 'failed', error: { retryable: false, reason: expect.stringContaining('outside the 24-hour window') } },
    ]);
    expect(under.graph.sent).toEqual([]);
    expect(host.logged.join()).toContain('outside the 24-hour window');
  });

  it('counts from when the person wrote, however late it arrives here', async () => {
    const { under, host } = await open(product);
    const late = Math.floor(Date.now() / 1000) * 1000 - DAY_MS;
    await under.post(
      product === 'whatsapp'
        ? whatsAppMessages(under.account, { userId: ANA.whatsapp, name: 'Ana' }, [
            { id: 'wamid.late', timestamp: String(late / 1000), type: 'text', text: { body: 'old' } },
          ])
        : messagingBody(product === 'messenger' ? 'page' : 'instagram', under.account, [
            {
              sender: { id: ANA[product] },
              recipient: { id: under.account },
              timestamp: late,
              message: { mid: 'm_late', text: 'old' },
            },
          ]),
    );
    expect(host.admitted).toMatchObject([{ kind: 'message', at: late }]);
  });
});

describe('2.9, 3.2, 4: what becomes of our own sends', () => {
  it('is told by WhatsApp with our key, in statuses that only go forward', async () => {
    const { under, host } = await open('whatsapp');
    await under.say('hello', '1');
    const said = reply('an answer');
    const [result] = await send(under, said);
    const { id, key } = under.graph.sent[0]!;
    expect(result).toEqual({ status: 'sent', id });
    expect(key).toBe(`${said.key}:0`);
    for (const status of ['sent', 'read', 'delivered', 'read', 'sent'] as const)
      await under.post(whatsAppStatus(under.account, ANA.whatsapp, id, status, { key }));
    const receipts = host.admitted.flatMap((event) => (event.kind === 'receipt' ? [event] : []));
    expect(receipts.map(({ status }) => status)).toEqual(['sent', 'read']);
    expect(receipts[0]).toMatchObject({ partId: id, partKey: `${said.key}:0` });
  });

  it('is told again when it could not be kept', async () => {
    const { under, host } = await open('whatsapp');
    host.answers.push(async () => ({ status: 'refused', reason: 'store unavailable', retryAfterMs: 1 }));
    const status = whatsAppStatus(under.account, ANA.whatsapp, 'wamid.b', 'failed', { code: 131026 });
    expect((await under.post(status)).received).toBe(false);
    expect((await under.post(status)).received).toBe(true);
    expect(host.admitted).toMatchObject([{ kind: 'receipt', status: 'failed', reason: '131026' }]);
  });

  it.each(['messenger', 'instagram'] as const)(
    'is told by %s in an echo that bears our key, and never answered',
    async (product) => {
      const { under, host } = await open(product);
      await under.say('hello', '1');
      const said = reply('an answer');
      await send(under, said);
      const { id, key, text } = under.graph.sent[0]!;
      const object = product === 'messenger' ? 'page' : 'instagram';
      await under.post(messagingEcho(object, under.account, ANA[product], { mid: id, text, metadata: key }));
      expect(kinds(host)).toEqual(['message', 'receipt']);
      expect(host.admitted[1]).toMatchObject({ partId: id, partKey: `${said.key}:0`, status: 'sent' });
    },
  );

  it.each(['messenger', 'instagram'] as const)(
    'is known to %s by its id where the echo has lost the key',
    async (product) => {
      const { under, host } = await open(product);
      await under.say('hello', '1');
      await send(under, reply('an answer'));
      const { id, text } = under.graph.sent[0]!;
      const object = product === 'messenger' ? 'page' : 'instagram';
      await under.post(messagingEcho(object, under.account, ANA[product], { mid: id, text }));
      expect(kinds(host)).toEqual(['message']);
    },
  );

  it.each(['messenger', 'instagram'] as const)(
    'is known to %s though the echo overtakes the answer to the send',
    async (product) => {
      const { under, host } = await open(product);
      await under.say('hello', '1');
      under.graph.faults.push({ kind: 'late answer', ms: 300 });
      const sending = send(under, reply('an answer'));
      const object = product === 'messenger' ? 'page' : 'instagram';
      const echo = (async () => {
        await expect.poll(() => under.graph.sent.length).toBe(1);
        const { id, text } = under.graph.sent[0]!;
        return under.post(messagingEcho(object, under.account, ANA[product], { mid: id, text }));
      })();
      await Promise.all([sending, echo]);
      expect(kinds(host)).toEqual(['message']);
    },
  );

  it.each(['messenger', 'instagram'] as const)(
    'is not what a colleague writes in the inbox of %s: that pauses us',
    async (product) => {
      const { under, host } = await open(product);
      await under.say('hello', '1');
      const object = product === 'messenger' ? 'page' : 'instagram';
      await under.post(messagingEcho(object, under.account, ANA[product], { mid: 'm_by_hand', text: 'a person here' }));
      expect(kinds(host)).toEqual(['message', 'takeover']);
      expect(host.admitted[1]).toMatchObject({ member: { owner: true }, address: under.address() });
    },
  );
});

describe('receipts', () => {
  it('are news only when they say more than the last one that was kept', () => {
    const receipts = createReceipts();
    const receipt = (status: 'sent' | 'delivered' | 'read' | 'failed') => ({
      kind: 'receipt' as const,
      address: { channel: 'c', account: 'a', chat: 'x' },
      eventId: status,
      at: 0,
      partId: 'p',
      status,
    });
    expect(receipts.isNews(receipt('delivered'))).toBe(true);
    receipts.note(receipt('delivered'));
    expect([receipts.isNews(receipt('sent')), receipts.isNews(receipt('delivered'))]).toEqual([false, false]);
    expect([receipts.isNews(receipt('read')), receipts.isNews(receipt('failed'))]).toEqual([true, true]);
  });
});

describe('2.14, 3.9: a person is shown that we are at it', () => {
  it('by WhatsApp in one call that marks the newest message as read as well', async () => {
    const { under } = await open('whatsapp');
    under.channel.typing?.(under.address());
    await under.say('hello', '1');
    await under.say('and', '2');
    under.channel.typing?.(under.address());
    await expect.poll(() => under.graph.shown).toEqual(['read wamid.2', 'typing wamid.2']);
    await under.channel.seen?.(under.address(), 'wamid.1');
    expect(under.graph.shown.at(-1)).toBe('read wamid.1');
    // It is dismissed after 25 s.
    expect(under.channel.capabilities.typingEveryMs).toBeLessThan(25_000);
  });

  it.each(['messenger', 'instagram'] as const)('by %s in a call each', async (product) => {
    const { under } = await open(product);
    await under.say('hello', '1');
    await under.channel.seen?.(under.address(), 'm_1');
    under.channel.typing?.(under.address());
    await expect.poll(() => under.graph.shown).toEqual([`mark_seen ${ANA[product]}`, `typing_on ${ANA[product]}`]);
  });

  it('and a failure to do so is logged and costs nothing', async () => {
    const { under, host } = await open('messenger');
    await under.say('hello', '1');
    under.graph.revoke(under.account);
    under.channel.typing?.(under.address());
    await under.channel.seen?.(under.address(), 'm_1');
    await expect.poll(() => host.logged.join()).toContain('typing could not be shown');
  });
});

describe('2.9, 3.8: trouble with the platform', () => {
  it.each(PRODUCTS)(
    'a token of %s that is taken away at run time shows in the health with what to do, until it works again',
    async (product) => {
      const { under } = await open(product);
      await under.say('hello', '1');
      under.graph.revoke(under.account);
      expect(await send(under, reply('an answer'))).toMatchObject([{ status: 'failed', error: { retryable: true } }]);
      expect(under.channel.health()).toMatchObject({ state: 'trouble', remedy: expect.stringContaining('.env') });
      // We hear all the same.
      expect((await under.say('still there?', '2')).received).toBe(true);
      under.graph.restore(under.account);
      await send(under, reply('an answer'));
      expect(under.channel.health()).toMatchObject({ state: 'ok' });
    },
  );

  it('too many messages to one person wait longer each time, and a success ends that', async () => {
    const { under } = await open('whatsapp');
    await under.say('hello', '1');
    const waits: unknown[] = [];
    for (let n = 0; n < 3; n++) {
      under.graph.faults.push({ kind: 'code', status: 400, code: 131056 });
      const [result] = await send(under, reply('an answer'));
      waits.push(result?.status === 'failed' ? result.error.retryAfterMs : result);
    }
    expect(waits).toEqual([1_000, 4_000, 16_000]);
    await send(under, reply('an answer'));
    under.graph.faults.push({ kind: 'code', status: 400, code: 131056 });
    expect(await send(under, reply('an answer'))).toMatchObject([{ error: { retryAfterMs: 1_000 } }]);
  });

  it('a burst beyond the pair rate is refused by the platform and fits again as time passes', async () => {
    const { under } = await open('whatsapp');
    await under.say('hello', '1');
    for (let n = 0; n < 45; n++) expect(await send(under, reply(`answer ${n}`))).toMatchObject([{ status: 'sent' }]);
    expect(await send(under, reply('one too many'))).toMatchObject([{ status: 'failed', error: { retryable: true } }]);
    under.graph.passMs(6_000);
    expect(await send(under, reply('again'))).toMatchObject([{ status: 'sent' }]);
  });
});

describe('3.3, 4: before anybody writes', () => {
  it('people of a page see a button to start, a menu and questions, set once', async () => {
    const { under } = await open('messenger');
    await expect
      .poll(() => under.graph.profiles.get(under.account))
      .toMatchObject({
        get_started: { payload: 'GET_STARTED' },
        persistent_menu: [
          { locale: 'default', call_to_actions: [{ type: 'postback', title: 'Help', payload: 'en|/help' }] },
          { locale: 'fr_FR', call_to_actions: [{ title: 'Aide', payload: 'fr|/help' }] },
          { locale: 'fr_CA', call_to_actions: [{ title: 'Aide' }] },
        ],
        ice_breakers: [
          { locale: 'default', call_to_actions: [{ question: 'What can you do?' }] },
          { locale: 'fr_FR', call_to_actions: [{ payload: 'fr|ask:Que sais-tu faire ?' }] },
          { locale: 'fr_CA' },
        ],
      });
    const calls = () => under.graph.calls.filter((call) => call.endsWith('messenger_profile')).length;
    await expect.poll(calls).toBe(1);
    await under.restart();
    await under.say('hello', '1');
    expect(calls()).toBe(1);
  });

  it('a press of the menu says the command, and in which language the menu was shown', async () => {
    const { under, host } = await open('messenger');
    const press = (mid: string, payload: string) =>
      messagingBody('page', under.account, [
        {
          sender: { id: ANA.messenger },
          recipient: { id: under.account },
          timestamp: Date.now(),
          postback: { mid, title: 'Aide', payload },
        },
      ]);
    for (const payload of ['fr|/help', 'en|/help', 'fr|ask:Que sais-tu faire ?'])
      await under.post(press(payload, payload));
    const member = { id: ANA.messenger };
    expect(host.admitted).toMatchObject([
      { parts: [{ text: '/help' }], member: { ...member, language: 'fr' } },
      { parts: [{ text: '/help' }], member },
      { parts: [{ text: 'Que sais-tu faire ?' }], member: { ...member, language: 'fr' } },
    ]);
    expect(host.admitted[1]).toHaveProperty('member', member);
  });

  it('people of an Instagram account see a menu and questions, and no button', async () => {
    const { under } = await open('instagram');
    await expect.poll(() => under.graph.profiles.get(under.account)).toMatchObject({ platform: 'instagram' });
    expect(under.graph.profiles.get(under.account)).not.toHaveProperty('get_started');
  });

  it('the door is open although the platform cannot be reached', async () => {
    const { under, host } = await open('messenger');
    under.graph.revoke(under.account);
    await under.restart();
    expect((await under.say('hello', '1')).received).toBe(true);
    expect(host.admitted).toHaveLength(1);
  });

  it('a page has a link that opens the chat and hands over a code', async () => {
    const { under } = await open('messenger');
    expect(under.channel.invitation?.('a b')).toBe(`https://m.me/${under.account}?ref=a%20b`);
    expect((await open('whatsapp')).under.channel.invitation?.('x')).toBe(null);
  });
});
