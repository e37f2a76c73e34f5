/**
 * What people answer themselves. Questions that were handed over to a person, and the owner's answers to them: an answer from
 * here leaves like one of ours, and what is asked next comes the same way, since there may be no other inbox for this account.
 * And chats in which a person wrote from the app itself, so that we are quiet there: a page's inbox takes no commands.
 */
import { randomUUID } from 'node:crypto';
import type { Address, Channel, Reply } from '../../adapters/contract.ts';
import type { Store } from '../bus/store.ts';
import type { Pause } from '../conversation/consent.tables.ts';
import type { Handover } from '../conversation/handover.tables.ts';
import { chatName } from '../conversation/names.ts';
import type { Notice } from '../conversation/notices.ts';
import { type Ask, call } from '../conversation/record.ts';
import { outgoing } from './items.ts';
import { isOpen } from './window.ts';

/** More than anybody answers in a sitting; the newest are shown. */
const MOST = 100;

/** `gone`: erased or answered meanwhile, or the chat is off. `too late`: the platform lets nobody write there any more. */
export type ByHandResult = 'sent' | 'gone' | 'too late';

export interface ByHand {
  /** The newest first. */
  questions(): Promise<Handover[]>;
  answer(entry: number, markdown: string): Promise<ByHandResult>;
  /** It needs no answer from here; false: there is no such question. */
  close(entry: number): Promise<boolean>;
  /** Where a person has taken over, the newest first. */
  pauses(): Promise<Pause[]>;
  /** We answer there again; false: we did already. */
  resume(chat: string): Promise<boolean>;
}

export interface ByHandOptions {
  store: Store;
  ask: Ask;
  secret: Buffer;
  notice: () => Notice;
  channel: (address: Address) => Channel | undefined;
}

export function createByHand({ store, ask, secret, notice, channel }: ByHandOptions): ByHand {
  const questions = () => ask('handedOver', { limit: MOST });
  return {
    questions,
    close: (entry) => ask('closeHandover', { entry }),
    pauses: () => ask('pauses', { notice: notice().version, limit: MOST }),

    async resume(chat) {
      const paused = await ask('isPaused', { chat });
      if (paused) await ask('pause', { chat, forMs: 0 });
      return paused;
    },

    async answer(entry, markdown) {
      const question = (await questions()).find((one) => one.entry === entry);
      const to = question && channel(question.address);
      if (!question || !to) return 'gone';
      const { conversation, address, at } = question;
      const chat = chatName(secret, address);
      if ((await ask('consent', { chat, notice: notice().version })) !== 'on') return 'gone';
      if (!(await isOpen(ask, to, conversation, at))) return 'too late';
      const reply: Reply = { key: randomUUID(), kind: 'answer', markdown };
      const [first, ...rest] = outgoing(reply, await to.encode(reply, address), conversation, at);
      if (!first) return 'gone';
      const record = call('end', {
        ...{ conversation, chat, thread: address.thread ?? '', items: [], state: 'answered' as const },
        ...{ reply, aside: false, words: '', timing: { steps: [] } },
      });
      const effects = [record, call('answeredByHand', { conversation })];
      await store.enqueue([{ ...first, effects }, ...rest]);
      return 'sent';
    },
  };
}
