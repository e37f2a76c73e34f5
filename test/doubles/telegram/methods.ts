/**
 * The methods a bot may call, each with what the server refuses (https://core.telegram.org/bots/api#available-methods).
 * Names and parameters are checked against published types; a parameter nobody knows is a complaint.
 */
import type { ApiMethods, BotCommand, InlineKeyboardMarkup, Message } from '@grammyjs/types';
import type { Rates } from './rates.ts';
import { bad, forbidden, Refusal } from './refusal.ts';
import type { Parameters, Upload } from './request.ts';
import { type Complain, type Text, textFrom } from './text-rules.ts';
import type { Updates } from './updates.ts';
import type { Place, World } from './world.ts';

export interface Files {
  /** Keeps a file and gives its id. */
  keep(bytes: Uint8Array, name: string): string;
  get(id: string): { bytes: Uint8Array; path: string } | undefined;
}

export interface Server {
  world: World;
  /** So many of the server's seconds pass in one of ours. */
  speed: number;
  updates: Updates;
  rates: Rates | null;
  files: Files;
  complain: Complain;
  /** Buttons that were pressed and not answered yet. */
  pressed: Set<string>;
  /** Told of every message the bot sent or changed. */
  onSent: (place: Place, message: Message) => void;
  /** By language code, '' for all others. */
  commands: Map<string, readonly BotCommand[]>;
}

type Method = keyof ApiMethods<never>;
type ArgumentsOf<Name extends Method> = NonNullable<Parameters_<ApiMethods<never>[Name]>[0]>;
type Parameters_<Function_> = Function_ extends (...args: infer Arguments) => unknown ? Arguments : never;

interface Handler {
  names: readonly string[];
  handle: (parameters: Parameters, server: Server) => unknown;
}

/** A method with the parameters its type knows. */
const method = <Name extends Method>(
  names: readonly (keyof ArgumentsOf<Name> & string)[],
  handle: Handler['handle'],
): Handler => ({ names, handle });

/** Parameters of every kind of message. */
const SENDING = [
  'chat_id',
  'message_thread_id',
  'disable_notification',
  'protect_content',
  'reply_parameters',
  'reply_markup',
] as const;

/** sendMessageDraft: "an ephemeral 30-second preview". */
const DRAFT_S = 30;

const MB = 1024 * 1024;
const ACTIONS: ReadonlySet<string> = new Set([
  ...['typing', 'upload_photo', 'record_video', 'upload_video', 'record_voice', 'upload_voice', 'upload_document'],
  ...['choose_sticker', 'find_location', 'record_video_note', 'upload_video_note'],
]);

export const METHODS: Readonly<Record<string, Handler>> = {
  getMe: { names: [], handle: (_, { world }) => world.bot },

  getUpdates: method<'getUpdates'>(['offset', 'limit', 'timeout', 'allowed_updates'], (given, { updates }) => {
    const offset = given.whole('offset');
    return updates.get({
      ...(offset === undefined || offset === 0 ? {} : { offset }),
      limit: Math.min(100, Math.max(1, given.whole('limit') ?? 100)),
      timeout: Math.max(0, given.whole('timeout') ?? 0),
      ...allowedFrom(given),
    });
  }),

  setWebhook: method<'setWebhook'>(
    ['url', 'secret_token', 'allowed_updates', 'max_connections', 'drop_pending_updates', 'ip_address', 'certificate'],
    (given, { updates }) => {
      const url = given.text('url') ?? '';
      const secret = given.text('secret_token');
      // As a server of one's own does, it posts to this machine without TLS.
      if (url !== '' && !/^https:|^http:\/\/127\.0\.0\.1[:/]/.test(url))
        throw bad('bad webhook: An HTTPS URL must be provided for webhook');
      if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret))
        throw bad('bad webhook: secret token contains illegal characters');
      updates.setWebhook(
        url === '' ? null : { url, secret },
        allowedFrom(given).allowed,
        given.truth('drop_pending_updates'),
      );
      return true;
    },
  ),
  deleteWebhook: method<'deleteWebhook'>(['drop_pending_updates'], (given, { updates }) => {
    updates.setWebhook(null, undefined, given.truth('drop_pending_updates'));
    return true;
  }),
  getWebhookInfo: {
    names: [],
    handle: (_, { updates }) => ({
      url: updates.webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: updates.pending.length,
      ...(updates.webhook && updates.lastError
        ? { last_error_date: updates.lastError.date, last_error_message: updates.lastError.message }
        : {}),
    }),
  },

  sendMessage: method<'sendMessage'>(
    [...SENDING, 'text', 'parse_mode', 'entities', 'link_preview_options'],
    (given, server) => {
      const place = placeFor(given, server);
      const text = messageText(given, server);
      const message = sent(server, place, { ...text, ...extrasFor(given, place) });
      const kept = place.said.get(message.message_id);
      // Whoever is told of what is said may have cleared it away by now.
      if (kept) kept.silent = given.truth('disable_notification');
      return message;
    },
  ),
  editMessageText: method<'editMessageText'>(
    [
      'chat_id',
      'message_id',
      'inline_message_id',
      'text',
      'parse_mode',
      'entities',
      'link_preview_options',
      'reply_markup',
    ],
    (given, server) => {
      const place = placeFor(given, server);
      const said = place.said.get(given.whole('message_id') ?? 0);
      if (!said) throw bad('message to edit not found');
      if (!said.ours || said.message.text === undefined) throw bad("message can't be edited");
      const { text, entities } = messageText(given, server);
      const keyboard = keyboardFor(given);
      const same =
        text === said.message.text &&
        JSON.stringify(entities) === JSON.stringify(said.message.entities ?? []) &&
        JSON.stringify(keyboard) === JSON.stringify(said.message.reply_markup);
      if (same)
        throw bad(
          'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
        );
      server.rates?.sent(place.chat.id, isGroup(place));
      const { reply_markup: _, ...rest } = said.message;
      said.message = { ...rest, text, entities, edit_date: now(), ...(keyboard ? { reply_markup: keyboard } : {}) };
      server.onSent(place, said.message);
      return said.message;
    },
  ),
  editMessageReplyMarkup: method<'editMessageReplyMarkup'>(
    ['chat_id', 'message_id', 'reply_markup'],
    (given, server) => {
      const place = placeFor(given, server);
      const said = place.said.get(given.whole('message_id') ?? 0);
      if (!said) throw bad('message to edit not found');
      const keyboard = keyboardFor(given);
      const { reply_markup: _, ...rest } = said.message;
      said.message = { ...rest, ...(keyboard ? { reply_markup: keyboard } : {}) };
      return said.message;
    },
  ),
  deleteMessage: method<'deleteMessage'>(['chat_id', 'message_id'], (given, server) => {
    const place = placeFor(given, server);
    if (!place.said.delete(given.whole('message_id') ?? 0)) throw bad('message to delete not found');
    return true;
  }),
  sendMessageDraft: method<'sendMessageDraft'>(
    ['chat_id', 'message_thread_id', 'draft_id', 'text', 'parse_mode', 'entities', 'can_stop', 'keep_on_stop'],
    (given, server) => {
      const place = placeFor(given, server);
      if (place.chat.type !== 'private') throw bad('TEXTDRAFT_PEER_INVALID');
      const id = given.whole('draft_id') ?? 0;
      if (id === 0) throw bad('RANDOM_ID_INVALID');
      const { text, entities } = textFrom(
        given,
        { text: 'text', entities: 'entities', what: 'message', limit: 4096, mayBeEmpty: true },
        server.complain,
      );
      place.draft = {
        id,
        text,
        entities,
        canStop: given.truth('can_stop'),
        untilMs: performance.now() + (DRAFT_S * 1000) / server.speed,
      };
      return true;
    },
  ),

  // Of rich messages only what a client of others needs to send one; we send none, since some apps show them as blanks.
  sendRichMessage: method<'sendRichMessage'>([...SENDING, 'rich_message'], (given, server) => {
    const place = placeFor(given, server);
    const { markdown = '' } = (given.json('rich_message') ?? {}) as { markdown?: string };
    if (markdown.trim() === '') throw bad('message text is empty');
    // "32768 UTF-8 characters".
    if ([...markdown].length > 32_768) throw bad('message is too long');
    return sent(server, place, { text: markdown, ...extrasFor(given, place) });
  }),

  sendPhoto: method<'sendPhoto'>(
    [...SENDING, 'photo', 'caption', 'parse_mode', 'caption_entities', 'has_spoiler'],
    (given, server) => {
      const upload = uploadFor(given, 'photo', 10 * MB);
      if (!isImage(upload.bytes)) throw bad('IMAGE_PROCESS_FAILED');
      const file_id = server.files.keep(upload.bytes, upload.name);
      const photo = [{ file_id, file_unique_id: `u${file_id}`, width: 90, height: 90, file_size: upload.bytes.length }];
      return sentFile(given, server, { photo }, upload);
    },
  ),
  sendDocument: method<'sendDocument'>(
    [...SENDING, 'document', 'caption', 'parse_mode', 'caption_entities', 'disable_content_type_detection'],
    (given, server) => {
      const upload = uploadFor(given, 'document', 50 * MB);
      const file_id = server.files.keep(upload.bytes, upload.name);
      const document = {
        file_id,
        file_unique_id: `u${file_id}`,
        file_name: upload.name,
        file_size: upload.bytes.length,
      };
      return sentFile(given, server, { document }, upload);
    },
  ),

  sendChatAction: method<'sendChatAction'>(['chat_id', 'message_thread_id', 'action'], (given, server) => {
    placeFor(given, server);
    if (!ACTIONS.has(given.text('action') ?? '')) throw bad('wrong parameter action in request');
    return true;
  }),
  answerCallbackQuery: method<'answerCallbackQuery'>(
    ['callback_query_id', 'text', 'show_alert', 'url', 'cache_time'],
    (given, { pressed }) => {
      if (!pressed.delete(given.text('callback_query_id') ?? ''))
        throw bad('query is too old and response timeout expired or query ID is invalid');
      return true;
    },
  ),

  getFile: method<'getFile'>(['file_id'], (given, { files }) => {
    const id = given.text('file_id') ?? '';
    const file = files.get(id);
    if (!file) throw bad('invalid file_id');
    if (file.bytes.length > 20 * MB) throw bad('file is too big');
    return { file_id: id, file_unique_id: `u${id}`, file_size: file.bytes.length, file_path: file.path };
  }),
  getChat: method<'getChat'>(['chat_id'], (given, server) => placeFor(given, server, { hears: false }).chat),
  getChatMember: method<'getChatMember'>(['chat_id', 'user_id'], (given, server) => {
    const place = placeFor(given, server);
    const user = server.world.user(given.whole('user_id') ?? 0);
    if (!user) throw bad('member not found');
    return { user, status: place.members.get(user.id) ?? (place.chat.type === 'private' ? 'member' : 'left') };
  }),
  setMyCommands: method<'setMyCommands'>(['commands', 'scope', 'language_code'], (given, { commands }) => {
    const list = given.json('commands');
    const language = given.text('language_code') ?? '';
    if (!Array.isArray(list)) throw bad("can't parse commands JSON object");
    if (list.length > 100) throw bad('BOT_COMMANDS_TOO_MUCH');
    if (language !== '' && !/^[a-z]{2}$/.test(language)) throw bad('invalid language code specified');
    for (const { command, description } of list as BotCommand[]) {
      if (!/^[a-z0-9_]{1,32}$/.test(command)) throw bad('BOT_COMMAND_INVALID');
      if (description.length < 1 || description.length > 256) throw bad('BOT_COMMAND_DESCRIPTION_INVALID');
    }
    commands.set(language, list as BotCommand[]);
    return true;
  }),
};

/** Calls one. @throws Refusal */
export async function perform(name: string, given: Parameters, server: Server): Promise<unknown> {
  // Names of methods are "case-insensitive".
  const known = Object.keys(METHODS).find((one) => one.toLowerCase() === name.toLowerCase());
  if (!known) throw new Refusal(404, 'Not Found: method not found');
  const { names, handle } = METHODS[known]!;
  for (const given_ of given.names)
    if (![...names, 'method'].includes(given_)) server.complain(`${known} has no parameter ${given_}`);
  return handle(given, server);
}

const now = (): number => Math.floor(Date.now() / 1000);
const isGroup = ({ chat }: Place): boolean => chat.type !== 'private';

function allowedFrom(given: Parameters): { allowed?: string[] } {
  const allowed = given.json('allowed_updates');
  if (allowed === undefined) return {};
  if (!Array.isArray(allowed)) throw bad("can't parse allowed_updates JSON object");
  return { allowed: allowed.map(String) };
}

function placeFor(given: Parameters, { world }: Server, { hears = true } = {}): Place {
  const name = given.text('chat_id');
  if (name === undefined || name === '') throw bad('chat_id is empty');
  const place = /^-?\d+$/.test(name) ? world.place(Number(name)) : undefined;
  if (!place) throw bad('chat not found');
  if (place.movedTo !== null)
    throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: place.movedTo,
    });
  if (!hears) return place;
  switch (place.silent) {
    case 'blocked':
      throw forbidden('bot was blocked by the user');
    case 'deactivated':
      throw forbidden('user is deactivated');
    case 'kicked':
      throw forbidden(`bot was kicked from the ${place.chat.type} chat`);
    case null:
      break;
    default:
      place.silent satisfies never;
  }
  const thread = given.whole('message_thread_id');
  if (thread !== undefined && place.chat.type === 'supergroup' && !place.chat.is_forum)
    throw bad('message thread not found');
  return place;
}

function messageText(given: Parameters, { complain }: Server): Text {
  return textFrom(
    given,
    { text: 'text', entities: 'entities', what: 'message', limit: 4096, mayBeEmpty: false },
    complain,
  );
}

function extrasFor(given: Parameters, place: Place): Partial<Message> {
  const reply = given.json('reply_parameters') as
    | { message_id?: number; allow_sending_without_reply?: boolean }
    | undefined;
  const replied = reply && place.said.get(Number(reply.message_id));
  if (reply && !replied && !reply.allow_sending_without_reply) throw bad('message to be replied not found');
  const keyboard = keyboardFor(given);
  const thread = given.whole('message_thread_id');
  return {
    ...(replied ? { reply_to_message: replied.message as NonNullable<Message['reply_to_message']> } : {}),
    ...(keyboard ? { reply_markup: keyboard } : {}),
    ...(thread === undefined ? {} : { message_thread_id: thread, is_topic_message: true }),
  };
}

function keyboardFor(given: Parameters): InlineKeyboardMarkup | undefined {
  const markup = given.json('reply_markup') as Partial<InlineKeyboardMarkup> | undefined;
  if (!markup?.inline_keyboard) return undefined;
  for (const row of markup.inline_keyboard) {
    if (!Array.isArray(row)) throw bad("can't parse inline keyboard: expected an Array of Arrays");
    for (const button of row) {
      if (typeof button.text !== 'string' || button.text === '')
        throw bad('inline keyboard button text must be non-empty');
      if (!('callback_data' in button) && !('url' in button))
        throw bad('Text buttons are unallowed in the inline keyboard');
      // "Data to be sent in a callback query to the bot when the button is pressed, 1-64 bytes".
      if ('callback_data' in button) {
        const bytes = Buffer.byteLength(button.callback_data);
        if (bytes < 1 || bytes > 64) throw bad('BUTTON_DATA_INVALID');
      }
    }
  }
  return markup.inline_keyboard.length > 0 ? { inline_keyboard: markup.inline_keyboard } : undefined;
}

function uploadFor(given: Parameters, name: string, most: number): Upload {
  const upload = given.upload(name);
  if (!upload) throw bad(`there is no ${name} in the request`);
  if (upload.bytes.length === 0) throw bad('file must be non-empty');
  if (upload.bytes.length > most) throw new Refusal(413, 'Request Entity Too Large');
  return upload;
}

/** PNG, JPEG, WebP or GIF, by its first bytes. */
const isImage = (bytes: Buffer): boolean =>
  /^(\x89PNG|\xff\xd8\xff|RIFF....WEBP|GIF8)/s.test(bytes.toString('latin1', 0, 12));

function sentFile(given: Parameters, server: Server, content: Partial<Message>, upload: Upload): Message {
  const place = placeFor(given, server);
  const { text, entities } = textFrom(
    given,
    { text: 'caption', entities: 'caption_entities', what: 'message caption', limit: 1024, mayBeEmpty: true },
    server.complain,
  );
  const caption = text === '' ? {} : { caption: text, caption_entities: entities };
  return sent(server, place, { ...content, ...caption, ...extrasFor(given, place) }, upload);
}

function sent(server: Server, place: Place, message: Partial<Message>, upload?: Upload): Message {
  server.rates?.sent(place.chat.id, isGroup(place));
  const said = server.world.keep(place, { from: server.world.bot, ...message }, true);
  if (upload) said.upload = upload;
  // What a bot sends takes the place of its draft.
  place.draft = null;
  server.onSent(place, said.message);
  return said.message;
}
