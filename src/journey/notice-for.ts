/**
 * Today's notice as one chat reads it: whose computer it is about is said by the owner's name, where one is set or known
 * from their pairing, and otherwise by what this chat can know of them. The facts stay the same, and so does the version.
 */
import type { Address, Channel } from '../../adapters/contract.ts';
import { accountName } from '../conversation/names.ts';
import type { Notice } from '../conversation/notices.ts';
import type { Ask } from '../conversation/record.ts';

/** What the texts call an owner without a name: on the owner's own page, on a personal number, elsewhere. */
const UNNAMED = {
  page: '',
  'owner and person': 'number',
  person: 'bot',
} as const satisfies Record<Channel['capabilities']['consent'], string>;

export async function noticeFor(ask: Ask, notice: Notice, channel: Channel, address: Address): Promise<Notice> {
  const { consent } = channel.capabilities;
  if (notice.facts.owner !== '' || consent === 'page') return notice;
  const owner = (await ask('ownerName', { account: accountName(address) })) ?? UNNAMED[consent];
  return { ...notice, facts: { ...notice.facts, owner } };
}
