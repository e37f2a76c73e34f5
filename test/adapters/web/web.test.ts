import { EventSourceParserStream } from 'eventsource-parser/stream';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Entry, Preview } from '../../../adapters/contract.ts';
import { addressOf, decodeLanguage } from '../../../adapters/web/decode.ts';
import type { Desk } from '../../../adapters/web/desk.ts';
import type { PageEntry, PagePreview, ServiceState } from '../../../adapters/web/protocol.ts';
import type { Block } from '../../../adapters/web/tree.ts';
import { channelContract, createScriptedHost, type ScriptedHost } from '../../contract/channel.ts';
import { emptyDesk, serve } from './served.ts';
import { visibleText } from './tree-checks.ts';

const quietDesk: Desk = { ...emptyDesk, rename: async (chat) => chat === 'known' };

/** Spoken to as the page speaks to it. */
async function speakTo(host: ScriptedHost, desk = quietDesk) {
  const { channel, url, authorization, close } = await serve(desk, host);
  const headers = { authorization, 'content-type': 'application/json' };
  const post = (path: string, body: unknown, more = {}) =>
    fetch(url + path, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) });
  const listen = async (chat: string, after = 0, more = {}) => {
    const ended = new AbortController();
    const response = await fetch(`${url}/api/stream?chat=${chat}&after=${after}`, {
      headers: { ...headers, ...more },
      signal: ended.signal,
    });
    const events: { event: string; id: string | undefined; data: unknown }[] = [];
    const reading = (async () => {
      for await (const { event, id, data } of response
        .body!.pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream()))
        events.push({ event: event!, id, data: JSON.parse(data) });
    })().catch(() => {});
    const entries = () => events.filter(({ event }) => event === 'entry').map(({ data }) => data as PageEntry);
    return {
      events,
      entries,
      previews: () => events.filter(({ event }) => event === 'preview').map(({ data }) => data as PagePreview | null),
      end: async () => {
        ended.abort();
        await reading;
      },
    };
  };
  return { channel, url, headers, post, listen, close };
}

channelContract('the web page', async (host) => {
  let served = await speakTo(host);
  let tab = await served.listen('one');
  const told = async (response: Promise<Response>) => ((await response).ok ? 'received' : 'not received');
  const close = async () => {
    await tab.end();
    await served.close();
  };
  return {
    get channel() {
      return served.channel;
    },
    say: (text, key) => told(served.post('/api/chats/one/messages', { key, text })),
    // The page posts a message once the one before it was taken.
    async sayTogether(messages) {
      for (const { text, id } of messages) await told(served.post('/api/chats/one/messages', { key: id, text }));
    },
    besides: {
      'the echo of a send of ours': { never: 'A tab reads what is said from its stream, and posts none of it.' },
      'a message of our own account': { never: 'Whoever writes on the page is its owner; we have no account there.' },
      'a broken event': () => told(served.post('/api/chats/one/messages', { key: 'm9', sticker: 1 })),
      'a kind nobody knows': () => told(served.post('/api/chats/one/dances', { key: 'm9' })),
    },
    async restart() {
      await close();
      served = await speakTo(host);
      tab = await served.listen('one');
    },
    get secrets() {
      return [served.headers.authorization.replace('Bearer ', '')];
    },
    textOf: ({ body }) => visibleText((body as { blocks: Block[] }).blocks),
    async shown() {
      await expect.poll(() => tab.entries().length).toBe(host.record.length);
      return tab.entries().map((entry) => (entry.by === 'parley' ? visibleText(entry.blocks) : ''));
    },
    close,
  };
});

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const open = async (desk?: Desk) => {
  const host = createScriptedHost();
  const served = await speakTo(host, desk);
  closing.push(served.close);
  const listen = async (chat: string, after = 0, more = {}) => {
    const tab = await served.listen(chat, after, more);
    closing.push(tab.end);
    return tab;
  };
  return { host, ...served, listen };
};
const answer = (id: number, markdown: string): Entry => ({
  id,
  at: 1,
  content: { by: 'parley', reply: { key: `r${id}`, kind: 'answer', markdown }, answers: [1] },
});

const half = (markdown: string, turn = 't'): Preview => ({
  ...{ turn, answers: [], phase: { name: 'answering' }, seconds: 1 },
  markdown,
});

describe('a tab’s stream', () => {
  it('tells the state, the list, the record and what waits, before anything else', async () => {
    const { host, listen } = await open();
    host.record.push(answer(5, 'earlier'));
    const tab = await listen('one');
    await expect
      .poll(() => tab.events.map(({ event }) => event))
      .toEqual(['service', 'chats', 'entry', 'waiting', 'preview']);
    expect(tab.events.map(({ id }) => id)).toEqual([undefined, undefined, '5', undefined, undefined]);
  });

  it('reads on from where the tab was, without a gap and without a double', async () => {
    const { host, channel, listen } = await open();
    host.record.push(answer(1, 'one'), answer(2, 'two'));
    const first = await listen('one');
    await expect.poll(() => first.entries().length).toBe(2);
    await first.end();
    host.record.push(answer(3, 'three'));
    const second = await listen('one', 2);
    channel.changed!(addressOf('one'));
    channel.changed!(addressOf('one'));
    await expect.poll(() => second.entries().map(({ id }) => id)).toEqual([3]);
  });

  it('tells the state in the language of its own browser, then and on every change', async () => {
    const changed: (() => void)[] = [];
    const desk: Desk = {
      ...emptyDesk,
      service: async (language) => ({ ...(await emptyDesk.service()), version: language ?? 'none' }),
      onService: (listener) => void changed.push(listener),
    };
    const { listen } = await open(desk);
    const tabs = await Promise.all(
      ['pt-BR,pt;q=0.9,en;q=0.8', 'ar', '*'].map((accepted) => listen('one', 0, { 'accept-language': accepted })),
    );
    const told = () =>
      tabs.map(({ events }) =>
        events.flatMap(({ event, data }) => (event === 'service' ? [(data as ServiceState).version] : [])),
      );
    await expect.poll(told).toEqual([['pt-BR'], ['ar'], ['none']]);
    for (const listener of changed) listener();
    await expect.poll(told).toEqual([
      ['pt-BR', 'pt-BR'],
      ['ar', 'ar'],
      ['none', 'none'],
    ]);
  });

  it('keeps two tabs in step', async () => {
    const { host, channel, listen } = await open();
    const tabs = [await listen('one'), await listen('one')];
    host.record.push(answer(1, 'for both'));
    channel.changed!(addressOf('one'));
    for (const tab of tabs) await expect.poll(() => tab.entries().length).toBe(1);
  });

  it('gives a tab that comes late the running answer whole, and then its changes', async () => {
    const { channel, listen } = await open();
    const preview = (markdown: string) => channel.preview!(addressOf('one'), half(markdown));
    preview('# Title\n\nfirst');
    const tab = await listen('one');
    await expect.poll(() => tab.previews().at(-1)).toMatchObject({ from: 0, blocks: [{ t: 'h' }, { t: 'p' }] });
    preview('# Title\n\nfirst and more');
    await expect.poll(() => tab.previews().at(-1)).toMatchObject({ from: 1, blocks: [{ t: 'p' }] });
  });

  it('shows nothing of another conversation (law 3)', async () => {
    const { channel, listen } = await open();
    const tab = await listen('two');
    await expect.poll(() => tab.previews()).toEqual([null]);
    channel.preview!(addressOf('one'), half('canary'));
    await channel.send({ kind: 'message', address: addressOf('one'), body: {} }, 'k');
    channel.preview!(addressOf('two'), half('its own', 'u'));
    await expect.poll(() => JSON.stringify(tab.previews())).toContain('its own');
    expect(JSON.stringify(tab.events)).not.toContain('canary');
  });

  it('takes the preview away when the answer is there', async () => {
    const { host, channel, listen } = await open();
    const tab = await listen('one');
    await expect.poll(() => tab.previews()).toEqual([null]);
    channel.preview!(addressOf('one'), half('half'));
    host.record.push(answer(1, 'half and whole'));
    await channel.send({ kind: 'message', address: addressOf('one'), body: {} }, 'k');
    await expect
      .poll(() => tab.events.slice(-3).map(({ event, data }) => (data === null ? 'gone' : event)))
      .toEqual(expect.arrayContaining(['entry', 'gone']));
    const order = tab.events.map(({ event, data }) => (event === 'preview' && data === null ? 'gone' : event));
    expect(order.lastIndexOf('entry')).toBeLessThan(order.lastIndexOf('gone'));
  });
});

describe('the page’s requests', () => {
  it.each([
    ['no key', { text: 'x' }],
    ['a key of blanks', { key: ' ', text: 'x' }],
    ['no text', { key: 'k' }],
    ['text that is none', { key: 'k', text: 5 }],
    ['nothing', null],
    ['a list', []],
  ])('with %s are refused in words', async (_, body) => {
    const { post, host } = await open();
    const response = await post('/api/chats/one/messages', body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
    expect(host.admitted).toEqual([]);
  });

  it.each([
    ['fr-CA, fr;q=0.9, en;q=0.8', 'fr-CA'],
    ['tr;q=0.5', 'tr'],
    ['*', undefined],
    ['x'.repeat(100), undefined],
  ])('from a browser that asks for %s are of a person whose app speaks %s', async (accepted, language) => {
    const { post, host } = await open();
    await post('/api/chats/one/messages', { key: 'k', text: 'x', start: 1 }, { 'accept-language': accepted });
    await post('/api/chats/one/choices', { key: 'l', choice: 'stop' }, { 'accept-language': accepted });
    const member = { id: 'owner', ...(language === undefined ? {} : { language }) };
    expect(host.admitted.map((event) => 'member' in event && event.member)).toEqual([member, member, member]);
  });

  it('name their language by a tag at its beginning, or by none', () => {
    const header = fc.oneof(fc.string(), fc.stringMatching(/^ ?[a-z]{1,4}(-[A-Za-z0-9]{0,9}){0,4}[,; ]?.{0,9}$/));
    fc.assert(
      fc.property(header, (accepted) => {
        const language = decodeLanguage(accepted);
        if (language === undefined) return;
        expect(accepted.trim().startsWith(language)).toBe(true);
        expect(language).toMatch(/^[a-z]{2,3}(-[a-z\d]+)*$/i);
        expect(language.length).toBeLessThanOrEqual(30);
      }),
    );
  });

  it('for a conversation of a strange name are refused', async () => {
    const { post } = await open();
    expect((await post('/api/chats/..%2f..%2fetc/messages', { key: 'k', text: 'x' })).status).toBe(400);
  });

  it.each([
    ['no consent', 403],
    ['too many messages', 429],
    ['too long', 413],
    ['store unavailable', 503],
    ['stopping', 503],
  ] as const)('refused for %s get %i and words', async (reason, status) => {
    const { post, host } = await open();
    host.answers.push(async () => ({ status: 'refused', reason, retryAfterMs: 1500 }));
    const response = await post('/api/chats/one/messages', { key: 'k', text: 'x' });
    expect(response.status).toBe(status);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await response.json()).toMatchObject({ error: { message: expect.stringMatching(/\.$/) } });
  });

  it('can wait for the answer, as a script does', async () => {
    const { post, host, channel } = await open();
    const asked = post(
      '/api/chats/one/messages',
      { key: 'k', text: 'Capital of Australia?', start: 1 },
      { prefer: 'wait=20' },
    );
    await expect.poll(() => host.admitted.map(({ kind }) => kind)).toEqual(['choice', 'message']);
    host.record.push({
      id: 9,
      at: 1,
      content: { by: 'parley', reply: { key: 'r', kind: 'answer', markdown: 'Canberra.' }, answers: [2] },
    });
    await channel.send({ kind: 'message', address: addressOf('one'), body: {} }, 'k');
    const response = await asked;
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('Canberra.\n');
  });

  it('for a file of a reply get it to be saved, or hear that it is gone', async () => {
    const { host, url, headers, listen } = await open();
    const file = {
      id: 'folder.name',
      kind: 'document',
      name: 'export.zip',
      mime: 'application/zip',
      bytes: 3,
    } as const;
    host.record.push({
      id: 101,
      at: 1,
      content: { by: 'parley', reply: { key: 'k', kind: 'notice', markdown: 'Here.', files: [file] }, answers: [] },
    });
    const tab = await listen('c');
    await expect.poll(tab.entries).toMatchObject([{ files: [{ id: 'folder.name', name: 'export.zip', bytes: 3 }] }]);
    const gone = await fetch(`${url}/api/files/folder.name`, { headers });
    expect([gone.status, await gone.json()]).toMatchObject([
      404,
      { error: { message: expect.stringContaining('gone') } },
    ]);
    host.file = async (id) => Buffer.from(id === file.id ? 'zip' : '');
    const response = await fetch(`${url}/api/files/folder.name`, { headers });
    expect(await response.text()).toBe('zip');
    expect(response.headers.get('content-disposition')).toBe('attachment');
    expect((await fetch(`${url}/api/files/folder.name`)).status).toBe(401);
  });

  it('rename only what is there', async () => {
    const { url, headers } = await open();
    const rename = (chat: string, title: unknown) =>
      fetch(`${url}/api/chats/${chat}`, { method: 'PATCH', headers, body: JSON.stringify({ title }) });
    expect((await rename('known', 'New')).status).toBe(204);
    expect((await rename('unknown', 'New')).status).toBe(404);
    expect((await rename('known', '   ')).status).toBe(400);
  });
});
