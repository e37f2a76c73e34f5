/** `/privacy`: what is kept now, where and until when; and the choice of a shorter time. */
import type { Button } from '../../adapters/contract.ts';
import { factValues, type Notice, say } from '../conversation/notices.ts';
import { type Ask, call } from '../conversation/record.ts';
import { privateChat, toldThere } from './privately.ts';
import { type CommandContext, type CommandReply, nothing, only } from './reply-context.ts';

export interface PrivacyOptions {
  ask: Ask;
  secret: Buffer;
  notice: () => Notice;
}

/** Days offered besides those of the notice, which nobody can exceed. */
const SHORTER = [1, 7];

export function createPrivacyReplies(options: PrivacyOptions) {
  const { ask, notice } = options;
  return { told, chosen };

  async function told(context: CommandContext): Promise<CommandReply> {
    const { chat, language, group, by, address, channel, facts } = context;
    const [own, settings] = await Promise.all([
      ask('counts', { chat, ...(group ? { person: by.person } : {}) }),
      ask('settings', { chat }),
    ]);
    const { keepDays } = facts;
    const days = Math.min(settings.keepDays ?? keepDays, keepDays);
    const values = { ...factValues(facts), days };
    const where = [say('privacy.where', values, language), say('privacy.until', values, language)];
    const lines = [
      ...where,
      say('privacy.address', { address: `${address.channel} ${address.chat}` }, language),
      ...(channel.capabilities.unsends || context.page ? [] : [say('privacy.no-unsends', {}, language)]),
      say('privacy.leave', {}, language),
    ];
    const markdown = (kept: string) => [kept, ...lines].join('\n\n');
    const buttons = [...SHORTER.filter((one) => one < keepDays), keepDays]
      .filter((one) => one !== days)
      .map((one): Button => ({ label: say('privacy.button.keep', { days: one }, language), value: `keep:${one}` }));
    if (!group) return { markdown: markdown(say('privacy.kept', { ...own }, language)), buttons };
    const private_ = await privateChat(options, context);
    if ('markdown' in private_) return private_;
    const reply = toldThere(only(markdown(say('privacy.own', { ...own }, language))), private_, language);
    if (!by.admin) return reply;
    // Admins see how much there is, never what, and decide for how long.
    const all = await ask('counts', { chat });
    return { ...reply, privately: { address: private_, told: say('privacy.group', { ...all }, language), buttons } };
  }

  async function chosen(value: string, { chat, group, by, language }: CommandContext): Promise<CommandReply> {
    const days = Number(value);
    const { keepDays } = notice().facts;
    if (!Number.isInteger(days) || days < 1 || days > keepDays) return nothing;
    if (group && !by.admin) return only(say('group.admin-decides', {}, language));
    return {
      markdown: say('keep.done', { days }, language),
      effects: [call('set', { chat, name: 'keepDays', value: days === keepDays ? null : days })],
    };
  }
}
