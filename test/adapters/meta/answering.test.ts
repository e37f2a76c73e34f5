/** The service as a process of its own, which differs from a real one in base addresses and secrets only. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, type StandInGraph, startGraph } from '../../doubles/graph/graph.ts';
import {
  deliver,
  escaped,
  messagingBody,
  messagingText,
  post,
  sign,
  storm,
  verify,
  whatsAppMessages,
  whatsAppText,
} from '../../doubles/graph/webhooks.ts';
import { type RunningService, startService } from '../../soak/started.ts';
import { ACCOUNTS, ANA, APP_SECRET, VERIFY_TOKEN } from './meta-under-test.ts';

const PRODUCTS = ['whatsapp', 'messenger', 'instagram'] as const;
const HOOKS = { whatsapp: 'whatsapp-cloud', messenger: 'messenger', instagram: 'instagram' } as const;
const OBJECTS = { messenger: 'page', instagram: 'instagram' } as const;
const ana = { number: '5511987654321', userId: ANA.whatsapp, name: 'Ana' };

let graph: StandInGraph;
let folder: string;
let service: RunningService;

const settings = (base: string): Record<string, string> => ({
  PARLEY_RUNTIME: 'echo',
  PARLEY_META_GRAPH: base,
  PARLEY_INSTAGRAM_GRAPH: base,
  PARLEY_META_APP_SECRET: APP_SECRET,
  PARLEY_META_VERIFY_TOKEN: VERIFY_TOKEN,
  PARLEY_WHATSAPP_CLOUD_NUMBER_ID: ACCOUNTS.whatsapp,
  PARLEY_WHATSAPP_CLOUD_TOKEN: 'token-whatsapp',
  PARLEY_MESSENGER_PAGE_ID: ACCOUNTS.messenger,
  PARLEY_MESSENGER_TOKEN: 'token-messenger',
  PARLEY_INSTAGRAM_ACCOUNT_ID: ACCOUNTS.instagram,
  PARLEY_INSTAGRAM_TOKEN: 'token-instagram',
});

beforeAll(async () => {
  graph = await startGraph(PRODUCTS.map((product) => ({ product, id: ACCOUNTS[product], token: `token-${product}` })));
  folder = mkdtempSync(join(tmpdir(), 'parley-meta-'));
  service = await startService({
    folder,
    env: { ...settings(graph.base), PARLEY_WHATSAPP_CLOUD_POLICY_ACKNOWLEDGED: 'yes' },
  });
});
afterAll(async () => {
  service?.kill('SIGTERM');
  await service?.exited;
  await graph?.close();
  rmSync(folder, { recursive: true, force: true });
});

const hook = (product: Product) => `${service.url}/hooks/${HOOKS[product]}`;
const text = (product: Product, id: string, words: string): object =>
  product === 'whatsapp'
    ? whatsAppText(ACCOUNTS.whatsapp, ana, id, words)
    : messagingText(OBJECTS[product], ACCOUNTS[product], ANA[product], id, words);
/** The press of the button "Switch on". */
const press = (product: Product, id: string, choice: string): object =>
  product === 'whatsapp'
    ? whatsAppMessages(ACCOUNTS.whatsapp, ana, [
        {
          id,
          type: 'interactive',
          interactive: { type: 'button_reply', button_reply: { id: choice, title: 'Switch on' } },
        },
      ])
    : messagingBody(OBJECTS[product], ACCOUNTS[product], [
        {
          sender: { id: ANA[product] },
          recipient: { id: ACCOUNTS[product] },
          timestamp: Date.now(),
          message: { mid: id, text: 'Switch on', quick_reply: { payload: choice } },
        },
      ]);
const say = (product: Product, body: object) => {
  graph.heard(ACCOUNTS[product], ANA[product]);
  return deliver(body, { url: hook(product), appSecret: APP_SECRET });
};
/** What was said to questions; notices of the service stand apart. */
const answers = (product: Product) =>
  graph.sent
    .filter(({ account }) => account === ACCOUNTS[product])
    .map((message) => message.text)
    .filter((words) => ABOUT.test(words));
const ABOUT = /question \d|the last one|Monday|Marta/;
/** Somebody writes, is asked, and says yes. */
async function switchOn(product: Product, id: string): Promise<void> {
  await say(product, text(product, `${id}_hello`, 'Hello?'));
  expect((await say(product, press(product, `${id}_on`, 'notice:on:1'))).received).toBe(true);
}

describe.each(PRODUCTS)('the service on %s', (product) => {
  it('is set up with the verify token', async () => {
    expect(await verify(hook(product), VERIFY_TOKEN, '42')).toEqual({ status: 200, text: '42' });
    expect(await verify(hook(product), 'wrong', '42')).toMatchObject({ status: 403 });
  });

  it('is switched on by a button, and answers in order, each message once however often it comes', async () => {
    await switchOn(product, 'id');
    const count = 5;
    for (let n = 0; n < count; n++) {
      expect((await say(product, text(product, `id_${n}`, `question ${n} 👋`))).received).toBe(true);
      await expect.poll(() => answers(product).length, { timeout: 20_000 }).toBe(n + 1);
    }
    const bodies = Array.from({ length: count }, (_, n) => text(product, `id_${n}`, `question ${n} 👋`));
    const told = await storm(bodies, { copies: 20, atOnce: 8, seed: 7, url: hook(product), appSecret: APP_SECRET });
    expect(told.every(({ received }) => received)).toBe(true);
    expect((await say(product, text(product, 'id_last', 'the last one'))).received).toBe(true);
    await expect.poll(() => answers(product).at(-1), { timeout: 20_000 }).toContain('the last one');
    const own = answers(product);
    expect(own).toHaveLength(count + 1);
    for (let n = 0; n < count; n++) expect(own[n]).toContain(`question ${n} 👋`);
  });

  it('takes nothing that is not signed, and nothing of the owner’s page by the way of a webhook', async () => {
    const body = escaped(text(product, 'id_forged', 'forged'));
    expect(await post(hook(product), body, {})).toBe(403);
    expect(await post(hook(product), body, { 'x-hub-signature-256': sign(body, 'guessed') })).toBe(403);
    expect((await fetch(`${hook(product)}/../../api/stream?chat=x`)).status).toBe(401);
  });
});

it('a photo that was unsent on Instagram is gone here at once', async () => {
  const photo = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  const { url } = graph.host({ mime: 'image/png', bytes: photo });
  const event = (message: {
    mid: string;
    is_deleted?: true;
    attachments?: [{ type: 'image'; payload: { url: string } }];
  }) =>
    messagingBody('instagram', ACCOUNTS.instagram, [
      { sender: { id: ANA.instagram }, recipient: { id: ACCOUNTS.instagram }, timestamp: Date.now(), message },
    ]);
  const kept = () =>
    readdirSync(join(folder, 'data', 'files'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  await say('instagram', event({ mid: 'm_photo', attachments: [{ type: 'image', payload: { url } }] }));
  await expect.poll(() => kept().length, { timeout: 20_000 }).toBe(1);
  await say('instagram', event({ mid: 'm_photo', is_deleted: true }));
  // Long before the next sweep of what nothing needs any more.
  await expect.poll(() => kept().length, { timeout: 20_000 }).toBe(0);
});

it('no call carried its token in an address', () => {
  expect(graph.violations).toEqual([]);
});

it('nobody is looked up: what left is the menu, messages, marks and typing, and what was asked for is a photo', () => {
  const asked = graph.calls.filter(
    (call) => !/^POST \/v\d+\.0\/\d+\/(messages|messenger_profile)$|^GET \/lookaside\//.test(call),
  );
  expect(asked).toEqual([]);
});

it('before a chat is on, only the notice leaves: no typing, no read mark (law 2)', async () => {
  const person = '7999000011112222';
  graph.heard(ACCOUNTS.messenger, person);
  const shown = graph.shown.length;
  for (const n of [1, 2, 3]) {
    const body = messagingText('page', ACCOUNTS.messenger, person, `m_new_${n}`, `Hello ${n}?`);
    await deliver(body, { url: hook('messenger'), appSecret: APP_SECRET });
  }
  const told = () => graph.sent.filter(({ to }) => to === person);
  await expect.poll(() => told().length, { timeout: 20_000 }).toBe(1);
  expect(told()[0]!.choices).toContain('notice:on:1');
  expect(graph.shown.slice(shown).filter((mark) => mark.includes(person))).toEqual([]);
});

it('without the owner’s word on the terms WhatsApp Cloud does not start, and the reason is said', async () => {
  const other = mkdtempSync(join(tmpdir(), 'parley-meta-terms-'));
  const stopped = await startService({ folder: other, env: settings(graph.base) });
  try {
    expect(stopped.output()).toContain('PARLEY_WHATSAPP_CLOUD_POLICY_ACKNOWLEDGED=yes');
    const query = `hub.mode=subscribe&hub.verify_token=${VERIFY_TOKEN}&hub.challenge=1`;
    expect((await fetch(`${stopped.url}/hooks/whatsapp-cloud?${query}`)).status).toBe(404);
    expect((await fetch(`${stopped.url}/hooks/messenger?${query}`)).status).toBe(200);
  } finally {
    stopped.kill('SIGTERM');
    await stopped.exited;
    rmSync(other, { recursive: true, force: true });
  }
});

it('with answers of its own a shop on WhatsApp gives those, and hands the rest to a person', async () => {
  const other = mkdtempSync(join(tmpdir(), 'parley-meta-shop-'));
  writeFileSync(
    join(other, 'answers.md'),
    'Marta will write back.\n\n## When are you open? / opening hours\nMonday to Saturday, *7:00* to 18:00.\n',
  );
  const shop = await startService({
    folder: other,
    env: { ...settings(graph.base), PARLEY_WHATSAPP_CLOUD_BOOK: 'answers.md' },
  });
  try {
    const url = `${shop.url}/hooks/whatsapp-cloud`;
    const tell = (body: object) => deliver(body, { url, appSecret: APP_SECRET });
    const before = answers('whatsapp').length;
    await tell(text('whatsapp', 'id_shop_hello', 'Hello?'));
    await tell(press('whatsapp', 'id_shop_on', 'notice:on:1'));
    await tell(text('whatsapp', 'id_shop_1', 'What are your opening hours?'));
    await expect
      .poll(() => answers('whatsapp').slice(before), { timeout: 20_000 })
      .toEqual(['Monday to Saturday, _7:00_ to 18:00.']);
    await tell(text('whatsapp', 'id_shop_2', 'Write me a poem about the sea.'));
    await expect.poll(() => answers('whatsapp').at(-1), { timeout: 20_000 }).toBe('Marta will write back.');
    expect(shop.output()).toContain('somebody asks what your own answers do not say');
    const answer = await fetch(`${shop.url}/api/questions/${await newestQuestion(shop)}`, {
      method: 'POST',
      headers: { ...shop.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'No poems, but Marta says hello.' }),
    });
    expect(answer.status).toBe(204);
    await expect.poll(() => answers('whatsapp').at(-1), { timeout: 20_000 }).toBe('No poems, but Marta says hello.');
  } finally {
    shop.kill('SIGTERM');
    await shop.exited;
    rmSync(other, { recursive: true, force: true });
  }
});

/** What the page is told first: the service, with the questions for its owner. */
async function newestQuestion({ url, headers }: RunningService): Promise<number> {
  const stop = new AbortController();
  const response = await fetch(`${url}/api/stream?chat=one`, { headers, signal: stop.signal });
  let text = '';
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const found = /"questions":\[\{"id":(\d+),"channel":"WhatsApp Cloud"/.exec(text)?.[1];
    if (found) {
      stop.abort();
      return Number(found);
    }
  }
  throw new Error(`There is no question in the stream:\n${text}`);
}

it('what was acknowledged is answered although the service is killed in the middle, and in order', async () => {
  const other = mkdtempSync(join(tmpdir(), 'parley-meta-killed-'));
  const people = Array.from({ length: 12 }, (_, n) => String(8_000_000_000 + n));
  const words = (person: string, n: number) => `question ${person} ${n}.`;
  const page = ACCOUNTS.messenger;
  for (const person of people) graph.heard(page, person);
  let killed = await startService({ folder: other, env: settings(graph.base) });
  const { port } = new URL(killed.url);
  try {
    const tell = (body: object, tries = 40) =>
      deliver(body, { url: `http://127.0.0.1:${port}/hooks/messenger`, appSecret: APP_SECRET, tries, retryMs: 50 });
    const yes = (person: string) =>
      messagingBody('page', page, [
        {
          sender: { id: person },
          recipient: { id: page },
          timestamp: Date.now(),
          message: { mid: `m_on_${person}`, text: 'Switch on', quick_reply: { payload: 'notice:on:1' } },
        },
      ]);
    await Promise.all(
      people.map(async (person) => {
        await tell(messagingText('page', page, person, `m_hello_${person}`, 'Hello?'));
        await tell(yes(person));
      }),
    );
    let told = 0;
    const half = new Promise<void>((reached) => {
      void Promise.all(
        people.map(async (person) => {
          for (let n = 0; n < 4; n++) {
            const { received } = await tell(messagingText('page', page, person, `m_${person}_${n}`, words(person, n)));
            expect(received).toBe(true);
            if (++told === people.length * 2) reached();
          }
        }),
      ).then(() => reached());
    });
    await half;
    killed.kill('SIGKILL');
    await killed.exited;
    killed = await startService({ folder: other, port: Number(port), env: settings(graph.base) });
    const heard = (person: string) =>
      graph.sent
        .filter(({ to }) => to === person)
        .map((message) => message.text)
        .join('\n');
    for (const person of people) {
      for (let n = 0; n < 4; n++)
        await expect.poll(() => heard(person), { timeout: 40_000 }).toContain(words(person, n));
      const places = Array.from({ length: 4 }, (_, n) => heard(person).indexOf(words(person, n)));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  } finally {
    killed.kill('SIGTERM');
    await killed.exited;
    rmSync(other, { recursive: true, force: true });
  }
});
