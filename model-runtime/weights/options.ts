/** What the functions of this folder need to know of the world, and the limits they keep. */
import type { FileHandle } from 'node:fs/promises';
import type { Progress } from '../contract.ts';
import type { Entry } from './catalogue.ts';
import type { ProxySettings } from './proxy.ts';

/** Where model files live, and what they are compared with. */
export interface Place {
  /** The user's cache folder for Parley; models go to `weights/` in it. */
  cacheFolder: string;
  /** Instead of the built-in catalogue. */
  catalogue?: readonly Entry[] | undefined;
  /** Instead of the machine's own disk. */
  disk?: Disk | undefined;
}

export interface GetOptions extends Place {
  /** A GGUF file, or a folder with one, that the person names: the first source. */
  file?: string | undefined;
  /** Base address of a web server with the files of the catalogue. */
  mirror?: string | undefined;
  /** Base address of the public model hub. */
  hub?: string | undefined;
  proxy?: ProxySettings | undefined;
  /** The environment that child processes (pip) start with; the proxy settings are added to it. */
  environment: Record<string, string | undefined>;
  freeMemoryBytes: number;
  signal: AbortSignal;
  /** At most 10 times a second; bytes never go backwards within a step. */
  onProgress(progress: Progress): void;
  limits?: Partial<Limits> | undefined;
  /** Instead of looking for Python; `extra` is added to pip's arguments. */
  pip?: { python?: readonly string[]; extra?: readonly string[] } | undefined;
}

/** The two things asked of a disk that a test has to be able to answer otherwise. */
export interface Disk {
  freeBytes(folder: string): Promise<number>;
  open(path: string, flags: string): Promise<FileHandle>;
}

export interface Limits {
  /** Until a connection stands. */
  connectMs: number;
  /** The longest silence on a connection before it is given up and made anew. */
  stallMs: number;
  /** Waits between tries; as many retries as there are waits. They count from anew when a try brought `progressBytes`. */
  retryDelaysMs: readonly number[];
  progressBytes: number;
  /** A server that asks for more patience than this is left for the next source. */
  longestRetryAfterMs: number;
  redirects: number;
  /** How often a full disk is looked at. */
  roomPollMs: number;
  /** How long pip may bring nothing before it is stopped; it looks packages up in silence. */
  pipSilenceMs: number;
  /** How often another process that is getting the same model, and pip's folder, are looked at. */
  watchMs: number;
}

export const LIMITS: Limits = {
  connectMs: 10_000,
  stallMs: 30_000,
  retryDelaysMs: [1_000, 2_000, 4_000, 8_000, 16_000],
  progressBytes: 65_536,
  longestRetryAfterMs: 120_000,
  redirects: 5,
  roomPollMs: 5_000,
  pipSilenceMs: 300_000,
  watchMs: 250,
};

export const PUBLIC_HUB = 'https://huggingface.co';

/** The settings that remedies name. They are declared in the service's configuration; a test compares. */
export const SETTING = {
  model: 'PARLEY_MODEL',
  file: 'PARLEY_MODEL_FILE',
  mirror: 'PARLEY_MODEL_MIRROR',
  hub: 'PARLEY_MODEL_HUB',
  cache: 'PARLEY_CACHE',
  eyes: 'PARLEY_EYES',
} as const;
