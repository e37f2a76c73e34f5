/**
 * An update of Telegram → events in our words, or the reason why there are none. Pure, and never trusting: it takes
 * anything.
 */
import type { z } from 'zod';
import type { Inbound, MessageEvent } from '../contract.ts';
import {
  addressOf,
  type Bot,
  isGroup,
  isOtherBot,
  memberOf,
  memberOfChat,
  senderOf,
  threadOf,
  titleOf,
} from './address.ts';
import { partsOf } from './content.ts';
import { markdownOf } from './entities.ts';
import { AROUND_CONTENT, CONTENT, HEARD_UPDATES, SERVICE, UNHEARD_UPDATES } from './kinds.ts';
import { isOurs, quotedOf } from './quoted.ts';
import { spokenTo } from './spoken-to.ts';
import {
  type CallbackQuery,
  callbackQuery,
  type GenerationStopped,
  generationStopped,
  type MemberUpdated,
  type Message,
  memberUpdated,
  message,
  type Reaction,
  reaction,
  update,
} from './wire.ts';

export interface Decoded {
  /** Null: it is no update at all. */
  updateId: number | null;
  events: Inbound[];
  /** Why there are no events. */
  ignored?: string;
  /** A button was pressed: Telegram shows it as busy until it hears that we know, by this name. */
  callback?: string;
}

type Found = { events: Inbound[] } | { ignored: string };

const ignored = (reason: string): Found => ({ ignored: reason });
const found = (...events: Inbound[]): Found => ({ events });

/** Where and when, for each kind. */
interface Heard {
  bot: Bot;
  eventId: string;
  /** For what Telegram gives no time of. */
  now: number;
}

const KINDS: ReadonlySet<string> = new Set([...HEARD_UPDATES, ...Object.keys(UNHEARD_UPDATES)]);

export function decode(raw: unknown, bot: Bot, now: number): Decoded {
  const frame = update.safeParse(raw);
  if (!frame.success) return { updateId: null, events: [], ignored: 'no update' };
  const { update_id: updateId, ...kinds } = frame.data;
  const fields = Object.entries(kinds);
  // A field of tomorrow may stand before the one that matters.
  const [kind, body] = fields.find(([name]) => KINDS.has(name)) ?? fields[0] ?? ['nothing', undefined];
  const result = decodeKind(kind, body, { bot, eventId: String(updateId), now });
  const callback = kind === 'callback_query' ? callbackId(body) : undefined;
  return { updateId, events: [], ...result, ...(callback === undefined ? {} : { callback }) };
}

function decodeKind(kind: string, body: unknown, heard: Heard): Found {
  switch (kind) {
    case 'message':
      return read(message, body, (value) => decodeMessage(value, body as object, heard));
    case 'edited_message':
      return read(message, body, (value) => decodeEdit(value, body as object, heard));
    case 'callback_query':
      return read(callbackQuery, body, (value) => decodeButton(value, heard));
    case 'my_chat_member':
      return read(memberUpdated, body, (value) => decodeMembership(value, heard));
    case 'message_reaction':
      return read(reaction, body, (value) => decodeReaction(value, heard));
    case 'stopped_message_generation':
      return read(generationStopped, body, (value) => decodeStop(value, heard));
    default:
      return ignored(UNHEARD_UPDATES[kind] ?? `an update of an unknown kind: ${kind}`);
  }
}

function read<Shape extends z.ZodType>(shape: Shape, body: unknown, then: (value: z.infer<Shape>) => Found): Found {
  const parsed = shape.safeParse(body);
  return parsed.success ? then(parsed.data) : ignored('malformed');
}

/** A pressed button is answered even where we make nothing of it. */
const callbackId = (body: unknown): string | undefined => {
  const id = (body as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id : undefined;
};

// ------------------------------------------------------------------------------------------- messages

function decodeMessage(said: Message, raw: object, heard: Heard): Found {
  const { bot, eventId } = heard;
  const moved = decodeMove(said, heard);
  if (moved) return moved;
  const people = decodePeople(said, heard);
  if (people) return people;
  const words = wordsFrom(said, raw, bot);
  if ('ignored' in words) return words;
  const { parts, us, member } = words;
  const replyTo = quotedOf(said, bot);
  return found({
    kind: 'message',
    address: addressOf(bot, said.chat, threadOf(said)),
    ...titleOf(said.chat),
    eventId,
    at: said.date * 1000,
    member,
    messageId: String(said.message_id),
    parts,
    ...(replyTo ? { replyTo } : {}),
    addressed: !isGroup(said.chat) || us || (replyTo?.ours ?? false),
    ...(said.media_group_id === undefined ? {} : { album: said.media_group_id }),
  });
}

function decodeEdit(said: Message, raw: object, heard: Heard): Found {
  // A live place is "edited" with every step of whoever shares it.
  if (said.location?.live_period !== undefined) return ignored('a live place');
  const words = wordsFrom(said, raw, heard.bot);
  if ('ignored' in words) return words;
  return found({
    kind: 'edit',
    address: addressOf(heard.bot, said.chat, threadOf(said)),
    eventId: heard.eventId,
    at: (said.edit_date ?? said.date) * 1000,
    member: words.member,
    messageId: String(said.message_id),
    parts: words.parts,
  });
}

type Words = { member: MessageEvent['member']; parts: MessageEvent['parts']; us: boolean };

/** What somebody said, whether to us, and who; or why it is none of our business. */
function wordsFrom(said: Message, raw: object, bot: Bot): Words | { ignored: string } {
  if (said.chat.type !== 'private' && !isGroup(said.chat)) return { ignored: 'a post in a channel' };
  if (said.business_connection_id !== undefined) return { ignored: "somebody else's business account" };
  if (said.guest_query_id !== undefined) return { ignored: 'a chat we are no member of' };
  if (isOurs(said, bot) || said.via_bot?.id === Number(bot.id)) return { ignored: 'our own message' };
  if (isOtherBot(said)) return { ignored: 'another bot' };
  if (said.is_automatic_forward) return { ignored: 'a post forwarded by Telegram' };
  const kind = contentKind(raw);
  if (kind === null) return { ignored: 'an empty message' };
  if (SERVICE.has(kind)) return { ignored: `what happened in a chat: ${kind}` };
  const member = senderOf(said);
  if (!member) return { ignored: 'a message of nobody' };
  const captioned = said.text === undefined;
  const { us, another, words } = spokenTo(
    {
      text: (captioned ? said.caption : said.text) ?? '',
      entities: (captioned ? said.caption_entities : said.entities) ?? [],
    },
    bot,
  );
  if (another) return { ignored: 'a command for another bot' };
  const markdown = markdownOf(words);
  if (!captioned) return { member, us, parts: [{ kind: 'text', text: markdown }] };
  const parts = partsOf(said, markdown);
  const readable = parts.some((part) => part.kind !== 'text') || CONTENT.has(kind);
  return {
    member,
    us,
    parts: readable && parts.length > 0 ? parts : [{ kind: 'unsupported', what: kind }, ...parts],
  };
}

/** The field that holds what was said; the first we know, else the first we do not. */
function contentKind(raw: object): string | null {
  const fields = Object.keys(raw).filter((field) => !AROUND_CONTENT.has(field));
  return fields.find((field) => CONTENT.has(field)) ?? fields[0] ?? null;
}

/** A group became a supergroup. Told in both; it is one event, known by what moved where. */
function decodeMove(
  { chat, date, migrate_to_chat_id: to, migrate_from_chat_id: from }: Message,
  { bot }: Heard,
): Found | null {
  if (to === undefined && from === undefined) return null;
  const [before, after] = from === undefined ? [chat.id, to!] : [from, chat.id];
  return found(movedEvent(bot, before, after, date * 1000));
}

export function movedEvent(bot: Bot, before: number, after: number, at: number): Inbound {
  return {
    kind: 'moved',
    address: addressOf(bot, { id: before, type: 'group' }),
    eventId: `moved.${before}.${after}`,
    at,
    to: addressOf(bot, { id: after, type: 'supergroup' }),
  };
}

/** Other people who came or went; that we did is told by `my_chat_member`. */
function decodePeople(
  { chat, date, new_chat_members: came, left_chat_member: left }: Message,
  { bot, eventId }: Heard,
): Found | null {
  const people = [
    ...(came ?? []).map((user) => ({ user, change: 'joined' as const })),
    ...(left ? [{ user: left, change: 'left' as const }] : []),
  ].filter(({ user }) => !user.is_bot);
  if (people.length === 0) return null;
  return found(
    ...people.map(
      ({ user, change }, index): Inbound => ({
        kind: 'membership',
        address: addressOf(bot, chat),
        eventId: `${eventId}.${index}`,
        at: date * 1000,
        member: memberOf(user),
        change,
      }),
    ),
  );
}

// ------------------------------------------------------------------------------------------- everything else

function decodeButton({ from, message: under, data }: CallbackQuery, { bot, eventId, now }: Heard): Found {
  if (!under) return ignored('a button outside of our chats');
  if (data === undefined) return ignored('a button without a value');
  return found({
    kind: 'choice',
    address: addressOf(bot, under.chat, threadOf(under)),
    ...titleOf(under.chat),
    eventId,
    // A press has no time of its own.
    at: now,
    member: memberOf(from),
    choice: data,
    messageId: String(under.message_id),
  });
}

/** The platform's own stop button under a draft: only the person of a private chat has it. */
function decodeStop({ chat, message_thread_id: thread }: GenerationStopped, { bot, eventId, now }: Heard): Found {
  return found({
    kind: 'choice',
    address: addressOf(bot, chat, thread),
    eventId,
    at: now,
    member: { id: String(chat.id) },
    choice: 'stop',
  });
}

function decodeMembership(changed: MemberUpdated, { bot, eventId }: Heard): Found {
  const { chat, from, date, old_chat_member: before, new_chat_member: after } = changed;
  const was = isIn(before);
  const is = isIn(after);
  if (was === is) return ignored('other rights for us');
  if (chat.type !== 'private' && !isGroup(chat)) return ignored('a channel');
  const change = isGroup(chat) ? (is ? 'added' : 'removed') : is ? 'unblocked' : 'blocked';
  return found({
    kind: 'membership',
    address: addressOf(bot, chat),
    ...titleOf(chat),
    eventId,
    at: date * 1000,
    member: memberOf(from),
    change,
  });
}

/** https://core.telegram.org/bots/api#chatmember */
const isIn = ({ status, is_member: member }: MemberUpdated['new_chat_member']): boolean =>
  status === 'restricted' ? member === true : !['left', 'kicked'].includes(status);

function decodeReaction(changed: Reaction, { bot, eventId }: Heard): Found {
  const { chat, message_id: id, date, user, actor_chat: actor, new_reaction: reactions } = changed;
  const member = user ? memberOf(user) : actor ? memberOfChat(actor) : null;
  if (!member) return ignored('a reaction of nobody');
  return found({
    kind: 'reaction',
    address: addressOf(bot, chat),
    eventId,
    at: date * 1000,
    member,
    messageId: String(id),
    // An emoji of Telegram's own has a name and no character; a paid reaction is a star.
    emoji: reactions.map(
      ({ type, emoji, custom_emoji_id: custom }) =>
        emoji ?? (custom ? `custom:${custom}` : type === 'paid' ? '⭐' : type),
    ),
  });
}
