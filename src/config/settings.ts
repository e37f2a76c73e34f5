/** The schema of the settings, in the groups in which `.env.example` and the README show them. */
import { z } from 'zod';
import type { Access } from '../../adapters/contract.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
/** `telegram=open, messenger=allowlist` → what holds for each channel. */
const POLICIES = ['open', 'pairing', 'allowlist', 'owner only'] as const satisfies readonly Access[];
const access = z
  .string()
  .trim()
  .transform((text, context) => {
    const rules: Record<string, Access> = {};
    for (const pair of text.split(',').filter((one) => one.trim() !== '')) {
      const [, channel, rule] = /^\s*([a-z-]+)\s*=\s*(.+?)\s*$/.exec(pair) ?? [];
      const known = POLICIES.find((policy) => policy === rule);
      if (channel !== undefined && known) rules[channel] = known;
      else
        context.addIssue(`"${pair.trim()}" is no rule; write e.g. telegram=open, with one of ${POLICIES.join(', ')}.`);
    }
    return rules;
  });
/** Which model looks at pictures: by its name, by its two files, whichever is here, or none. */
export type EyesChoice =
  | 'auto'
  | 'off'
  | { kind: 'model'; id: string }
  | { kind: 'files'; file: string; projectorFile: string };

/** `auto`, `off`, an id, or two paths with a comma between them. */
const eyes = z
  .string()
  .trim()
  .min(1)
  .transform((text, context): EyesChoice => {
    if (text === 'auto' || text === 'off') return text;
    const [file = '', projectorFile, ...rest] = text.split(',').map((path) => path.trim());
    if (projectorFile === undefined) return { kind: 'model', id: file };
    if (file === '' || projectorFile === '' || rest.length > 0)
      context.addIssue('name a GGUF file and its projector, e.g. models/eyes.gguf, models/mmproj-eyes.gguf.');
    return { kind: 'files', file, projectorFile };
  });
const url = z.url({ protocol: /^https?$/, hostname: /.+/ }).transform((value) => value.replace(/\/+$/, ''));

/** Meta's identifiers are numbers, too long to be counted with. */
const id = z
  .string()
  .trim()
  .regex(/^\d{1,40}$/, 'has to be a number');
const yesNo = z.enum(['yes', 'no']);
/** Names that may be folders. */
const accountNames = z
  .string()
  .trim()
  .regex(
    /^([A-Za-z0-9_-]{1,40}(\s*,\s*[A-Za-z0-9_-]{1,40})*)?$/,
    'names of letters, digits, - and _, separated by commas',
  )
  .default('');

/** One setting: how it is checked, what it is for, and whether it is a secret (then `NAME_FILE` works too). */
interface Setting<Type extends z.ZodType> {
  type: Type;
  about: string;
  secret: boolean;
}

const setting = <Type extends z.ZodType>(type: Type, about: string): Setting<Type> => ({ type, about, secret: false });
const secret = <Type extends z.ZodType>(type: Type, about: string): Setting<Type> => ({ type, about, secret: true });

const GROUPS = {
  You: {
    PARLEY_OWNER_NAME: setting(
      z.string().trim().max(60).optional(),
      "Your name as people read it in the notice: “Ana” becomes “Ana's computer”.",
    ),
    PARLEY_OPEN: setting(
      z.enum(['auto', 'yes', 'no']).default('auto'),
      'Open the page in a browser at start. auto: when there is a display.',
    ),
    PARLEY_KEEP_DAYS: setting(
      whole(1, 3650).default(30),
      'How many days messages are kept. The notice says this number.',
    ),
    PARLEY_KEEP_PHOTO_HOURS: setting(
      whole(1, 87_600).default(24),
      'How many hours photos and voice notes are kept. The notice says this number.',
    ),
  },
  'Who may talk': {
    PARLEY_ACCESS: setting(
      access.default({}),
      'Who may talk, by channel: open, pairing, allowlist or owner only, e.g. telegram=open. Default: each channel’s own.',
    ),
    PARLEY_ALLOW: setting(
      z.string().trim().default(''),
      'Who is let in besides, by channel and number there, separated by commas, e.g. telegram:12345678.',
    ),
    PARLEY_QUESTIONS: setting(
      z.union([z.literal('none'), whole(1, 100_000)]).default(20),
      'How many questions of one person are answered in ten minutes, apart from the owner’s page; none: no limit.',
    ),
    PARLEY_PER_MINUTE: setting(
      z.union([z.literal('none'), whole(1, 100_000)]).default(30),
      'How many messages one person may send in a minute; none: no limit.',
    ),
    PARLEY_TURNS_PER_MINUTE: setting(
      z.union([z.literal('none'), whole(1, 100_000)]).default(6),
      'How many answers one chat gets in a minute, so that two bots cannot keep each other busy; none: no limit.',
    ),
  },
  'The model': {
    PARLEY_RUNTIME: setting(
      z.enum(['embedded', 'remote', 'echo']).default('embedded'),
      'embedded: the model runs here. remote: a server of yours answers. echo: no model, repeats your words (for trying a channel).',
    ),
    PARLEY_MODEL: setting(
      z.string().trim().min(1).default('auto'),
      'auto, small, standard, or an id from `npm run models -- list`. auto: standard from 4 GB of free memory.',
    ),
    PARLEY_EYES: setting(
      eyes.default('auto'),
      'The model that looks at photos: auto (the one that `npm run models -- pull smolvlm2-500m` has brought), off, an id, or a GGUF file and its projector with a comma between them.',
    ),
    PARLEY_MEANWHILE: setting(
      z.enum(['wait', 'small']).default('wait'),
      'While the model is on its way: wait, or let the small one answer (within seconds, but often wrong).',
    ),
    PARLEY_MODEL_FILE: setting(
      z.string().trim().min(1).optional(),
      'A GGUF file, or a folder with one, to use instead of getting a model.',
    ),
    PARLEY_MODEL_MIRROR: setting(url.optional(), 'A web address with the model files, asked before the public hub.'),
    PARLEY_MODEL_HUB: setting(url.default('https://huggingface.co'), 'The public model hub.'),
    PARLEY_CACHE: setting(
      z.string().trim().min(1).optional(),
      "Folder for model files. Default: parley in the user's cache folder.",
    ),
    PARLEY_THREADS: setting(
      whole(1, 256).optional(),
      'Processor threads for the model. Default: the cores that are free.',
    ),
    PARLEY_CONTEXT: setting(
      whole(512, 131_072).default(8192),
      'Most tokens of a conversation the model reads at once. More takes more memory.',
    ),
    PARLEY_PRODUCTS: setting(
      z.string().trim().min(1).optional(),
      'A CSV file with the columns code and name: what the barcode on a photo stands for is looked up in it, and nowhere else.',
    ),
    PARLEY_WORDING: setting(
      z.enum(['template', 'model']).default('template'),
      'Who chooses the words around values read in photos: template, or the model, whose words are checked and hold no value of its own.',
    ),
  },
  'A remote model': {
    PARLEY_REMOTE_URL: setting(
      url.optional(),
      'Base address of an OpenAI-compatible server (llama.cpp, vLLM, Ollama…), ending in /v1. Named in the notice.',
    ),
    PARLEY_REMOTE_MODEL: setting(
      z.string().trim().min(1).optional(),
      'The model to ask for there. Default: the first one it lists.',
    ),
    PARLEY_REMOTE_KEY: secret(z.string().trim().min(1).optional(), 'Its access key, where it wants one.'),
  },
  Telegram: {
    PARLEY_TELEGRAM_TOKEN: secret(
      z
        .string()
        .trim()
        .regex(/^\d+:[\w-]{10,}$/, 'a token looks like 123456789:AAF…; @BotFather gives one for /newbot')
        .optional(),
      'Switches Telegram on. @BotFather gives a token for a new bot.',
    ),
    PARLEY_TELEGRAM_OPEN: setting(
      yesNo.default('no'),
      'yes: anybody may talk to the bot. no: whoever opens the link printed at start is the owner, and lets others in.',
    ),
    PARLEY_TELEGRAM_WEBHOOK: setting(
      url.optional(),
      'Public https address of Parley, for Telegram to post to. Empty: Parley asks, which works behind any router.',
    ),
    PARLEY_TELEGRAM_API: setting(url.default('https://api.telegram.org'), 'The Bot API: for a server of your own.'),
    PARLEY_TELEGRAM_PACE: setting(
      z.coerce.number().min(0).max(10).default(1),
      "How far apart messages leave, in multiples of Telegram's own limits; 0: as fast as they go (for a server of your own).",
    ),
  },
  'WhatsApp on your own number': {
    PARLEY_WHATSAPP_WEB: setting(
      accountNames,
      'Names, separated by commas, of the numbers to connect; each asks for a scan once. Or connect one on the page.',
    ),
    PARLEY_WHATSAPP_WEB_LIVE: setting(
      yesNo.default('no'),
      'Show an answer while it is being made, by editing one message. WhatsApp marks it as edited.',
    ),
    PARLEY_WHATSAPP_WEB_BACKLOG: setting(
      whole(0, 10_080).default(10),
      'Messages older than so many minutes when they arrive are not answered; commands are.',
    ),
    PARLEY_WHATSAPP_WEB_BROWSER: setting(
      z.string().trim().min(1).optional(),
      'The Chrome or Chromium to use. Default: the one of the system, else the one that comes with Parley.',
    ),
    PARLEY_WHATSAPP_WEB_BROWSER_FLAGS: setting(
      z.string().trim().default(''),
      'More flags for the browser, separated by spaces.',
    ),
    PARLEY_WHATSAPP_WEB_PAGES: setting(
      z
        .string()
        .trim()
        .regex(/^https?:\/\/\S+$/, 'an address that begins with http:// or https://')
        .optional(),
      'Address of saved pages of WhatsApp Web, with {version} in it, to use instead of the live page.',
    ),
    PARLEY_WHATSAPP_WEB_VERSION: setting(
      z
        .string()
        .trim()
        .regex(/^[\w.-]+$/, 'letters, digits, points and hyphens')
        .default('2.3000.0'),
      'The version to ask for there.',
    ),
    PARLEY_WHATSAPP_WEB_SHIM: setting(
      yesNo.default('yes'),
      'Mend the page of WhatsApp for the library that reads it; it is broken without, since July 2026.',
    ),
  },
  'WhatsApp Cloud, Messenger, Instagram': {
    PARLEY_META_APP_SECRET: secret(
      z.string().trim().min(1).optional(),
      'The secret of your app at Meta (App settings → Basic). It signs what Meta sends.',
    ),
    PARLEY_META_VERIFY_TOKEN: secret(
      z.string().trim().min(8, 'at least 8 characters').optional(),
      'Any word of your choice, typed in again where the webhook is set up at Meta.',
    ),
    PARLEY_META_APP_ID: setting(id.optional(), 'The id of the app. With it the doctor checks the webhook as well.'),
    PARLEY_META_GRAPH: setting(url.default('https://graph.facebook.com'), "Base address of Meta's Graph API."),
    PARLEY_PUBLIC_URL: setting(
      url.optional(),
      'The public address (https) under which Meta reaches this machine, by a tunnel or a proxy of yours.',
    ),
    PARLEY_WHATSAPP_CLOUD_NUMBER_ID: setting(
      id.optional(),
      'Phone number id (not the number) of the WhatsApp Business number. Webhook: /hooks/whatsapp-cloud.',
    ),
    PARLEY_WHATSAPP_CLOUD_TOKEN: secret(
      z.string().trim().min(1).optional(),
      'Its access token (of a system user, so that it does not expire).',
    ),
    PARLEY_WHATSAPP_CLOUD_POLICY_ACKNOWLEDGED: setting(
      yesNo.default('no'),
      "yes: you have read WhatsApp's business terms, which since 15 January 2026 restrict general assistants, and may run one.",
    ),
    PARLEY_WHATSAPP_CLOUD_BOOK: setting(
      z.string().trim().min(1).optional(),
      'A Markdown file with your own answers and catalogue (docs/meta.md). WhatsApp Cloud then answers from it alone, without a model.',
    ),
    PARLEY_MESSENGER_PAGE_ID: setting(
      id.optional(),
      'Id of the Facebook page whose messages are answered. Webhook: /hooks/messenger.',
    ),
    PARLEY_MESSENGER_TOKEN: secret(z.string().trim().min(1).optional(), 'Its page access token.'),
    PARLEY_INSTAGRAM_ACCOUNT_ID: setting(
      z
        .string()
        .trim()
        .regex(/^\d{1,40}(\s*,\s*\d{1,40})*$/, 'has to be a number, or several with commas between them')
        .optional(),
      'Id of the Instagram professional account; where Meta shows two, both with a comma. Webhook: /hooks/instagram.',
    ),
    PARLEY_INSTAGRAM_TOKEN: secret(
      z.string().trim().min(1).optional(),
      "Its access token; with PARLEY_INSTAGRAM_PAGE_ID the page's.",
    ),
    PARLEY_INSTAGRAM_PAGE_ID: setting(
      id.optional(),
      'Id of the Facebook page the account is linked to. Empty: the account is reached by Instagram login.',
    ),
    PARLEY_INSTAGRAM_APP_SECRET: secret(
      z.string().trim().min(1).optional(),
      "The Instagram app secret, where it is another than the app's.",
    ),
    PARLEY_INSTAGRAM_GRAPH: setting(
      url.default('https://graph.instagram.com'),
      "Base address of Instagram's own Graph API, for Instagram login.",
    ),
  },
  'The machine': {
    PARLEY_HOST: setting(
      z.string().trim().min(1).default('127.0.0.1'),
      'Address to listen on. Anything but loopback needs PARLEY_OPERATOR_TOKEN.',
    ),
    PARLEY_PORT: setting(port.default(4747), 'Port of the page; the next free one is used when it is taken.'),
    PARLEY_HOST_NAMES: setting(
      z.string().trim().default(''),
      'Names, separated by commas, under which a browser may reach the page besides localhost and plain addresses.',
    ),
    PARLEY_OPERATOR_TOKEN: secret(
      z.string().trim().min(16, 'at least 16 characters').optional(),
      'Signs in to the page from another machine.',
    ),
    PARLEY_DATA: setting(z.string().trim().min(1).default('./data'), 'Folder for conversations and logs.'),
    PARLEY_LOG_LEVEL: setting(
      z.enum(['error', 'warn', 'info', 'debug', 'trace']).default('info'),
      'How much goes to the log files in the data folder.',
    ),
  },
} as const;

type Group = (typeof GROUPS)[keyof typeof GROUPS];
type NamesOf<One> = One extends unknown ? keyof One : never;
export type SettingName = NamesOf<Group>;
type Checked<One> = One extends Setting<infer Type> ? z.infer<Type> : never;
/** What each setting is once it is checked. */
export type Values = { [Name in SettingName]: Checked<Extract<Group, Record<Name, unknown>>[Name]> };

/** All of them, in the order in which they are shown. */
export const SETTINGS = Object.entries(GROUPS).flatMap(([group, settings]) =>
  Object.entries<Setting<z.ZodType>>(settings).map(([name, one]) => ({ name: name as SettingName, group, ...one })),
);
