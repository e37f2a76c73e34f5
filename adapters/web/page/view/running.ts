/** The answer in the making: what is being done until the first word, then the text with the flag behind it. */
import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Running } from '../record/conversation.ts';
import { words } from '../words/words.ts';
import { blocks } from './blocks.ts';
import { standingGlyph } from './glyphs.ts';

/** `live`: the connection stands. Without it nothing ticks and no flag flies, as nothing is known. */
export function RunningAnswer({ running, live }: { running: Running; live: boolean }) {
  const begun = running.blocks.length > 0;
  return h(
    'div',
    { class: 'ans' },
    begun
      ? blocks(running.blocks, { caret: live, arriving: true })
      : h(PhaseLine, { phase: running.phase, startedAt: running.startedAt, live }),
  );
}

/** Nothing is known of it but that it is being made. */
export function AnswerBegun() {
  return h('div', { class: 'ans' }, h('p', { class: 'meta phase' }, standingGlyph('busy'), ' ', words.answering));
}

interface PhaseProps {
  phase: Running['phase'];
  startedAt: number;
  live: boolean;
}

function PhaseLine({ phase, startedAt, live }: PhaseProps) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!live) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [live, startedAt]);
  const seconds = Math.max(0, Math.floor((now - startedAt) / 1000));
  return h(
    'p',
    { class: 'meta num phase' },
    standingGlyph('busy'),
    ' ',
    words.phase(phase),
    ', ',
    words.secondsLong(seconds),
  );
}
