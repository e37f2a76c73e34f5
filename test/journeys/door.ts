/**
 * A door people come in by, as a journey sees it: what is written, pressed and read there. A channel that wants to be
 * walked through the journeys gives one of these.
 */
import { existsSync, readdirSync } from 'node:fs';
import type { Facts } from '../../src/conversation/notices.ts';

export interface Door {
  /** What people call the platform; empty where nothing there outlives an erasure here. */
  platform: string;
  /** Sits down in a chat of their own. `language`: what the platform reports of their app. */
  person(name: string, language?: string): Promise<Guest>;
  /** A group with these people in it; `admins` are named. Absent: the platform has none. */
  group?(title: string, people: string[], admins: string[]): Promise<Map<string, Guest>>;
  facts: Facts;
  /** Names of the files that the service keeps. */
  filesKept?(): string[];
  close(): Promise<void>;
}

export interface Guest {
  writes(text: string, options?: { mentions?: boolean }): Promise<void>;
  /** Answers the newest message that holds these words, as the platform lets people do. */
  answers?(text: string, to: string): Promise<void>;
  /** Shows a picture (PNG) to whoever is there, without a word. Absent: pictures come with what is asked of them. */
  shows?(picture: Buffer): Promise<void>;
  /** Asks something of the picture that was shown last, as the platform lets people do. */
  asksOfPicture?(text: string, picture: Buffer): Promise<void>;
  /** Presses the newest button with this label. */
  presses(label: string): Promise<void>;
  /** The buttons under the newest that Parley said here. */
  buttons(): Promise<string[]>;
  /** Waits until the newest that Parley said here, as a person reads it, matches. */
  reads(text: string | RegExp): Promise<void>;
  /** All that Parley said here so far. */
  heard(): Promise<string[]>;
  /** The newest file that came with a reply. */
  file(): Promise<{ name: string; bytes: Uint8Array }>;
  /** Everything that can be on its way has arrived. */
  settled(): Promise<void>;
}

/** Names of all files below a folder; none where there is no such folder. */
export const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
    : [];

/** Markdown as it reads: marks gone, list marks as people see them. */
export const readable = (markdown: string): string =>
  asLines(
    markdown
      .replace(/\*\*|`/g, '')
      .replace(/^- /gm, '• ')
      .replace(/ +\n/g, '\n'),
  );

/** Distances between paragraphs and after numbers are each platform's own. */
export const asLines = (text: string): string => text.replace(/^(\d+)\. /gm, '$1 ').replace(/\n\n+/g, '\n');
