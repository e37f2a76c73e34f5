/** What changes something that was said, or who may speak: edits, unsends, somebody who takes over, comings and goings. */
import type { Admission, Channel, Inbound } from '../../adapters/contract.ts';
import { conversationName } from '../conversation/names.ts';
import type { Notice } from '../conversation/notices.ts';
import { type Ask, call } from '../conversation/record.ts';
import type { createApproach } from './approach.ts';
import { type Candidates, type Prepared, refused } from './candidates.ts';
import type { InboxItem } from './items.ts';
import { cleanParts, STORED_CHARACTERS, wordsOf } from './parts.ts';

/** An edit within this time asks again. */
const EDIT_MS = 2 * 60_000;
/** How long a person who answers in the chat keeps it to themselves. */
const TAKEOVER_MS = 12 * 3_600_000;

export interface ChangesOptions {
  ask: Ask;
  secret: Buffer;
  notice: () => Notice;
  consentChanged: () => void;
  /** Told when something of a conversation was erased that may still be on the disk, or in what the model remembers. */
  erased: (conversation: string) => void;
}

export function createChanges(
  { ask, secret, notice, consentChanged, erased }: ChangesOptions,
  approach: ReturnType<typeof createApproach>,
  { enqueueOf, gateArgs, take, quietly }: Candidates,
) {
  return { edit, unsend, takeover, membership };

  async function edit(event: Inbound & { kind: 'edit' }, channel: Channel): Promise<Prepared | Admission> {
    const parts = cleanParts(event.parts);
    const words = wordsOf(parts);
    if (words.length > STORED_CHARACTERS) return refused('too long');
    const newcomer = await approach.newcomer(event, channel, words, false);
    const { conversation, chat, by } = newcomer;
    const found = await ask('itemOf', { conversation, key: event.messageId });
    if (!found) return refused('not understood');
    const item: InboxItem = {
      ...newcomer.base,
      kind: 'message',
      person: by.person,
      ...(found.item === null ? {} : { instead: found.item }),
    };
    const again = enqueueOf(event, newcomer, item, { question: true });
    return {
      candidates: [
        {
          ...again,
          gate: call('mayAskAgain', {
            ...gateArgs(newcomer, { question: true }),
            conversation,
            key: event.messageId,
            before: event.at - EDIT_MS,
          }),
          effects: [call('supersede', { conversation, key: event.messageId }), take(event, newcomer, parts, false)],
        },
      ],
      async afterwards(result) {
        if (result.status !== 'refused') return result;
        // Too late to ask again: our copy says what the person's says.
        const known = { chat, notice: notice().version, conversation, key: event.messageId, person: by.person, parts };
        return (await ask('amend', known)) ? { status: 'admitted', id: 0 } : result;
      },
    };
  }

  async function unsend(event: Inbound & { kind: 'delete' }): Promise<Prepared | Admission> {
    const conversation = conversationName(secret, event.address);
    const found = await ask('itemOf', { conversation, key: event.messageId });
    if (!found) return refused('not understood');
    return {
      candidates: [
        {
          ...quietly(event, conversation, found.item ?? 0),
          effects: [call('unsend', { conversation, key: event.messageId })],
        },
      ],
      async afterwards(result) {
        erased(conversation);
        return result;
      },
    };
  }

  async function takeover(event: Inbound & { kind: 'takeover' }, channel: Channel): Promise<Prepared | Admission> {
    const newcomer = await approach.newcomer(event, channel, '', false);
    return {
      candidates: [
        {
          ...quietly(event, newcomer.conversation, 'all'),
          gate: call('gate', gateArgs(newcomer, { stop: true, leaving: true })),
          effects: [
            call('pause', { chat: newcomer.chat, forMs: TAKEOVER_MS, takenOver: event.address }),
            call('answeredByHand', { conversation: newcomer.conversation }),
          ],
        },
      ],
      async afterwards(result) {
        if (result.status === 'admitted') consentChanged();
        return result;
      },
    };
  }

  async function membership(event: Inbound & { kind: 'membership' }, channel: Channel): Promise<Prepared | Admission> {
    const newcomer = await approach.newcomer(event, channel, '', false);
    switch (event.change) {
      case 'added':
        return { candidates: approach.added(event, newcomer) };
      case 'blocked':
      case 'removed': {
        const conversation = newcomer.conversation;
        await approach.switchOff(newcomer);
        consentChanged();
        return { candidates: [quietly(event, conversation, 'all')] };
      }
      case 'joined':
      case 'left':
      case 'unblocked':
        return { status: 'admitted', id: 0 };
      default:
        return event.change satisfies never;
    }
  }
}
