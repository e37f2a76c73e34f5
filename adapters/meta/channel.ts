/** What WhatsApp Cloud, Messenger and Instagram do alike around their own ways to decode, encode and send. */
import type {
  Address,
  Capabilities,
  Channel,
  ChannelHealth,
  Host,
  Inbound,
  OutPart,
  Recipe,
  Reply,
  SendResult,
} from '../contract.ts';
import { FetchError } from '../errors.ts';
import type { Decoded } from './decoded.ts';
import { createDeletion, type Forget } from './deletion.ts';
import { asSendResult, createGraph, type Graph, type GraphResult } from './graph.ts';
import { createHeard } from './heard.ts';
import { type Fields, fields, identifier } from './json.ts';
import { createReceipts } from './receipts.ts';
import { Recent } from './recent.ts';
import { createUploads, type Uploads } from './uploads.ts';
import { createWebhook, MOST_BYTES } from './webhook.ts';

/** Of so many newest sends the ids are known, to tell their echoes from a colleague's messages. */
const MOST_SENT = 20_000;

/** What the app at Meta is known by; the same for all channels that share it. */
export interface MetaApp {
  /** Signs what Meta sends. */
  appSecret: string;
  /** Chosen by the owner, told to Meta when the webhook is set up. */
  verifyToken: string;
  /** Tells our own echoes from those of other apps on the same page. */
  appId?: string | undefined;
}

export interface MetaOptions extends MetaApp {
  /** e.g. `https://graph.facebook.com` */
  graph: string;
  token: string;
  /** Under which people and Meta reach us, for the address of a deletion's status page. */
  publicUrl?: string | undefined;
  /** Erases a person's chat for good. */
  forget?: Forget | undefined;
}

/** What a platform needs to send. */
export interface Sender {
  graph: Graph;
  uploads: Uploads;
  file: Host['file'];
}

export interface MetaPlatform {
  id: string;
  account: string;
  capabilities: Capabilities;
  /** What the webhook's bodies name as their `object`. */
  object: string;
  /** How long the platform keeps an uploaded file. */
  uploadMs: number;
  /** Whether people can have their data deleted and the app's rights withdrawn through Meta's own pages. */
  callbacks: boolean;
  decode(payload: Fields, now: number): Decoded;
  encode(reply: Reply, address: Address): Promise<OutPart[]>;
  send(sender: Sender, part: OutPart, key: string): Promise<GraphResult>;
  idOf(body: Fields): string | undefined;
  typing(graph: Graph, address: Address, lastMessage: string | undefined): Promise<GraphResult> | null;
  seen(graph: Graph, address: Address, messageId: string): Promise<GraphResult>;
  fetch(graph: Graph, recipe: Fields, options: { maxBytes: number; signal: AbortSignal }): Promise<Uint8Array>;
  invitation?(code: string): string;
  /** Once at the start: what people see before they write. */
  introduce?(graph: Graph, state: Host['state']): Promise<GraphResult | null>;
}

export function createMetaChannel(platform: MetaPlatform, options: MetaOptions): Channel {
  const { id, account, capabilities } = platform;
  const heard = createHeard();
  const sent = new Recent<true>(MOST_SENT);
  const receipts = createReceipts();
  /** Sends to one person that came too fast, one after the other. */
  const tooFast = new Map<string, number>();
  const inFlight = new Map<string, Set<Promise<unknown>>>();
  const stopped = new AbortController();
  const graph = createGraph({ base: options.graph, token: options.token, signal: stopped.signal });
  let host: Host | undefined;
  let uploads: Uploads | undefined;
  let lastInboundAt: number | undefined;

  return {
    id,
    account,
    capabilities,

    async start(offered) {
      host = offered;
      uploads = createUploads(offered.state, platform.uploadMs);
      const hook = createWebhook({
        object: platform.object,
        appSecret: options.appSecret,
        verifyToken: options.verifyToken,
        decode: platform.decode,
        sift,
        admit: offered.admit,
        admitted: (events) => {
          for (const event of events) if (event.kind === 'receipt') receipts.note(event);
        },
        log: offered.log,
      });
      offered.hook(`/hooks/${id}`, { maxBytes: MOST_BYTES }, hook);
      if (platform.callbacks)
        createDeletion({ ...options, id, account, graph, host: offered, forget: options.forget ?? null });
      // A platform that cannot be reached now does not keep the door shut.
      void introduce(offered);
    },

    async stop() {
      stopped.abort();
    },

    encode: platform.encode,

    async send(part, key) {
      const { chat } = part.address;
      const sending = sendNow(part, key);
      const here = inFlight.get(chat) ?? new Set();
      inFlight.set(chat, here.add(sending));
      try {
        return await sending;
      } finally {
        here.delete(sending);
        if (here.size === 0) inFlight.delete(chat);
      }
    },

    typing(address) {
      const call = platform.typing(graph, address, heard.lastMessage(address.chat));
      // Nobody waits for it, and the next one comes by itself.
      void call?.then((result) => logged(result, 'typing could not be shown'));
    },

    async seen(address, messageId) {
      logged(await platform.seen(graph, address, messageId), 'a message could not be marked as read');
    },

    fetch(recipe: Recipe, how) {
      const known = fields(recipe);
      if (!known) return Promise.reject(new FetchError(`This is no file of ${id}.`, false));
      return platform.fetch(graph, known, how);
    },

    invitation: (code) => platform.invitation?.(code) ?? null,

    health,
  };

  /** Takes notice of what is ours in a batch; what is left goes to the service. */
  async function sift(events: Inbound[]): Promise<Inbound[]> {
    heard.note(events);
    const left: Inbound[] = [];
    for (const event of events) {
      if (event.kind === 'receipt') {
        sent.set(event.partId, true);
        if (!receipts.isNews(event)) continue;
      } else if (event.kind === 'takeover') {
        // The echo of our own send may overtake the answer to it.
        await Promise.allSettled(inFlight.get(event.address.chat) ?? []);
        if (sent.get(event.eventId)) continue;
      } else {
        lastInboundAt = Date.now();
      }
      left.push(event);
    }
    return left;
  }

  async function sendNow(part: OutPart, key: string): Promise<SendResult> {
    if (!host || !uploads) throw new Error(`The channel ${id} has not been started.`);
    const result = await platform.send({ graph, uploads, file: host.file }, part, key);
    if (result.status === 'failed') return refused(part, result);
    tooFast.delete(part.address.chat);
    const outcome = asSendResult(result, platform.idOf);
    if (outcome.status === 'sent') sent.set(outcome.id, true);
    return outcome;
  }

  function refused({ address: { chat } }: OutPart, { error }: Extract<GraphResult, { status: 'failed' }>): SendResult {
    host?.log.warn({ channel: id, reason: error.failure.reason }, 'a part was refused');
    if (error.kind !== 'too many to one person') return { status: 'failed', error: error.failure };
    // "4^X seconds, starting with X=0": https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
    const times = tooFast.get(chat) ?? 0;
    tooFast.set(chat, Math.min(times + 1, 5));
    return { status: 'failed', error: { ...error.failure, retryAfterMs: 4 ** times * 1000 } };
  }

  async function introduce(offered: Host): Promise<void> {
    try {
      const result = await platform.introduce?.(graph, offered.state);
      if (result) logged(result, 'the menu could not be set');
    } catch (error) {
      offered.log.warn({ channel: id, err: error }, 'the menu could not be set');
    }
  }

  function logged(result: GraphResult, words: string): void {
    if (result.status === 'ok' || stopped.signal.aborted) return;
    const reason = result.status === 'failed' ? result.error.failure.reason : result.why;
    host?.log.warn({ channel: id, reason }, words);
  }

  function health(): ChannelHealth {
    const proof = lastInboundAt === undefined ? {} : { lastInboundAt };
    if (stopped.signal.aborted) return { state: 'off', ...proof };
    if (graph.tokenRefused)
      return {
        state: 'trouble',
        ...proof,
        reason: 'Meta refuses the access token.',
        remedy: `Make a new token for ${account} and put it into .env; npm run doctor checks it.`,
      };
    return { state: lastInboundAt === undefined ? 'unproven' : 'ok', ...proof };
  }
}

/** Both Send APIs answer with the message's id, each in its own place. */
export const firstMessageId = (body: Fields): string | undefined => {
  const [first] = Array.isArray(body.messages) ? body.messages : [];
  return identifier(fields(first)?.id) ?? identifier(body.message_id);
};
