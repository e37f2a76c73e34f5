/**
 * The settings: the only place that reads the environment. `.env` and the environment are merged (the environment
 * wins), checked against one schema, and handed out as a plain object. `.env.example` and the README's table are
 * made from the same schema, so they cannot disagree with it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import type { Access } from '../adapters/contract.ts';

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
  group: string;
  secret: boolean;
}

const setting = <Type extends z.ZodType>(group: string, type: Type, about: string, secret = false): Setting<Type> => ({
  type,
  about,
  group,
  secret,
});

const SETTINGS = {
  PARLEY_OWNER_NAME: setting(
    'You',
    z.string().trim().max(60).optional(),
    "Your name as people read it in the notice: “Ana” becomes “Ana's computer”.",
  ),
  PARLEY_OPEN: setting(
    'You',
    z.enum(['auto', 'yes', 'no']).default('auto'),
    'Open the page in a browser at start. auto: when there is a display.',
  ),
  PARLEY_KEEP_DAYS: setting(
    'You',
    whole(1, 3650).default(30),
    'How many days messages are kept. The notice says this number.',
  ),
  PARLEY_WORDING: setting(
    'The model',
    z.enum(['template', 'model']).default('template'),
    'Who chooses the words around values read in photos: template, or the model, whose words are checked and hold no value of its own.',
  ),
  PARLEY_KEEP_PHOTO_HOURS: setting(
    'You',
    whole(1, 87_600).default(24),
    'How many hours photos and voice notes are kept. The notice says this number.',
  ),
  PARLEY_ACCESS: setting(
    'Who may talk',
    access.default({}),
    'Who may talk, by channel: open, pairing, allowlist or owner only, e.g. telegram=open. Default: each channel’s own.',
  ),
  PARLEY_ALLOW: setting(
    'Who may talk',
    z.string().trim().default(''),
    'Who is let in besides, by channel and number there, separated by commas, e.g. telegram:12345678.',
  ),
  PARLEY_QUESTIONS: setting(
    'Who may talk',
    z.union([z.literal('none'), whole(1, 100_000)]).default(20),
    'How many questions of one person are answered in ten minutes, apart from the owner’s page; none: no limit.',
  ),
  PARLEY_TURNS_PER_MINUTE: setting(
    'Who may talk',
    z.union([z.literal('none'), whole(1, 100_000)]).default(6),
    'How many answers one chat gets in a minute, so that two bots cannot keep each other busy; none: no limit.',
  ),
  PARLEY_PER_MINUTE: setting(
    'You',
    z.union([z.literal('none'), whole(1, 100_000)]).default(30),
    'How many messages one person may send in a minute; none: no limit.',
  ),

  PARLEY_MODEL: setting(
    'The model',
    z.string().trim().min(1).default('auto'),
    'auto, small, standard, or an id from `npm run models -- list`. auto: standard from 4 GB of free memory.',
  ),
  PARLEY_EYES: setting(
    'The model',
    eyes.default('auto'),
    'The model that looks at photos: auto (the one that `npm run models -- pull smolvlm2-500m` has brought), off, an id, or a GGUF file and its projector with a comma between them.',
  ),
  PARLEY_MEANWHILE: setting(
    'The model',
    z.enum(['wait', 'small']).default('wait'),
    'While the model is on its way: wait, or let the small one answer (within seconds, but often wrong).',
  ),
  PARLEY_MODEL_FILE: setting(
    'The model',
    z.string().trim().min(1).optional(),
    'A GGUF file, or a folder with one, to use instead of getting a model.',
  ),
  PARLEY_MODEL_MIRROR: setting(
    'The model',
    url.optional(),
    'A web address with the model files, asked before the public hub.',
  ),
  PARLEY_MODEL_HUB: setting('The model', url.default('https://huggingface.co'), 'The public model hub.'),
  PARLEY_CACHE: setting(
    'The model',
    z.string().trim().min(1).optional(),
    "Folder for model files. Default: parley in the user's cache folder.",
  ),
  PARLEY_THREADS: setting(
    'The model',
    whole(1, 256).optional(),
    'Processor threads for the model. Default: the cores that are free.',
  ),
  PARLEY_CONTEXT: setting(
    'The model',
    whole(512, 131_072).default(8192),
    'Most tokens of a conversation the model reads at once. More takes more memory.',
  ),

  PARLEY_RUNTIME: setting(
    'The model',
    z.enum(['embedded', 'remote', 'echo']).default('embedded'),
    'embedded: the model runs here. remote: a server of yours answers. echo: no model, repeats your words (for trying a channel).',
  ),
  PARLEY_REMOTE_URL: setting(
    'A remote model',
    url.optional(),
    'Base address of an OpenAI-compatible server (llama.cpp, vLLM, Ollama…), ending in /v1. Named in the notice.',
  ),
  PARLEY_REMOTE_MODEL: setting(
    'A remote model',
    z.string().trim().min(1).optional(),
    'The model to ask for there. Default: the first one it lists.',
  ),
  PARLEY_REMOTE_KEY: setting(
    'A remote model',
    z.string().trim().min(1).optional(),
    'Its access key, where it wants one.',
    true,
  ),

  PARLEY_TELEGRAM_TOKEN: setting(
    'Telegram',
    z
      .string()
      .trim()
      .regex(/^\d+:[\w-]{10,}$/, 'a token looks like 123456789:AAF…; @BotFather gives one for /newbot')
      .optional(),
    'Switches Telegram on. @BotFather gives a token for a new bot.',
    true,
  ),
  PARLEY_TELEGRAM_OPEN: setting(
    'Telegram',
    z.enum(['yes', 'no']).default('no'),
    'yes: anybody may talk to the bot. no: whoever opens the link printed at start is the owner, and lets others in.',
  ),
  PARLEY_TELEGRAM_WEBHOOK: setting(
    'Telegram',
    url.optional(),
    'Public https address of Parley, for Telegram to post to. Empty: Parley asks, which works behind any router.',
  ),
  PARLEY_TELEGRAM_API: setting(
    'Telegram',
    url.default('https://api.telegram.org'),
    'The Bot API: for a server of your own.',
  ),
  PARLEY_TELEGRAM_PACE: setting(
    'Telegram',
    z.coerce.number().min(0).max(10).default(1),
    "How far apart messages leave, in multiples of Telegram's own limits; 0: as fast as they go (for a server of your own).",
  ),
  PARLEY_META_APP_SECRET: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    z.string().trim().min(1).optional(),
    'The secret of your app at Meta (App settings → Basic). It signs what Meta sends.',
    true,
  ),
  PARLEY_META_VERIFY_TOKEN: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    z.string().trim().min(8, 'at least 8 characters').optional(),
    'Any word of your choice, typed in again where the webhook is set up at Meta.',
    true,
  ),
  PARLEY_META_APP_ID: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    id.optional(),
    'The id of the app. With it the doctor checks the webhook as well.',
  ),
  PARLEY_META_GRAPH: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    url.default('https://graph.facebook.com'),
    "Base address of Meta's Graph API.",
  ),
  PARLEY_PUBLIC_URL: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    url.optional(),
    'The public address (https) under which Meta reaches this machine, by a tunnel or a proxy of yours.',
  ),
  PARLEY_WHATSAPP_CLOUD_NUMBER_ID: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    id.optional(),
    'Phone number id (not the number) of the WhatsApp Business number. Webhook: /hooks/whatsapp-cloud.',
  ),
  PARLEY_WHATSAPP_CLOUD_TOKEN: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    z.string().trim().min(1).optional(),
    'Its access token (of a system user, so that it does not expire).',
    true,
  ),
  PARLEY_WHATSAPP_CLOUD_POLICY_ACKNOWLEDGED: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    z.enum(['yes', 'no']).default('no'),
    "yes: you have read WhatsApp's business terms, which since 15 January 2026 restrict general assistants, and may run one.",
  ),
  PARLEY_WHATSAPP_CLOUD_BOOK: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    z.string().trim().min(1).optional(),
    'A Markdown file with your own answers and catalogue (docs/meta.md). WhatsApp Cloud then answers from it alone, without a model.',
  ),
  PARLEY_MESSENGER_PAGE_ID: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    id.optional(),
    'Id of the Facebook page whose messages are answered. Webhook: /hooks/messenger.',
  ),
  PARLEY_MESSENGER_TOKEN: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    z.string().trim().min(1).optional(),
    'Its page access token.',
    true,
  ),
  PARLEY_INSTAGRAM_ACCOUNT_ID: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    z
      .string()
      .trim()
      .regex(/^\d{1,40}(\s*,\s*\d{1,40})*$/, 'has to be a number, or several with commas between them')
      .optional(),
    'Id of the Instagram professional account; where Meta shows two, both with a comma. Webhook: /hooks/instagram.',
  ),
  PARLEY_INSTAGRAM_TOKEN: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    z.string().trim().min(1).optional(),
    "Its access token; with PARLEY_INSTAGRAM_PAGE_ID the page's.",
    true,
  ),
  PARLEY_INSTAGRAM_PAGE_ID: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    id.optional(),
    'Id of the Facebook page the account is linked to. Empty: the account is reached by Instagram login.',
  ),
  PARLEY_INSTAGRAM_APP_SECRET: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    z.string().trim().min(1).optional(),
    "The Instagram app secret, where it is another than the app's.",
    true,
  ),
  PARLEY_INSTAGRAM_GRAPH: setting(
    'WhatsApp Cloud, Messenger, Instagram',
    url.default('https://graph.instagram.com'),
    "Base address of Instagram's own Graph API, for Instagram login.",
  ),
  PARLEY_WHATSAPP_WEB: setting(
    'WhatsApp on your own number',
    accountNames,
    'Names, separated by commas, of the numbers to connect; each asks for a scan once. Or connect one on the page.',
  ),
  PARLEY_WHATSAPP_WEB_LIVE: setting(
    'WhatsApp on your own number',
    yesNo.default('no'),
    'Show an answer while it is being made, by editing one message. WhatsApp marks it as edited.',
  ),
  PARLEY_WHATSAPP_WEB_BACKLOG: setting(
    'WhatsApp on your own number',
    whole(0, 10_080).default(10),
    'Messages older than so many minutes when they arrive are not answered; commands are.',
  ),
  PARLEY_WHATSAPP_WEB_BROWSER: setting(
    'WhatsApp on your own number',
    z.string().trim().min(1).optional(),
    'The Chrome or Chromium to use. Default: the one of the system, else the one that comes with Parley.',
  ),
  PARLEY_WHATSAPP_WEB_BROWSER_FLAGS: setting(
    'WhatsApp on your own number',
    z.string().trim().default(''),
    'More flags for the browser, separated by spaces.',
  ),
  PARLEY_WHATSAPP_WEB_PAGES: setting(
    'WhatsApp on your own number',
    z
      .string()
      .trim()
      .regex(/^https?:\/\/\S+$/, 'an address that begins with http:// or https://')
      .optional(),
    'Address of saved pages of WhatsApp Web, with {version} in it, to use instead of the live page.',
  ),
  PARLEY_WHATSAPP_WEB_VERSION: setting(
    'WhatsApp on your own number',
    z
      .string()
      .trim()
      .regex(/^[\w.-]+$/, 'letters, digits, points and hyphens')
      .default('2.3000.0'),
    'The version to ask for there.',
  ),
  PARLEY_WHATSAPP_WEB_SHIM: setting(
    'WhatsApp on your own number',
    yesNo.default('yes'),
    'Mend the page of WhatsApp for the library that reads it; it is broken without, since July 2026.',
  ),

  PARLEY_HOST: setting(
    'The machine',
    z.string().trim().min(1).default('127.0.0.1'),
    'Address to listen on. Anything but loopback needs PARLEY_OPERATOR_TOKEN.',
  ),
  PARLEY_PORT: setting(
    'The machine',
    port.default(4747),
    'Port of the page; the next free one is used when it is taken.',
  ),
  PARLEY_HOST_NAMES: setting(
    'The machine',
    z.string().trim().default(''),
    'Names, separated by commas, under which a browser may reach the page besides localhost and plain addresses.',
  ),
  PARLEY_OPERATOR_TOKEN: setting(
    'The machine',
    z.string().trim().min(16, 'at least 16 characters').optional(),
    'Signs in to the page from another machine.',
    true,
  ),
  PARLEY_DATA: setting('The machine', z.string().trim().min(1).default('./data'), 'Folder for conversations and logs.'),
  PARLEY_LOG_LEVEL: setting(
    'The machine',
    z.enum(['error', 'warn', 'info', 'debug', 'trace']).default('info'),
    'How much goes to the log files in the data folder.',
  ),
} as const;

type SettingName = keyof typeof SETTINGS;
type Values = { [Name in SettingName]: z.infer<(typeof SETTINGS)[Name]['type']> };

export interface Config {
  ownerName: string | undefined;
  open: 'auto' | 'yes' | 'no';
  keepDays: number;
  wording: 'template' | 'model';
  keepPhotoHours: number;
  perMinute: number | 'none';
  questions: number | 'none';
  turnsPerMinute: number | 'none';
  /** Who may talk, by channel; where none is given the channel's own rule holds. */
  access: Record<string, Access>;
  /** `channel:number there`. */
  allow: string[];
  runtime: 'embedded' | 'remote' | 'echo';
  model: {
    choice: string;
    meanwhile: 'wait' | 'small';
    file: string | undefined;
    mirror: string | undefined;
    hub: string;
  };
  /** What looks at pictures. */
  eyes: EyesChoice;
  cacheFolder: string;
  threads: number | undefined;
  contextTokens: number;
  remote: { url: string; model: string | undefined; key: string | undefined } | undefined;
  telegram: TelegramConfig | undefined;
  /** How Meta reaches us and proves itself; undefined unless one of its three channels is configured. */
  meta:
    | { appSecret: string; verifyToken: string; appId: string | undefined; publicUrl: string | undefined }
    | undefined;
  whatsappCloud:
    | { graph: string; numberId: string; token: string; policyAcknowledged: boolean; book: string | undefined }
    | undefined;
  messenger: { graph: string; pageId: string; token: string } | undefined;
  instagram:
    | {
        graph: string;
        accountIds: [string, ...string[]];
        token: string;
        pageId: string | undefined;
        /** The app's, or its Instagram secret where that is another. */
        appSecret: string;
      }
    | undefined;
  whatsAppWeb: {
    accounts: string[];
    live: boolean;
    backlogMinutes: number;
    browser: string | undefined;
    flags: string[];
    /** A saved page instead of the live one. */
    page: { url: string; version: string } | undefined;
    shim: boolean;
  };
  host: string;
  port: number;
  hostNames: string[];
  operatorToken: string | undefined;
  dataFolder: string;
  logLevel: 'error' | 'warn' | 'info' | 'debug' | 'trace';
  /** What the machine around us is like; nothing a person sets for Parley. */
  surroundings: {
    display: boolean;
    /** `user@host` to type after `ssh -L …`, when this is a remote shell. */
    ssh: string | undefined;
    proxy: { https: string | undefined; http: string | undefined; except: string | undefined };
    /** For child processes that need it as it is: pip, and through it a proxy. */
    environment: NodeJS.ProcessEnv;
  };
  /** Values that must never be written anywhere. */
  secrets: string[];
  /** How many settings were set, and how many have their default: for the first line of the start. */
  counts: { set: number; preset: number };
}

export interface TelegramConfig {
  token: string;
  open: boolean;
  webhook: string | undefined;
  apiRoot: string;
  pace: number;
}

/** The settings are wrong. `message` lists every problem, one a line, with what to do. The program ends with 78 (EX_CONFIG). */
export class ConfigError extends Error {
  readonly exitCode = 78;
  constructor(problems: string[]) {
    super(
      `The settings cannot be used:\n${problems.map((problem) => `  ✖ ${problem}`).join('\n')}\nSettings come from the environment and from the file .env; .env.example explains each.`,
    );
    this.name = 'ConfigError';
  }
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|\[::1\]|localhost)$/i;

export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/**
 * Reads `.env` in `folder` and `env` and returns the checked settings, with a warning for each name that looks
 * like one of ours and is not.
 * @throws ConfigError naming every problem at once.
 */
export function loadConfig(
  folder = process.cwd(),
  env: NodeJS.ProcessEnv = process.env,
): { config: Config; warnings: string[] } {
  const problems: string[] = [];
  const given: Record<string, string | undefined> = { ...dotEnv(join(folder, '.env'), problems), ...env };
  for (const [name, { secret }] of Object.entries(SETTINGS)) if (secret) readSecretFile(name, given, problems);

  const values: Record<string, unknown> = {};
  let set = 0;
  for (const [name, { type }] of Object.entries(SETTINGS)) {
    // `NAME=` in a file means "not set", which is what people mean by it.
    const text = given[name]?.trim() === '' ? undefined : given[name];
    if (text !== undefined) set += 1;
    const result = type.safeParse(text);
    if (result.success) values[name] = result.data;
    else for (const issue of result.error.issues) problems.push(`${name}: ${issue.message}`);
  }
  if (problems.length > 0) throw new ConfigError(problems);

  const config = shape(values as Values, folder, env);
  config.counts = { set, preset: Object.keys(SETTINGS).length - set };
  if (!isLoopback(config.host) && config.operatorToken === undefined)
    problems.push(
      `PARLEY_HOST is ${config.host}, which other machines can reach, and there is no PARLEY_OPERATOR_TOKEN. Set a token of at least 16 characters, or listen on 127.0.0.1.`,
    );
  if (config.runtime === 'remote' && config.remote === undefined)
    problems.push(
      'PARLEY_RUNTIME is remote, so PARLEY_REMOTE_URL has to name the server, e.g. http://127.0.0.1:8080/v1.',
    );
  problems.push(...metaProblems(values as Values));
  if (problems.length > 0) throw new ConfigError(problems);
  return { config, warnings: unknownNames(given) };
}

function dotEnv(file: string, problems: string[]): Record<string, string | undefined> {
  if (!existsSync(file)) return {};
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    problems.push(`.env cannot be read: ${(error as Error).message}`);
    return {};
  }
}

/** `NAME_FILE=/run/secrets/x` instead of `NAME=…`, as container platforms hand out secrets. */
function readSecretFile(name: string, given: Record<string, string | undefined>, problems: string[]): void {
  const file = given[`${name}_FILE`];
  if (file === undefined || file.trim() === '') return;
  if (given[name] !== undefined) {
    problems.push(`${name} and ${name}_FILE are both set; use one.`);
    return;
  }
  try {
    given[name] = readFileSync(file, 'utf8').trim();
  } catch (error) {
    problems.push(`${name}_FILE: ${(error as Error).message}`);
  }
}

function shape(values: Values, folder: string, env: NodeJS.ProcessEnv): Config {
  const proxy = (name: string) => env[name.toLowerCase()] || env[name] || undefined;
  return {
    ownerName: values.PARLEY_OWNER_NAME,
    open: values.PARLEY_OPEN,
    keepDays: values.PARLEY_KEEP_DAYS,
    wording: values.PARLEY_WORDING,
    keepPhotoHours: values.PARLEY_KEEP_PHOTO_HOURS,
    perMinute: values.PARLEY_PER_MINUTE,
    questions: values.PARLEY_QUESTIONS,
    turnsPerMinute: values.PARLEY_TURNS_PER_MINUTE,
    access: values.PARLEY_ACCESS,
    allow: values.PARLEY_ALLOW.split(',')
      .map((one) => one.trim())
      .filter(Boolean),
    runtime: values.PARLEY_RUNTIME,
    model: {
      choice: values.PARLEY_MODEL,
      meanwhile: values.PARLEY_MEANWHILE,
      file: values.PARLEY_MODEL_FILE && resolve(folder, values.PARLEY_MODEL_FILE),
      mirror: values.PARLEY_MODEL_MIRROR,
      hub: values.PARLEY_MODEL_HUB,
    },
    eyes: absolute(values.PARLEY_EYES, folder),
    cacheFolder: values.PARLEY_CACHE ? resolve(folder, values.PARLEY_CACHE) : userCacheFolder(env),
    threads: values.PARLEY_THREADS,
    contextTokens: values.PARLEY_CONTEXT,
    remote: values.PARLEY_REMOTE_URL
      ? { url: values.PARLEY_REMOTE_URL, model: values.PARLEY_REMOTE_MODEL, key: values.PARLEY_REMOTE_KEY }
      : undefined,
    telegram:
      values.PARLEY_TELEGRAM_TOKEN === undefined
        ? undefined
        : {
            token: values.PARLEY_TELEGRAM_TOKEN,
            open: values.PARLEY_TELEGRAM_OPEN === 'yes',
            webhook: values.PARLEY_TELEGRAM_WEBHOOK,
            apiRoot: values.PARLEY_TELEGRAM_API,
            pace: values.PARLEY_TELEGRAM_PACE,
          },
    ...metaChannels(values, folder),
    whatsAppWeb: {
      accounts: words(values.PARLEY_WHATSAPP_WEB, ','),
      live: values.PARLEY_WHATSAPP_WEB_LIVE === 'yes',
      backlogMinutes: values.PARLEY_WHATSAPP_WEB_BACKLOG,
      browser: values.PARLEY_WHATSAPP_WEB_BROWSER && resolve(folder, values.PARLEY_WHATSAPP_WEB_BROWSER),
      flags: words(values.PARLEY_WHATSAPP_WEB_BROWSER_FLAGS, ' '),
      page: values.PARLEY_WHATSAPP_WEB_PAGES
        ? { url: values.PARLEY_WHATSAPP_WEB_PAGES, version: values.PARLEY_WHATSAPP_WEB_VERSION }
        : undefined,
      shim: values.PARLEY_WHATSAPP_WEB_SHIM === 'yes',
    },
    host: values.PARLEY_HOST,
    port: values.PARLEY_PORT,
    hostNames: values.PARLEY_HOST_NAMES.split(',')
      .map((name) => name.trim().toLowerCase())
      .filter(Boolean),
    operatorToken: values.PARLEY_OPERATOR_TOKEN,
    dataFolder: resolve(folder, values.PARLEY_DATA),
    logLevel: values.PARLEY_LOG_LEVEL,
    surroundings: {
      display:
        process.platform === 'darwin' || process.platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY),
      ssh: env.SSH_CONNECTION
        ? `${env.USER ?? 'user'}@${env.SSH_CONNECTION.split(' ')[2] ?? 'this-machine'}`
        : undefined,
      proxy: { https: proxy('HTTPS_PROXY'), http: proxy('HTTP_PROXY'), except: proxy('NO_PROXY') },
      environment: env,
    },
    secrets: Object.entries(SETTINGS).flatMap(([name, { secret }]) => {
      const value = secret ? values[name as SettingName] : undefined;
      return typeof value === 'string' ? [value] : [];
    }),
    counts: { set: 0, preset: 0 },
  };
}

/** The parts of each of Meta's channels that only make sense together. */
const META_CHANNELS = [
  ['PARLEY_WHATSAPP_CLOUD_NUMBER_ID', 'PARLEY_WHATSAPP_CLOUD_TOKEN'],
  ['PARLEY_MESSENGER_PAGE_ID', 'PARLEY_MESSENGER_TOKEN'],
  ['PARLEY_INSTAGRAM_ACCOUNT_ID', 'PARLEY_INSTAGRAM_TOKEN'],
] as const;

function metaProblems(values: Values): string[] {
  const problems: string[] = [];
  for (const [account, token] of META_CHANNELS) {
    if ((values[account] === undefined) !== (values[token] === undefined))
      problems.push(`${account} and ${token} go together; set both, or neither.`);
    if (values[account] === undefined) continue;
    for (const needed of ['PARLEY_META_APP_SECRET', 'PARLEY_META_VERIFY_TOKEN'] as const)
      if (values[needed] === undefined) problems.push(`${account} is set, so ${needed} has to be set as well.`);
  }
  return [...new Set(problems)];
}

function metaChannels(
  values: Values,
  folder: string,
): Pick<Config, 'meta' | 'whatsappCloud' | 'messenger' | 'instagram'> {
  const [graph, numberId, pageId] = [
    values.PARLEY_META_GRAPH,
    values.PARLEY_WHATSAPP_CLOUD_NUMBER_ID,
    values.PARLEY_MESSENGER_PAGE_ID,
  ];
  const [first, ...rest] = values.PARLEY_INSTAGRAM_ACCOUNT_ID?.split(/\s*,\s*/) ?? [];
  const linked = values.PARLEY_INSTAGRAM_PAGE_ID;
  const any = numberId !== undefined || pageId !== undefined || first !== undefined;
  return {
    meta: any
      ? {
          appSecret: values.PARLEY_META_APP_SECRET ?? '',
          verifyToken: values.PARLEY_META_VERIFY_TOKEN ?? '',
          appId: values.PARLEY_META_APP_ID,
          publicUrl: values.PARLEY_PUBLIC_URL,
        }
      : undefined,
    whatsappCloud:
      numberId === undefined
        ? undefined
        : {
            graph,
            numberId,
            token: values.PARLEY_WHATSAPP_CLOUD_TOKEN ?? '',
            policyAcknowledged: values.PARLEY_WHATSAPP_CLOUD_POLICY_ACKNOWLEDGED === 'yes',
            book: values.PARLEY_WHATSAPP_CLOUD_BOOK && resolve(folder, values.PARLEY_WHATSAPP_CLOUD_BOOK),
          },
    messenger: pageId === undefined ? undefined : { graph, pageId, token: values.PARLEY_MESSENGER_TOKEN ?? '' },
    instagram:
      first === undefined
        ? undefined
        : {
            graph: linked === undefined ? values.PARLEY_INSTAGRAM_GRAPH : graph,
            accountIds: [first, ...rest],
            token: values.PARLEY_INSTAGRAM_TOKEN ?? '',
            pageId: linked,
            appSecret: values.PARLEY_INSTAGRAM_APP_SECRET ?? values.PARLEY_META_APP_SECRET ?? '',
          },
  };
}

const absolute = (choice: EyesChoice, folder: string): EyesChoice =>
  typeof choice === 'object' && choice.kind === 'files'
    ? { ...choice, file: resolve(folder, choice.file), projectorFile: resolve(folder, choice.projectorFile) }
    : choice;

const words = (list: string, between: string): string[] =>
  list
    .split(between)
    .map((word) => word.trim())
    .filter(Boolean);

/** Where this platform keeps what can be fetched again: XDG on Linux, Library/Caches on macOS, LOCALAPPDATA on Windows. */
function userCacheFolder(env: NodeJS.ProcessEnv): string {
  const home = env.HOME || homedir();
  if (process.platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'parley');
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches', 'parley');
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'parley');
}

/** Names the launcher, the tests and the benchmarks use; not settings of the service. */
const OTHER_NAMES = /^PARLEY_(TEST|BENCH|LAUNCH)_/;

function unknownNames(given: Record<string, string | undefined>): string[] {
  const known = Object.entries(SETTINGS).flatMap(([name, { secret }]) => (secret ? [name, `${name}_FILE`] : [name]));
  return Object.keys(given)
    .filter((name) => name.startsWith('PARLEY_') && !known.includes(name) && !OTHER_NAMES.test(name))
    .map((name) => {
      const nearest = known.reduce((best, candidate) =>
        distance(name, candidate) < distance(name, best) ? candidate : best,
      );
      return distance(name, nearest) <= name.length / 2
        ? `${name} is not a setting. Did you mean ${nearest}?`
        : `${name} is not a setting; .env.example lists them all.`;
    });
}

/** Levenshtein distance, for names of a few dozen characters. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}

// ------------------------------------------------------------------------------------------------- documents

/** Each setting with its default in words, for `.env.example` and for the README's table. */
export function describeSettings(): { name: string; group: string; about: string; preset: string; secret: boolean }[] {
  return Object.entries(SETTINGS).map(([name, { type, about, group, secret }]) => {
    const { data } = (type as z.ZodType).safeParse(undefined);
    // An empty map is written as nothing.
    const preset = data === undefined || typeof data === 'object' ? '' : String(data);
    return { name, group, about, secret, preset };
  });
}

/** The text of `.env.example`. */
export function envExample(): string {
  const lines = [
    '# Copy to .env and change what you need: everything has a default and nothing is required.',
    '# The environment wins over this file. Secrets can also be read from a file: NAME_FILE=/path.',
  ];
  let group = '';
  for (const { name, group: of, about, preset, secret } of describeSettings()) {
    if (of !== group) lines.push('', `# ${of}`);
    group = of;
    lines.push(`# ${about}${secret ? ' (secret)' : ''}`, `#${name}=${preset}`);
  }
  return `${lines.join('\n')}\n`;
}
