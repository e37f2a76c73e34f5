/** Photos in WhatsApp Cloud, Messenger and Instagram, with Meta's side played. */
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import type { Product, SentMessage, StandInGraph } from '../../doubles/graph/graph.ts';
import { deliver, messagingBody, type Person, whatsAppMessages } from '../../doubles/graph/webhooks.ts';
import { type Bubble, bubble } from '../../doubles/viewer/chat.ts';
import { PLATFORMS } from '../../doubles/viewer/page.ts';
import { whatsappHtml, whatsappText } from '../../doubles/viewer/whatsapp-looks.ts';
import { until } from '../../e2e/person.ts';
import type { Door, Guest } from './guest.ts';
import { screenOf } from './screen.ts';
import { interleaved } from './transcript.ts';

const CHANNELS = {
  whatsapp: { name: 'WhatsApp Cloud', hook: 'whatsapp-cloud' },
  messenger: { name: 'Messenger', hook: 'messenger' },
  instagram: { name: 'Instagram', hook: 'instagram' },
} as const satisfies Record<Product, { name: keyof typeof PLATFORMS; hook: string }>;

export interface MetaSide {
  graph: StandInGraph;
  /** As webhooks name it. */
  account: string;
  /** As it sends: an Instagram account behind a page sends as the page. */
  sender: string;
  appSecret: string;
  service: () => string;
}

/** A message of theirs, in this product's form. */
type Content =
  | { kind: 'text'; text: string }
  | { kind: 'choice'; label: string; value: string }
  | { kind: 'photos'; photos: readonly Buffer[]; words: string };

/** Its id, and the webhook's body that brings it. */
type Sending = readonly [id: string, body: object];

export function metaDoor(product: Product, side: MetaSide, browser: Browser): Door {
  const { graph, account, sender, appSecret } = side;
  const { name, hook } = CHANNELS[product];
  let people = 0;
  return { name, tables: 'lines', guest };

  async function guest(who: string): Promise<Guest> {
    people += 1;
    const digits = `551198765${String(people).padStart(4, '0')}`;
    const to = product === 'whatsapp' ? `BR.1349120865530274${people}` : digits;
    const person: Person = { number: digits, userId: to, name: who };
    /** What WhatsApp shows typing under; the others show it to a person. */
    const own = new Set<string>();
    const sent = () => graph.sent.filter((one) => one.account === sender && one.to === to);
    const newest = () => sent().at(-1);

    const post = async (content: Content) => {
      graph.heard(sender, to);
      for (const [id, body] of bodiesOf(content)) {
        own.add(id);
        const { received } = await deliver(body, { url: `${side.service()}/hooks/${hook}`, appSecret });
        expect(received).toBe(true);
      }
    };
    const bodiesOf = (content: Content): Sending[] =>
      product === 'whatsapp' ? whatsAppBodies(content, person) : sendApiBodies(content, to);
    const press = async (label: string) => {
      const holding = () => sent().findLast(({ labels }) => labels.includes(label));
      await until(holding).toBeDefined();
      const { labels, choices } = holding()!;
      await post({ kind: 'choice', label, value: choices[labels.indexOf(label)]! });
    };

    await post({ kind: 'text', text: 'hello' });
    await press('Switch on');
    await until(() => newest()?.text).toMatch(/^I’m on/);
    const chat = interleaved(sent, shown);
    return {
      async writes(text) {
        chat.says(bubble('person', text));
        await post({ kind: 'text', text });
      },
      async sends(photos, words = '') {
        // Only WhatsApp's app has words beneath a photo; elsewhere they follow.
        if (product === 'whatsapp') {
          for (const [index, bytes] of photos.entries())
            chat.says(bubble('person', index === 0 ? words : '', { pictures: [bytes] }));
          return post({ kind: 'photos', photos, words });
        }
        chat.says(bubble('person', '', { pictures: [...photos] }));
        await post({ kind: 'photos', photos, words: '' });
        if (words === '') return;
        chat.says(bubble('person', words));
        await post({ kind: 'text', text: words });
      },
      async presses(label) {
        await until(() => chat.seen().some(({ buttons }) => buttons.includes(label))).toBe(true);
        chat.says(bubble('person', label));
        await press(label);
      },
      async atWork() {
        const ours = (shown: string) =>
          product === 'whatsapp' ? own.has(shown.replace('typing ', '')) : shown === `typing_on ${to}`;
        return graph.shown.filter(ours).length;
      },
      seen: async () => chat.seen(),
      screen: () => screenOf(browser, chat.seen(), PLATFORMS[name]),
    };
  }

  function shown({ text, labels, file, quotes }: SentMessage): Bubble {
    const words = file && /^\[\w+\]$/.test(text) ? '' : text;
    const isPicture = file?.mime.startsWith('image/') ?? false;
    return bubble('parley', product === 'whatsapp' ? whatsappText(words) : words, {
      ...(product === 'whatsapp' ? { html: whatsappHtml(words) } : {}),
      buttons: labels,
      pictures: file && isPicture ? [file.bytes] : [],
      files: file && !isPicture ? [file.name] : [],
      ...(quotes === undefined ? {} : { quotes: 'your message' }),
    });
  }

  function whatsAppBodies(content: Content, person: Person): Sending[] {
    const message = (fields: Record<string, unknown>): Sending => {
      const id = `wamid.${randomUUID()}`;
      return [id, whatsAppMessages(account, person, [{ id, ...fields }])];
    };
    switch (content.kind) {
      case 'text':
        return [message({ type: 'text', text: { body: content.text } })];
      case 'choice': {
        const button_reply = { id: content.value, title: content.label };
        return [message({ type: 'interactive', interactive: { type: 'button_reply', button_reply } })];
      }
      case 'photos':
        return content.photos.map((bytes, index) => {
          const { id } = graph.host({ mime: 'image/jpeg', bytes });
          const caption = index === 0 && content.words !== '' ? { caption: content.words } : {};
          return message({ type: 'image', image: { id, mime_type: 'image/jpeg', ...caption } });
        });
      default:
        return content satisfies never;
    }
  }

  function sendApiBodies(content: Content, person: string): Sending[] {
    const body = (message: object): Sending => {
      const mid = `m_${randomUUID()}`;
      const event = {
        ...{ sender: { id: person }, recipient: { id: account }, timestamp: Date.now() },
        message: { mid, ...message },
      };
      return [mid, messagingBody(product === 'messenger' ? 'page' : 'instagram', account, [event])];
    };
    switch (content.kind) {
      case 'text':
        return [body({ text: content.text })];
      case 'choice':
        return [body({ text: content.label, quick_reply: { payload: content.value } })];
      case 'photos': {
        const attachments = content.photos.map((bytes) => ({
          type: 'image',
          payload: { url: graph.host({ mime: 'image/jpeg', bytes }).url },
        }));
        return [body({ attachments })];
      }
      default:
        return content satisfies never;
    }
  }
}
