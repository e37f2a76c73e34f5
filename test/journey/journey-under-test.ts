/** The journey on the real store, with a scripted model and a channel that writes down: everything between them is real. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Address, Inbound, MessageEvent } from '../../adapters/contract.ts';
import type { Reader, Runtime } from '../../model-runtime/contract.ts';
import { withEyes } from '../../model-runtime/seeing.ts';
import type { Book } from '../../src/assistant/business/book.ts';
import { createCommandReplies } from '../../src/assistant/command-replies.ts';
import { createRouter } from '../../src/assistant/router.ts';
import type { Products } from '../../src/assistant/skills/code/code.ts';
import type { ClockCells } from '../../src/bus/sqlite/clock.ts';
import { openSqliteStore } from '../../src/bus/sqlite/open.ts';
import { type Limits, limitsOf } from '../../src/conversation/limits.ts';
import { removeLost } from '../../src/conversation/lost-files.ts';
import { chatName, conversationName, personName } from '../../src/conversation/names.ts';
import { type Facts, factsText, type Notice } from '../../src/conversation/notices.ts';
import { asking, tablesModule } from '../../src/conversation/record.ts';
import { createAdmissions } from '../../src/journey/admit.ts';
import { consentChoiceValue } from '../../src/journey/approach.ts';
import { createByHand } from '../../src/journey/by-hand.ts';
import { startDelivery } from '../../src/journey/deliver.ts';
import { createScrubber } from '../../src/journey/erase.ts';
import { type ErasureReceipt, startInbox } from '../../src/journey/inbox.ts';
import { startIntake } from '../../src/journey/intake.ts';
import { createPace } from '../../src/journey/pace.ts';
import { createPhotoTurns } from '../../src/journey/photo-turn.ts';
import type { Able } from '../../src/journey/sayings.ts';
import { createTimes } from '../../src/journey/times.ts';
import type { Log } from '../../src/log.ts';
import { createFiles } from '../../src/media/files.ts';
import { createNotebookChannel, type NotebookChannel } from '../doubles/notebook-channel.ts';
import { createScriptedRuntime } from '../doubles/scripted-runtime.ts';

export const at = (thread = 'one'): Address => ({ channel: 'notebook', account: 'a', chat: 'c', thread });

export const message = (text: string, over: Partial<MessageEvent> = {}): MessageEvent => {
  const id = randomUUID();
  return {
    kind: 'message',
    address: at(),
    eventId: id,
    messageId: id,
    at: Date.now(),
    member: { id: 'ana' },
    parts: [{ kind: 'text', text }],
    addressed: true,
    ...over,
  };
};
export const choice = (value: string, address = at(), member = 'ana'): Inbound => ({
  kind: 'choice',
  address,
  eventId: randomUUID(),
  at: Date.now(),
  member: { id: member },
  choice: value,
});

export type JourneyUnderTest = Awaited<ReturnType<typeof openJourney>>;

export interface JourneyOptions {
  folder?: string;
  secret?: Buffer;
  limits?: Partial<Limits>;
  facts?: Partial<Facts>;
  /** Named in the settings. */
  listed?: string[];
  /** A clock of the test's own; it starts at the real time. */
  clock?: ClockCells;
  log?: Log;
  channel?: NotebookChannel;
  able?: Able;
  /** Whether the chat pressed Start already. */
  consent?: boolean;
  /** Reads the pictures that come in. */
  reader?: Partial<Reader>;
  /** The operator's own answers, and nothing else is said. */
  book?: Book;
  wording?: 'template' | 'model';
  /** What barcodes stand for. */
  products?: Products;
  /** What looks at pictures: a second scripted model, the one for text, or nothing. */
  eyes?: 'own model' | 'text model';
}

export async function openJourney({
  folder = mkdtempSync(join(tmpdir(), 'parley-journey-')),
  secret = randomBytes(32),
  limits = {},
  facts: over = {},
  listed = [],
  clock,
  log = pino({ level: 'silent' }),
  channel = createNotebookChannel(),
  able = { units: true, labels: false, documents: false },
  consent = true,
  reader = {},
  book,
  wording = 'template',
  products,
  eyes,
}: JourneyOptions = {}) {
  const file = join(folder, 'parley.db');
  const store = await openSqliteStore({
    file,
    modules: [tablesModule],
    ...(clock ? { clock } : {}),
    onFatal(error) {
      throw error;
    },
  });
  const ask = asking(store);
  const today = async (change: Partial<Facts> = {}): Promise<Notice> => {
    const facts: Facts = { owner: '', keepDays: 30, keepPhotoHours: 24, remoteHost: '', ...over, ...change };
    return { version: await ask('notice', { facts: factsText(facts) }), facts };
  };
  let notice = await today();
  const files = createFiles(join(folder, 'files'));
  const runtime = createScriptedRuntime();
  const seer = createScriptedRuntime();
  const answering: Runtime =
    eyes === 'own model'
      ? withEyes({ text: runtime, eyes: seer, name: 'seer' })
      : eyes === 'text model'
        ? Object.assign(runtime, { eyes: { kind: 'text model' as const } })
        : runtime;
  const receipts: ErasureReceipt[] = [];
  const shared = {
    store,
    ask,
    secret,
    notice: () => notice,
    times: createTimes(),
    pace: createPace({ ask, log }),
    channel: () => channel,
    changed: (address: Address) => channel.changed?.(address),
    consentChanged: (receipt?: ErasureReceipt) => void receipts.push(...(receipt ? [receipt] : [])),
    limits: { ...limitsOf({ perMinute: 'none', questions: 'none', turnsPerMinute: 'none' }), ...limits },
    policy: () => channel.capabilities.access,
    files,
    scrub: createScrubber(store, () => removeLost(ask, files), log),
    log,
  };
  const router = createRouter();
  const handedOver: Address[] = [];
  const intake = startIntake({ ...shared, channelOf: () => channel, reader });
  const inbox = startInbox({
    intake,
    photos: createPhotoTurns({ ...shared, runtime: answering, wording, products }),
    ...shared,
    runtime: answering,
    router,
    book: () => book,
    handedOver: (address) => handedOver.push(address),
    replies: createCommandReplies({ ...shared, runtime: answering, version: 'test', startedAt: 0 }),
    able,
  });
  const delivery = startDelivery(shared);
  const admissions = createAdmissions({
    ...shared,
    brought: intake.wake,
    listed: (_address, member) => listed.includes(member),
    running: inbox.running,
    keepOut: inbox.keepOut,
    erased(conversation) {
      runtime.forget(conversation);
      shared.scrub.soon();
    },
  });
  const name = (address = at()) => conversationName(secret, address);
  const journey = {
    file,
    folder,
    secret,
    store,
    ask,
    files,
    get notice() {
      return notice;
    },
    /** Something that the notice tells changes. */
    async become(change: Partial<Facts>) {
      notice = await today(change);
    },
    runtime,
    /** The model that looks at pictures, where it is another one. */
    seer,
    channel,
    inbox,
    handedOver,
    /** What the page was given to show of erasures. */
    receipts,
    byHand: createByHand(shared),
    admit: admissions.admit,
    stopIntake: admissions.stop,
    settle: delivery.settle,
    /** The chat is on, with nothing said about it. */
    async grant(address = at(), member = 'ana') {
      const who = { chat: chatName(secret, address), notice: notice.version, language: 'en' };
      for (const act of ['notice', 'on'] as const)
        await ask('act', { ...who, act, person: personName(secret, address, member) });
    },
    /** Switches a private chat on, as a person does it. */
    async consentTo(address = at(), member = 'ana') {
      await admissions.admit([message('/start', { address, member: { id: member } })]);
      await admissions.admit([choice(consentChoiceValue('on', notice.version), address, member)]);
    },
    entries: async (address = at()) =>
      (await ask('replay', { conversation: name(address), after: 0, limit: 1000 })).entries,
    states: async (address = at()) =>
      (await journey.entries(address)).map(({ content }) => (content.by === 'person' ? content.state : content.by)),
    name,
    /** Once; a test may do it itself. */
    close: (graceMs = 0): Promise<void> => (closed ??= end(graceMs)),
  };
  let closed: Promise<void> | undefined;
  async function end(graceMs: number): Promise<void> {
    await inbox.stop(graceMs);
    await intake.stop();
    await delivery.stop(graceMs);
    await router.close();
    await store.close();
  }
  if (consent) await journey.grant();
  return journey;
}
