import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEchoRuntime } from '../../model-runtime/echo.ts';
import { buildTurn, earlierEntries, READ_CHARACTERS, SYSTEM_TEXT } from '../../src/assistant/turn.ts';
import type { Said } from '../../src/conversation/entries.ts';

const person = (text: string): Asked => ({
  item: 1,
  id: 1,
  by: 'person',
  parts: [{ kind: 'text', text }],
  markdown: '',
});
type Asked = Said & { item: number };
const parley = (markdown: string): Said => ({ id: 2, by: 'parley', parts: [], markdown });
const read = (asked: Asked[], earlier: Said[] = []) =>
  buildTurn(asked, earlier, 'c').request.messages.map(({ role, content }) => [
    role,
    (content[0] as { text: string }).text,
  ]);

describe('a turn', () => {
  it('begins with the system text and ends with the question', () => {
    expect(read([person('Hello?')])).toEqual([
      ['system', SYSTEM_TEXT],
      ['user', 'Hello?'],
    ]);
  });

  it('reads several messages as one', () => {
    expect(read([person('One'), person('two')]).at(-1)).toEqual(['user', 'One\n\ntwo']);
  });

  it('says how much of a long message it read', () => {
    const { cut, request } = buildTurn([person('x'.repeat(30_000))], [], 'c');
    expect(cut).toEqual({ read: READ_CHARACTERS, all: 30_000 });
    expect((request.messages.at(-1)!.content[0] as { text: string }).text).toHaveLength(READ_CHARACTERS);
  });

  it('names parts it cannot read instead of passing over them', () => {
    const photo: Asked = {
      item: 1,
      id: 1,
      by: 'person',
      parts: [{ kind: 'image', attachment: { recipe: null }, caption: 'what is it?' }],
      markdown: '',
    };
    expect(read([photo]).at(-1)).toEqual(['user', '[image] what is it?']);
  });

  it('always has roles in turn, whatever was said by whom', () => {
    const said = fc.oneof(fc.string().map(person), fc.string().map(parley));
    fc.assert(
      fc.property(
        fc.array(fc.string().map(person), { minLength: 1, maxLength: 4 }),
        fc.array(said, { maxLength: 12 }),
        (asked, earlier) => {
          const roles = read(asked, earlier).map(([role]) => role);
          expect(roles[0]).toBe('system');
          expect(roles.at(-1)).toBe('user');
          for (let i = 1; i < roles.length; i++) expect(roles[i]).not.toBe(roles[i - 1]);
        },
      ),
    );
  });

  it('never cuts a character in two', () => {
    const { request } = buildTurn([person(`${'a'.repeat(READ_CHARACTERS - 1)}😀`)], [], 'c');
    expect((request.messages.at(-1)!.content[0] as { text: string }).text.isWellFormed()).toBe(true);
  });

  it('looks back a hundred entries, and a few for a model that reads a question alone', () => {
    expect(earlierEntries({ status: { state: 'stopped' } })).toBe(100);
    expect(earlierEntries(createEchoRuntime())).toBe(12);
  });
});
