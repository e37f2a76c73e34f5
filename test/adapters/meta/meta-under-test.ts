/** One of Meta's channels behind the real door, with the stand-in for the Graph API on its other side. */
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import type { Channel, Host } from '../../../adapters/contract.ts';
import { createInstagramChannel } from '../../../adapters/instagram/instagram.ts';
import { createMessengerChannel } from '../../../adapters/messenger/messenger.ts';
import type { Forget } from '../../../adapters/meta/deletion.ts';
import { createWhatsAppCloudChannel } from '../../../adapters/whatsapp-cloud/whatsapp-cloud.ts';
import { openDoor } from '../../../src/http.ts';
import { createSessions } from '../../../src/session.ts';
import type { ChannelDriver, ScriptedHost, Trouble } from '../../contract/channel.ts';
import { type Fault, type GraphAccount, type Product, startGraph } from '../../doubles/graph/graph.ts';
import {
  deliver,
  messagingBody,
  messagingText,
  type Person,
  whatsAppMessages,
  whatsAppText,
} from '../../doubles/graph/webhooks.ts';

export const APP_SECRET = 'app-secret-0123456789abcdef';
export const VERIFY_TOKEN = 'verify-token-0123456789';
export const APP_ID = '1517776481860111';
export const ACCOUNTS: { [Name in Product]: string } = {
  whatsapp: '106540352242922',
  messenger: '100123456789012',
  instagram: '17841400000000001',
};
/** The same account has another id in the other flavour. */
export const OTHER_INSTAGRAM_ID = '178414111111111';
export const PAGE_OF_INSTAGRAM = '100999999999999';

/** One person on each platform. */
export const ANA: { [Name in Product]: string } = {
  whatsapp: 'BR.13491208655302741918',
  messenger: '7711223344556677',
  instagram: '6622334455667788',
};
const ANA_ON_WHATSAPP: Person = { number: '5511987654321', userId: ANA.whatsapp, name: 'Ana' };

export const PROFILE = [
  { language: 'en', menu: [{ title: 'Help', command: '/help' }], questions: ['What can you do?'] },
  { language: 'fr', menu: [{ title: 'Aide', command: '/help' }], questions: ['Que sais-tu faire ?'] },
];

export interface MetaOptionsUnderTest {
  /** Instagram only: by the page it is linked to. */
  linked?: boolean;
  forget?: Forget;
}

export type MetaUnderTest = Awaited<ReturnType<typeof openMeta>>;

export async function openMeta(
  product: Product,
  host: ScriptedHost,
  { linked = false, forget }: MetaOptionsUnderTest = {},
) {
  const token = `token-${randomBytes(12).toString('hex')}`;
  const account = ACCOUNTS[product];
  const known: GraphAccount = { product, id: linked ? PAGE_OF_INSTAGRAM : account, token, linked };
  const graph = await startGraph([known]);
  let door = await opened();
  let channel = await started();

  async function opened() {
    const made = openDoor({
      sessions: createSessions({ secret: randomBytes(32), id: 'test', operatorToken: undefined }),
      hostNames: [],
      log: pino({ level: 'silent' }),
      onLink: () => '',
      files: async () => false,
      paced: true,
    });
    return made;
  }
  async function started(): Promise<Channel> {
    const app = {
      appSecret: APP_SECRET,
      verifyToken: VERIFY_TOKEN,
      appId: APP_ID,
      forget,
      publicUrl: 'https://parley.example',
    };
    const options = { ...app, graph: graph.base, token };
    const made =
      product === 'whatsapp'
        ? createWhatsAppCloudChannel({ ...options, numberId: account })
        : product === 'messenger'
          ? createMessengerChannel({ ...options, pageId: account, profile: PROFILE })
          : createInstagramChannel({
              ...options,
              accountIds: [account, OTHER_INSTAGRAM_ID],
              pageId: linked ? PAGE_OF_INSTAGRAM : undefined,
              profile: PROFILE,
            });
    // What a test changes on the host counts at once.
    const offered: Host = {
      ...host,
      hook: door.hook,
      admit: (events) => host.admit(events),
      file: (id) => host.file(id),
    };
    await made.start(offered);
    return made;
  }

  let { url } = await door.listen('127.0.0.1', 0);
  const under = {
    product,
    account,
    graph,
    token,
    get channel() {
      return channel;
    },
    hook: (path = '') => `${url}/hooks/${channel.id}${path}`,
    /** Hands a body over as the platform does, once. */
    post: (body: object) => deliver(body, { url: under.hook(), appSecret: APP_SECRET, tries: 1 }),
    /** A message of Ana's, which opens the window over there as well. */
    async say(text: string, id: string) {
      graph.heard(known.id, ANA[product]);
      const object = product === 'messenger' ? 'page' : 'instagram';
      return under.post(
        product === 'whatsapp'
          ? whatsAppText(account, ANA_ON_WHATSAPP, `wamid.${id}`, text)
          : messagingText(object, account, ANA[product], `m_${id}`, text),
      );
    },
    /** Messages of Ana's in one body. */
    async sayTogether(messages: readonly { text: string; id: string }[]) {
      graph.heard(known.id, ANA[product]);
      const texts = messages.map(({ text, id }) => ({ id: `wamid.${id}`, type: 'text', text: { body: text } }));
      const events = messages.map(({ text, id }) => ({
        ...{ sender: { id: ANA[product] }, recipient: { id: account }, timestamp: Date.now() },
        message: { mid: `m_${id}`, text },
      }));
      const object = product === 'messenger' ? 'page' : 'instagram';
      return under.post(
        product === 'whatsapp'
          ? whatsAppMessages(account, ANA_ON_WHATSAPP, texts)
          : messagingBody(object, account, events),
      );
    },
    address: () => ({ channel: channel.id, account, chat: ANA[product] }),
    async restart() {
      await channel.stop();
      await door.close(0);
      door = await opened();
      channel = await started();
      ({ url } = await door.listen('127.0.0.1', 0));
    },
    async close() {
      await channel.stop();
      await door.close(0);
      await graph.close();
    },
  };
  return under;
}

const TROUBLES: { [Kind in Trouble]: Fault } = {
  cut: { kind: 'cut' },
  refused: { kind: 'code', status: 400, code: 100 },
  busy: { kind: 'code', status: 400, code: 4 },
};

/** For the suite every channel has to pass. */
export function driverOf(
  under: MetaUnderTest,
  asides: Required<Pick<ChannelDriver, 'besides' | 'oddities'>>,
): ChannelDriver {
  return {
    get channel() {
      return under.channel;
    },
    say: async (text, id) => ((await under.say(text, id)).received ? 'received' : 'not received'),
    sayTogether: under.sayTogether,
    ...asides,
    textOf: ({ body }) => textOf(body),
    fileOf: ({ body }) => (body as { upload?: { text?: string } }).upload?.text ?? null,
    shown: async () => under.graph.sent.map(({ text }) => text),
    trouble: (kind) => void under.graph.faults.push(TROUBLES[kind]),
    restart: under.restart,
    secrets: [under.token, APP_SECRET, VERIFY_TOKEN],
    close: under.close,
  };
}

/** The words of a part, in whichever of the three shapes. */
export function textOf(body: unknown): string {
  const { message } = body as {
    message: { text?: string | { body: string }; interactive?: { body: { text: string } } };
  };
  const { text, interactive } = message;
  return interactive?.body.text ?? (typeof text === 'string' ? text : (text?.body ?? ''));
}
