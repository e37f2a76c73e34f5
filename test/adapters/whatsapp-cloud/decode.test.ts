import { describe, expect, it } from 'vitest';
import type { Fields } from '../../../adapters/meta/json.ts';
import { decodeWebhook } from '../../../adapters/whatsapp-cloud/decode.ts';
import { ACCOUNTS } from '../meta/meta-under-test.ts';
import { survivesMutation } from '../meta/mutated.ts';
import { NOW, payloads } from '../meta/payloads.ts';

const decode = (body: Fields, now = NOW) => decodeWebhook(body, { account: ACCOUNTS.whatsapp, now });

describe('what WhatsApp Cloud sends', () => {
  it.each(payloads('whatsapp-cloud'))('$edge: $case', ({ body, events, aside }) => {
    const decoded = decode(body);
    expect(decoded.events).toMatchObject(events);
    expect(decoded.events).toHaveLength(events.length);
    expect(decoded.ignored).toEqual(aside);
  });

  it('never throws, never answers twice and never mistakes the chat, whatever becomes of a payload on the way', () => {
    survivesMutation(payloads('whatsapp-cloud'), decode);
  });
});
