import { describe, expect, it } from 'vitest';
import { decodeWebhook } from '../../../adapters/messenger/decode.ts';
import type { Fields } from '../../../adapters/meta/json.ts';
import { conversationName } from '../../../src/conversation/names.ts';
import { messagingText } from '../../doubles/graph/webhooks.ts';
import { ACCOUNTS, APP_ID } from '../meta/meta-under-test.ts';
import { survivesMutation } from '../meta/mutated.ts';
import { NOW, payloads } from '../meta/payloads.ts';

const decode = (body: Fields, now = NOW) => decodeWebhook(body, { pageId: ACCOUNTS.messenger, appId: APP_ID, now });

describe('what Messenger sends', () => {
  it.each(payloads('messenger'))('$edge: $case', ({ body, events, aside }) => {
    const decoded = decode(body);
    expect(decoded.events).toMatchObject(events);
    expect(decoded.events).toHaveLength(events.length);
    expect(decoded.ignored).toEqual(aside);
  });

  it('never throws, never answers twice and never mistakes the chat, whatever becomes of a payload on the way', () => {
    survivesMutation(payloads('messenger'), decode);
  });

  it('3.7: two pages never share a chat, though a person had the same id on both', () => {
    const pages = ['100', '200'];
    const chats = pages.map((pageId) => {
      const body = messagingText('page', pageId, '7711', 'm_1', 'hello');
      const { events } = decodeWebhook({ ...body }, { pageId, now: NOW });
      return conversationName(Buffer.from('secret'), events[0]!.address);
    });
    expect(new Set(chats).size).toBe(2);
  });
});
