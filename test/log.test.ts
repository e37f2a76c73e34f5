import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog, withoutSecrets } from '../src/log.ts';

const collect = (secrets: string[] = []) => {
  const lines: string[] = [];
  return { lines, log: createLog({ write: (line) => lines.push(line) }, 'trace', () => secrets) };
};

describe('the log', () => {
  it('holds ids and times', () => {
    const { log, lines } = collect();
    log.info({ lane: 'in:abc', ms: 3 }, 'done');
    expect(JSON.parse(lines[0]!)).toMatchObject({ lane: 'in:abc', ms: 3, msg: 'done' });
  });

  it('removes what a person wrote, at the depths things are logged at', () => {
    const { log, lines } = collect();
    log.info({ text: 'my secret plan', item: { parts: ['my secret plan'], markdown: 'my secret plan' } }, 'taken');
    expect(lines.join()).not.toContain('my secret plan');
  });

  it('tells of an error its type, message and stack, and nothing that hangs on it', () => {
    const { log, lines } = collect();
    log.error({ err: Object.assign(new TypeError('bad'), { request: { words: 'private words' } }) }, 'failed');
    expect(JSON.parse(lines[0]!).err).toMatchObject({ type: 'TypeError', message: 'bad' });
    expect(lines.join()).not.toContain('private words');
  });

  it('never holds a secret, wherever it hides', () => {
    const secret = fc
      .string({ minLength: 4, maxLength: 40, unit: 'grapheme-ascii' })
      .filter((text) => text.trim().length >= 4 && !/^[\s"{},:\w-]*$/.test(text));
    fc.assert(
      fc.property(secret, fc.constantFrom('message', 'field', 'url', 'error'), (value, where) => {
        const { log, lines } = collect([value]);
        if (where === 'message') log.info(`before ${value} after`);
        if (where === 'field') log.info({ deep: { deeper: value } }, 'field');
        if (where === 'url') log.info({ url: `http://host/?key=${encodeURIComponent(value)}` }, 'url');
        if (where === 'error') log.error({ err: new Error(`refused ${value}`) }, 'error');
        const text = lines.join();
        return ![value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)].some(
          (form) => form.length > 3 && text.includes(form),
        );
      }),
    );
  });

  it('leaves a line without secrets as it is', () => {
    expect(withoutSecrets('{"a":1}', ['abcdef'])).toBe('{"a":1}');
  });
});
