/** `/privacy`: what is kept now, where and until when; and the choice of a shorter time. */
import type { Button } from '../../adapters/contract.ts';
import { keptFor } from '../conversation/kept-for.ts';
import { factValues, type Notice, say } from '../conversation/notices.ts';
import { type Ask, call } from '../conversation/record.ts';
import { privateChat, toldThere } from './privately.ts';
import { type CommandContext, type CommandReply, nothing, only } from './reply-context.ts';

export interface PrivacyOptions {
  ask: Ask;
  secret: Buffer;
  notice: () => Notice;
}

/** Days, and hours for photos, offered besides those of the notice, which nobody can exceed. */
const SHORTER = [1, 7];
const SHORTER_PHOTOS = [1];

export function createPrivacyReplies(options: PrivacyOptions) {
  const { ask, notice } = options;
  return { told, chosen, chosenForPhotos };

  async function told(context: CommandContext): Promise<CommandReply> {
    const { chat, language, group, by, address, channel, facts } = context;
    const [own, settings] = await Promise.all([
      ask('counts', { chat, ...(group ? { person: by.person } : {}) }),
      ask('settings', { chat }),
    ]);
    const { keepDays, keepPhotoHours } = facts;
    const { days, hours } = keptFor(facts, settings);
    const values = { ...factValues(facts), days, hours };
    const where = [say('privacy.where', values, language), say('privacy.until', values, language)];
    const lines = [
      ...where,
      say('privacy.address', { address: `${address.channel} ${address.chat}` }, language),
      ...(channel.capabilities.unsends || context.page ? [] : [say('privacy.no-unsends', {}, language)]),
      say('privacy.leave', {}, language),
    ];
    const markdown = (kept: string) => [kept, ...lines].join('\n\n');
    const buttons: Button[] = [
      ...others(SHORTER, keepDays, days).map((one) => ({
        label: say('privacy.button.keep', { days: one }, language),
        value: `keep:${one}`,
      })),
      ...others(SHORTER_PHOTOS, keepPhotoHours, hours).map((one) => ({
        label: say('privacy.button.keep-photos', { hours: one }, language),
        value: `keep-photos:${one}`,
      })),
    ];
    if (!group) return { markdown: markdown(say('privacy.kept', { ...own }, language)), buttons };
    const private_ = await privateChat(options, context);
    if ('markdown' in private_) return private_;
    const reply = toldThere(only(markdown(say('privacy.own', { ...own }, language))), private_, language);
    if (!by.admin) return reply;
    // Admins see how much there is, never what, and decide for how long.
    const all = await ask('counts', { chat });
    return { ...reply, privately: { address: private_, told: say('privacy.group', { ...all }, language), buttons } };
  }

  function chosen(value: string, context: CommandContext): CommandReply {
    return chosenTime(value, context, notice().facts.keepDays, 'keepDays');
  }

  function chosenForPhotos(value: string, context: CommandContext): CommandReply {
    return chosenTime(value, context, notice().facts.keepPhotoHours, 'keepPhotoHours');
  }
}

function chosenTime(
  value: string,
  { chat, group, by, language }: CommandContext,
  most: number,
  name: 'keepDays' | 'keepPhotoHours',
): CommandReply {
  const time = Number(value);
  if (!Number.isInteger(time) || time < 1 || time > most) return nothing;
  if (group && !by.admin) return only(say('group.admin-decides', {}, language));
  return {
    markdown:
      name === 'keepDays'
        ? say('keep.done', { days: time }, language)
        : say('keep.photos-done', { hours: time }, language),
    effects: [call('set', { chat, name, value: time === most ? null : time })],
  };
}

/** What is offered besides what holds now. */
const others = (shorter: readonly number[], most: number, now: number): number[] =>
  [...shorter.filter((one) => one < most), most].filter((one) => one !== now);
