/** Who writes to the bot, where, and how an update of theirs is put together. */
import type { Chat, Message, Update, User } from '@grammyjs/types';
import type { Inbound } from '../../../../adapters/contract.ts';

export const BOT = { id: '4242', username: 'parleybot' };
export const bot: User = { id: 4242, is_bot: true, first_name: 'Parley', username: 'parleybot' };
export const ana: User = {
  id: 7,
  is_bot: false,
  first_name: 'Ana',
  last_name: 'Silva',
  username: 'ana',
  language_code: 'pt',
};
export const bo: User = { id: 8, is_bot: false, first_name: 'Bo' };
export const otherBot: User = { id: 99, is_bot: true, first_name: 'Beep', username: 'beepbot' };
export const anonymous: User = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
export const channelBot: User = { id: 136817688, is_bot: true, first_name: 'Channel', username: 'Channel_Bot' };

export const privately: Chat.PrivateChat = { id: 7, type: 'private', first_name: 'Ana' };
export const group: Chat.GroupChat = { id: -5, type: 'group', title: 'Hiking club' };
export const supergroup: Chat.SupergroupChat = { id: -1005, type: 'supergroup', title: 'Hiking club' };
export const forum: Chat.SupergroupChat = { id: -1006, type: 'supergroup', title: 'Forum', is_forum: true };
export const channel: Chat.ChannelChat = { id: -1007, type: 'channel', title: 'News' };

export const DATE = 1_790_000_000;
export const at = { message_id: 11, date: DATE } as const;
export const file = { file_id: 'F', file_unique_id: 'U', file_size: 1000 };
export const attachment = { recipe: { file: 'F', unique: 'U' }, bytes: 1000 };
export const size = (name: string, side: number, bytes: number) => ({
  file_id: name,
  file_unique_id: `${name}u`,
  width: side,
  height: side,
  file_size: bytes,
});

export interface Case {
  says: string;
  update: Update;
  becomes: Partial<Inbound>[] | string;
}

/** In the private chat with Ana. */
export const said = (content: Partial<Message>): Update =>
  ({ update_id: 1, message: { ...at, chat: privately, from: ana, ...content } }) as Update;
/** In a group, by Bo. */
export const inGroup = (content: Partial<Message>, chat: Chat = supergroup): Update =>
  ({ update_id: 1, message: { ...at, chat, from: bo, ...content } }) as Update;
export const text = (words: string, entities: Message['entities'] = []): Partial<Message> => ({
  text: words,
  entities,
});
export const parts = (...all: object[]): Partial<Inbound>[] => [{ kind: 'message', parts: all } as Partial<Inbound>];
export const words = (markdown: string): Partial<Inbound>[] => parts({ kind: 'text', text: markdown });
export const addressed = (markdown: string, yes: boolean): Partial<Inbound>[] =>
  [{ kind: 'message', parts: [{ kind: 'text', text: markdown }], addressed: yes }] as Partial<Inbound>[];
