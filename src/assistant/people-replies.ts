/** Whom the owner lets in or keeps out, and the end of a pause. */
import { randomInt } from 'node:crypto';
import { accountName } from '../conversation/names.ts';
import { say } from '../conversation/notices.ts';
import { type Ask, call } from '../conversation/record.ts';
import { type CommandContext, type CommandReply, only } from './reply-context.ts';

/** Letters and digits that are not taken for one another. */
const SIGNS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** A code to be read aloud or typed; 31^n of them. */
export const newCode = (length: number): string =>
  Array.from({ length }, () => SIGNS[randomInt(SIGNS.length)]).join('');

const INVITATION = 8;

export function createPeopleReplies(ask: Ask) {
  return {
    async resume({ chat, language }: CommandContext): Promise<CommandReply> {
      if (!(await ask('isPaused', { chat }))) return only(say('resume.nothing', {}, language));
      return {
        markdown: say('resume.done', {}, language),
        effects: [call('pause', { chat, forMs: 0 })],
        resumes: true,
      };
    },

    /** A person in a group by answering to them, whoever came with a code, or somebody new by a fresh one. */
    async allow(argument: string, { address, channel, by, language }: CommandContext): Promise<CommandReply> {
      const account = accountName(address);
      const allow = (person: string, name: string): CommandReply => ({
        markdown: say('allow.done', { name }, language),
        effects: [call('setRole', { account, person, role: 'allowed' })],
      });
      if (by.about) return allow(by.about.person, by.about.name ?? '–');
      if (argument !== '') {
        const person = await ask('guest', { account, code: argument });
        return person === null ? only(say('allow.nobody', {}, language)) : allow(person, argument);
      }
      const code = newCode(INVITATION);
      const link = channel.invitation?.(code) ?? null;
      return {
        markdown: link === null ? say('allow.code', { code }, language) : say('allow.link', { link, code }, language),
        effects: [call('mint', { account, code, role: 'allowed' })],
      };
    },

    async block(argument: string, { address, by, language }: CommandContext): Promise<CommandReply> {
      const account = accountName(address);
      const person = by.about?.person ?? (argument === '' ? null : await ask('guest', { account, code: argument }));
      if (person === null) return only(say(argument === '' ? 'block.how' : 'allow.nobody', {}, language));
      return {
        markdown: say('block.done', {}, language),
        effects: [call('setRole', { account, person, role: 'blocked' })],
        keepsOut: person,
      };
    },
  };
}
