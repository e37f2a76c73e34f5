/** What a person can do on the page. The parts of the page call these; parley.ts does them. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Journey, LinkedChat } from '../../protocol.ts';
import type { Outcome } from '../link/requests.ts';

export interface Actions {
  openChat(chat: string): void;
  newChat(): void;
  /** Each resolves to false when the service did not do it; the reason is shown. */
  renameChat(chat: string, title: string): Promise<boolean>;
  deleteChat(chat: string): Promise<boolean>;

  write(draft: string): void;
  /** Puts pictures into the composer; what is none is named. */
  attach(files: readonly File[]): Promise<void>;
  detach(photo: Blob): void;
  /** Sends what stands in the composer. */
  send(): void;
  removeUnsent(key: string): void;
  stop(): void;
  /** Presses a button of an entry, or of the notice. */
  choose(value: string): Promise<boolean>;
  dismissProblem(): void;

  answerByHand(question: number, text: string): Promise<boolean>;
  closeQuestion(question: number): Promise<boolean>;
  /** Parley answers in that chat again. */
  resume(pause: string): Promise<boolean>;

  retryModel(): Promise<boolean>;
  /** Asks for a code; `phone`: one to type there. */
  link(account: string, phone?: string): Promise<boolean>;
  unlink(account: string): Promise<boolean>;
  linkedChats(account: string): Promise<Outcome<{ chats: LinkedChat[] }>>;
  switchOn(account: string, chat: string): Promise<boolean>;
  tryConnection(): void;
  journey(entry: number): Promise<Outcome<Journey>>;
  /** Speaks in the status region. */
  say(text: string): void;
}

export const ActionsContext = createContext<Actions | null>(null);

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error('A part of the page was drawn outside of App, which provides the actions.');
  return actions;
}
