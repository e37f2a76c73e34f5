/** `/forget`: asks once more, erases, and gives a receipt; `/forget me` erases one member's part in a group. */
import type { Address, Button } from '../../adapters/contract.ts';
import { timeOfDay } from '../conversation/clock.ts';
import { filesFolder, filesOfMember } from '../conversation/files-folder.ts';
import { factValues, type Notice, say } from '../conversation/notices.ts';
import { type Ask, call } from '../conversation/record.ts';
import type { ExportReply } from './export-reply.ts';
import { newCode } from './people-replies.ts';
import { type CommandContext, type CommandReply, nothing, only, wayBack } from './reply-context.ts';

export interface ForgetOptions {
  ask: Ask;
  notice: () => Notice;
}

/** What people call where they write; the messages there are not ours to erase. */
const PLATFORMS: Record<string, string> = {
  telegram: 'Telegram',
  'whatsapp-web': 'WhatsApp',
  'whatsapp-cloud': 'WhatsApp',
  messenger: 'Messenger',
  instagram: 'Instagram',
};
const platformOf = ({ channel }: Address): string => PLATFORMS[channel] ?? channel;

export function createForgetReplies({ ask, notice }: ForgetOptions, exports: ExportReply) {
  return { asked, chosen };

  async function asked(argument: string, context: CommandContext): Promise<CommandReply> {
    const { group, page, by, language, chat, address, facts } = context;
    if (group && isMe(argument)) return forgetMember(context);
    if (group && !by.admin) return only(say('group.admin-decides', {}, language));
    const { messages, answers } = await ask('counts', { chat });
    const entries = messages + answers;
    const choices = page
      ? (['one', 'all', 'export', 'cancel'] as const)
      : placeTakesFiles(context)
        ? (['now', 'export', 'cancel'] as const)
        : (['now', 'cancel'] as const);
    const buttons = choices.map(
      (choice): Button => ({
        label: say(`forget.button.${choice}`, {}, language),
        value: `forget:${choice === 'now' ? 'all' : choice}`,
      }),
    );
    const values = { ...factValues(facts), entries, platform: platformOf(address) };
    return { markdown: say(page ? 'forget.ask' : 'forget.ask.chat', values, language), buttons };
  }

  async function chosen(value: string, context: CommandContext): Promise<CommandReply> {
    const { group, page, by, language, chat, conversation } = context;
    if (group && !by.admin) return only(say('group.admin-decides', {}, language));
    switch (value) {
      case 'one':
        if (!page) return nothing;
        return {
          markdown: say('forget.done', {}, language),
          effects: [call('erase', { conversation, mark: true })],
          erases: {
            conversations: [conversation],
            remembered: [],
            folders: [await filesFolder(ask, chat, conversation)],
            whole: false,
          },
        };
      case 'all':
        return forgetAll(context);
      case 'export':
        return exports(context);
      case 'cancel':
        return only(say('forget.cancelled', {}, language));
      default:
        return nothing;
    }
  }

  async function forgetAll(context: CommandContext): Promise<CommandReply> {
    const { chat, page, by, language, conversation } = context;
    const threads = await ask('threads', { chat });
    const conversations = [...new Set([conversation, ...threads.map(({ conversation }) => conversation)])];
    const receipt = `${newCode(4)}-${newCode(2)}`;
    const time = timeOfDay(Date.now(), language);
    const act = { chat, notice: notice().version, language, person: by.person, receipt };
    return {
      markdown: say('forget.receipt', { time, receipt, ...wayBack(context) }, language),
      effects: [call('forget', { ...act, mark: page })],
      erases: {
        conversations,
        remembered: [],
        folders: await Promise.all(conversations.map((name) => filesFolder(ask, chat, name))),
        whole: true,
      },
    };
  }

  async function forgetMember({ chat, by, conversation, item, language }: CommandContext): Promise<CommandReply> {
    const who = { chat, person: by.person };
    const { messages: questions, answers, readings } = await ask('counts', who);
    const own = Math.max(0, questions - (await countsItself(conversation, item)));
    const name = by.member.name ?? 'none';
    const threads = (await ask('threads', { chat })).map((thread) => thread.conversation);
    return {
      markdown: say('forget.me', { name, questions: own, answers, readings }, language),
      effects: [call('eraseMember', { ...who, conversation, item })],
      erases: {
        conversations: [],
        remembered: threads,
        folders: await Promise.all(threads.map((thread) => filesFolder(ask, chat, thread))),
        beginning: await filesOfMember(ask, chat, by.person),
        whole: false,
      },
    };
  }

  /** The command itself stands in the record while it is answered. */
  async function countsItself(conversation: string, item: number): Promise<number> {
    return (await ask('isWaiting', { conversation, item })) ? 1 : 0;
  }
}

const placeTakesFiles = ({ channel }: CommandContext): boolean => channel.capabilities.media.outBytes > 0;

/** "me" in the languages we speak. */
const ME = ['me', 'mí', 'mi', 'mim', 'eu', 'मुझे', 'أنا', 'saya', 'moi', 'আমাকে', 'tôi', 'beni', 'меня'];
const isMe = (argument: string): boolean => ME.includes(argument.toLowerCase().normalize('NFC'));
