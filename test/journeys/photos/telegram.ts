/** Photos in Telegram, played by the strict stand-in. */
import type { Message } from '@grammyjs/types';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import type { TelegramStandIn } from '../../doubles/telegram/stand-in.ts';
import { keyboardOf, type Place, type Said } from '../../doubles/telegram/world.ts';
import { type Bubble, bubble } from '../../doubles/viewer/chat.ts';
import { PLATFORMS } from '../../doubles/viewer/page.ts';
import { telegramHtml } from '../../doubles/viewer/telegram-looks.ts';
import { until } from '../../e2e/person.ts';
import type { Door, Guest } from './guest.ts';
import { screenOf } from './screen.ts';

export function telegramDoor(standIn: TelegramStandIn, browser: Browser): Door {
  const { world, files } = standIn.server;
  return { name: 'Telegram', tables: 'table', guest };

  async function guest(name: string): Promise<Guest> {
    const user = world.person({ first_name: name, language_code: 'en' });
    const place = world.privately(user);
    const press = async (label: string) => {
      await until(() => [...place.said.values()].some((said) => labelsOf(said).includes(label))).toBe(true);
      standIn.press(place, user, label);
    };
    standIn.say(place, user, { text: '/start', entities: [{ type: 'bot_command', offset: 0, length: 6 }] });
    await press('Switch on');
    await until(() => newest(place)).toMatch(/^I’m on/);
    const begun = Math.max(...place.said.keys());
    const seen = async (): Promise<Bubble[]> =>
      [...place.said.values()].filter(({ message }) => message.message_id > begun).map(shown);
    return {
      writes: async (text) => void standIn.say(place, user, text),
      async sends(photos, words) {
        const album = photos.length > 1 ? { media_group_id: `album ${place.said.size}` } : {};
        for (const [index, bytes] of photos.entries())
          standIn.say(place, user, {
            ...album,
            photo: await sizes(bytes),
            ...(index === 0 && words !== undefined ? { caption: words } : {}),
          });
      },
      presses: press,
      async atWork() {
        const calls = standIn.calls.filter(({ chat }) => chat === String(place.chat.id));
        return calls.filter(({ method }) => method === 'sendChatAction').length;
      },
      seen,
      screen: async () => screenOf(browser, await seen(), PLATFORMS.Telegram),
    };
  }

  /** The greatest is last, as Telegram lists them. */
  async function sizes(bytes: Buffer): Promise<NonNullable<Message['photo']>> {
    const { width, height } = await sharp(bytes).metadata();
    const file_id = files.keep(bytes, 'photo.jpg');
    return [{ file_id, file_unique_id: `u${file_id}`, width, height, file_size: bytes.length }];
  }

  function shown(said: Said): Bubble {
    const { message, ours, upload } = said;
    const text = message.text ?? message.caption ?? '';
    const photo = message.photo?.at(-1);
    const bytes = photo ? (upload?.bytes ?? files.get(photo.file_id)?.bytes) : undefined;
    const quoted = message.reply_to_message;
    return bubble(ours ? 'parley' : 'person', text, {
      html: telegramHtml(text, message.entities ?? message.caption_entities),
      buttons: labelsOf(said),
      pictures: bytes ? [bytes] : [],
      files: message.document?.file_name === undefined ? [] : [message.document.file_name],
      ...(quoted ? { quotes: quoted.text ?? quoted.caption ?? 'Photo' } : {}),
    });
  }
}

const labelsOf = (said: Said): string[] =>
  keyboardOf(said)
    .flat()
    .map(({ text }) => text);

const newest = (place: Place): string => [...place.said.values()].findLast(({ ours }) => ours)?.message.text ?? '';
