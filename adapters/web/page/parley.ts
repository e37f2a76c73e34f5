/** The page at work: the stream feeds the state, the outbox empties, and what a person does is done. */
import { browserMemory } from './link/browser-memory.ts';
import { Outbox } from './link/outbox.ts';
import type { KeptMessage, OutboxStorage } from './link/outbox-storage.ts';
import { readyPhoto } from './link/photo.ts';
import { hashOf, type Place, placeOf } from './link/place.ts';
import { newId, type Outcome, type Requests } from './link/requests.ts';
import { Stream } from './link/stream.ts';
import { announcement } from './record/announcement.ts';
import type { StreamEvent } from './record/conversation.ts';
import {
  apply,
  type Change,
  conversationOf,
  initialState,
  MOST_PHOTOS,
  type PageState,
  type Problem,
} from './record/page-state.ts';
import { Store } from './record/store.ts';
import type { Actions } from './view/actions.ts';
import { words } from './words/words.ts';

export interface Parley {
  store: Store<PageState, Change>;
  actions: Actions;
  /** Goes where the address says: at first, whenever it changes, and after the session was opened again. */
  arrive(): void;
}

interface ParleyOptions {
  requests: Requests;
  storage: OutboxStorage;
  onSignedOut(): void;
}

const LAST_CHAT = 'chat';
const draftOf = (chat: string) => `draft.${chat}`;

export function createParley({ requests, storage, onSignedOut }: ParleyOptions): Parley {
  const memory = browserMemory(() => localStorage);
  const lastChat = memory.get(LAST_CHAT) ?? newId();
  const store = new Store(initialState(lastChat, memory.get(draftOf(lastChat)) ?? ''), apply);

  const outbox = new Outbox({
    storage,
    send: sendWithPhotos,
    onChange: (unsent) => store.change({ kind: 'unsent', unsent }),
    onRefused: (message, refusal) => putBack(message, refusal),
    onSignedOut: signedOut,
  });
  const stream = new Stream({
    after: (chat) => conversationOf(store.state, chat).lastId,
    onEvent: received,
    onConnection(connection) {
      store.change({ kind: 'connection', connection });
      if (connection.state === 'open') void outbox.load().then(() => outbox.wake());
    },
    async onTurnedAway() {
      if ((await requests.session()).kind === 'signed out') signedOut();
    },
  });

  const actions: Actions = {
    openChat(chat) {
      location.hash = hashOf({ name: 'chat', chat });
    },
    newChat: () => actions.openChat(newId()),
    renameChat: async (chat, title) => done(await requests.rename(chat, title)),
    async deleteChat(chat) {
      if (!done(await requests.remove(chat))) return false;
      memory.set(draftOf(chat), undefined);
      const unsent = store.state.unsent.filter((message) => message.chat === chat);
      await Promise.all(unsent.map(({ key }) => outbox.remove(key)));
      if (store.state.chat === chat) actions.newChat();
      return true;
    },

    write(draft) {
      store.change({ kind: 'draft', draft });
      memory.set(draftOf(store.state.chat), draft);
    },
    async attach(files) {
      const { chat } = store.state;
      store.change({ kind: 'problem', problem: null });
      for (const file of files) {
        const photo = await readyPhoto(file);
        const { attached } = store.state;
        if (!photo) report({ message: words.noPicture(file.name) });
        else if (attached.filter((one) => one.chat === chat).length >= MOST_PHOTOS)
          report({ message: words.tooManyPhotos(MOST_PHOTOS) });
        else store.change({ kind: 'attached', attached: [...attached, { chat, photo }] });
      }
    },
    detach: (photo) =>
      store.change({ kind: 'attached', attached: store.state.attached.filter((one) => one.photo !== photo) }),
    send() {
      const { chat, draft, attached } = store.state;
      const text = draft.trim();
      const photos = attached.filter((one) => one.chat === chat).map(({ photo }) => photo);
      if (text === '' && photos.length === 0) return;
      store.change({ kind: 'draft', draft: '' });
      store.change({ kind: 'attached', attached: attached.filter((one) => one.chat !== chat) });
      store.change({ kind: 'problem', problem: null });
      // The draft is kept until the outbox has the message: at any time it is in one of the two.
      void outbox.add(chat, text, photos).then(() => {
        if (memory.get(draftOf(chat)) === draft) memory.set(draftOf(chat), undefined);
      });
    },
    removeUnsent: (key) => void outbox.remove(key),
    stop: () => void actions.choose('stop'),
    choose: async (value) => done(await requests.choose(store.state.chat, value)),
    dismissProblem: () => store.change({ kind: 'problem', problem: null }),

    answerByHand: async (question, text) => done(await requests.answerByHand(question, text)),
    closeQuestion: async (question) => done(await requests.closeQuestion(question)),
    resume: async (pause) => done(await requests.resume(pause)),
    retryModel: async () => done(await requests.retryModel()),
    link: async (account, phone) => done(await requests.link(account, phone)),
    unlink: async (account) => done(await requests.unlink(account)),
    linkedChats: (account) => requests.linkedChats(account),
    switchOn: async (account, chat) => done(await requests.switchOn(account, chat)),
    tryConnection: () => stream.tryNow(),
    journey: (entry) => requests.journey(store.state.chat, entry),
    // The same words twice in a row would not be spoken twice.
    say: (said) => store.arrive({ kind: 'said', said: said === store.state.said ? `${said}\u00A0` : said }),
  };

  function arrive(): void {
    const place: Place = placeOf(location.hash) ?? { name: 'chat', chat: store.state.chat };
    if (location.hash !== hashOf(place)) history.replaceState(null, '', hashOf(place));
    if (place.name !== 'chat') store.change({ kind: 'screen', screen: place.name });
    else store.change({ kind: 'opened', chat: place.chat, draft: memory.get(draftOf(place.chat)) ?? '' });
    memory.set(LAST_CHAT, store.state.chat);
    stream.follow(store.state.chat);
  }

  function received(chat: string, event: StreamEvent): void {
    const before = conversationOf(store.state, chat);
    store.arrive({ kind: 'received', chat, event, now: Date.now() });
    const news = announcement(before, conversationOf(store.state, chat));
    if (news) actions.say(news.kind === 'answering' ? words.answering : news.text);
    if (event.name === 'service' && event.data.notice?.receipt !== undefined) {
      void outbox.forget(Date.now());
      memory.set(draftOf(chat), undefined);
      store.change({ kind: 'draft', draft: '' });
    }
    if (event.name !== 'entry') return;
    if (event.data.by === 'erasure') void outbox.forget(event.data.at, chat);
    outbox.recorded(chat, event.data.id, event.data.by === 'person' ? event.data.key : undefined);
  }

  /** The photos first: the message names them. */
  async function sendWithPhotos({ chat, key, text, photos = [] }: KeptMessage) {
    const names: string[] = [];
    for (const photo of photos) {
      const outcome = await requests.sendPhoto(chat, photo);
      if (outcome.kind !== 'done') return outcome;
      names.push(outcome.value.photo);
    }
    return requests.sendMessage(chat, key, text, names);
  }

  /** Before what may have been written since. */
  function putBack({ chat, text, photos = [] }: KeptMessage, refusal: Problem): void {
    const back = photos.map((photo) => ({ chat, photo }));
    store.change({ kind: 'attached', attached: [...back, ...store.state.attached] });
    const open = store.state.chat === chat;
    const draft = [text, open ? store.state.draft : memory.get(draftOf(chat))].filter(Boolean).join('\n\n');
    memory.set(draftOf(chat), draft);
    if (!open) return;
    store.change({ kind: 'draft', draft });
    report({ message: refusal.message, action: refusal.action ?? words.backForEditing });
  }

  /** True when it was done; the reason why not is shown. */
  function done(outcome: Outcome<unknown>): boolean {
    switch (outcome.kind) {
      case 'done':
        return true;
      case 'refused':
      case 'later':
        report(outcome);
        return false;
      case 'unreachable':
        report({ message: words.notReachedNow });
        return false;
      case 'signed out':
        signedOut();
        return false;
      default:
        outcome satisfies never;
        return false;
    }
  }

  function report({ message, action }: Problem): void {
    store.change({ kind: 'problem', problem: { message, ...(action !== undefined && { action }) } });
  }

  function signedOut(): void {
    stream.close();
    onSignedOut();
  }

  return { store, actions, arrive };
}
