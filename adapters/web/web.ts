/**
 * The built-in web chat: a channel like all others. Its "platform" is the page, which reads the durable record through a
 * cursor of its own; sending therefore means telling the open tabs to read on, and sending twice shows nothing twice.
 */
import type { ServerResponse } from 'node:http';
import type {
  Address,
  Capabilities,
  Channel,
  ChannelHealth,
  Entry,
  Host,
  OutPart,
  Preview,
  Reply,
  SendResult,
} from '../contract.ts';
import { FetchError } from '../errors.ts';
import { connectPage } from './connect.ts';
import { addressOf, decodeRecipe, WEB } from './decode.ts';
import type { Desk } from './desk.ts';
import { createPreviewRenderer, type PreviewRenderer, renderBlocksSliced } from './encode.ts';
import { pageEntry } from './entry.ts';
import { PHOTO_BYTES } from './photos.ts';
import type { PagePreview, StreamEvents } from './protocol.ts';
import { openStream, streamEvent, type TabRequest, type TabStream } from './stream.ts';
import type { Block } from './tree.ts';

const CAPABILITIES: Capabilities = {
  text: { limit: Number.POSITIVE_INFINITY, unit: 'none' },
  caption: { limit: Number.POSITIVE_INFINITY, unit: 'none' },
  streaming: 'socket',
  typingEveryMs: 0,
  buttons: 8,
  groups: false,
  replyWindowMs: Number.POSITIVE_INFINITY,
  // A phone's photo at full size; the page makes it smaller before it is sent.
  media: { inBytes: PHOTO_BYTES, outBytes: 0 },
  rates: 'none',
  idempotentSend: true,
  parts: Number.POSITIVE_INFINITY,
  // Whoever holds the page is the owner.
  access: 'owner only',
  consent: 'page',
  unsends: false,
};

/** Entries read from the record at once. */
const PAGE_ENTRIES = 100;
/** Changes of the list within this time go out together. */
const LIST_MS = 150;
const PING_MS = 25_000;
/** Rendered replies kept, so that several tabs and reloads do not render again. */
const RENDERED = 200;

interface Running {
  preview: Preview;
  renderer: PreviewRenderer;
}

export function createWebChannel(desk: Desk): Channel {
  const tabs = new Set<TabStream>();
  const running = new Map<string, Running>();
  const rendered = new Map<string, Promise<Block[]>>();
  const answerWaits = new Set<{ chat: string; look: () => void }>();
  let host: Host | undefined;
  let listDue: NodeJS.Timeout | undefined;
  let listRestMs = 0;
  let ping: NodeJS.Timeout | undefined;
  let lastInboundAt: number | undefined;

  const tabsOf = (chat: string) => [...tabs].filter((tab) => tab.chat === chat);

  return {
    id: WEB.channel,
    account: WEB.account,
    capabilities: CAPABILITIES,

    async start(offered) {
      host = { ...offered, admit: admitting(offered) };
      connectPage(host, desk, { open, answerTo });
      desk.onService(() => void tellService());
      ping = setInterval(() => {
        for (const tab of tabs) tab.ping();
      }, PING_MS);
    },

    async stop() {
      clearInterval(ping);
      clearTimeout(listDue);
      for (const tab of tabs) tab.close();
      tabs.clear();
    },

    async encode(reply, address): Promise<OutPart[]> {
      return [{ kind: 'message', address, body: { key: reply.key, blocks: await blocksOf(reply) } }];
    },

    async send(part, key): Promise<SendResult> {
      const chat = part.address.thread ?? '';
      await Promise.all(tabsOf(chat).map((tab) => tab.advance()));
      endPreview(chat);
      lookForAnswers(chat);
      tellListSoon();
      return { status: 'sent', id: key };
    },

    preview(address, preview) {
      const chat = address.thread ?? '';
      if (preview === null) return endPreview(chat);
      const known = running.get(chat);
      const now: Running = {
        preview,
        renderer: known?.preview.turn === preview.turn ? known.renderer : createPreviewRenderer(),
      };
      running.set(chat, now);
      if (known?.preview.turn !== preview.turn) tellListSoon();
      const change = pagePreview(now, now.renderer.update(preview.markdown));
      for (const tab of tabsOf(chat)) tab.preview(change, () => whole(chat));
    },

    changed,

    async fetch(recipe, { maxBytes }) {
      const named = decodeRecipe(recipe);
      if (named === null) throw new FetchError('This names no photo that the page sent.', false);
      const bytes = await desk.photo(named.chat, named.photo).catch((cause: unknown) => {
        throw new FetchError('The photo is gone: it was erased, or its time is over.', false, { cause });
      });
      if (bytes.length > maxBytes)
        throw new FetchError(`The photo has ${bytes.length} bytes, of ${maxBytes} at most.`, false);
      return bytes;
    },

    health(): ChannelHealth {
      return {
        state: lastInboundAt === undefined ? 'unproven' : 'ok',
        ...(lastInboundAt === undefined ? {} : { lastInboundAt }),
      };
    },
  };

  function admitting(offered: Host): Host['admit'] {
    return (events) => {
      lastInboundAt = Date.now();
      return offered.admit(events);
    };
  }

  function open(asked: TabRequest, response: ServerResponse): void {
    const tab = openStream(response, asked, { read });
    tabs.add(tab);
    response.on('close', () => tabs.delete(tab));
    void begin(tab).catch((error: unknown) => {
      host?.log.error({ err: error }, 'a stream could not begin');
      tab.close();
    });
  }

  async function begin(tab: TabStream): Promise<void> {
    tab.send(await serviceEvent(tab.language));
    tab.send(streamEvent('chats', (await desk.chats()) satisfies StreamEvents['chats']));
    await tab.advance();
    tab.preview(whole(tab.chat), () => whole(tab.chat));
  }

  async function read(chat: string, after: number) {
    const { entries, waiting } = await host!.replay(addressOf(chat), after, PAGE_ENTRIES);
    const ready = entries.map(async (entry) =>
      pageEntry(entry, entry.content.by === 'parley' ? await blocksOf(entry.content.reply) : []),
    );
    return { entries: await Promise.all(ready), more: entries.length === PAGE_ENTRIES, waiting };
  }

  /** Renders once per reply; what failed to render is shown as it was written rather than not at all. */
  function blocksOf(reply: Reply): Promise<Block[]> {
    const known = rendered.get(reply.key);
    if (known) return known;
    const blocks = renderBlocksSliced(reply.markdown, { lead: reply.kind === 'answer' });
    rendered.set(reply.key, blocks);
    blocks.catch(() => rendered.delete(reply.key));
    if (rendered.size > RENDERED) rendered.delete(rendered.keys().next().value!);
    return blocks;
  }

  function whole(chat: string): PagePreview | null {
    const now = running.get(chat);
    return now ? pagePreview(now, now.renderer.snapshot()) : null;
  }

  function endPreview(chat: string): void {
    if (!running.delete(chat)) return;
    for (const tab of tabsOf(chat)) tab.preview(null, () => null);
    tellListSoon();
  }

  function changed(address: Address): void {
    const chat = address.thread ?? '';
    for (const tab of tabsOf(chat)) void advance(tab);
    lookForAnswers(chat);
    tellListSoon();
  }

  function lookForAnswers(chat: string): void {
    for (const wait of answerWaits) if (wait.chat === chat) wait.look();
  }

  async function advance(tab: TabStream): Promise<void> {
    try {
      await tab.advance();
    } catch (error) {
      // The tab comes back by itself and reads on from where it was.
      host?.log.error({ err: error }, 'a stream could not read on');
      tab.close();
    }
  }

  /** The service tells of its state to its very end, when nothing can be asked any more. */
  async function tellService(): Promise<void> {
    if (tabs.size === 0) return;
    try {
      const told = Map.groupBy(tabs, ({ language }) => language);
      for (const [language, some] of told) {
        const event = await serviceEvent(language);
        for (const tab of some) tab.send(event);
      }
    } catch (error) {
      host?.log.error({ err: error }, 'the state of the service could not be read');
    }
  }

  async function serviceEvent(language: string | undefined): Promise<string> {
    return streamEvent('service', (await desk.service(language)) satisfies StreamEvents['service']);
  }

  function tellListSoon(): void {
    listDue ??= setTimeout(tellList, Math.max(LIST_MS, listRestMs));
  }

  /** With many tabs and conversations the list costs; it never takes more than a tenth of the time. */
  async function tellList(): Promise<void> {
    const startMs = performance.now();
    try {
      if (tabs.size === 0) return;
      const event = streamEvent('chats', (await desk.chats()) satisfies StreamEvents['chats']);
      for (const tab of tabs) tab.send(event);
    } catch (error) {
      host?.log.error({ err: error }, 'the list of conversations could not be read');
    } finally {
      listDue = undefined;
      listRestMs = 10 * (performance.now() - startMs);
    }
  }

  async function answerTo(chat: string, entry: number, ms: number): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const end = (result: string | null) => {
        clearTimeout(timer);
        answerWaits.delete(wait);
        resolve(result);
      };
      const look = async () => {
        const { entries } = await host!.replay(addressOf(chat), entry, PAGE_ENTRIES);
        const found = entries.find(({ content }: Entry) => content.by === 'parley' && content.answers.includes(entry));
        if (found?.content.by === 'parley') end(found.content.reply.markdown);
      };
      const wait = { chat, look: () => void look().catch(reject) };
      const timer = setTimeout(() => end(null), ms);
      answerWaits.add(wait);
      wait.look();
    });
  }
}

function pagePreview({ preview }: Running, { from, blocks }: { from: number; blocks: Block[] }): PagePreview {
  return { turn: preview.turn, answers: preview.answers, phase: preview.phase, seconds: preview.seconds, from, blocks };
}
