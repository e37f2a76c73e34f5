/** What a member of a group asks for themselves is answered in their own chat, where that is switched on. */
import type { Address } from '../../adapters/contract.ts';
import { chatName } from '../conversation/names.ts';
import { type Notice, say } from '../conversation/notices.ts';
import type { Ask } from '../conversation/record.ts';
import type { CommandContext, CommandReply } from './reply-context.ts';
import { only } from './reply-context.ts';

export interface PrivatelyOptions {
  ask: Ask;
  secret: Buffer;
  notice: () => Notice;
}

/** The member's own chat, or what to say when there is none we may write to. */
export async function privateChat(
  { ask, secret, notice }: PrivatelyOptions,
  { channel, address, by, language }: CommandContext,
): Promise<Address | CommandReply> {
  const own = channel.privately?.(address, by.member) ?? null;
  const on = own && (await ask('consent', { chat: chatName(secret, own), notice: notice().version })) === 'on';
  return own && on ? own : only(say('privacy.nowhere', {}, language));
}

export const toldThere = (reply: CommandReply, address: Address, language: string): CommandReply => ({
  ...reply,
  privately: { address, told: say('privacy.sent', {}, language) },
});
