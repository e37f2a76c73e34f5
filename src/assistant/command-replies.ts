/** What the service itself answers to commands and to the buttons under its notices. No model is asked. */
import type { Button } from '../../adapters/contract.ts';
import type { Runtime } from '../../model-runtime/contract.ts';
import { say, type Values } from '../conversation/notices.ts';
import { type Ask, type Call, call } from '../conversation/record.ts';
import { COMMANDS, type Command } from './commands.ts';

export interface CommandReply {
  /** Null: nothing is said. */
  markdown: string | null;
  buttons?: Button[];
  /** Done in the transaction that consumes the command, before the reply is recorded. */
  effects?: Call[];
  /** What it erases: besides the record, whatever else is kept of it has to go. */
  erases?: 'conversation' | 'chat';
}

export interface CommandContext {
  conversation: string;
  chat: string;
  language: string;
  /** The notice the chat agreed to, for the ledger. */
  notice: number;
}

export interface CommandReplies {
  command(command: Command, context: CommandContext, stopped: boolean): Promise<CommandReply>;
  choice(choice: string, context: CommandContext): Promise<CommandReply>;
}

export function createCommandReplies({
  ask,
  runtime,
  keepDays,
  version,
  startedAt,
}: {
  ask: Ask;
  runtime: Runtime;
  keepDays: number;
  version: string;
  startedAt: number;
}): CommandReplies {
  const place = (): Values =>
    runtime.where.kind === 'here' ? { where: 'here', host: '' } : { where: 'remote', host: runtime.where.host };

  return {
    async command(command, context, stopped) {
      const { language, conversation } = context;
      switch (command) {
        case 'help':
          return {
            markdown: say(
              'help',
              { ...place(), commands: COMMANDS.map((name) => `- ${say(`help.${name}`, {}, language)}`).join('\n') },
              language,
            ),
          };
        case 'stop':
          return { markdown: stopped ? null : say('stop.nothing', {}, language) };
        case 'new':
          return {
            markdown: say('new.done', { days: keepDays }, language),
            effects: [call('fresh', { conversation })],
          };
        case 'forget':
          return {
            markdown: say('forget.ask', { entries: await ask('size', { conversation }) }, language),
            buttons: [
              { label: say('forget.button.one', {}, language), value: 'forget:one' },
              { label: say('forget.button.all', {}, language), value: 'forget:all' },
              { label: say('forget.button.cancel', {}, language), value: 'forget:cancel' },
            ],
          };
        case 'status':
          return { markdown: await status(language) };
        case 'about':
          return { markdown: about(language) };
        default:
          return command satisfies never;
      }
    },

    async choice(choice, { conversation, chat, notice, language }) {
      switch (choice) {
        case 'forget:one':
          return {
            markdown: say('forget.done', {}, language),
            effects: [call('erase', { conversation })],
            erases: 'conversation',
          };
        case 'forget:all':
          // The chat is off after this, so nothing is said; the page shows the notice again.
          return {
            markdown: null,
            effects: [call('forget', { chat, notice, language })],
            erases: 'chat',
          };
        case 'forget:cancel':
          return { markdown: say('forget.cancelled', {}, language) };
        default:
          // A button of an earlier version, or none of ours.
          return { markdown: null };
      }
    },
  };

  async function status(language: string): Promise<string> {
    const tally = await ask('tally', {});
    const { status } = runtime;
    const ended = (prefix: string) =>
      Object.entries(tally).reduce(
        (sum, [name, n]) => (name === prefix || name.startsWith(`${prefix}: `) ? sum + n : sum),
        0,
      );
    const [answered, merged, other] = [
      ended('answered'),
      ended('merged'),
      ended('refused') + ended('superseded') + ended('ignored'),
    ];
    const admitted = tally.admitted ?? 0;
    const counts = {
      admitted,
      answered,
      merged,
      other,
      waiting: admitted - answered - merged - other,
      running: status.state === 'ready' ? status.running : 0,
    };
    return say(
      'status',
      { model: modelWords(language), ...counts, up: upTime(Date.now() - startedAt, language) },
      language,
    );
  }

  function modelWords(language: string): string {
    const { status } = runtime;
    switch (status.state) {
      case 'ready':
        return say('status.ready', { name: status.card.id, ...place() }, language);
      case 'getting':
        return say('status.getting', { name: status.progress.model, step: status.progress.step }, language);
      case 'failed':
        return say('status.failed', { message: status.message, remedy: status.remedy }, language);
      case 'stopped':
        return say('status.failed', { message: '', remedy: '' }, language);
      default:
        return status satisfies never;
    }
  }

  function about(language: string): string {
    const { status } = runtime;
    if (status.state !== 'ready') return say('about.none', { version }, language);
    const { id, size, licence, languages, sha256, caveat } = status.card;
    const names = new Intl.DisplayNames([language], { type: 'language' });
    const text = say(
      'about.model',
      {
        name: id,
        size,
        licence,
        languages: languages.map((tag) => names.of(tag) ?? tag).join(', '),
        fingerprint: sha256 ?? '–',
        version,
        ...place(),
      },
      language,
    );
    return caveat ? `${text}\n${say('about.caveat', { caveat }, language)}` : text;
  }
}

function upTime(ms: number, language: string): string {
  const minutes = Math.floor(ms / 60_000);
  const unit = (value: number, name: 'minute' | 'hour' | 'day') =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'long' }).format(value);
  if (minutes < 60) return unit(minutes, 'minute');
  return minutes < 48 * 60 ? unit(Math.floor(minutes / 60), 'hour') : unit(Math.floor(minutes / 1440), 'day');
}
