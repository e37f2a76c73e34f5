/**
 * The settings: the only place that reads the environment. `.env` and the environment are merged (the environment
 * wins), checked against one schema (config/settings.ts), and handed out as a plain object.
 */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { Access } from '../adapters/contract.ts';
import { type MetaConfig, metaChannels, metaProblems } from './config/meta.ts';
import { type EyesChoice, SETTINGS, type Values } from './config/settings.ts';
import { unknownNames } from './config/unknown-names.ts';

export interface Config extends MetaConfig {
  ownerName: string | undefined;
  open: 'auto' | 'yes' | 'no';
  keepDays: number;
  /** The file of products by their barcodes. */
  products?: string;
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
  for (const { name, secret } of SETTINGS) if (secret) readSecretFile(name, given, problems);

  const values: Record<string, unknown> = {};
  let set = 0;
  for (const { name, type } of SETTINGS) {
    // `NAME=` in a file means "not set", which is what people mean by it.
    const text = given[name]?.trim() === '' ? undefined : given[name];
    if (text !== undefined) set += 1;
    const result = type.safeParse(text);
    if (result.success) values[name] = result.data;
    else for (const issue of result.error.issues) problems.push(`${name}: ${issue.message}`);
  }
  if (problems.length > 0) throw new ConfigError(problems);

  const config = shape(values as Values, folder, env);
  config.counts = { set, preset: SETTINGS.length - set };
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
    ...(values.PARLEY_PRODUCTS !== undefined && { products: values.PARLEY_PRODUCTS }),
    wording: values.PARLEY_WORDING,
    keepPhotoHours: values.PARLEY_KEEP_PHOTO_HOURS,
    perMinute: values.PARLEY_PER_MINUTE,
    questions: values.PARLEY_QUESTIONS,
    turnsPerMinute: values.PARLEY_TURNS_PER_MINUTE,
    access: values.PARLEY_ACCESS,
    allow: words(values.PARLEY_ALLOW, ','),
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
    hostNames: words(values.PARLEY_HOST_NAMES.toLowerCase(), ','),
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
    secrets: SETTINGS.flatMap(({ name, secret }) => {
      const value = secret ? values[name] : undefined;
      return typeof value === 'string' ? [value] : [];
    }),
    counts: { set: 0, preset: 0 },
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
