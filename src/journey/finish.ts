/** The end of a step: what is consumed, recorded and said, in one transaction. */
import { randomUUID } from 'node:crypto';
import type { Address, Button, Channel, Reply, Timing } from '../../adapters/contract.ts';
import { plainText } from '../../adapters/text/plain.ts';
import type { Call, Claim, Enqueue, Store } from '../bus/store.ts';
import type { EndArgs } from '../conversation/history.tables.ts';
import { accountName, conversationName } from '../conversation/names.ts';
import type { Notice } from '../conversation/notices.ts';
import { call } from '../conversation/record.ts';
import { outgoing } from './items.ts';
import { addStep } from './times.ts';

export interface Step {
  claim: Claim;
  conversation: string;
  chat: string;
  address: Address;
  channel: Channel;
  language: string;
  /** When the person did what is answered, by the platform's clock. */
  heardAt: number;
}

export interface Ending {
  upto: number;
  /** The messages ended by it; empty for a button. */
  items: number[];
  state: EndArgs['state'];
  /** It leaves only if somebody still waits for it, asked in the transaction that sends it; `person`: who, as the account knows them. */
  fenced?: { person?: string };
  reason?: string;
  say?: Pick<Reply, 'kind' | 'markdown' | 'buttons' | 'files' | 'quotes' | 'language' | 'ended' | 'trouble'> & {
    offers?: string[];
  };
  /** It leaves to this address instead, and the chat hears `told`. */
  privately?: { address: Address; told: string; buttons?: Button[] };
  effects?: Call[];
  emits?: Enqueue[];
  /** Nothing of what is said goes into the record. */
  unrecorded?: boolean;
  timing?: Timing;
}

/** Of a reply so much is shown in the list of conversations. */
const LISTED_CHARACTERS = 80;

export interface FinishOptions {
  store: Store;
  secret: Buffer;
  notice: () => Notice;
  changed: (address: Address) => void;
}

/** False when the lane was no longer ours, or nobody waited for an answer any more: then nothing of it was said. */
export type Finish = (at: Step, ending: Ending) => Promise<boolean>;

export function createFinish({ store, secret, notice, changed }: FinishOptions): Finish {
  return async (at, ending) => {
    try {
      return await end(at, ending);
    } catch (error) {
      // The fence of tables.ts: erased, taken back, switched off or taken over in this very moment.
      if (!(error instanceof Error) || error.name !== 'Unwanted') throw error;
      const { upto, items } = ending;
      await end(at, { upto, items, state: 'ignored', reason: error.message });
      return false;
    }
  };

  async function end(at: Step, ending: Ending): Promise<boolean> {
    const { claim, conversation, chat, address } = at;
    const startMs = performance.now();
    const { offers, ...spoken } = ending.say ?? { offers: undefined };
    const said: Reply | undefined =
      'markdown' in spoken ? { key: randomUUID(), language: at.language, ...spoken } : undefined;
    const here: Reply | undefined =
      ending.privately && said ? { ...withoutFiles(said), ...toldHere(ending.privately) } : said;
    const emits = [
      ...(here ? await sends(at, here, address) : []),
      ...(ending.privately && said ? await sends(at, { ...said, key: randomUUID() }, ending.privately.address) : []),
      ...(ending.emits ?? []),
    ];
    const timing = ending.timing ?? { steps: [] };
    if (said && ending.timing) addStep(timing, 'encode', performance.now() - startMs);
    const recorded = ending.unrecorded ? undefined : here;
    const result: EndArgs = {
      conversation,
      chat,
      thread: address.thread ?? '',
      items: ending.items,
      state: ending.state,
      ...(ending.reason === undefined ? {} : { reason: ending.reason }),
      ...(recorded ? { reply: recorded } : {}),
      ...(offers || here?.buttons ? { offers: offers ?? here!.buttons!.map(({ value }) => value) } : {}),
      // What the service says of itself is not for the model to read.
      aside: here?.kind === 'notice',
      words: at.channel.capabilities.consent === 'page' ? plainText(here?.markdown ?? '', LISTED_CHARACTERS) : '',
      timing,
    };
    const person = ending.fenced?.person;
    const asker = person === undefined ? {} : { asker: { account: accountName(address), person } };
    const fence = ending.fenced
      ? [call('wanted', { chat, notice: notice().version, conversation, items: ending.items, ...asker })]
      : [];
    const effects = [...fence, ...(ending.effects ?? []), call('end', result)];
    const done = await store.complete(claim.lane, claim.epoch, ending.upto, emits, effects);
    // A reply is announced by its delivery; without one the page has to be told that the waiting is over.
    if (done && !said) changed(address);
    return done;
  }

  async function sends(at: Step, reply: Reply, address: Address): Promise<Enqueue[]> {
    const conversation = address === at.address ? at.conversation : conversationName(secret, address);
    return outgoing(reply, await at.channel.encode(reply, address), conversation, at.heardAt);
  }
}

const toldHere = ({ told, buttons }: NonNullable<Ending['privately']>): Pick<Reply, 'markdown' | 'buttons'> => ({
  markdown: told,
  ...(buttons ? { buttons } : {}),
});

function withoutFiles({ files: _, buttons: __, ...reply }: Reply): Reply {
  return reply;
}
