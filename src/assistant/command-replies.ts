/** What the service itself answers to commands and to the buttons under its notices. No model is asked. */
import type { Runtime } from '../../model-runtime/contract.ts';
import { keptFor } from '../conversation/kept-for.ts';
import { factValues, languages, type Notice, say, type TextId } from '../conversation/notices.ts';
import { type Ask, call } from '../conversation/record.ts';
import type { Files } from '../media/files.ts';
import { commandsFor, type ParsedCommand, refusedFor } from './commands.ts';
import { createExportReply } from './export-reply.ts';
import { createForgetReplies } from './forget-replies.ts';
import { createPeopleReplies } from './people-replies.ts';
import { createPrivacyReplies } from './privacy-replies.ts';
import { type CommandContext, type CommandReply, nothing, only, ordered, placeOf, wayBack } from './reply-context.ts';
import { createStatusReplies } from './status-replies.ts';

export type { CommandContext, CommandReply };

export interface CommandReplies {
  command(command: ParsedCommand, context: CommandContext, stopped: boolean): Promise<CommandReply>;
  choice(choice: string, context: CommandContext): Promise<CommandReply>;
}

export interface CommandRepliesOptions {
  ask: Ask;
  secret: Buffer;
  runtime: Runtime;
  notice: () => Notice;
  files: Files;
  version: string;
  startedAt: number;
}

export function createCommandReplies(options: CommandRepliesOptions): CommandReplies {
  const { ask, notice, runtime } = options;
  const status = createStatusReplies(options);
  const people = createPeopleReplies(ask);
  const privacy = createPrivacyReplies(options);
  const exports = createExportReply(options);
  const forget = createForgetReplies(options, exports);

  return {
    async command({ name, argument }, context, stopped) {
      const { language, facts } = context;
      const refused = refusedFor(name, placeOf(context));
      if (refused) return only(say(refused === 'owner' ? 'owner.only' : 'group.admin-decides', {}, language));
      switch (name) {
        case 'help':
          return only(help(context));
        case 'start':
        case 'on':
          return only(say('on.already', {}, language));
        case 'off':
          return off(context);
        case 'stop':
          return stopped ? nothing : only(say('stop.nothing', {}, language));
        case 'new':
          return fresh(context);
        case 'forget':
          return forget.asked(argument, context);
        case 'export':
          return exports(context);
        case 'privacy':
          return privacy.told(context);
        case 'language':
          return speak(argument, context);
        case 'region':
          return settle(argument, context);
        case 'status':
          return only(await status.status(context));
        case 'about':
          return only(status.about(facts, language));
        case 'resume':
          return people.resume(context);
        case 'allow':
          return people.allow(argument, context);
        case 'block':
          return people.block(argument, context);
        default:
          return name satisfies never;
      }
    },

    async choice(choice, context) {
      const [what, value = ''] = choice.split(':');
      switch (what) {
        case 'forget':
          return forget.chosen(value, context);
        case 'keep':
          return privacy.chosen(value, context);
        case 'keep-photos':
          return privacy.chosenForPhotos(value, context);
        default:
          // A button of an earlier version, or none of ours.
          return nothing;
      }
    },
  };

  function help(context: CommandContext): string {
    const { language, group, facts } = context;
    const lines = commandsFor(placeOf(context)).flatMap((name) => {
      const id: TextId = name === 'start' || name === 'on' ? 'help.help' : `help.${name}`;
      const line = say(id, {}, language);
      return name === 'forget' && group ? [line, say('help.forget-me', {}, language)] : [line];
    });
    // Above the commands: what can be done with a photo here, and what is missing for it.
    const photos = say(runtime.eyes ? 'help.eyes' : 'help.no-eyes', {}, language);
    const commands = `${photos}\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
    return say('help', { ...factValues(facts), commands }, language);
  }

  async function fresh({ chat, conversation, language }: CommandContext): Promise<CommandReply> {
    const { days } = keptFor(notice().facts, await ask('settings', { chat }));
    return { markdown: say('new.done', { days }, language), effects: [call('fresh', { conversation })] };
  }

  function off(context: CommandContext): CommandReply {
    const { chat, language, by } = context;
    const act = { chat, act: 'off' as const, notice: notice().version, language, person: by.person };
    return { markdown: say('off.done', wayBack(context), language), effects: [call('act', act)], switchesOff: true };
  }

  function speak(argument: string, { chat, language }: CommandContext): CommandReply {
    const known = languages();
    const list = ordered(
      known.map((tag) => `${nameOf(tag, tag)} (\`${tag}\`)`),
      language,
    );
    if (argument === '') return only(say('language.now', { name: nameOf(language, language), list }, language));
    const wanted = argument.toLowerCase();
    const tag =
      known.find((tag) => tag.toLowerCase() === wanted) ??
      known.find((tag) => tag.split('-')[0] === wanted.split('-')[0]) ??
      known.find((tag) => [nameOf(tag, tag), nameOf(tag, 'en'), nameOf(tag, language)].some(equal(argument)));
    if (tag === undefined) return only(say('language.unknown', { list }, language));
    return {
      markdown: say('language.done', { name: nameOf(tag, tag) }, tag),
      language: tag,
      effects: [call('set', { chat, name: 'language', value: tag })],
    };
  }

  async function settle(argument: string, { chat, language }: CommandContext): Promise<CommandReply> {
    const regions = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    const name = (code: string): string | undefined => (/^[A-Z]{2}$/.test(code) ? regions.of(code) : undefined);
    if (argument === '') {
      const { region } = await ask('settings', { chat });
      return only(say('region.now', { name: (region && name(region)) || 'none' }, language));
    }
    const code = argument.toUpperCase();
    const found = name(code);
    if (found === undefined) return only(say('region.unknown', {}, language));
    return {
      markdown: say('region.done', { name: found }, language),
      effects: [call('set', { chat, name: 'region', value: code })],
    };
  }
}

const nameOf = (tag: string, language: string): string =>
  new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag;

/** By the root locale and without accents: "Español", "espanol". */
const equal = (a: string) => (b: string) => a.localeCompare(b, 'en', { sensitivity: 'base' }) === 0;
