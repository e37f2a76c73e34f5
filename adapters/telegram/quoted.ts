/** What a message answers to, with its words: in the same chat, a fragment of it, or something from elsewhere. Pure. */
import type { Member, Quoted } from '../contract.ts';
import { type Bot, memberOf, memberOfChat, senderOf } from './address.ts';
import { partsOf } from './content.ts';
import { markdownOf } from './entities.ts';
import type { ExternalReply, Message, Origin, RepliedMessage } from './wire.ts';

export function quotedOf(
  { reply_to_message: replied, external_reply: external, quote }: Message,
  bot: Bot,
): Quoted | null {
  const fragment = quote && markdownOf({ text: quote.text, entities: quote.entities ?? [] });
  if (replied && !isTopic(replied)) return fromHere(replied, fragment, bot);
  return external ? fromElsewhere(external, fragment, bot) : null;
}

/** In a topic everything answers to the message that opened it, without anybody having meant that. */
const isTopic = (replied: RepliedMessage): boolean => replied.forum_topic_created !== undefined;

function fromHere(replied: RepliedMessage, fragment: string | undefined, bot: Bot): Quoted {
  const text = replied.text ?? replied.caption ?? '';
  const entities = replied.entities ?? replied.caption_entities ?? [];
  const author = senderOf(replied);
  const parts = partsOf(replied);
  return {
    messageId: String(replied.message_id),
    text: fragment ?? markdownOf({ text, entities }),
    ...(parts.length > 0 ? { parts } : {}),
    ...(author ? { author } : {}),
    ours: isOurs(replied, bot),
  };
}

export const isOurs = ({ from }: Pick<Message, 'from'>, bot: Bot): boolean =>
  from !== undefined && String(from.id) === bot.id;

function fromElsewhere(external: ExternalReply, fragment: string | undefined, bot: Bot): Quoted {
  const author = authorOf(external.origin);
  const parts = partsOf(external);
  return {
    messageId: external.message_id === undefined ? '' : String(external.message_id),
    text: fragment ?? '',
    ...(parts.length > 0 ? { parts } : {}),
    ...(author ? { author } : {}),
    ours: author?.id === bot.id,
  };
}

function authorOf({ sender_user: user, sender_user_name: name, sender_chat: group, chat }: Origin): Member | null {
  if (user) return memberOf(user);
  const from = group ?? chat;
  if (from) return memberOfChat(from);
  // Somebody who hides who they are in forwards has a name and no identifier.
  return name === undefined ? null : { id: '', name };
}
