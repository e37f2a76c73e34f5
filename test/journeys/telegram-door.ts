/** Telegram, played by the strict stand-in, in front of the real service: it differs from a real one in settings alone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Message, User } from '@grammyjs/types';
import { expect } from 'vitest';
import { openTelegramStandIn, type TelegramStandIn } from '../doubles/telegram/stand-in.ts';
import { keyboardOf, type Place } from '../doubles/telegram/world.ts';
import { type RunningService, type ServiceOptions, startService } from '../soak/started.ts';
import { asLines, type Door, filesIn, type Guest } from './door.ts';

export interface TelegramDoor extends Door {
  standIn: TelegramStandIn;
  service: RunningService;
  folder: string;
  /** Stops the service and starts it again, with what is different then. */
  restart(start?: Partial<ServiceOptions>): Promise<void>;
}

const patience = { timeout: 20_000, interval: 15 };

/** `start`: how the service differs from one that echoes and is open to everybody. */
export async function openTelegramDoor(start: Partial<ServiceOptions> = {}): Promise<TelegramDoor> {
  const standIn = await openTelegramStandIn();
  // Journeys mention the bot in groups, as whoever set it up for that can.
  standIn.server.world.bot.can_read_all_group_messages = true;
  const folder = mkdtempSync(join(tmpdir(), 'parley-telegram-door-'));
  const begin = (changed: Partial<ServiceOptions> = {}) =>
    startService({
      ...start,
      ...changed,
      folder,
      env: {
        ...{ PARLEY_RUNTIME: 'echo', PARLEY_OWNER_NAME: 'Ana' },
        ...{ PARLEY_TELEGRAM_TOKEN: standIn.token, PARLEY_TELEGRAM_API: standIn.url },
        ...{ PARLEY_TELEGRAM_OPEN: 'yes', PARLEY_TELEGRAM_PACE: '0' },
        ...start.env,
        ...changed.env,
      },
    });
  const end = async () => {
    door.service.kill('SIGTERM');
    await door.service.exited;
  };

  /** Nothing is on its way to the service, in its lanes, or on its way back. */
  function settled(): Promise<void> {
    const file = join(folder, 'data', 'parley.db');
    const waiting = () => {
      const db = new DatabaseSync(file, { readOnly: true });
      try {
        return (db.prepare('SELECT count(*) AS n FROM item').get() as { n: number }).n;
      } finally {
        db.close();
      }
    };
    return expect.poll(() => standIn.server.updates.pending.length + waiting(), patience).toBe(0);
  }

  function guest(user: User, place: Place): Guest {
    const group = place.chat.type !== 'private';
    const ours = () => [...place.said.values()].filter((said) => said.ours);
    const heard = async () =>
      ours().flatMap(({ message }) => (message.text === undefined ? [] : [asLines(message.text)]));
    const post = (text: string, rest: Partial<Message> = {}) =>
      void standIn.say(place, user, { text, ...marked(text), ...rest });
    return {
      async writes(text, { mentions = true } = {}) {
        post(group && mentions && !text.startsWith('/') ? `@parleybot ${text}` : text);
      },
      async answers(text, to) {
        const found = [...place.said.values()].findLast(({ message }) => (message.text ?? '').includes(to));
        if (!found) throw new Error(`Nobody sees "${to}" in ${(await heard()).join(' | ')}.`);
        post(text, { reply_to_message: found.message as NonNullable<Message['reply_to_message']> });
      },
      async shows(picture) {
        const file_id = standIn.server.files.keep(picture, 'photo.png');
        const size = { width: 800, height: 300, file_size: picture.length };
        standIn.say(place, user, { photo: [{ file_id, file_unique_id: `u${file_id}`, ...size }] });
      },
      async asksOfPicture(text) {
        const shown = [...place.said.values()].findLast(({ message, ours }) => !ours && message.photo !== undefined)!;
        post(group ? `@parleybot ${text}` : text, {
          reply_to_message: shown.message as NonNullable<Message['reply_to_message']>,
        });
      },
      async presses(label) {
        const seen = () =>
          ours().some((said) => keyboardOf(said).some((row) => row.some(({ text }) => text === label)));
        await expect.poll(seen, patience).toBe(true);
        standIn.press(place, user, label);
      },
      buttons: async () =>
        keyboardOf(ours().at(-1)!)
          .flat()
          .map(({ text }) => text),
      reads: (text) => expect.poll(async () => (await heard()).at(-1) ?? '', patience).toMatch(text),
      heard,
      async file() {
        const { upload } = ours().findLast((said) => said.upload !== undefined)!;
        return { name: upload!.name, bytes: upload!.bytes };
      },
      settled,
    };
  }

  const door: TelegramDoor = {
    standIn,
    service: await begin(),
    folder,
    async restart(changed) {
      await end();
      door.service = await begin(changed);
    },
    platform: 'Telegram',
    filesKept: () => filesIn(join(folder, 'data', 'files')),
    facts: { owner: 'Ana', keepDays: 30, keepPhotoHours: 24, remoteHost: '' },
    async person(name, language = 'en') {
      const user = standIn.server.world.person({ first_name: name, language_code: language });
      return guest(user, standIn.server.world.privately(user));
    },
    async group(title, people, admins) {
      const users = people.map((name) => standIn.server.world.person({ first_name: name }));
      const isAdmin = ({ first_name }: User) => admins.includes(first_name);
      const place = standIn.server.world.group({
        title,
        admins: users.filter(isAdmin),
        members: users.filter((user) => !isAdmin(user)),
      });
      standIn.addTo(place, users.find(isAdmin)!);
      return new Map(users.map((user) => [user.first_name, guest(user, place)]));
    },
    async close() {
      await end();
      await standIn.close();
      expect(standIn.complaints).toEqual([]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return door;
}

/** What the app itself marks in a message that a person types. */
function marked(text: string): Partial<Message> {
  const entities = [...text.matchAll(/(?<![\w/@])(\/[\p{L}_]+(?:@\w+)?|@\w+)/gu)].map(({ index, 0: word }) => ({
    type: word.startsWith('/') ? ('bot_command' as const) : ('mention' as const),
    offset: index,
    length: word.length,
  }));
  return entities.length > 0 ? { entities } : {};
}
