/** What the owner's page asks of the service, answered from the record and the runtime. */
import type { Address, Channel } from '../adapters/contract.ts';
import { addressOf, WEB } from '../adapters/web/decode.ts';
import type { Connections, Desk } from '../adapters/web/desk.ts';
import { journeyOf } from '../adapters/web/entry.ts';
import type {
  ConnectionView,
  ModelProgress,
  ModelState,
  NoticeView,
  PauseView,
  PhotosState,
  QuestionView,
  ServiceState,
} from '../adapters/web/protocol.ts';
import type { Eyes, Progress, Runtime } from '../model-runtime/contract.ts';
import { GET_EYES } from './assistant/status-replies.ts';
import { filesFolder } from './conversation/files-folder.ts';
import type { Handover } from './conversation/handover.tables.ts';
import { chooseLanguage, languageOfTag } from './conversation/languages.ts';
import { chatName, conversationName } from './conversation/names.ts';
import { type Notice, noticeText } from './conversation/notices.ts';
import type { Ask } from './conversation/record.ts';
import { firstWords } from './conversation/words.ts';
import { consentChoiceValue } from './journey/approach.ts';
import type { ByHand } from './journey/by-hand.ts';
import type { Scrubber } from './journey/erase.ts';
import type { ErasureReceipt } from './journey/inbox.ts';
import { wordsOf } from './journey/parts.ts';
import { keepUpload, smallName } from './journey/uploads.ts';
import type { Files } from './media/files.ts';

export interface DeskOptions {
  ask: Ask;
  secret: Buffer;
  runtime: Runtime;
  notice: () => Notice;
  version: string;
  ownerName: string | undefined;
  stopping: () => boolean;
  /** Every channel, the page too. */
  channels: () => readonly Channel[];
  byHand: ByHand;
  whatsApp: { connections: Connections; views(): Promise<ConnectionView[]> };
  changed: (address: Address) => void;
  files: Files;
  scrub: Scrubber;
  /** Ends what runs in a conversation and drops what waits there. */
  letGo: (conversation: string) => Promise<void>;
}

/** Conversations in the list; older ones are still in the record. */
const LISTED = 500;

export interface ServiceDesk extends Desk {
  /** Something `service()` tells has changed; `receipt`: what the person is told of an erasure, once the notice stands again. */
  tell(receipt?: ErasureReceipt): void;
}

export function createDesk({
  ask,
  secret,
  runtime,
  notice,
  version,
  ownerName,
  stopping,
  channels,
  byHand,
  whatsApp,
  letGo,
  changed,
  files,
  scrub,
}: DeskOptions): ServiceDesk {
  const chat = chatName(secret, { ...WEB });
  const conversation = (thread: string) => conversationName(secret, addressOf(thread));
  const listeners = new Set<() => void>();
  let forgotten: ErasureReceipt | undefined;
  const tell = (receipt?: ErasureReceipt) => {
    forgotten = receipt ?? forgotten;
    for (const listener of listeners) listener();
  };
  runtime.onStatus(() => tell());

  return {
    tell,
    onService: (listener) => void listeners.add(listener),
    retryModel: () => runtime.retry(),
    connections: whatsApp.connections,
    questions: {
      async answer(id, text) {
        const result = await byHand.answer(id, text);
        tell();
        return result;
      },
      async close(id) {
        const closed = await byHand.close(id);
        tell();
        return closed;
      },
    },

    pauses: {
      all: pauses,
      async resume(chat) {
        const resumed = await byHand.resume(chat);
        tell();
        return resumed;
      },
    },

    async service(language): Promise<ServiceState> {
      return {
        version,
        ...(ownerName ? { ownerName } : {}),
        notice: await noticeView(language),
        model: modelState(runtime),
        photos: photosState(runtime),
        channels: channels()
          .filter(({ id }) => id !== WEB.channel)
          .map((channel, _, all) => channelState(channel, all.filter(({ id }) => id === channel.id).length > 1)),
        connections: await whatsApp.views(),
        questions: (await byHand.questions()).map(questionView),
        pauses: await pauses(),
        stopping: stopping(),
      };
    },

    async chats() {
      const list = await ask('list', { chat, limit: LISTED });
      return list.map(({ thread, title, last, at, waiting }) => ({ id: thread, title, at, last, working: waiting }));
    },

    async rename(thread, title) {
      const renamed = await ask('rename', { conversation: conversation(thread), title: firstWords(title) });
      if (renamed) changed(addressOf(thread));
      return renamed;
    },

    async remove(thread) {
      const name = conversation(thread);
      await letGo(name);
      await ask('erase', { conversation: name, mark: true });
      const folder = await ask('code', { chat, what: 'files', text: name });
      if (folder) await files.erase(folder);
      await scrub.now();
      changed(addressOf(thread));
    },

    async journey(thread, id) {
      const entry = await ask('entry', { conversation: conversation(thread), id });
      return entry?.content.by === 'parley' && entry.content.timing && entry.content.timing.steps.length > 0
        ? journeyOf(entry.content.timing)
        : null;
    },

    async keepPhoto(thread, bytes) {
      if ((await ask('consent', { chat, notice: notice().version })) !== 'on') return { status: 'no consent' };
      return keepUpload({ ask, files }, { chat, conversation: conversation(thread), bytes });
    },

    async photo(thread, name, size = 'whole') {
      const folder = await filesFolder(ask, chat, conversation(thread));
      const id = `${folder}.${name}`;
      const small = `${folder}.${smallName(id)}`;
      return files.read(size === 'small' && (await files.has(small)) ? small : id);
    },
  };

  async function pauses(): Promise<PauseView[]> {
    return (await byHand.pauses()).map(({ chat, address, until }) => ({
      ...{ id: chat, channel: CHANNEL_NAMES[address.channel] ?? address.channel, chat: address.chat, until },
    }));
  }

  async function noticeView(browser: string | undefined): Promise<NoticeView | null> {
    const { version: number } = notice();
    const state = await ask('consent', { chat, notice: number });
    if (state === 'on') {
      forgotten = undefined;
      return null;
    }
    const { language, heard } = await ask('settings', { chat });
    const spoken = language ?? chooseLanguage({ written: languageOfTag(heard ?? undefined), platform: browser });
    return {
      ...noticeText(notice(), spoken),
      accept: consentChoiceValue('on', number),
      decline: consentChoiceValue('declined', number),
      declined: state === 'declined',
      ...(forgotten === undefined ? {} : { receipt: forgotten }),
    };
  }
}

/** How a channel stands, in a word; the reason where there is one. `several`: of its kind, so that the account is said too. */
function channelState(channel: Channel, several: boolean): ServiceState['channels'][number] {
  const { state, reason } = channel.health();
  const name = CHANNEL_NAMES[channel.id] ?? channel.id;
  const named = { name: several ? `${name} ${channel.account}` : name };
  switch (state) {
    case 'ok':
      return { ...named, state: 'on', words: 'on' };
    case 'unproven':
      return { ...named, state: 'unproven', words: 'connected, no message yet' };
    case 'connecting':
      return { ...named, state: 'connecting', words: reason ?? 'connecting' };
    case 'off':
      return { ...named, state: 'off', words: reason ?? 'off' };
    case 'trouble':
      return { ...named, state: 'trouble', words: reason ?? 'not connected' };
    default:
      return state satisfies never;
  }
}

const CHANNEL_NAMES: Record<string, string> = { 'whatsapp-web': 'WhatsApp', 'whatsapp-cloud': 'WhatsApp Cloud' };

const questionView = ({ entry, address, at, parts }: Handover): QuestionView => ({
  id: entry,
  channel: CHANNEL_NAMES[address.channel] ?? address.channel,
  chat: address.chat,
  at,
  text: wordsOf(parts),
  files: parts.filter((part) => 'attachment' in part).length,
});

function modelState({ status, where, next }: Runtime): ModelState {
  switch (status.state) {
    case 'getting':
      return { state: 'getting', ...modelProgress(status.progress) };
    case 'ready': {
      const { id, caveat } = status.card;
      return {
        state: 'ready',
        name: id,
        where: where.kind === 'here' ? 'here' : where.host,
        ...(caveat ? { caveat } : {}),
        ...(next ? { next: modelProgress(next) } : {}),
      };
    }
    case 'failed':
      return { state: 'failed', message: status.message, tried: status.tried, remedy: status.remedy };
    case 'stopped':
      return {
        state: 'failed',
        message: 'The model has been stopped.',
        tried: [],
        remedy: 'Start Parley again with npm start.',
      };
    default:
      return status satisfies never;
  }
}

function photosState({ eyes, read }: Runtime): PhotosState {
  return { read: read !== undefined, eyes: eyes ? eyesState(eyes) : { kind: 'none', command: GET_EYES } };
}

function eyesState(eyes: Eyes): PhotosState['eyes'] {
  if (eyes.kind === 'text model') return { kind: 'text model' };
  const { name, status } = eyes;
  if (status.state !== 'failed') return { kind: 'own model', name };
  const { message, remedy } = status;
  return { kind: 'own model', name, trouble: { message, remedy } };
}

function modelProgress({ model, ...progress }: Progress): ModelProgress {
  return { name: model, ...progress };
}
