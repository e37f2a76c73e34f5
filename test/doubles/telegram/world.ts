/** Who is there: people, chats and what was said in them, as the server knows it. */
import type { Chat, InlineKeyboardMarkup, Message, MessageEntity, User, UserFromGetMe } from '@grammyjs/types';

export interface Said {
  message: Message;
  /** The bot's own. */
  ours: boolean;
  /** It came without a sound. */
  silent?: boolean;
  /** A file of the bot's, as it was uploaded. */
  upload?: { name: string; bytes: Buffer };
}

export interface Place {
  chat: Chat.PrivateChat | Chat.GroupChat | Chat.SupergroupChat;
  said: Map<number, Said>;
  /** Of a group: its members with what they may do. */
  members: Map<number, 'creator' | 'administrator' | 'member'>;
  /** Nobody there hears the bot: blocked, or put out of the group. */
  silent: 'blocked' | 'deactivated' | 'kicked' | null;
  /** The supergroup this group has become. */
  movedTo: number | null;
  /** Nobody sees it any more after `untilMs` of this process's clock. */
  draft: { id: number; text: string; entities: MessageEntity[]; canStop: boolean; untilMs: number } | null;
}

export interface World {
  readonly bot: UserFromGetMe;
  person(over?: Partial<User>): User;
  user(id: number): User | undefined;
  /** The private chat with a person. */
  privately(person: User): Place;
  group(over?: {
    title?: string;
    type?: 'group' | 'supergroup';
    isForum?: boolean;
    admins?: User[];
    members?: User[];
  }): Place;
  place(id: number): Place | undefined;
  readonly places: readonly Place[];
  /** Keeps a message and gives it the next number of its chat. */
  keep(place: Place, message: Omit<Message, 'message_id' | 'date' | 'chat'>, ours: boolean): Said;
}

/** Users of groups' own messages; never a person's number. */
const FIRST_PERSON = 7_000_001;
const FIRST_GROUP = -4_000_001;
const FIRST_SUPERGROUP = -1_001_000_000_001;

export function createWorld(botId: number): World {
  const users = new Map<number, User>();
  const places = new Map<number, Place>();
  const bot: UserFromGetMe = {
    id: botId,
    is_bot: true,
    first_name: 'Parley',
    username: 'parleybot',
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    supports_guest_queries: false,
    supports_join_request_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
  };
  let nextPerson = FIRST_PERSON;
  let nextGroup = FIRST_GROUP;
  let nextSupergroup = FIRST_SUPERGROUP;
  let nextMessage = 1;

  const open = (chat: Place['chat']): Place => {
    const place: Place = { chat, said: new Map(), members: new Map(), silent: null, movedTo: null, draft: null };
    places.set(chat.id, place);
    return place;
  };

  return {
    bot,
    person(over = {}) {
      const user: User = { id: nextPerson++, is_bot: false, first_name: 'Ana', language_code: 'en', ...over };
      users.set(user.id, user);
      return user;
    },
    user: (id) => (id === botId ? bot : users.get(id)),
    privately: (person) =>
      places.get(person.id) ?? open({ id: person.id, type: 'private', first_name: person.first_name }),
    group({ title = 'Hiking club', type = 'supergroup', isForum = false, admins = [], members = [] } = {}) {
      const place = open(
        type === 'group'
          ? { id: nextGroup--, type, title }
          : { id: nextSupergroup--, type, title, ...(isForum ? { is_forum: true as const } : {}) },
      );
      for (const { id } of members) place.members.set(id, 'member');
      for (const [index, { id }] of admins.entries()) place.members.set(id, index === 0 ? 'creator' : 'administrator');
      return place;
    },
    place: (id) => places.get(id),
    get places() {
      return [...places.values()];
    },
    keep(place, message, ours) {
      const said: Said = {
        message: {
          message_id: nextMessage++,
          date: Math.floor(Date.now() / 1000),
          chat: place.chat,
          ...message,
        },
        ours,
      };
      place.said.set(said.message.message_id, said);
      return said;
    },
  };
}

/** What a person sees of the bot there, oldest first: words, or the name of a file. */
export const shownIn = (place: Place): string[] =>
  [...place.said.values()]
    .filter(({ ours }) => ours)
    .map(({ message }) => message.text ?? message.caption ?? message.document?.file_name ?? 'a picture');

export const keyboardOf = ({ message }: Said): InlineKeyboardMarkup['inline_keyboard'] =>
  message.reply_markup?.inline_keyboard ?? [];

/** The draft a person sees there now. */
export const draftIn = ({ draft }: Place): Place['draft'] =>
  draft !== null && performance.now() < draft.untilMs ? draft : null;

/**
 * Whether the bot is handed this message. In privacy mode, of a group where it is no admin, only commands, replies to
 * it and what happened there (https://core.telegram.org/bots/features#privacy-mode); a mention alone is none of these.
 */
export function hears(bot: UserFromGetMe, { chat, members }: Place, message: Message): boolean {
  if (chat.type === 'private' || bot.can_read_all_group_messages) return true;
  if (['creator', 'administrator'].includes(members.get(bot.id) ?? '')) return true;
  if (message.reply_to_message?.from?.id === bot.id) return true;
  const words = message.text ?? message.caption;
  if (words !== undefined) {
    const entities = message.entities ?? message.caption_entities ?? [];
    return words.startsWith('/') || entities.some(({ type }) => type === 'bot_command');
  }
  return !['photo', 'video', 'audio', 'voice', 'document', 'sticker', 'location'].some((field) => field in message);
}
