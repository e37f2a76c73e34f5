/** The page plays WhatsApp Web for whoever is in it, and its server says what happens. */
import type { FromPage, PageSettings, ToPage } from '../protocol.ts';
import { Chat, knobs, learn, Msg, modelOf, receive } from './collections.ts';
import { createWid, MsgKey, textOf } from './ids.ts';
import { readLogin, writeLogin } from './login.ts';
import { Cmd, Conn, requireModule, Socket, tell, tellThrough } from './modules.ts';

declare const SETTINGS: PageSettings;

let said: Promise<unknown> = Promise.resolve();
let device = '';

// As on the live page, which reads its login before it knows whether it has one.
Socket.state = 'OPENING';
Object.assign(window, { require: requireModule, Debug: { VERSION: SETTINGS.version } });
void begin();

async function begin(): Promise<void> {
  const login = await readLogin();
  device = login?.device ?? crypto.randomUUID();
  Conn.ref = `REF-${device}-1`;
  // News arrives in its order. Plain text, so that the browser does not ask for leave first.
  tellThrough((news: FromPage) => {
    const body = JSON.stringify({ device, news });
    const tellNow = () => fetch(`${SETTINGS.server}/told`, { method: 'POST', body });
    said = said.then(tellNow).catch(() => {});
    return said;
  });
  const events = new EventSource(`${SETTINGS.server}/page?device=${device}`);
  events.onmessage = ({ data }) => void follow(JSON.parse(String(data)) as ToPage);
  if (!login) setState('UNPAIRED');
}

async function follow(order: ToPage): Promise<unknown> {
  switch (order.do) {
    case 'link':
      await writeLogin({ device });
      learn(order.me, order.knows);
      setState('CONNECTED');
      return sync(order.syncAfterMs);
    case 'ref':
      Conn.ref = order.ref;
      return Conn.emit('change:ref', Conn, order.ref);
    case 'code':
      return;
    case 'state':
      return setState(order.state);
    case 'receive':
      return receive(order.message);
    case 'clear': {
      const { message } = order;
      const known = Msg.get(textOf(modelOf(message, true).id));
      if (!known) return;
      Object.assign(known, modelOf(message, true), { _listeners: known._listeners });
      known.emit('change:type', known);
      return Msg.emit('change:type', known);
    }
    case 'edit': {
      const known = Msg.get(order.id);
      if (!known) return;
      const before = known.body;
      Object.assign(known, { body: order.body, latestEditSenderTimestampMs: order.at });
      return Msg.emit('change:body', known, order.body, before);
    }
    case 'revoke': {
      const known = Msg.get(order.id);
      if (!known) return;
      Object.assign(known, { type: 'revoked', body: '' });
      return Msg.emit('change:type', known);
    }
    case 'remove': {
      const known = Msg.get(order.id);
      return known && Msg.emit('remove', known);
    }
    case 'react': {
      const table = requireModule('WAWebAddonReactionTableMode') as {
        reactionTableMode: { bulkUpsert(reactions: object[]): void };
      };
      const on = Msg.get(order.on);
      if (!on) return;
      const from = createWid(order.from);
      const id = new MsgKey({ from, to: on.id.remote, id: order.id, selfDir: 'in' });
      return table.reactionTableMode.bulkUpsert([
        {
          id,
          reactionParentKey: on.id,
          reactionText: order.emoji,
          reactionTimestamp: order.t * 1000,
          author: from,
          from,
        },
      ]);
    }
    case 'ack': {
      const known = Msg.get(order.id);
      if (!known) return;
      Object.assign(known, { ack: order.ack });
      return Msg.emit('change:ack', known, order.ack);
    }
    case 'knobs':
      Object.assign(knobs, order.knobs);
      if (knobs.deaf) Object.assign(window, { onAddMessageEvent() {} });
      return tell({ told: 'turned' });
    case 'log out':
      await writeLogin(null);
      Cmd.emit('logout');
      // The live page goes to its start after the library was told.
      return setTimeout(() => location.assign('https://web.whatsapp.com/?post_logout=1'), 100);
    case 'reload':
      return location.reload();
    case 'blank':
      return location.assign('about:blank');
    default:
      return order satisfies never;
  }
}

function setState(state: string): void {
  Socket.state = state;
  Socket.emit('change:state', Socket, state);
}

/** At 0 the page has synced before anybody could listen. */
function sync(afterMs: number): void {
  const now = () => {
    Socket.hasSynced = true;
    Socket.emit('change:hasSynced', Socket, true);
    Chat.emit('change:synced');
  };
  if (afterMs === 0) now();
  else setTimeout(now, afterMs);
}
