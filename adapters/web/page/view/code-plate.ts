/** A code to link by, and how long it is valid: counted here, from what was left when it came. */
import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CodeView } from '../../protocol.ts';
import { figures, words } from '../words/words.ts';
import { CopyButton } from './copy-button.ts';
import { Ruler } from './ruler.ts';

/** Modules of white around a QR code; readers need four (ISO/IEC 18004). */
const QUIET = 4;

export function CodePlate({ code }: { code: CodeView }) {
  const { shows, number, of, validMs } = code;
  const left = useSecondsLeft(code);
  const last = number === of;
  return h(
    'div',
    null,
    shows.kind === 'qr'
      ? h('div', { class: 'qr' }, h(QrCode, { size: shows.size, path: shows.path, name: words.qrFor(left) }))
      : h(Letters, { letters: shows.letters }),
    h(Ruler, {
      label: words.timeLeftFor,
      share: (left * 1000) / validMs,
      valueText: words.timeLeft(left),
      start: last ? words.lastCode : [words.newCodeIn, ' ', h('b', null, figures.seconds(left))],
      end: words.codeOf(number, of),
    }),
  );
}

function QrCode({ size, path, name }: { size: number; path: string; name: string }) {
  const side = size + 2 * QUIET;
  return h(
    'svg',
    {
      viewBox: `${-QUIET} ${-QUIET} ${side} ${side}`,
      'shape-rendering': 'crispEdges',
      role: 'img',
      'aria-label': name,
    },
    h('rect', { class: 'light', x: -QUIET, y: -QUIET, width: side, height: side }),
    h('path', { class: 'dark', d: path }),
  );
}

function Letters({ letters }: { letters: string }) {
  const shown = `${letters.slice(0, 4)}-${letters.slice(4)}`;
  return h(
    'div',
    { class: 'pair' },
    h('output', { 'aria-label': words.pairingCode }, shown),
    h(CopyButton, { class: 'btn', text: letters, name: words.copy, label: words.copy }),
  );
}

function useSecondsLeft({ leftMs, number, shows }: CodeView): number {
  const [end, setEnd] = useState(() => Date.now() + leftMs);
  const [now, setNow] = useState(Date.now);
  const shown = shows.kind === 'qr' ? shows.path : shows.letters;
  useEffect(() => setEnd(Date.now() + leftMs), [number, shown]);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.round((end - now) / 1000));
}
