/**
 * How somebody comes near: who they are to us, and what may be said to them before consent (law 2). Each saying is a
 * candidate for its event: it is stored only if the ledger, asked in the same transaction, says that now is the time.
 */
import type {
  Access,
  Address,
  Admission,
  Channel,
  Inbound,
  Member,
  MessageEvent,
  Reason,
} from '../../adapters/contract.ts';
import type { Command, ParsedCommand } from '../assistant/commands.ts';
import type { Enqueue, Store } from '../bus/store.ts';
import type { Deed, Saying } from '../conversation/consent.ts';
import { chooseLanguage, type Language, languageOfTag, languageOfText } from '../conversation/languages.ts';
import type { Limits } from '../conversation/limits.ts';
import { accountName, chatName, conversationName, memberName, personName } from '../conversation/names.ts';
import type { Notice } from '../conversation/notices.ts';
import type { Knock } from '../conversation/procedures.ts';
import { type Ask, type Call, call } from '../conversation/record.ts';
import type { Log } from '../log.ts';
import { laneItem } from './enter.ts';
import type { By, InboxItem } from './items.ts';
import { moveChat } from './move.ts';

export interface Approach {
  store: Store;
  ask: Ask;
  secret: Buffer;
  notice: () => Notice;
  limits: Limits;
  /** Who may talk to an account, and who is named in the settings. */
  policy: (address: Address) => Access;
  listed: (address: Address, member: string) => boolean;
  /** Ends what runs for somebody, as the account knows them, whom the owner keeps out. */
  keepOut: (person: string) => void;
  log: Log;
}

/** Who does something, where, and in which language they are answered. */
export interface Newcomer {
  channel: Channel;
  chat: string;
  conversation: string;
  group: boolean;
  /** The channel shows the notice itself. */
  page: boolean;
  /** The chat was on when they came: no notice is due. */
  on: boolean;
  by: By;
  knock: Knock;
  /** What every lane item of theirs begins with. */
  base: { address: Address; member: string; language: string; at: number };
  /** The language of these very words, where they are enough to tell. */
  heard: Language | null;
}

/** What comes from a person. */
type Personal = Extract<Inbound, { member: Member }>;

/** A code of an invitation: what our own links carry behind /start. */
const CODE = /^[\w-]{6,64}$/;
const NOTICE_CHOICE = /^notice:(on|declined|more):(\d{1,9})$/;
const DEEDS = { on: 'yes', declined: 'no', more: 'more' } as const;

/** What the notice's buttons send. */
export const consentChoiceValue = (act: keyof typeof DEEDS, version: number): string => `notice:${act}:${version}`;

/** A typed yes or no under the notice, in the languages we speak; NFC, lower case. */
const YES = ['yes', 'sí', 'si', 'sim', 'हाँ', 'हां', 'نعم', 'ya', 'oui', 'হ্যাঁ', 'có', 'evet', 'да'];
const NO = ['no', 'não', 'nao', 'नहीं', 'لا', 'tidak', 'non', 'না', 'không', 'hayır', 'нет'];

export function createApproach({ store, ask, secret, notice, limits, policy, listed, keepOut, log }: Approach) {
  return {
    newcomer,
    personOf: (address: Address, member: Member): string => personName(secret, address, member.id),
    sayings,
    entrance,
    pressed,
    added: (event: Inbound & { kind: 'membership' }, newcomer: Newcomer): Enqueue[] => [
      say(event, newcomer, 'here but off', { what: 'added' }),
    ],
    command,
    keptOut,
    offered,
    switchOff,
    moved: (event: Inbound & { kind: 'moved' }): Promise<Admission> => moveChat(event, { store, ask, secret }),
  };

  /** `decides`: whether they may decide for a group matters, and is asked of the platform. */
  async function newcomer(event: Personal, channel: Channel, words: string, decides: boolean): Promise<Newcomer> {
    const { address, member } = event;
    const chat = chatName(secret, address);
    const group = address.group === true;
    const page = channel.capabilities.consent === 'page';
    const person = personName(secret, address, member.id);
    // Whoever holds the page is its owner; and on a number of their own nobody has to let them in.
    const rule = page || member.owner ? 'open' : policy(address);
    const { on, ...settings } = await ask('arrival', { chat, notice: notice().version });
    const heard = await languageOfText(words);
    const language =
      settings.language ??
      chooseLanguage({
        written: heard ?? languageOfTag(settings.heard ?? undefined),
        platform: group ? undefined : member.language,
      });
    return {
      channel,
      chat,
      conversation: conversationName(secret, address),
      group,
      page,
      on,
      by: { member, person, admin: !group || (decides && (await isAdmin(channel, address, member))), ...about(event) },
      knock: { account: accountName(address), person, policy: rule, listed: listed(address, member.id) },
      base: { address, member: memberName(secret, address, member.id), language, at: event.at },
      heard,
    };
  }

  function about(event: Personal): Pick<By, 'about'> {
    const author = event.kind === 'message' ? event.replyTo?.author : undefined;
    if (!author || (event.kind === 'message' && event.replyTo?.ours)) return {};
    const { name } = author;
    return { about: { person: personName(secret, event.address, author.id), ...(name ? { name } : {}) } };
  }

  /** Where the platform cannot be asked, nobody is. */
  async function isAdmin(channel: Channel, address: Address, member: Member): Promise<boolean> {
    try {
      return (await channel.isAdmin?.(address, member)) ?? false;
    } catch (error) {
      log.warn({ err: error, channel: channel.id }, 'the platform did not say who is an admin');
      return false;
    }
  }

  /** What may be said to a message instead of taking it in; `reason`: why it was not, absent where it was an answer. */
  function sayings(event: MessageEvent, newcomer: Newcomer, words: string): { enqueue: Enqueue; reason?: Reason }[] {
    if (newcomer.page) return [];
    const typed = typedAnswer(newcomer.channel, words);
    return [
      ...(typed === null ? [] : answers(event, newcomer, { what: typed })).map((enqueue) => ({ enqueue })),
      // Whatever a chat that was on has become since, a message brings neither (consent.ts, `decide`).
      ...(newcomer.on
        ? []
        : [
            {
              enqueue: say(event, newcomer, 'notice for a message', { what: 'message' }),
              reason: 'no consent' as const,
            },
            { enqueue: say(event, newcomer, 'private', { what: 'message' }), reason: 'not let in' as const },
          ]),
      ...(limits.questions === null
        ? []
        : [{ enqueue: warning(event, newcomer), reason: 'too many messages' as const }]),
    ];
  }

  /** What /start and /on may lead to where the chat is not on. */
  function entrance(event: MessageEvent, newcomer: Newcomer, name: Command): Enqueue[] {
    if (newcomer.page || (name !== 'start' && name !== 'on')) return [];
    const sayings: Saying[] = ['notice', 'owner on', 'on', 'admin only', 'private'];
    return sayings.map((saying) => say(event, newcomer, saying, { what: 'start' }));
  }

  /** The buttons of the notice; null: it is none of them. */
  function pressed(event: Inbound & { kind: 'choice' }, newcomer: Newcomer): Enqueue[] | null {
    const [, act, version] = NOTICE_CHOICE.exec(event.choice) ?? [];
    if (act === undefined) return null;
    return answers(event, newcomer, { what: DEEDS[act as keyof typeof DEEDS], version: Number(version) });
  }

  function answers(event: Personal, newcomer: Newcomer, deed: Pick<Deed, 'what' | 'version'>): Enqueue[] {
    const sayings: Saying[] = ['on', 'declined', 'more', 'notice', 'admin only', 'private'];
    return sayings.map((saying) => say(event, newcomer, saying, deed));
  }

  function say(
    event: Personal,
    newcomer: Newcomer,
    saying: Saying,
    { what, version }: Pick<Deed, 'what' | 'version'>,
  ): Enqueue {
    const { chat, by, base, knock, group, channel, page } = newcomer;
    const { version: now } = notice();
    const item: InboxItem = {
      ...base,
      kind: 'say',
      saying,
      by,
      ...(event.title === undefined ? {} : { title: event.title }),
    };
    const act = (name: Saying): Call =>
      call('act', { chat, act: name, notice: now, language: base.language, person: by.person });
    const deed: Omit<Deed, 'access'> = {
      what,
      ...(version === undefined ? {} : { version }),
      notice: now,
      group,
      mode: channel.capabilities.consent,
      owner: by.member.owner === true,
      admin: by.admin,
    };
    return {
      ...laneItem(secret, event, newcomer.conversation, item),
      gate: call('maySay', { chat, deed, knock, saying, rate: limits.messages }),
      // The page has shown its notice by itself; that it did is written down with the choice made under it.
      effects: page ? [act('notice'), act(saying)] : [act(saying)],
    };
  }

  function warning(event: MessageEvent, newcomer: Newcomer): Enqueue {
    const item: InboxItem = { ...newcomer.base, kind: 'warning' };
    return {
      ...laneItem(secret, event, newcomer.conversation, item),
      gate: call('mayWarn', {
        chat: newcomer.chat,
        notice: notice().version,
        knock: newcomer.knock,
        group: newcomer.group,
        questions: limits.questions!,
      }),
    };
  }

  /** What has to happen before a command is weighed: a code that lets in, and the owner's word in a chat that is silent. */
  async function command(
    event: MessageEvent,
    newcomer: Newcomer,
    { name, argument }: ParsedCommand,
  ): Promise<Admission | null> {
    const { account, person } = newcomer.knock;
    if (name === 'start' && CODE.test(argument) && !newcomer.group)
      await ask('redeem', { account, code: argument, person, name: event.member.name ?? '' });
    const { owner } = event.member;
    if (!owner || newcomer.group || (name !== 'allow' && name !== 'block')) return null;
    // On the owner's own number the chat itself says who is meant, and nothing is said there.
    const other = personName(secret, event.address, event.address.chat);
    await ask('setRole', { account, person: other, role: name === 'block' ? 'blocked' : 'allowed' });
    if (name === 'block') keepOut(other);
    return { status: 'admitted', id: 0 };
  }

  /** Whom an owner's `/block` is meant for; null: nobody that is known, or it is no owner's. */
  async function keptOut({ page, by, knock }: Newcomer, { name, argument }: ParsedCommand): Promise<string | null> {
    if (name !== 'block') return null;
    const { account, person } = knock;
    if (!page && !by.member.owner && (await ask('role', { account, person })) !== 'owner') return null;
    return by.about?.person ?? (argument === '' ? null : ask('guest', { account, code: argument }));
  }

  /** What a number stands for when it is all that was written. */
  async function offered(
    { conversation }: Newcomer,
    words: string,
  ): Promise<{ kind: 'choice'; choice: string } | { kind: 'ask'; text: string } | null> {
    const number = /^\s*(\d{1,2})\s*[.)]?\s*$/.exec(words)?.[1];
    if (number === undefined) return null;
    const value = (await ask('offers', { conversation }))[Number(number) - 1];
    if (value === undefined || value === '') return null;
    return value.startsWith(ASK) ? { kind: 'ask', text: value.slice(ASK.length) } : { kind: 'choice', choice: value };
  }

  async function switchOff({ chat, by, base }: Newcomer): Promise<void> {
    const { choice } = await ask('consentOf', { chat });
    if (choice !== 'on') return;
    await ask('act', {
      chat,
      act: 'off',
      notice: notice().version,
      language: base.language,
      person: by.person,
    });
  }
}

/** An offer that is not a button's value but words to be asked. */
export const ASK = 'ask:';

/** Where choices are numbered, or a person answers for themselves, the notice is answered in words. */
function typedAnswer({ capabilities }: Channel, words: string): 'yes' | 'no' | 'more' | null {
  const personal = capabilities.consent === 'owner and person';
  if (!personal && capabilities.buttons > 0) return null;
  const word = words.trim().replace(/[.!]$/, '').toLowerCase().normalize('NFC');
  if (word === '1' || YES.includes(word)) return 'yes';
  if (NO.includes(word)) return 'no';
  if (personal) return word === '2' ? 'no' : null;
  return word === '2' ? 'more' : word === '3' ? 'no' : null;
}
