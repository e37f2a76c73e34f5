/**
 * A page that shows a chat the way a phone's app does: who said what, looks, pictures, buttons, quotes and files. Plain on
 * purpose, and no copy of any app: it is for looking at what arrived.
 */
import { readFileSync } from 'node:fs';
import { type Bubble, escaped } from './chat.ts';

export interface Platform {
  name: string;
  /** Of the chat's ground, of what the person said, and of links and buttons. */
  ground: string;
  own: string;
  accent: string;
  /** Where buttons stand: beneath their message, or beneath the chat until one is pressed. */
  buttons: 'beneath' | 'last';
}

export const PLATFORMS = {
  Telegram: { name: 'Telegram', ground: '#dfe7ec', own: '#e3f6d3', accent: '#1c6ea4', buttons: 'beneath' },
  'WhatsApp Web': { name: 'WhatsApp', ground: '#ece5dc', own: '#d9f7cd', accent: '#0b6b5b', buttons: 'beneath' },
  'WhatsApp Cloud': {
    name: 'WhatsApp Business',
    ground: '#ece5dc',
    own: '#d9f7cd',
    accent: '#0b6b5b',
    buttons: 'beneath',
  },
  Messenger: { name: 'Messenger', ground: '#ffffff', own: '#d6e8ff', accent: '#0a5cc4', buttons: 'last' },
  Instagram: { name: 'Instagram', ground: '#ffffff', own: '#e6ddff', accent: '#5a3fb0', buttons: 'last' },
} as const satisfies Record<string, Platform>;

export function chatPage(bubbles: readonly Bubble[], { name, ground, own, accent, buttons }: Platform): string {
  const rows = bubbles.map((one, index) => row(one, buttons === 'beneath' || index === bubbles.length - 1));
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Parley</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
  @font-face { font-family: Shown; src: url(${font('NotoSans-Regular')}); }
  @font-face { font-family: Shown; src: url(${font('NotoSans-Bold')}); font-weight: 700; }
  @font-face { font-family: Shown; src: url(${font('NotoSansDevanagari-Regular')}); unicode-range: U+0900-097F; }
  * { box-sizing: border-box; margin: 0; }
  body { background: ${ground}; color: #111; font: 16px/1.35 Shown, sans-serif; }
  header { background: #fff; border-bottom: 1px solid #0002; padding: 10px 14px; font-weight: 700; }
  header small { color: #555; font-weight: 400; }
  main { display: flex; flex-direction: column; gap: 8px; padding: 10px; }
  .row { display: flex; flex-direction: column; align-items: flex-start; max-width: 86%; }
  .person { align-self: flex-end; align-items: flex-end; }
  .bubble { background: #fff; border: 1px solid #0001; border-radius: 12px; overflow: hidden; }
  .white .bubble { background: #eef0f2; }
  .person .bubble, .white .person .bubble { background: ${own}; }
  .words { padding: 7px 11px; white-space: pre-wrap; overflow-wrap: anywhere; }
  .words em { color: ${accent}; font-style: normal; }
  .quote { border-left: 3px solid ${accent}; color: #555; font-size: 14px; margin: 7px 9px 0; padding-left: 7px; }
  blockquote { border-left: 3px solid ${accent}; padding-left: 8px; }
  code, pre { background: #0001; font: 14px/1.35 monospace; }
  pre { overflow-x: auto; padding: 6px; }
  img { display: block; max-width: 100%; }
  .album { display: grid; gap: 2px; grid-template-columns: 1fr 1fr; }
  .album img { height: 100%; object-fit: cover; width: 100%; }
  .file { padding: 10px 12px; }
  .buttons { display: flex; flex-wrap: wrap; gap: 5px; margin-top: 5px; }
  .buttons span { background: #fff; border: 1px solid ${accent}; border-radius: 16px; color: ${accent}; padding: 5px 13px; }
</style>
<body class="${ground === '#ffffff' ? 'white' : ''}"><header>Parley <small>${escaped(name)}</small></header><main>${rows.join('')}</main></body></html>`;
}

function row({ by, html, buttons, pictures, files, quotes }: Bubble, pressable: boolean): string {
  const images = pictures.map(
    (bytes) => `<img src="data:${mimeOf(bytes)};base64,${Buffer.from(bytes).toString('base64')}">`,
  );
  const content = [
    quotes === undefined ? '' : `<div class="quote">${escaped(shortened(quotes))}</div>`,
    images.length > 0 ? `<div class="${images.length > 1 ? 'album' : ''}">${images.join('')}</div>` : '',
    ...files.map((name) => `<div class="file">File: <u>${escaped(name)}</u></div>`),
    html === '' ? '' : `<div class="words">${html}</div>`,
  ];
  const labels = buttons.map((label) => `<span>${escaped(label)}</span>`).join('');
  return `<div class="row ${by}"><div class="bubble">${content.join('')}</div>${
    pressable && labels !== '' ? `<div class="buttons">${labels}</div>` : ''
  }</div>`;
}

/** Inside the page, so that it looks the same on every machine. */
const font = (name: string): string =>
  `data:font/ttf;base64,${readFileSync(new URL(`../../../src/assistant/pictures/fonts/${name}.ttf`, import.meta.url)).toString('base64')}`;

const mimeOf = ([first]: Uint8Array): string => (first === 0x89 ? 'image/png' : 'image/jpeg');

/** As the apps do: a line of it. */
const shortened = (text: string): string => {
  const [first = ''] = text.split('\n');
  return first.length > 60 ? `${first.slice(0, 59)}…` : first;
};
