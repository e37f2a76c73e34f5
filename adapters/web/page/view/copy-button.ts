/** Copies, and says so for two seconds: on the button, and in the status region. */
import { type ComponentChild, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { words } from '../words/words.ts';
import { useActions } from './actions.ts';
import { copyText } from './clipboard.ts';
import { icon } from './glyphs.ts';

const SAYS_SO_MS = 2000;

interface CopyProps {
  class: string;
  text: string;
  /** For screen readers, where the label alone does not say what is copied. */
  name: string;
  /** Without one the button is its icon. */
  label?: ComponentChild;
}

export function CopyButton({ class: look, text, name, label }: CopyProps) {
  const { say } = useActions();
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), SAYS_SO_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    const done = await copyText(text);
    setOutcome(done ? 'copied' : 'failed');
    say(done ? words.copied : words.notCopied);
  }
  const said = outcome && (outcome === 'copied' ? words.copied : words.notCopied);
  return h(
    'button',
    { type: 'button', class: look, 'aria-label': said ?? name, onClick: copy },
    icon(outcome === 'copied' ? 'check' : 'copy'),
    label !== undefined && (said ?? label),
  );
}
