import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonical,
  kindOf,
  messageId,
  parseMessageId,
  plainId,
  samePerson,
  sentByPage,
} from '../../../adapters/whatsapp-web/ids.ts';

test.each([
  ['4915112345678@c.us', 'person'],
  ['4915112345678@s.whatsapp.net', 'person'],
  ['98765432101234@lid', 'person'],
  ['120363021234567890@g.us', 'group'],
  ['4915112345678-1600000000@g.us', 'group'],
  ['status@broadcast', 'other'],
  ['1600000000@broadcast', 'other'],
  ['120363021234567890@newsletter', 'other'],
  ['', 'other'],
  ['anything', 'other'],
] as const)('%s is a %s', (id, kind) => {
  expect(kindOf(id)).toBe(kind);
});

describe('one person, two ids', () => {
  const both = { lid: '98765@lid', phone: '49151@c.us' };
  test('is known by the hidden one, which outlives a change of number', () => {
    expect(canonical('49151@c.us', both)).toBe('98765@lid');
    expect(canonical('98765@lid', both)).toBe('98765@lid');
    expect(canonical('49151@c.us')).toBe('49151@c.us');
  });
  test('is recognised under either, and from each of their devices', () => {
    for (const id of ['49151@c.us', '49151:12@c.us', '49151@s.whatsapp.net', '98765:3@lid'])
      expect(samePerson(id, both)).toBe(true);
    expect(samePerson('49152@c.us', both)).toBe(false);
    expect(samePerson('49151@c.us', {})).toBe(false);
  });
  test('a group is nobody, whatever is known', () => {
    expect(canonical('1203630@g.us', both)).toBe('1203630@g.us');
  });
});

test('the name of a message can be read back, with its participant', () => {
  const user = fc.stringMatching(/^\d{5,15}$/);
  const name = fc.record(
    {
      fromMe: fc.boolean(),
      chat: user.map((digits) => `${digits}@c.us`),
      stanza: fc.stringMatching(/^[0-9A-F]{16,32}$/),
      participant: user.map((digits) => `${digits}@lid`),
    },
    { requiredKeys: ['fromMe', 'chat', 'stanza'] },
  );
  fc.assert(
    fc.property(name, (one) => {
      expect(parseMessageId(messageId(one))).toEqual(one);
    }),
  );
});

test('anything else is no name of a message, and never throws', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const name = parseMessageId(text);
      if (name) expect(name.chat).toContain('@');
      expect(() => plainId(text)).not.toThrow();
    }),
  );
});

test('what a page sent is told from what a phone sent', () => {
  expect(sentByPage('3EB0C1B3F086F53037E192')).toBe(true);
  expect(sentByPage('3A1234567890ABCDEF12')).toBe(false);
  expect(sentByPage('AC4F0D8E2B9A7C6D5E4F3A2B1C0D9E8F')).toBe(false);
});
