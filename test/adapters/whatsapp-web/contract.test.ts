/** WhatsApp on one's own number, asked what every channel is asked: in a real browser, against the stand-in. */
import { afterAll, beforeAll } from 'vitest';
import { bodyOf } from '../../../adapters/whatsapp-web/encode.ts';
import { channelContract, type ScriptedHost } from '../../contract/channel.ts';
import { StandInWhatsApp } from '../../doubles/whatsapp-web/stand-in.ts';
import { openAccount } from './account.ts';

const whatsApp = new StandInWhatsApp();
const BEN = '15551234567@c.us';
let numbers = 4917600000000;

beforeAll(() => whatsApp.start());
afterAll(() => whatsApp.close());

async function open(host: ScriptedHost) {
  numbers += 1;
  const phone = whatsApp.phone(String(numbers));
  let settled = () => {};
  let received = false;
  // The page has the message at once and cannot be told otherwise; what counts is whether it was taken for good.
  const listening: ScriptedHost = Object.assign(Object.create(host) as ScriptedHost, {
    admit: async (events: Parameters<ScriptedHost['admit']>[0]) => {
      const results = await host.admit(events);
      received = results.every(({ status }) => status !== 'refused');
      settled();
      return results;
    },
  });
  const account = await openAccount(whatsApp, phone, { host: listening });
  const happen = async (what: () => void) => {
    const taken = new Promise<void>((done) => {
      settled = done;
    });
    received = false;
    what();
    await Promise.race([taken, new Promise((done) => setTimeout(done, 5_000))]);
    return received ? ('received' as const) : ('not received' as const);
  };
  const quietly = async (what: () => void) => {
    what();
    await new Promise((done) => setTimeout(done, 150));
    return 'received' as const;
  };
  return {
    get channel() {
      return account.channel;
    },
    say: (text: string, id: string) => happen(() => phone.receive({ from: BEN, body: text, stanza: `AC${id}` })),
    sayTogether: async (messages: readonly { text: string; id: string }[]) => {
      for (const { text, id } of messages) phone.receive({ from: BEN, body: text, stanza: `AC${id}` });
    },
    besides: {
      'the echo of a send of ours': async () => {
        const { address } = host.admitted[0]!;
        const reply = { key: 'echoed', kind: 'answer' as const, markdown: 'ours' };
        for (const part of await account.channel.encode(reply, address)) await account.channel.send(part, 'echoed:0');
        return quietly(() => {});
      },
      'a message of our own account': () => quietly(() => phone.write(BEN, 'by hand')),
      'a kind nobody knows': () => quietly(() => phone.receive({ from: BEN, type: 'telepathy' })),
      'a broken event': () => quietly(() => phone.receive({ from: 'nobody', body: 'x' })),
    },
    oddities: {
      'a status update': () => quietly(() => phone.receive({ from: 'status@broadcast', body: 'look' })),
      'a channel': () => quietly(() => phone.receive({ from: '120363021234567890@newsletter', body: 'news' })),
      'a call': () => quietly(() => phone.receive({ from: BEN, type: 'call_log' })),
      'a note on encryption': () => quietly(() => phone.receive({ from: BEN, type: 'e2e_notification' })),
      'what cannot be read yet': () => quietly(() => phone.receive({ from: BEN, type: 'ciphertext' })),
    },
    textOf: (part: Parameters<typeof bodyOf>[0]) => {
      const body = bodyOf(part);
      return body.kind === 'file' ? body.file.name : body.text;
    },
    fileOf: (part: Parameters<typeof bodyOf>[0]) => {
      const body = bodyOf(part);
      return body.kind === 'words as file' ? body.text : null;
    },
    shown: async () => phone.shown(),
    restart: () => account.restart(),
    secrets: ['ADV', 'REF-'],
    close: () => account.close(),
  };
}

channelContract('WhatsApp on a number of one’s own', open);
