/** Meta's three channels, as the settings name them, and what one of them says of a shop. */
import { readFile } from 'node:fs/promises';
import type { Address, Channel, Check } from '../adapters/contract.ts';
import type { Profile } from '../adapters/meta/profile.ts';
import { WHATSAPP_CLOUD } from '../adapters/whatsapp-cloud/limits.ts';
import { type Book, readBook } from './assistant/business/book.ts';
import { type Config, ConfigError } from './config.ts';
import { LANGUAGES } from './conversation/languages.ts';
import { say } from './conversation/notices.ts';

/** https://www.whatsapp.com/legal/business-solution-terms, section on AI providers */
const WHATSAPP_POLICY =
  "WhatsApp Cloud does not start: since 15 January 2026 WhatsApp's business terms forbid assistants whose main purpose is general " +
  'conversation. Name a file with your own answers in PARLEY_WHATSAPP_CLOUD_BOOK, and it answers from that alone; or, if a general ' +
  'assistant is allowed where you are, set PARLEY_WHATSAPP_CLOUD_POLICY_ACKNOWLEDGED=yes.';

/** What people see of a page before they write. */
const PROFILE: Profile = LANGUAGES.map((language) => ({
  language,
  menu: [
    { title: say('menu.help', {}, language), command: '/help' },
    { title: say('notice.button.on', {}, language), command: '/on' },
    { title: say('menu.off', {}, language), command: '/off' },
    { title: say('menu.privacy', {}, language), command: '/privacy' },
    { title: say('menu.forget', {}, language), command: '/forget' },
  ],
  questions: [say('menu.question', {}, language)],
}));

export interface MetaChannels {
  channels: Channel[];
  /** What a channel answers from where it answers from the operator's own words alone. */
  book: (address: Address) => Book | undefined;
  /** Why one that is configured does not start. */
  warnings: string[];
}

/**
 * The channels the settings name; what the others need is never loaded. `forget` erases a chat that Meta asks to have
 * deleted.
 * @throws ConfigError when the operator's own answers cannot be read.
 */
export async function metaChannels(
  { meta, whatsappCloud, messenger, instagram }: Config,
  { forget }: { forget?: (address: Address) => Promise<void> } = {},
): Promise<MetaChannels> {
  const channels: Channel[] = [];
  const warnings: string[] = [];
  const app = meta && { ...meta, forget };
  const book = whatsappCloud?.book === undefined ? undefined : await bookIn(whatsappCloud.book);
  if (app && whatsappCloud && (book || whatsappCloud.policyAcknowledged)) {
    const { createWhatsAppCloudChannel } = await import('../adapters/whatsapp-cloud/whatsapp-cloud.ts');
    channels.push(createWhatsAppCloudChannel({ ...app, ...whatsappCloud }));
  } else if (whatsappCloud) warnings.push(WHATSAPP_POLICY);
  if (app && messenger) {
    const { createMessengerChannel } = await import('../adapters/messenger/messenger.ts');
    channels.push(createMessengerChannel({ ...app, ...messenger, profile: PROFILE }));
  }
  if (app && instagram) {
    const { createInstagramChannel } = await import('../adapters/instagram/instagram.ts');
    channels.push(createInstagramChannel({ ...app, ...instagram, profile: PROFILE }));
  }
  return { channels, warnings, book: ({ channel }) => (channel === WHATSAPP_CLOUD ? book : undefined) };
}

/** @throws ConfigError saying what is wrong with the file. */
async function bookIn(file: string): Promise<Book> {
  try {
    return readBook(await readFile(file, 'utf8'));
  } catch (error) {
    throw new ConfigError([`PARLEY_WHATSAPP_CLOUD_BOOK (${file}): ${(error as Error).message}`]);
  }
}

/** What the doctor looks at for the channels that the settings name. */
export async function metaChecks({ meta, whatsappCloud, messenger, instagram }: Config): Promise<Check[]> {
  if (!meta) return [];
  const { doctorChecks } = await import('../adapters/meta/doctor.ts');
  return [
    ...(whatsappCloud
      ? doctorChecks({
          ...meta,
          ...whatsappCloud,
          channel: 'whatsapp-cloud',
          account: whatsappCloud.numberId,
          withinTerms: whatsappCloud.policyAcknowledged || whatsappCloud.book !== undefined,
        })
      : []),
    ...(messenger ? doctorChecks({ ...meta, ...messenger, channel: 'messenger', account: messenger.pageId }) : []),
    ...(instagram
      ? doctorChecks({
          ...meta,
          ...instagram,
          channel: 'instagram',
          account: instagram.pageId ?? instagram.accountIds[0],
        })
      : []),
  ];
}
