import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Desk } from '../../../adapters/web/desk.ts';
import { PHOTO_BYTES } from '../../../adapters/web/photos.ts';
import { createScriptedHost } from '../../contract/channel.ts';
import { emptyDesk, serve } from './served.ts';

const kept = new Map<string, Uint8Array>();
let agreed = true;
/** The length of a file that begins as a picture and cannot be opened. */
const CUT = 77;
const desk: Desk = {
  ...emptyDesk,
  async keepPhoto(chat, bytes) {
    if (!agreed) return { status: 'no consent' };
    if (bytes.length === CUT) return { status: 'refused' };
    kept.set(`${chat} one`, bytes);
    return { status: 'kept', name: 'one' };
  },
  async photo(chat, name) {
    const bytes = kept.get(`${chat} ${name}`);
    if (!bytes) throw new Error('It is gone.');
    return bytes;
  },
};

const host = createScriptedHost();
let served: Awaited<ReturnType<typeof serve>>;
let authorization: string;
let url: string;
beforeAll(async () => {
  served = await serve(desk, host);
  ({ url, authorization } = served);
});
afterAll(() => served.close());

const upload = (bytes: Uint8Array, headers: Record<string, string> = { authorization }) =>
  fetch(`${url}/api/chats/a/photos`, { method: 'POST', headers, body: new Uint8Array(bytes) });
const say = (body: object) =>
  fetch(`${url}/api/chats/a/messages`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const drawn = (format: 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff') =>
  sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .toFormat(format)
    .toBuffer();
const fetching = { maxBytes: PHOTO_BYTES, signal: new AbortController().signal };

it.each(['jpeg', 'png', 'webp', 'gif'] as const)('a %s is kept and can be had again as what it is', async (format) => {
  const bytes = await drawn(format);
  const response = await upload(bytes);
  expect([response.status, await response.json()]).toEqual([201, { photo: 'one' }]);
  const again = await fetch(`${url}/api/chats/a/photos/one`, { headers: { authorization } });
  expect(again.headers.get('content-type')).toBe(`image/${format}`);
  expect(Buffer.from(await again.arrayBuffer())).toEqual(bytes);
});

it.each([
  ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['a document', Buffer.from('%PDF-1.7\n')],
  ['nothing', Buffer.alloc(0)],
])('%s is refused with what would be taken', async (_, bytes) => {
  const response = await upload(bytes);
  expect(response.status).toBe(415);
  expect(await response.json()).toMatchObject({ error: { action: 'Send it as JPEG, PNG, WebP or GIF.' } });
});

it('a picture that cannot be opened is refused', async () => {
  const response = await upload((await drawn('png')).subarray(0, CUT));
  expect([response.status, await response.json()]).toMatchObject([
    415,
    { error: { message: 'I cannot open this picture.' } },
  ]);
});

it('a picture of a kind that browsers do not show is refused', async () => {
  expect((await upload(await drawn('tiff'))).status).toBe(415);
});

it('ten million bytes are taken and not one more', async () => {
  const bytes = Buffer.alloc(PHOTO_BYTES + 1);
  bytes.set(await drawn('jpeg'));
  expect((await upload(bytes.subarray(0, PHOTO_BYTES))).status).toBe(201);
  const response = await upload(bytes);
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining('10 MB') } });
});

it('before the notice is accepted a photo is refused as text is', async () => {
  kept.clear();
  agreed = false;
  const response = await upload(await drawn('jpeg'));
  agreed = true;
  expect(response.status).toBe(403);
  expect(kept.size).toBe(0);
});

it('nobody but the owner uploads or sees one', async () => {
  expect((await upload(await drawn('jpeg'), {})).status).toBe(401);
  expect((await fetch(`${url}/api/chats/a/photos/one`)).status).toBe(401);
});

it('a message brings the photos of its own chat, its words under the first', async () => {
  host.admitted.length = 0;
  expect((await say({ key: 'k1', text: 'which?', photos: ['one', 'two'] })).status).toBe(202);
  expect(host.admitted).toMatchObject([
    {
      parts: [
        { kind: 'image', attachment: { recipe: { chat: 'a', photo: 'one' } }, caption: 'which?' },
        { kind: 'image', attachment: { recipe: { chat: 'a', photo: 'two' } } },
      ],
    },
  ]);
});

it('five photos are too many, and a name that leads elsewhere is none', async () => {
  expect((await say({ key: 'k2', text: '', photos: ['1', '2', '3', '4', '5'] })).status).toBe(400);
  expect((await say({ key: 'k3', text: '', photos: ['../one'] })).status).toBe(400);
});

it('hands out the bytes of a photo, and says for good when it has none', async () => {
  const bytes = await drawn('png');
  await upload(bytes);
  expect(Buffer.from(await served.channel.fetch({ chat: 'a', photo: 'one' }, fetching))).toEqual(bytes);
  const refusal = expect.objectContaining({ name: 'FetchError', retryable: false });
  await expect(served.channel.fetch({ chat: 'b', photo: 'one' }, fetching)).rejects.toEqual(refusal);
  await expect(served.channel.fetch({ chat: 'a', photo: 'one' }, { ...fetching, maxBytes: 3 })).rejects.toEqual(
    refusal,
  );
});
