/** WhatsApp's marks as HTML and as the letters that remain (https://faq.whatsapp.com/539178204879377). */
import { escaped } from './chat.ts';

const LOOKS = [
  ['*', 'b'],
  ['_', 'i'],
  ['~', 's'],
] as const;
/** A word joiner keeps a mark from being one; nobody sees it. */
const JOINER = /\u2060/g;

export function whatsappHtml(text: string): string {
  return text
    .split(/^```\n?([\s\S]*?)\n?```$/gm)
    .map((part, index) =>
      index % 2 === 1 ? `<pre>${escaped(part)}</pre>` : escaped(part).split('\n').map(line).join('\n'),
    )
    .join('')
    .replace(JOINER, '');
}

function line(text: string): string {
  if (text.startsWith('&gt; ')) return `<blockquote>${line(text.slice(5))}</blockquote>`;
  const listed = text.replace(/^[-*] /, '• ');
  return listed
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? `<code>${part}</code>` : looks(part)))
    .join('');
}

const looks = (text: string): string =>
  LOOKS.reduce((html, [mark, tag]) => {
    const pair = new RegExp(
      `(?<![\\p{L}\\p{N}\\u2060])[${mark}](\\S(?:[^\\n]*?\\S)?)[${mark}](?![\\p{L}\\p{N}\\u2060])`,
      'gu',
    );
    return html.replace(pair, `<${tag}>$1</${tag}>`);
  }, text);

export const whatsappText = (text: string): string =>
  whatsappHtml(text)
    .replace(/<\/?(?:b|i|s|code|pre|blockquote)>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
