/** The journey on the real store, with a scripted model and a channel that writes down: everything between them is real. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Address, Inbound, MessageEvent } from '../../adapters/contract.ts';
import { createCommandReplies } from '../../src/assistant/command-replies.ts';
import { openSqliteStore } from '../../src/bus/sqlite/open.ts';
import type { Rate } from '../../src/conversation/gcra.ts';
import { conversationName } from '../../src/conversation/names.ts';
import { factsText, noticeText } from '../../src/conversation/notices.ts';
import { asking, tablesModule } from '../../src/conversation/record.ts';
import { consentChoiceValue, createAdmissions } from '../../src/journey/admit.ts';
import { startDelivery } from '../../src/journey/deliver.ts';
import { startInbox } from '../../src/journey/inbox.ts';
import { createPace } from '../../src/journey/pace.ts';
import { createTimes } from '../../src/journey/times.ts';
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
export const choice = (value: string, address = at()): Inbound => ({
  kind: 'choice',
  address,
  eventId: randomUUID(),
  at: Date.now(),
  member: { id: 'ana' },
  choice: value,
});

export type JourneyUnderTest = Awaited<ReturnType<typeof openJourney>>;

export interface JourneyOptions {
  folder?: string;
  secret?: Buffer;
  rate?: Rate | null;
  channel?: NotebookChannel;
  /** Whether the chat pressed Start already. */
  consent?: boolean;
}

export async function openJourney({
  folder = mkdtempSync(join(tmpdir(), 'parley-journey-')),
  secret = randomBytes(32),
  rate = null,
  channel = createNotebookChannel(),
  consent = true,
}: JourneyOptions = {}) {
  const file = join(folder, 'parley.db');
  const store = await openSqliteStore({
    file,
    modules: [tablesModule],
    onFatal(error) {
      throw error;
    },
  });
  const ask = asking(store);
  const facts = { owner: '', keepDays: 30, remoteHost: '' };
  const notice = noticeText(facts, await ask('notice', { facts: factsText(facts) }), 'en');
  const runtime = createScriptedRuntime();
  const log = pino({ level: 'silent' });
  const shared = {
    store,
    ask,
    secret,
    notice: () => notice,
    times: createTimes(),
    pace: createPace({ ask, log }),
    channel: () => channel,
    changed: (address: Address) => channel.changed?.(address),
    consentChanged: () => {},
    log,
  };
  const inbox = startInbox({
    ...shared,
    runtime,
    replies: createCommandReplies({ ask, runtime, keepDays: 30, version: 'test', startedAt: 0 }),
  });
  const delivery = startDelivery(shared);
  const admissions = createAdmissions({ ...shared, rate, running: inbox.running });
  const name = (address = at()) => conversationName(secret, address);
  const journey = {
    file,
    folder,
    secret,
    store,
    ask,
    notice,
    runtime,
    channel,
    inbox,
    admit: admissions.admit,
    stopIntake: admissions.stop,
    settle: delivery.settle,
    consentTo: () => admissions.admit([choice(consentChoiceValue('on', notice.version))]),
    entries: async (address = at()) =>
      (await ask('replay', { conversation: name(address), after: 0, limit: 1000 })).entries,
    states: async (address = at()) =>
      (await journey.entries(address)).map(({ content }) => (content.by === 'person' ? content.state : content.by)),
    name,
    async close(graceMs = 0) {
      await inbox.stop(graceMs);
      await delivery.stop(graceMs);
      await store.close();
    },
  };
  if (consent) await journey.consentTo();
  return journey;
}
