import { describe, expect, it } from 'vitest';
import { createModelLines } from '../src/greeting.ts';
import { createTerminal } from '../src/terminal.ts';

const screen = (isTTY: boolean) => {
  const out = { text: '', isTTY, columns: 60, write: (text: string) => (out.text += text) };
  return out;
};

describe('the terminal', () => {
  it('rewrites one line while something is fetched, and never wraps it', () => {
    const out = screen(true);
    const terminal = createTerminal(out);
    for (const share of [0.1, 0.5, 1]) terminal.progress('model', 'down', share, 'x'.repeat(100));
    terminal.line('✓', 'model', 'ready');
    expect(out.text.split('\n')).toHaveLength(3);
    for (const line of out.text.split(/[\r\n]/)) expect(line.replace('\u001b[K', '').length).toBeLessThan(60);
  });

  it('without a terminal says each step once and every 5 %', () => {
    const out = screen(false);
    const terminal = createTerminal(out);
    for (let i = 0; i <= 100; i++) terminal.progress('model', 'down', i / 100, `${i} %`);
    expect(out.text.trim().split('\n')).toHaveLength(21);
  });

  it('puts a link on a line of its own', () => {
    const out = screen(true);
    const terminal = createTerminal(out);
    terminal.progress('model', 'down', 0.5, 'half');
    terminal.alone('http://127.0.0.1:4747/#k=abc');
    expect(out.text.split('\n')).toContain('http://127.0.0.1:4747/#k=abc');
  });

  it('names each source that failed, and the remedy, once', () => {
    const out = screen(false);
    const lines = createModelLines(createTerminal(out));
    const failed = {
      state: 'failed' as const,
      message: 'No model can be had.',
      tried: [{ source: 'the hub', why: 'no network' }],
      remedy: 'Connect.',
    };
    lines(failed);
    lines(failed);
    expect(out.text.match(/no network/g)).toHaveLength(1);
    expect(out.text).toContain('Connect.');
  });
});
