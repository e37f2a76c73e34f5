/** Photos on somebody's own number, with WhatsApp Web played: it has no buttons, so choices are numbers to write. */
import type { Browser } from 'playwright-core';
import { type Bubble, bubble } from '../../doubles/viewer/chat.ts';
import { PLATFORMS } from '../../doubles/viewer/page.ts';
import { whatsappHtml, whatsappText } from '../../doubles/viewer/whatsapp-looks.ts';
import type { Done, Phone } from '../../doubles/whatsapp-web/phone.ts';
import { until } from '../../e2e/person.ts';
import type { Door, Guest } from './guest.ts';
import { screenOf } from './screen.ts';
import { interleaved } from './transcript.ts';

type Sent = Extract<Done, { what: 'sent' }>;

export function whatsAppWebDoor(phone: Phone, browser: Browser): Door {
  let friends = 0;
  return { name: 'WhatsApp Web', tables: 'lines', guest };

  async function guest(): Promise<Guest> {
    friends += 1;
    const from = `1555123${4000 + friends}@c.us`;
    const sent = () => phone.done.filter((one): one is Sent => one.what === 'sent' && one.chat === from);
    phone.write(from, '/on');
    await until(() => sent().at(-1)?.text).toMatch(/Reply 1 to switch me on/);
    phone.receive({ from, body: '1' });
    await until(() => sent().at(-1)?.text).toMatch(/^I’m on/);

    const words = new Map<string, string>();
    const chat = interleaved(sent, (one) => shown(one, words));
    const receive = (message: Parameters<Phone['receive']>[0], own: Bubble | null) => {
      if (own) chat.says(own);
      const stanza = phone.receive(message).split('_').at(-1)!;
      words.set(stanza, own?.text || 'Photo');
    };
    const write = (text: string) => receive({ from, body: text }, bubble('person', text));
    return {
      writes: async (text) => write(text),
      async sends(photos, caption) {
        if (photos.length > 1) phone.receive({ from, type: 'album', expectedImageCount: photos.length });
        for (const [index, bytes] of photos.entries()) {
          const text = index === 0 ? (caption ?? '') : '';
          receive(
            {
              ...{ from, type: 'image', file: { base64: bytes.toString('base64'), mimetype: 'image/jpeg' } },
              ...(text === '' ? {} : { caption: text }),
            },
            bubble('person', text, { pictures: [bytes] }),
          );
        }
      },
      async presses(label) {
        const number = () => new RegExp(`^(\\d+) ${label.replace(/[[\]().*+?^$|\\{}]/g, '\\$&')}$`, 'm');
        const found = () => chat.seen().findLast(({ by, text }) => by === 'parley' && number().test(text))?.text;
        await until(found).toBeDefined();
        write(number().exec(found()!)![1]!);
      },
      async atWork() {
        return phone.done.filter((one) => one.what === 'typing' && one.chat === from).length;
      },
      seen: async () => chat.seen(),
      screen: () => screenOf(browser, chat.seen(), PLATFORMS['WhatsApp Web']),
    };
  }
}

function shown({ text, file, type, quotes }: Sent, words: ReadonlyMap<string, string>): Bubble {
  const quoted = quotes === undefined ? undefined : words.get(quotes);
  return bubble('parley', whatsappText(text), {
    html: whatsappHtml(text),
    pictures: file !== undefined && type === 'image' ? [Buffer.from(file, 'base64')] : [],
    files: type === 'document' ? ['file'] : [],
    ...(quoted === undefined ? {} : { quotes: quoted }),
  });
}
