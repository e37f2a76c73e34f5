import { expect, test } from 'vitest';
import { hashOf, placeOf } from '../../../../../adapters/web/page/link/place.ts';

test('every place can be read back from its address', () => {
  for (const place of [{ name: 'status' }, { name: 'connect' }, { name: 'chat', chat: 'a1-b2_c3' }] as const) {
    expect(placeOf(hashOf(place))).toEqual(place);
  }
});

test.each(['', '#', '#chat=', '#chat=a/b', `#chat=${'x'.repeat(65)}`, '#k=secret', '#elsewhere'])(
  'the address %j names no place',
  (hash) => {
    expect(placeOf(hash)).toBeUndefined();
  },
);
