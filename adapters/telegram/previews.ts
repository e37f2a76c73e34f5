/**
 * An answer in the making: a draft where one person reads, a message that is edited where several do. A chat that takes
 * no drafts is not asked again.
 */
import { createHash } from 'node:crypto';
import type { Address, Json, Preview, SendResult } from '../contract.ts';
import { telegramPreview } from '../text/telegram.ts';
import type { Call } from './call.ts';
import { CAPABILITIES } from './capabilities.ts';
import { problemOf, remedyFor } from './failures.ts';

export interface TelegramPreviews {
  show(address: Address, preview: Preview): Promise<SendResult>;
  /** Nothing is running there any more, and nothing takes the place of what was shown. */
  end(address: Address): Promise<void>;
  /** The message that shows the answer in the making there. */
  shown(address: Address): number | null;
  /** It has become the answer, or is to be left alone. */
  became(address: Address): void;
  /** Resolves when nothing is on its way there: a draft that comes after its message would stay for half a minute. */
  settled(address: Address): Promise<void>;
  stop(): void;
}

export interface PreviewOptions {
  call: Call;
  /** Durable, so that what a crash left half written becomes the answer after all. */
  state: { get(name: string): Promise<Json>; set(name: string, value: Json): Promise<void> };
  /** A first message may have come or not, and stays if it did. */
  unsure: (why: string) => void;
}

/** sendMessageDraft: a draft is shown for 30 s; one that says nothing new is shown again before that. */
const DRAFT_AGAIN_MS = 20_000;
const STATE = 'previews';
/** A chat, or a server, that knows no drafts. */
const UNDRAFTED = 'no drafts here';

interface Place {
  /** The message that is edited. */
  message: number | null;
  /** The turn whose first message may have come or not: a second one would stay beside the answer for good. */
  unsure: string | null;
  text: string;
  atMs: number;
  busy: Promise<void>;
}

export async function createPreviews({ call, state, unsure }: PreviewOptions): Promise<TelegramPreviews> {
  const messages = new Map(Object.entries(((await state.get(STATE)) ?? {}) as Record<string, number>));
  const places = new Map<string, Place>();
  const undrafted = new Set<string>();
  const stopped = new AbortController();

  const nameOf = ({ chat, thread = '' }: Address): string => `${chat} ${thread}`;
  const placeOf = (address: Address): Place => {
    const name = nameOf(address);
    let place = places.get(name);
    if (!place) {
      place = { message: messages.get(name) ?? null, unsure: null, text: '', atMs: 0, busy: Promise.resolve() };
      places.set(name, place);
    }
    return place;
  };
  const keep = (address: Address, message: number | null): void => {
    const name = nameOf(address);
    if (message === null ? !messages.delete(name) : messages.get(name) === message) return;
    if (message !== null) messages.set(name, message);
    void state.set(STATE, Object.fromEntries(messages)).catch(() => {});
  };

  return {
    async show(address, preview) {
      const place = placeOf(address);
      const draft = !address.group;
      if (preview.markdown.trim() === '' || (draft && undrafted.has(address.chat))) return NOTHING;
      const { text, entities } = telegramPreview(preview.markdown, CAPABILITIES.text.limit);
      const old = draft && performance.now() - place.atMs > DRAFT_AGAIN_MS;
      if (text === '' || (text === place.text && !old) || place.unsure === preview.turn) return NOTHING;
      const said = { text, entities };
      const shown = draft ? showDraft(address, preview.turn, said) : showMessage(address, place, preview, said);
      place.busy = shown.then(() => {});
      const result = await shown;
      if (result.status === 'sent') Object.assign(place, { text, atMs: performance.now() });
      return result;
    },

    async end(address) {
      const place = placeOf(address);
      await place.busy;
      const { message } = place;
      forget(address);
      if (message !== null) await tried('deleteMessage', { chat_id: address.chat, message_id: message });
    },

    shown: (address) => placeOf(address).message,
    became: forget,
    settled: (address) => places.get(nameOf(address))?.busy ?? Promise.resolve(),
    stop: () => stopped.abort(),
  };

  function forget(address: Address): void {
    places.delete(nameOf(address));
    keep(address, null);
  }

  async function showDraft(address: Address, turn: string, said: object): Promise<SendResult> {
    const result = await tried('sendMessageDraft', {
      chat_id: Number(address.chat),
      ...(address.thread ? { message_thread_id: Number(address.thread) } : {}),
      draft_id: draftId(turn),
      ...said,
      can_stop: true,
      keep_on_stop: true,
    });
    if (result.status === 'failed' && result.error.reason === UNDRAFTED) undrafted.add(address.chat);
    return result;
  }

  /**
   * The first one is the answer to be: it names its question and rings, since the edits that follow can do neither.
   */
  async function showMessage(
    address: Address,
    place: Place,
    { turn, quotes }: Preview,
    said: object,
  ): Promise<SendResult> {
    const options = { ...said, link_preview_options: { is_disabled: true } };
    if (place.message !== null)
      return tried('editMessageText', { chat_id: address.chat, message_id: place.message, ...options });
    const result = await tried('sendMessage', {
      chat_id: address.chat,
      ...(address.thread ? { message_thread_id: Number(address.thread) } : {}),
      ...options,
      ...(quotes === undefined
        ? {}
        : { reply_parameters: { message_id: Number(quotes), allow_sending_without_reply: true } }),
    });
    if (result.status === 'unknown') {
      place.unsure = turn;
      unsure(result.why);
    }
    if (result.status === 'sent') {
      place.message = Number(result.id);
      keep(address, place.message);
    }
    return result;
  }

  /** A preview that failed is no loss: the next holds it all. */
  async function tried(method: string, payload: object): Promise<SendResult> {
    try {
      const result = await call<{ message_id?: number } | true>(method, payload, { signal: stopped.signal });
      return { status: 'sent', id: String((result === true ? undefined : result.message_id) ?? '') };
    } catch (error) {
      const remedy = remedyFor(problemOf(error));
      if (remedy.kind === 'done') return NOTHING;
      if (remedy.kind === 'unknown here') return { status: 'failed', error: { retryable: false, reason: UNDRAFTED } };
      return remedy.kind === 'result' || remedy.kind === 'silenced'
        ? remedy.result
        : { status: 'failed', error: { retryable: false, reason: remedy.kind } };
    }
  }
}

const NOTHING = { status: 'sent', id: '' } satisfies SendResult;

/** sendMessageDraft: "must be non-zero"; the same for all of a turn, so that its changes are animated. */
const draftId = (turn: string): number => 1 + (createHash('sha256').update(turn).digest().readUInt32BE() >>> 1);
