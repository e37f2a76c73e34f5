/** The page as a whole: the list beside, the conversation or the status screen, and where the person writes. */
import { type ComponentChild, h } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { type Change, conversationOf, type PageState } from '../record/page-state.ts';
import type { Store } from '../record/store.ts';
import { words } from '../words/words.ts';
import { type Actions, ActionsContext } from './actions.ts';
import { Composer } from './composer.ts';
import { ConnectScreen } from './connect-screen.ts';
import { ConnectionStrip } from './connection-strip.ts';
import { Consent } from './consent.ts';
import { useDrawer } from './drawer.ts';
import type { PromptDrawing } from './glyphs.ts';
import { Header } from './header.ts';
import { Hello } from './hello.ts';
import { useKeys } from './keys.ts';
import { Log } from './log.ts';
import { ModelStrip } from './model-strip.ts';
import { ProblemNotice } from './problem.ts';
import { Sidebar } from './sidebar.ts';
import { standings as standingsOf } from './standings.ts';
import { StatusScreen } from './status-screen.ts';

export function App({ store, actions }: { store: Store<PageState, Change>; actions: Actions }) {
  const [, repaint] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => store.subscribe(() => repaint(null)), [store]);
  return h(ActionsContext.Provider, { value: actions }, h(Page, { state: store.state, actions }));
}

function Page({ state, actions }: { state: PageState; actions: Actions }) {
  const { service, chats, chat, connection, screen, draft, problem } = state;
  const [drawerOpen, setDrawerOpen] = useState(false);
  const panel = useRef<HTMLElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const conversation = conversationOf(state);
  const elsewhere = screen === 'chat' ? undefined : screen;
  const reached = connection.state !== 'lost';
  const stoppable = conversation.running !== null && reached;
  const standings = standingsOf(state);
  const photos = useMemo(
    () => state.attached.filter((one) => one.chat === chat).map(({ photo }) => photo),
    [state.attached, chat],
  );
  const writable = service !== null && service.notice === null && !elsewhere;
  const title = elsewhere ? { status: words.status, connect: words.connectTitle }[elsewhere] : chatTitle(state);

  const prompted = (prompt: PromptDrawing) => {
    if (prompt === 'photo') picker.current?.click();
    else field.current?.focus();
  };
  const closeDrawer = () => setDrawerOpen(false);
  useDrawer(panel, drawerOpen, closeDrawer);
  useKeys({
    find() {
      const find = () => document.getElementById('find');
      if (find()?.checkVisibility()) find()?.focus();
      else {
        setDrawerOpen(true);
        requestAnimationFrame(() => find()?.focus());
      }
    },
    newChat: actions.newChat,
    stop: stoppable && !elsewhere ? actions.stop : null,
  });
  useEffect(() => {
    document.title = `${title} · Parley`;
  }, [title]);
  useFocusOnArrival(field, `${chat} ${writable}`);

  return h(
    'div',
    { class: drawerOpen ? 'app drawer-open' : 'app' },
    h(Sidebar, {
      chats,
      current: elsewhere ? undefined : chat,
      standings,
      questions: service?.questions?.length ?? 0,
      screen: elsewhere,
      connectable: service?.connections !== undefined,
      drawerOpen,
      panel,
      onChosen: closeDrawer,
    }),
    h('div', { class: 'scrim', onClick: closeDrawer }),
    h(
      'main',
      { class: 'main', inert: drawerOpen },
      h(Header, { title, standings, drawerOpen, onMenu: () => setDrawerOpen(true) }),
      h(
        'div',
        { class: 'strips' },
        h(ConnectionStrip, { connection, stopping: service?.stopping ?? false }),
        service && reached && h(ModelStrip, { model: service.model }),
      ),
      elsewhere === 'status' && service
        ? h(StatusScreen, { service, standings })
        : elsewhere === 'connect' && service
          ? h(ConnectScreen, { service })
          : h(Conversation, { key: chat, state, onPrompt: prompted }),
      h('div', { role: 'status', class: 'vh' }, state.said || null),
      (problem || writable) &&
        h(
          'div',
          { class: 'foot-area' },
          h(
            'div',
            { class: 'column' },
            problem && h(ProblemNotice, { problem }),
            writable &&
              h(Composer, {
                field,
                picker,
                draft,
                photos,
                stoppable,
                connected: reached,
                caveat: service?.model.state === 'ready' ? service.model.caveat : undefined,
              }),
          ),
        ),
    ),
  );
}

function Conversation({ state, onPrompt }: { state: PageState; onPrompt(prompt: PromptDrawing): void }) {
  const { service, connection, draft } = state;
  const conversation = conversationOf(state);
  const unsent = useMemo(() => state.unsent.filter(({ chat }) => chat === state.chat), [state.unsent, state.chat]);
  const empty = conversation.entries.length === 0 && !conversation.running && unsent.length === 0;
  let end: ComponentChild;
  if (service?.notice) end = h(Consent, { notice: service.notice });
  else if (service && empty && conversation.replayed)
    end = h(Hello, { model: service.model, reads: service.photos.read, typing: draft !== '', onPrompt });
  const connected = connection.state === 'open';
  const answering = connected && service?.model.state === 'ready';
  return h(Log, { conversation, unsent, connected, answering }, end);
}

/** Before the notice is answered there is nothing to name. */
function chatTitle({ chats, chat, service, conversations }: PageState): string {
  const title = chats?.find(({ id }) => id === chat)?.title;
  if (title) return title;
  return service?.notice && !conversations.get(chat)?.entries.length ? words.beforeWeStart : words.newConversation;
}

/** With a keyboard at hand the person writes at once. On a phone it would cover half the page. */
function useFocusOnArrival(field: { current: HTMLTextAreaElement | null }, place: string): void {
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, [place]);
}
