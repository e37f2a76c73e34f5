/**
 * Programs that others wrote for the real server run against ours: what they find right here, they found right there.
 */
import { createMemoryState } from '@chat-adapter/state-memory';
import { createTelegramAdapter } from '@chat-adapter/telegram';
import { type Adapter, Chat, ConsoleLogger, type StateAdapter } from 'chat';
import { Bot, GrammyError, InlineKeyboard, InputFile } from 'grammy';
import { afterEach, describe, expect, it } from 'vitest';
import { openTelegramStandIn, type StandInOptions, type TelegramStandIn } from './stand-in.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});
const start = async (options: StandInOptions = {}): Promise<TelegramStandIn> => {
  const standIn = await openTelegramStandIn({ speed: 1000, ...options });
  open.push(() => standIn.close());
  return standIn;
};
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
);

describe('grammY against the stand-in', () => {
  const grammy = async (standIn: TelegramStandIn, prepare: (bot: Bot) => void) => {
    const bot = new Bot(standIn.token, { client: { apiRoot: standIn.url } });
    prepare(bot);
    const running = bot.start({ timeout: 1 });
    open.push(async () => {
      await bot.stop();
      await running;
    });
    await expect.poll(() => standIn.server.updates.polls.length).toBeGreaterThan(0);
    return bot;
  };

  it('hears messages and commands, and answers with marks in both parse modes', async () => {
    const standIn = await start();
    const ana = standIn.server.world.person();
    const chat = standIn.server.world.privately(ana);
    await grammy(standIn, (bot) => {
      bot.command('start', (context) => context.reply('<b>Hi</b> &amp; <i>welcome</i>', { parse_mode: 'HTML' }));
      bot.on('message:text', (context) =>
        context.reply(`*You said* _${context.message.text}_\\. \`code\` [here](https://a.example)`, {
          parse_mode: 'MarkdownV2',
        }),
      );
    });
    standIn.say(chat, ana, { text: '/start', entities: [{ type: 'bot_command', offset: 0, length: 6 }] });
    standIn.say(chat, ana, 'hello');
    await expect.poll(() => standIn.shown(chat)).toEqual(['Hi & welcome', 'You said hello. code here']);
    const [, second] = [...chat.said.values()].filter(({ ours }) => ours);
    expect(second!.message.entities).toMatchObject([
      { type: 'bold', offset: 0, length: 8 },
      { type: 'italic', offset: 9, length: 5 },
      { type: 'code', offset: 16, length: 4 },
      { type: 'text_link', offset: 21, length: 4, url: 'https://a.example' },
    ]);
  });

  it('presses buttons, edits, sends files and fetches them', async () => {
    const standIn = await start();
    const ana = standIn.server.world.person();
    const chat = standIn.server.world.privately(ana);
    const files: string[] = [];
    const bot = await grammy(standIn, (bot) => {
      bot.callbackQuery('go', async (context) => {
        await context.answerCallbackQuery('going');
        await context.editMessageText('gone');
        await context.replyWithPhoto(new InputFile(PIXEL, 'dot.png'), { caption: 'a dot' });
        await context.replyWithDocument(new InputFile(Buffer.from('notes'), 'notes.txt'));
      });
      bot.on('message:document', async (context) => {
        const file = await context.getFile();
        const response = await fetch(`${standIn.url}/file/bot${standIn.token}/${file.file_path}`);
        files.push(await response.text());
      });
      bot.on('message:text', (context) =>
        context.reply('Go?', { reply_markup: new InlineKeyboard().text('Go', 'go') }),
      );
    });
    standIn.say(chat, ana, 'hello');
    await expect.poll(() => standIn.shown(chat)).toEqual(['Go?']);
    standIn.press(chat, ana, 'Go');
    await expect.poll(() => standIn.shown(chat)).toEqual(['gone', 'a dot', 'notes.txt']);
    expect(standIn.server.pressed.size).toBe(0);
    const id = standIn.server.files.keep(Buffer.from('from Ana'), 'ana.txt');
    standIn.say(chat, ana, { document: { file_id: id, file_unique_id: 'u', file_name: 'ana.txt' } });
    await expect.poll(() => files).toEqual(['from Ana']);
    await bot.api.sendChatAction(chat.chat.id, 'typing');
    await bot.api.setMyCommands([{ command: 'help', description: 'help' }]);
    expect((await bot.api.getChatMember(chat.chat.id, ana.id)).status).toBe('member');
    await bot.api.sendMessageDraft(chat.chat.id, 7, 'half', { can_stop: true });
    expect(chat.draft).toMatchObject({ id: 7, text: 'half' });
  });

  it('is refused as by the real server, and reads the reasons', async () => {
    const standIn = await start();
    const ana = standIn.server.world.person();
    const chat = standIn.server.world.privately(ana);
    const bot = new Bot(standIn.token, { client: { apiRoot: standIn.url } });
    const refused = async (work: Promise<unknown>) => {
      const error = await work.then(
        () => null,
        (failure: unknown) => failure,
      );
      expect(error).toBeInstanceOf(GrammyError);
      const { error_code: code, description, parameters } = error as GrammyError;
      return { code, description, parameters };
    };
    const { api } = bot;
    expect(await refused(api.sendMessage(1, 'x'))).toMatchObject({
      code: 400,
      description: 'Bad Request: chat not found',
    });
    expect(await refused(api.sendMessage(ana.id, 'x'.repeat(4097)))).toMatchObject({
      description: 'Bad Request: message is too long',
    });
    expect(await refused(api.sendMessage(ana.id, '👍'.repeat(2049)))).toMatchObject({
      description: 'Bad Request: message is too long',
    });
    expect(await refused(api.sendMessage(ana.id, ' \n '))).toMatchObject({
      description: 'Bad Request: message text is empty',
    });
    expect(await refused(api.sendMessage(ana.id, 'a.b', { parse_mode: 'MarkdownV2' }))).toMatchObject({
      description:
        "Bad Request: can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'",
    });
    expect(await refused(api.sendMessage(ana.id, '<b>x', { parse_mode: 'HTML' }))).toMatchObject({
      description: expect.stringContaining("can't parse entities"),
    });
    expect(
      await refused(api.sendMessage(ana.id, '👍', { entities: [{ type: 'bold', offset: 1, length: 1 }] })),
    ).toMatchObject({ description: expect.stringContaining('in a middle of a UTF-16 symbol') });
    expect(
      await refused(api.sendMessage(ana.id, 'x', { reply_markup: new InlineKeyboard().text('x', 'é'.repeat(33)) })),
    ).toMatchObject({ description: 'Bad Request: BUTTON_DATA_INVALID' });
    expect(await refused(api.sendMessage(ana.id, 'x', { reply_parameters: { message_id: 99 } }))).toMatchObject({
      description: 'Bad Request: message to be replied not found',
    });
    const { message_id: id } = await api.sendMessage(ana.id, 'x');
    expect(await refused(api.editMessageText(ana.id, id, 'x'))).toMatchObject({
      description: expect.stringContaining('message is not modified'),
    });
    expect(await refused(api.editMessageText(ana.id, 999, 'x'))).toMatchObject({
      description: 'Bad Request: message to edit not found',
    });
    const group = standIn.server.world.group();
    expect(await refused(api.sendMessageDraft(group.chat.id, 1, 'x'))).toMatchObject({
      description: 'Bad Request: TEXTDRAFT_PEER_INVALID',
    });
    chat.silent = 'blocked';
    expect(await refused(api.sendMessage(ana.id, 'x'))).toMatchObject({
      code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    const big = standIn.server.files.keep(Buffer.alloc(21 * 1024 * 1024), 'big');
    expect(await refused(api.getFile(big))).toMatchObject({ description: 'Bad Request: file is too big' });
    expect(await refused(new Bot('4242:wrong', { client: { apiRoot: standIn.url } }).api.getMe())).toMatchObject({
      code: 401,
    });
    expect(standIn.complaints).toEqual([]);
  });

  it('is told to wait when it is too fast, on a clock that runs faster', async () => {
    const standIn = await start({ rates: true, speed: 20 });
    const group = standIn.server.world.group();
    const bot = new Bot(standIn.token, { client: { apiRoot: standIn.url } });
    const results = [];
    for (let n = 0; n < 25; n++)
      results.push(await bot.api.sendMessage(group.chat.id, `${n}`).catch((error: GrammyError) => error.parameters));
    expect(results.filter((result) => 'message_id' in result)).toHaveLength(20);
    expect(results.at(-1)).toMatchObject({ retry_after: expect.any(Number) });
  });
});

/** Their packages fit together when they run; their types only do under a less strict compiler than ours. */
const asTheyMeanIt = <Type>(value: unknown): Type => value as Type;

describe('the Chat SDK against the stand-in', () => {
  it('hears direct messages by polling, types, and answers', async () => {
    const standIn = await start();
    const ana = standIn.server.world.person();
    const place = standIn.server.world.privately(ana);
    const chat = new Chat({
      userName: 'parleybot',
      adapters: {
        telegram: asTheyMeanIt<Adapter>(
          createTelegramAdapter({
            ...{ botToken: standIn.token, apiUrl: standIn.url, mode: 'polling', longPolling: { timeout: 1 } },
            logger: new ConsoleLogger('silent'),
          }),
        ),
      },
      state: asTheyMeanIt<StateAdapter>(createMemoryState()),
      logger: 'silent',
    });
    chat.onDirectMessage(async (thread, message) => {
      await thread.startTyping();
      await thread.post(`echo: ${message.text}`);
      await thread.post({ markdown: `**echo** ${message.text}` });
    });
    await chat.initialize();
    open.push(() => chat.shutdown());
    standIn.say(place, ana, 'hello');
    await expect.poll(() => standIn.shown(place).length).toBe(2);
    expect(standIn.shown(place)[0]).toBe('echo: hello');
    expect(standIn.calls.map(({ method }) => method)).toContain('sendChatAction');
  });
});
