import { describe, expect, it } from 'vitest';
import { decodeWebhook } from '../../../adapters/instagram/decode.ts';
import type { Fields } from '../../../adapters/meta/json.ts';
import { ACCOUNTS, APP_ID, OTHER_INSTAGRAM_ID } from '../meta/meta-under-test.ts';
import { survivesMutation } from '../meta/mutated.ts';
import { NOW, payloads } from '../meta/payloads.ts';

const decode = (body: Fields, now = NOW) =>
  decodeWebhook(body, { accountIds: [ACCOUNTS.instagram, OTHER_INSTAGRAM_ID], appId: APP_ID, now });

describe('what Instagram sends', () => {
  it.each(payloads('instagram'))('$edge: $case', ({ body, events, aside }) => {
    const decoded = decode(body);
    expect(decoded.events).toMatchObject(events);
    expect(decoded.events).toHaveLength(events.length);
    expect(decoded.ignored).toEqual(aside);
  });

  it('never throws, never answers twice and never mistakes the chat, whatever becomes of a payload on the way', () => {
    survivesMutation(payloads('instagram'), decode);
  });
});
