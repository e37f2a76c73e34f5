/** Linking a number of WhatsApp: what it means, a code to scan or to type, how far it is, and which chats to switch on. */
import { type ComponentChild, h } from 'preact';
import { useState } from 'preact/hooks';
import type { ConnectionView, ServiceState } from '../../protocol.ts';
import { noticeText } from '../record/notice-text.ts';
import { figures, words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { CodePlate } from './code-plate.ts';
import { icon, standingGlyph } from './glyphs.ts';
import { inline } from './inline.ts';
import { LinkedChats } from './linked-chats.ts';

type Way = 'scan' | 'type';

export function ConnectScreen({ service }: { service: ServiceState }) {
  const { connections = [] } = service;
  return h(
    'div',
    { id: 'log', class: 'screen', tabIndex: 0, role: 'region', 'aria-label': words.connectTitle },
    h(
      'div',
      { class: 'inner' },
      connections.length === 0 && h('p', null, words.connectNone),
      connections.map((connection) =>
        h(Linking, { key: connection.account, connection, named: connections.length > 1 }),
      ),
    ),
  );
}

function Linking({ connection, named }: { connection: ConnectionView; named: boolean }) {
  const { step, account } = connection;
  // Whoever reads this on the phone itself cannot scan its screen.
  const [way, setWay] = useState<Way>(() => (matchMedia('(pointer: coarse)').matches ? 'type' : 'scan'));
  const linked = step.name === 'linked' || step.name === 'connected';
  const shown = step.name === 'code' ? (step.code.shows.kind === 'qr' ? 'scan' : 'type') : way;
  return h(
    'section',
    { class: 'linking' },
    named && h('p', { class: 'meta' }, h('bdi', null, account)),
    h('h2', { class: 'display' }, heading(connection, shown)),
    h('p', { class: 'sublead' }, words.connectLead),
    h(Trouble, { connection }),
    !linked && h(Risk, null),
    !linked && h(Tabs, { id: account, way, onChoose: setWay }),
    !linked &&
      h(
        'div',
        { class: 'wa', role: 'tabpanel', id: `panel-${account}`, 'aria-labelledby': `${way}-${account}` },
        h('div', null, h(Left, { connection, way })),
        h('div', null, h(HowTo, { way }), h(Ladder, { connection, way })),
      ),
    linked && h(Ladder, { connection, way }),
    linked && h(LinkedChats, { account }),
    (linked || connection.trouble !== undefined) && h(Unlink, { account }),
  );
}

function heading({ step }: ConnectionView, way: Way): string {
  return step.name === 'code' ? words.connectHeading[way] : words.connectHeading[step.name];
}

function Trouble({ connection: { trouble, since } }: { connection: ConnectionView }) {
  if (!trouble) return null;
  return h(
    'div',
    { class: 'notice bad', role: 'alert' },
    standingGlyph(trouble.remedy === undefined ? 'busy' : 'bad'),
    h(
      'div',
      null,
      h('p', null, h('b', null, trouble.what), ' ', since > 0 && words.since(figures.time(since))),
      trouble.remedy !== undefined && h('p', null, trouble.remedy),
    ),
  );
}

function Risk() {
  return h(
    'div',
    { class: 'notice warn' },
    standingGlyph('you'),
    h(
      'div',
      null,
      h('p', null, h('b', null, words.connectRisk), ' ', words.connectRiskMore),
      h('p', null, words.connectSilence),
      h('p', null, words.connectPolicy),
    ),
  );
}

function Tabs({ id, way, onChoose }: { id: string; way: Way; onChoose(way: Way): void }) {
  const ways: [Way, string][] = [
    ['scan', words.scanCode],
    ['type', words.typeCode],
  ];
  const other = way === 'scan' ? 'type' : 'scan';
  return h(
    'div',
    {
      class: 'tabs',
      role: 'tablist',
      'aria-label': words.wayToConnect,
      onKeyDown(event: KeyboardEvent) {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        onChoose(other);
        document.getElementById(`${other}-${id}`)?.focus();
      },
    },
    ways.map(([name, label]) =>
      h(
        'button',
        {
          key: name,
          type: 'button',
          role: 'tab',
          id: `${name}-${id}`,
          'aria-controls': `panel-${id}`,
          'aria-selected': way === name,
          tabIndex: way === name ? 0 : -1,
          onClick: () => onChoose(name),
        },
        label,
      ),
    ),
  );
}

/** The code, or the way to one. */
function Left({
  connection: { step, account, trouble },
  way,
}: {
  connection: ConnectionView;
  way: Way;
}): ComponentChild {
  const fits = step.name === 'code' && (step.code.shows.kind === 'qr') === (way === 'scan');
  if (step.name === 'code' && fits) return h(CodePlate, { key: step.code.number, code: step.code });
  if (step.name === 'starting') return h('p', { class: 'under' }, words.startingBrowser);
  return h(AskForCode, { account, way, again: trouble !== undefined });
}

/** `again`: it was linked, and may still be. */
function AskForCode({ account, way, again }: { account: string; way: Way; again: boolean }) {
  const { link } = useActions();
  const [phone, setPhone] = useState('');
  const [asked, setAsked] = useState(false);
  const id = `phone-${account}`;
  const label = way === 'type' ? words.getCode : again ? words.connectAgain : words.showCode;
  async function ask(event: Event) {
    event.preventDefault();
    setAsked(true);
    await link(account, way === 'type' ? phone : undefined);
    setAsked(false);
  }
  return h(
    'form',
    { class: 'ask', onSubmit: ask },
    way === 'type' && [
      h('label', { for: id }, words.phoneNumber),
      h('input', {
        id,
        type: 'tel',
        dir: 'ltr',
        autocomplete: 'tel',
        required: true,
        placeholder: '+49 151 23456789',
        value: phone,
        onInput: (event: InputEvent) => setPhone((event.currentTarget as HTMLInputElement).value),
      }),
    ],
    h('button', { type: 'submit', class: 'btn go', disabled: asked }, label),
  );
}

function HowTo({ way }: { way: Way }) {
  return h(
    'ol',
    { class: 'how' },
    (way === 'scan' ? words.howToScan : words.howToType).map((step, index) =>
      h('li', { key: step }, h('b', { 'aria-hidden': 'true' }, index + 1), h('span', null, inline(noticeText(step)))),
    ),
  );
}

/** Four steps; the last is ticked by a message, because nothing else proves anything. */
function Ladder({ connection: { step, holdMs, lastInboundAt }, way }: { connection: ConnectionView; way: Way }) {
  const at = { off: -1, starting: -1, code: 1, linked: 3, connected: 4 }[step.name];
  const now = step.name === 'linked' && step.watching ? 2 : at;
  const { ready, watching, proven } = words.ladder;
  const rungs = [ready, words.ladder[way], watching(holdMs / 1000), proven];
  return h(
    'ul',
    { class: 'ladder', 'aria-label': words.progress },
    rungs.map((words, index) =>
      h(
        'li',
        { key: index, 'aria-current': index === now ? 'step' : undefined },
        index < now ? icon('check') : standingGlyph(index === now ? 'busy' : 'off'),
        h('span', null, words),
      ),
    ),
    lastInboundAt !== undefined &&
      h('li', { key: 'last' }, h('span', null), h('span', null, words.lastMessageIn(figures.time(lastInboundAt)))),
  );
}

function Unlink({ account }: { account: string }) {
  const { unlink } = useActions();
  const [sure, setSure] = useState(false);
  if (!sure)
    return h(
      'div',
      { class: 'acts unlink' },
      h('button', { type: 'button', class: 'btn', onClick: () => setSure(true) }, words.unlink),
    );
  return h(
    'div',
    { class: 'acts unlink', role: 'group', 'aria-label': words.unlinkSure },
    h('span', null, words.unlinkSure),
    h(
      'button',
      { type: 'button', class: 'btn', onClick: () => unlink(account).then(() => setSure(false)) },
      words.unlink,
    ),
    h('button', { type: 'button', class: 'btn', onClick: () => setSure(false) }, words.keep),
  );
}
