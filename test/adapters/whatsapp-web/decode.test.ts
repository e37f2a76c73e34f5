import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeEdit,
  decodeGone,
  decodeMembership,
  decodeMove,
  decodeReaction,
  decodeRenamed,
} from '../../../adapters/whatsapp-web/decode.ts';
import { readMessage, readReaction } from '../../../adapters/whatsapp-web/raw.ts';
import {
  around,
  BEN,
  BEN_LID,
  decoded,
  event,
  GROUP,
  heard,
  ME,
  NOW,
  pageKey,
  pageMessage,
  partsOf,
  wid,
} from './page-message.ts';

const BOTH = { phone: BEN, lid: BEN_LID };
const file = (type: string, mimetype: string, more: object = {}) =>
  pageMessage({ type, body: '/9j/4AAQSkZJRg==', directPath: '/v/t62', mimetype, size: 1234, ...more });

describe('where a message comes from', () => {
  test.each([
    [BEN, BEN],
    [BEN_LID, BEN_LID],
    ['15551234567@s.whatsapp.net', BEN],
  ])('a private chat under %s', (chat, known) => {
    expect(event(pageMessage({ key: { chat } }))).toMatchObject({
      kind: 'message',
      address: { channel: 'whatsapp-web', account: 'main', chat: known },
      addressed: true,
    });
  });

  test('a group, with who wrote in it', () => {
    const one = event(pageMessage({ key: { chat: GROUP, participant: BEN_LID }, author: wid(BEN_LID) }));
    expect(one).toMatchObject({ address: { chat: GROUP, group: true }, member: { id: BEN_LID, name: 'Ben' } });
  });

  test.each([
    ['status updates', 'status@broadcast'],
    ['channels', '120363021234567890@newsletter'],
    ['broadcast lists', '1600000000@broadcast'],
    ['what is new', 'somebody@hosted.lid'],
  ])('%s are nobody to answer', (_, chat) => {
    expect(decoded(pageMessage({ key: { chat } }))).toEqual({ ignored: 'not a chat' });
  });

  test('the id of an event holds chat and sender, so that the same stanza of two people is two events', () => {
    const one = event(pageMessage({ key: { stanza: 'SAME' } }));
    const other = event(pageMessage({ key: { stanza: 'SAME', chat: BEN_LID } }));
    expect(one.eventId).not.toBe(other.eventId);
  });

  test('a person who is known under both ids has one conversation, under the hidden one', () => {
    for (const chat of [BEN, BEN_LID])
      expect(event(pageMessage({ key: { chat } }), { chat: BOTH, author: BOTH })).toMatchObject({
        address: { chat: BEN_LID },
        member: { id: BEN_LID },
      });
  });

  test('the conversation that was kept under the number moves to the hidden id', () => {
    expect(decodeMove(BEN_LID, BOTH, 'main', NOW)).toMatchObject({
      kind: 'moved',
      address: { chat: BEN },
      to: { chat: BEN_LID },
    });
    expect(decodeMove(BEN, { phone: BEN }, 'main', NOW)).toBeNull();
    expect(decodeMove(GROUP, BOTH, 'main', NOW)).toBeNull();
  });

  test('a person with a new number keeps the conversation', () => {
    expect(decodeRenamed({ from: BEN, to: '15559999999@c.us', id: 'x', t: 1 }, 'main')).toMatchObject({
      events: [{ kind: 'moved', address: { chat: BEN }, to: { chat: '15559999999@c.us' } }],
    });
  });
});

describe('the owner on their own phone', () => {
  const own = (more: object = {}) => pageMessage({ key: { fromMe: true, stanza: '3A0123456789ABCDEF01' }, ...more });

  test('a command is theirs, in whichever chat it stands', () => {
    expect(event(own({ body: '/on' }))).toMatchObject({
      kind: 'message',
      address: { chat: BEN },
      member: { id: ME.lid, owner: true },
      parts: [{ kind: 'text', text: '/on' }],
      addressed: true,
    });
  });

  test('an answer of theirs to a friend is a takeover, and its words stay theirs', () => {
    const one = event(own({ body: 'see you at eight' }));
    expect(one).toMatchObject({ kind: 'takeover', member: { owner: true } });
    expect(JSON.stringify(one)).not.toContain('eight');
  });

  test('what they write in a group is said to the group', () => {
    const key = { fromMe: true, chat: GROUP, participant: ME.lid, stanza: '3A01' };
    expect(event(pageMessage({ key, body: 'hi all' }))).toMatchObject({
      kind: 'message',
      member: { owner: true },
      addressed: false,
    });
  });

  test('a chat with oneself is a chat', () => {
    expect(event(own({ key: { fromMe: true, chat: ME.phone, stanza: '3A01' }, body: 'what is 2 + 2?' }))).toMatchObject(
      {
        kind: 'message',
        member: { owner: true },
        addressed: true,
      },
    );
  });
});

describe('what a message is', () => {
  test('a text of 65,536 characters as it is', () => {
    const body = 'x'.repeat(65_536);
    expect(partsOf(pageMessage({ body }))).toEqual([{ kind: 'text', text: body }]);
  });

  test.each([
    ['a photo with its caption', 'image', 'image/jpeg', 'image'],
    ['a video', 'video', 'video/mp4', 'video'],
    ['a round video', 'ptv', 'video/mp4', 'video'],
    ['a GIF, which is a video', 'gif', 'video/mp4', 'video'],
    ['a voice note', 'ptt', 'audio/ogg; codecs=opus', 'audio'],
    ['a song', 'audio', 'audio/mpeg', 'audio'],
    ['a document with its caption', 'document', 'application/pdf', 'document'],
    ['a sticker', 'sticker', 'image/webp', 'sticker'],
  ])('%s', (_, type, mimetype, kind) => {
    expect(partsOf(file(type, mimetype, { caption: 'look', filename: 'a.bin' }))).toEqual([
      {
        kind,
        caption: 'look',
        attachment: { recipe: { message: expect.stringContaining(BEN) }, mime: mimetype, name: 'a.bin', bytes: 1234 },
      },
    ]);
  });

  test('the small picture in place of a text is not taken for words', () => {
    expect(JSON.stringify(partsOf(file('image', 'image/jpeg')))).not.toContain('9j');
  });

  test('a photo to be viewed once is neither kept nor fetched, nor its words', () => {
    const once = partsOf(file('image', 'image/jpeg', { isViewOnce: true, caption: 'secret' }));
    expect(once).toEqual([{ kind: 'unsupported', what: 'view once' }]);
    expect(partsOf(pageMessage({ type: 'unknown', subtype: 'view_once_unavailable_fanout' }))).toEqual(once);
  });

  test('a disappearing message says when it is gone', () => {
    expect(event(pageMessage({ ephemeralDuration: 86_400 }))).toMatchObject({ disappearsMs: 86_400_000 });
    expect(event(pageMessage({ ephemeralDuration: 0 }))).not.toHaveProperty('disappearsMs');
  });

  test.each(['location', 'live_location'])('a %s', (type) => {
    expect(partsOf(pageMessage({ type, body: '/9j/', lat: 52.5, lng: 13.4, loc: 'Café\nMain St 1' }))).toEqual([
      { kind: 'location', latitude: 52.5, longitude: 13.4, label: 'Café, Main St 1' },
    ]);
  });

  test('one contact, and several', () => {
    const card = (name: string) =>
      `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nitem1.TEL;waid=49151:+49 151\r\nEND:VCARD`;
    expect(partsOf(pageMessage({ type: 'vcard', body: card('Ann\\, Lee') }))).toEqual([
      { kind: 'contact', name: 'Ann, Lee', phones: ['+49 151'] },
    ]);
    const vcardList = [{ vcard: card('Ann') }, { vcard: card('Bob') }];
    expect(partsOf(pageMessage({ type: 'multi_vcard', vcardList }))).toMatchObject([{ name: 'Ann' }, { name: 'Bob' }]);
  });

  test.each(['buttons_response', 'list_response', 'template_button_reply', 'interactive_response', 'comment'])(
    'the words of a %s',
    (type) => {
      expect(partsOf(pageMessage({ type, body: 'Yes' }))).toEqual([{ kind: 'text', text: 'Yes' }]);
    },
  );

  test.each([
    ...['poll_creation', 'poll_creation_v6', 'event_creation', 'groups_v4_invite', 'product', 'order', 'payment'],
    ...['list', 'interactive', 'native_flow', 'scheduled_call', 'oversized', 'unknown', 'of next year'],
  ])('a %s is said to be what we have no word for', (type) => {
    expect(partsOf(pageMessage({ type, body: '' }))).toEqual([{ kind: 'unsupported', what: type }]);
  });

  test.each([
    ...['e2e_notification', 'notification', 'notification_template', 'gp2', 'group_notification', 'call_log'],
    ...['broadcast_notification', 'protocol', 'ciphertext', 'revoked', 'reaction', 'album', 'poll_update', 'debug'],
  ])('a %s is no message of a person', (type) => {
    expect(decoded(pageMessage({ type }))).toEqual({ ignored: 'not a message of a person' });
  });

  test('a file whose bytes are not there is named', () => {
    expect(partsOf(pageMessage({ type: 'image', body: '' }))).toEqual([{ kind: 'unsupported', what: 'image' }]);
  });
});

describe('to whom a message in a group is said', () => {
  const group = (more: object) =>
    pageMessage({ key: { chat: GROUP, participant: BEN_LID }, author: wid(BEN_LID), ...more });

  test('to nobody in particular', () => {
    expect(event(group({ body: 'good morning' }))).toMatchObject({ addressed: false });
  });

  test.each([ME.phone, ME.lid])('to us, mentioned as %s, which is gone from the edges of what was said', (me) => {
    const user = me.split('@')[0];
    expect(event(group({ body: `@${user}, what is this? @${user}`, mentionedJidList: [wid(me)] }))).toMatchObject({
      addressed: true,
      parts: [{ kind: 'text', text: 'what is this?' }],
    });
  });

  test('other people who are mentioned have their names', () => {
    const ann = '33300011122@lid';
    const one = group({ body: 'ask @33300011122', mentionedJidList: [wid(ann)] });
    expect(partsOf(one, { names: { [ann]: 'Ann' } })).toEqual([{ kind: 'text', text: 'ask @Ann' }]);
    expect(partsOf(one)).toEqual([{ kind: 'text', text: 'ask @33300011122' }]);
  });

  test('to us, as an answer to what we wrote', () => {
    const reply = {
      quotedStanzaID: '3EB0C1B3F086F53037E192',
      quotedParticipant: wid(ME.lid),
      quotedMsg: { type: 'chat', body: '42' },
    };
    expect(event(group({ body: 'why?', ...reply }))).toMatchObject({
      addressed: true,
      replyTo: { ours: true, text: '42', messageId: `true_${GROUP}_3EB0C1B3F086F53037E192_${ME.lid}` },
    });
  });

  test("to the owner, as an answer to the owner's own words from the phone", () => {
    const reply = {
      quotedStanzaID: '3A0123',
      quotedParticipant: wid(ME.phone),
      quotedMsg: { type: 'chat', body: 'lunch?' },
    };
    expect(event(group({ body: 'yes', ...reply }))).toMatchObject({ addressed: false, replyTo: { ours: false } });
  });

  test('to us, as a command', () => {
    expect(event(group({ body: '/help' }))).toMatchObject({ addressed: true });
    expect(event(group({ body: '1/2 cup' }))).toMatchObject({ addressed: false });
  });
});

describe('what a message answers to', () => {
  test('words, with who wrote them', () => {
    const reply = { quotedStanzaID: 'AC01', quotedParticipant: wid(BEN), quotedMsg: { type: 'chat', body: 'before' } };
    expect(event(pageMessage(reply))).toMatchObject({
      replyTo: { messageId: `false_${BEN}_AC01`, text: 'before', author: { id: BEN }, ours: false },
    });
  });

  test('a photo, which can be fetched too', () => {
    const quotedMsg = { type: 'image', body: '/9j/', caption: 'my lunch', mimetype: 'image/jpeg', directPath: '/v' };
    const reply = { quotedStanzaID: 'AC01', quotedParticipant: wid(BEN), quotedMsg };
    expect(event(pageMessage(reply))).toMatchObject({
      replyTo: {
        text: 'my lunch',
        parts: [{ kind: 'image', attachment: { recipe: { message: `false_${BEN}_AC01` } } }],
      },
    });
  });
});

describe('when a message comes late', () => {
  test('older than ten minutes it is not answered', () => {
    expect(decoded(pageMessage({ t: NOW / 1000 - 601 }))).toEqual({ ignored: 'from before' });
    expect(decoded(pageMessage({ t: NOW / 1000 - 599 }))).toHaveProperty('events');
  });

  test('a command is meant whenever it comes', () => {
    expect(decoded(pageMessage({ t: NOW / 1000 - 86_400, body: '/off' }))).toHaveProperty('events');
  });
});

describe('what becomes of a message', () => {
  test('an edit, known by when it was made', () => {
    const edited = heard(pageMessage({ body: 'hello!', latestEditSenderTimestampMs: NOW - 5 }));
    const first = decodeEdit(edited, around);
    expect(first).toMatchObject({
      events: [{ kind: 'edit', messageId: edited.message.id, parts: [{ kind: 'text', text: 'hello!' }] }],
    });
    const again = decodeEdit(heard(pageMessage({ body: 'hello!!', latestEditSenderTimestampMs: NOW })), around);
    expect(again).not.toMatchObject({
      events: [{ eventId: (first as { events: { eventId: string }[] }).events[0]!.eventId }],
    });
  });

  test('an edit from our own account is not one of a person', () => {
    expect(decodeEdit(heard(pageMessage({ key: { fromMe: true } })), around)).toEqual({ ignored: 'our own echo' });
  });

  test('taken back for everybody, deleted, or disappeared: our copy goes', () => {
    expect(decodeGone(heard(pageMessage({ type: 'revoked', body: '' })), around)).toMatchObject({
      events: [{ kind: 'delete', messageId: expect.stringContaining('AC4F') }],
    });
    const revokes = pageMessage({ type: 'revoked', protocolMessageKey: pageKey({ stanza: 'ORIGINAL' }) });
    expect(decodeGone(heard(revokes), around)).toMatchObject({ events: [{ messageId: `false_${BEN}_ORIGINAL` }] });
  });

  test('a reaction, and one taken back', () => {
    const reaction = (text: string) =>
      readReaction({ id: pageKey({ stanza: 'R1' }), msgId: pageKey({}), senderId: BEN, reaction: text, timestamp: 5 })!;
    const whole = { chat: {}, author: {} };
    expect(decodeReaction({ reaction: reaction('👍'), ...whole }, around)).toMatchObject({
      events: [{ kind: 'reaction', emoji: ['👍'], member: { id: BEN } }],
    });
    expect(decodeReaction({ reaction: reaction(''), ...whole }, around)).toMatchObject({ events: [{ emoji: [] }] });
  });

  test('a reaction of our own account is an echo', () => {
    const reaction = { id: 'r', on: `false_${BEN}_AC`, from: ME.lid, emoji: '👍', t: 1 };
    expect(decodeReaction({ reaction, chat: {}, author: {} }, around)).toEqual({ ignored: 'our own echo' });
  });
});

describe('who is in a group', () => {
  const change = (subtype: string, recipients: string[]) =>
    decodeMembership(
      heard(pageMessage({ key: { chat: GROUP }, type: 'gp2', subtype, recipients })),
      () => ({}),
      around,
    );

  test.each([
    ['add', 'added', 'joined'],
    ['remove', 'removed', 'left'],
    ['leave', 'removed', 'left'],
  ])('after a %s', (subtype, us, them) => {
    expect(change(subtype, [ME.lid])).toMatchObject({ events: [{ kind: 'membership', change: us }] });
    expect(change(subtype, [BEN])).toMatchObject({
      events: [{ kind: 'membership', change: them, member: { id: BEN } }],
    });
  });

  test('a new subject or picture changes nothing', () => {
    expect(change('subject', [])).toEqual({ ignored: 'not a message of a person' });
  });
});

describe('whatever the page hands over', () => {
  test('is read without a throw, the same way whichever field the text of an id stands in', () => {
    const field = fc.constantFrom('_serialized', '$1', 'a7');
    fc.assert(
      fc.property(field, fc.constantFrom(BEN, BEN_LID, GROUP), fc.string(), (name, chat, body) => {
        const plain = { type: 'chat', body, t: 1 };
        const participant = chat === GROUP ? { participant: BEN_LID } : {};
        expect(
          readMessage({ ...plain, id: pageKey({ chat, ...participant }, name), author: wid(BEN_LID, name) }),
        ).toEqual(readMessage({ ...plain, id: pageKey({ chat, ...participant }), author: wid(BEN_LID) }));
      }),
    );
  });

  test('is a message of ours to read or none, and what is decoded says where and who', () => {
    const type = fc.constantFrom(
      'chat',
      'image',
      'vcard',
      'multi_vcard',
      'location',
      'album',
      'gp2',
      'poll_creation',
      'x',
    );
    const messy = fc.record(
      {
        id: fc.oneof(fc.constant(pageKey({})), fc.constant(pageKey({ chat: GROUP })), fc.anything()),
        type: fc.oneof(type, fc.anything()),
        body: fc.anything(),
        caption: fc.anything(),
        t: fc.anything(),
        author: fc.oneof(fc.constant(wid(BEN)), fc.anything()),
        quotedMsg: fc.anything(),
        quotedStanzaID: fc.anything(),
        mentionedJidList: fc.anything(),
        vcardList: fc.anything(),
        directPath: fc.anything(),
        mimetype: fc.anything(),
        lat: fc.anything(),
        recipients: fc.anything(),
      },
      { requiredKeys: ['id', 'type'] },
    );
    fc.assert(
      fc.property(messy, (data) => {
        const message = readMessage(data);
        if (!message) return;
        const result = decoded(data);
        if ('ignored' in result) return;
        for (const one of result.events) {
          expect(one.address.chat).toMatch(/@/);
          expect(JSON.parse(JSON.stringify(one))).toEqual(one);
        }
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.anything(), (data) => void [readMessage(data), readReaction(data)]));
  });
});
