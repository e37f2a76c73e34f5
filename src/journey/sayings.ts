/** The words of what may be said before consent, and of the first thing said after it. */
import type { Button, Capabilities } from '../../adapters/contract.ts';
import type { Consent, Saying } from '../conversation/consent.ts';
import { factValues, moreMarkdown, type Notice, noticeMarkdown, say } from '../conversation/notices.ts';
import { ASK, consentChoiceValue } from './approach.ts';

export interface Spoken {
  markdown: string;
  buttons?: Button[];
  offers?: string[];
}

export interface SayingFor {
  saying: Saying;
  notice: Notice;
  language: string;
  group: boolean;
  /** What the chat's ledger came to, this saying included. */
  consent: Consent;
  capabilities: Capabilities;
  /** How others mention us there, or empty. */
  mention: string;
  /** Who acted, as they are called. */
  name: string;
  /** What the group is called, or empty. */
  title: string;
  /** The person owns this account. */
  owner: boolean;
  /** Skills that this installation has, for what is offered to try. */
  able: Able;
}

export interface Able {
  units: boolean;
  labels: boolean;
  documents: boolean;
}

/** Null: the channel says it itself. */
export function sayingOf(of: SayingFor): Spoken | null {
  const { saying, notice, language, group, consent, capabilities, mention, title, name } = of;
  const personal = capabilities.consent === 'owner and person';
  switch (saying) {
    case 'notice':
    case 'notice for a message':
    case 'owner on': {
      const reader = personal && !group ? 'personal number' : group ? 'group' : 'private';
      const markdown = noticeMarkdown(notice, language, reader, because(consent));
      // On a personal number the notice itself says what to reply.
      return reader === 'personal number'
        ? { markdown }
        : { markdown, buttons: noticeButtons(notice.version, language) };
    }
    case 'more':
      return {
        markdown: moreMarkdown(notice, language),
        buttons: noticeButtons(notice.version, language).filter(({ value }) => !value.startsWith('notice:more')),
      };
    case 'on':
      if (capabilities.consent === 'page') return null;
      return group
        ? {
            markdown: [
              say('group.on', { title: title || 'none', name, mention: mention || 'none' }, language),
              noticeMarkdown(notice, language, 'group'),
            ].join('\n\n'),
          }
        : welcome(of);
    case 'declined':
      return capabilities.consent === 'page' ? null : { markdown: say('declined', {}, language) };
    case 'admin only':
      return { markdown: say('group.admin-only', {}, language) };
    case 'here but off':
      return { markdown: say('group.off', { mention }, language) };
    case 'private':
      return { markdown: say('private', {}, language) };
    default:
      return saying satisfies never;
  }
}

/** Why a notice comes again where the chat was on before. */
function because({ choice }: Consent): 'changed' | 'lapsed' | undefined {
  return choice === 'on' ? 'changed' : choice === 'lapsed' ? 'lapsed' : undefined;
}

function noticeButtons(version: number, language: string): Button[] {
  return [
    { label: say('notice.button.on', {}, language), value: consentChoiceValue('on', version) },
    { label: say('notice.button.more', {}, language), value: consentChoiceValue('more', version) },
    { label: say('notice.button.no', {}, language), value: consentChoiceValue('declined', version) },
  ];
}

/** What can be tried is what works here; its number typed asks it. */
function welcome({ language, consent, owner, capabilities, able, notice }: SayingFor): Spoken {
  const text = (id: Parameters<typeof say>[0]) => say(id, factValues(notice.facts), language);
  const files = capabilities.media.inBytes > 0;
  const tries = [
    ...(able.labels && files ? [{ line: text('on.try.photo'), offer: '' }] : []),
    ...(able.units
      ? [{ line: text('on.try.units'), offer: ASK + text('on.try.units') }]
      : [{ line: text('on.try.ask'), offer: ASK + text('on.try.ask') }]),
    ...(able.documents && files ? [{ line: text('on.try.document'), offer: '' }] : []),
  ];
  return {
    markdown: [
      text('on.done'),
      tries.map(({ line }, index) => `${index + 1}. ${line}`).join('\n'),
      text('on.leave'),
      ...(owner ? [text('on.owner')] : []),
      ...(consent.unheard ? [text('on.unheard')] : []),
    ].join('\n\n'),
    offers: tries.map(({ offer }) => offer),
  };
}
