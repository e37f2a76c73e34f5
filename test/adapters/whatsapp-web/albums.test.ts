import { expect, test } from 'vitest';
import { albumOf, type OpenAlbum } from '../../../adapters/whatsapp-web/albums.ts';
import type { RawMessage } from '../../../adapters/whatsapp-web/raw.ts';

const message = (over: Partial<RawMessage>): RawMessage => ({
  id: `false_1@c.us_${over.t ?? 0}`,
  type: 'image',
  fromMe: false,
  chat: '11111@c.us',
  t: 100,
  text: '',
  mentioned: [],
  ...over,
});

function albumsOf(...messages: RawMessage[]): (string | undefined)[] {
  let open: readonly OpenAlbum[] = [];
  return messages.map((one) => {
    const result = albumOf(open, one);
    open = result.open;
    return result.album;
  });
}

const parent = message({ id: 'P', type: 'album', albumParts: 2, t: 100 });

test('the pictures after an album belong to it, as many as it announced', () => {
  expect(albumsOf(parent, message({ t: 101 }), message({ t: 102 }), message({ t: 103 }))).toEqual([
    undefined,
    'P',
    'P',
    undefined,
  ]);
});

test('a text in between does not end it, and is no part of it', () => {
  expect(albumsOf(parent, message({ t: 101 }), message({ t: 101, type: 'chat' }), message({ t: 102 }))).toEqual([
    undefined,
    'P',
    undefined,
    'P',
  ]);
});

test("somebody else's picture in the same group is none of it", () => {
  const group = { chat: '120363@g.us' };
  const album = { ...parent, ...group, author: '1@lid' };
  expect(albumsOf(album, message({ ...group, author: '2@lid' }), message({ ...group, author: '1@lid' }))).toEqual([
    undefined,
    undefined,
    'P',
  ]);
});

test('a picture long after it is a picture of its own', () => {
  expect(albumsOf(parent, message({ t: 1000 }))).toEqual([undefined, undefined]);
});

test('a page that names the parent in each part is believed, even where the parent was not seen', () => {
  expect(albumsOf(message({ album: 'Q' }), message({ album: 'Q' }))).toEqual(['Q', 'Q']);
});
