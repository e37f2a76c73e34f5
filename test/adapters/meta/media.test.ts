import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Recipe } from '../../../adapters/contract.ts';
import { createScriptedHost } from '../../contract/channel.ts';
import type { HostedFile } from '../../doubles/graph/media-server.ts';
import { type MetaUnderTest, openMeta } from './meta-under-test.ts';

/** The first bytes of a PNG, with as much behind them as a file type is told by. */
const PNG = Buffer.from(
  '89504e470d0a1a0a0000000d4948445200000001000000010806000000' +
    '1f15c4890000000a49444154789c6360000002000154a24f5d0000000049454e44ae426082',
  'hex',
);
const opened: MetaUnderTest[] = [];
afterEach(async () => {
  for (const under of opened.splice(0)) await under.close();
});
const open = async (product: 'whatsapp' | 'messenger' | 'instagram') => {
  const under = await openMeta(product, createScriptedHost());
  opened.push(under);
  return under;
};
const fetched = (under: MetaUnderTest, recipe: Recipe, maxBytes = 1_000_000) =>
  under.channel.fetch(recipe, { maxBytes, signal: AbortSignal.timeout(20_000) });
const png = (over: Partial<HostedFile> = {}): HostedFile => ({ mime: 'image/png', bytes: PNG, ...over });

describe("2.11: a person's file on WhatsApp", () => {
  it('is fetched by its id, in two steps that both bear the token', async () => {
    const under = await open('whatsapp');
    const { id } = under.graph.host(png());
    expect(Buffer.from(await fetched(under, { media: id, kind: 'image' }))).toEqual(PNG);
  });

  it('is asked for anew when the address has just run out', async () => {
    const under = await open('whatsapp');
    const { id } = under.graph.host(png());
    under.graph.staleAddresses = 1;
    expect(Buffer.from(await fetched(under, { media: id, kind: 'image' }))).toEqual(PNG);
  });

  it('is given up when the new address does not lead there either', async () => {
    const under = await open('whatsapp');
    const { id } = under.graph.host(png());
    under.graph.staleAddresses = 2;
    await expect(fetched(under, { media: id, kind: 'image' })).rejects.toMatchObject({ name: 'FetchError' });
  });

  it('that is not the one announced is refused, in either way to write the hash', async () => {
    const under = await open('whatsapp');
    const base64 = createHash('sha256').update(PNG).digest('base64');
    const { id } = under.graph.host(png({ sha256: base64 }));
    expect(Buffer.from(await fetched(under, { media: id, kind: 'image' }))).toEqual(PNG);
    const other = under.graph.host(png({ sha256: base64.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A')) }));
    await expect(fetched(under, { media: other.id, kind: 'image' })).rejects.toMatchObject({
      name: 'FetchError',
      retryable: true,
    });
  });

  it('that is gone for good cannot be fetched', async () => {
    const under = await open('whatsapp');
    await expect(fetched(under, { media: '404', kind: 'image' })).rejects.toMatchObject({
      name: 'FetchError',
      retryable: false,
    });
  });

  it('waits for a new token where the token was taken away', async () => {
    const under = await open('whatsapp');
    const { id } = under.graph.host(png());
    under.graph.revoke(under.account);
    await expect(fetched(under, { media: id, kind: 'image' })).rejects.toMatchObject({
      name: 'FetchError',
      retryable: true,
    });
  });
});

describe.each(['messenger', 'instagram'] as const)("3.6, 4: a person's file on %s", (product) => {
  it('is fetched from the content network, which is given no token', async () => {
    const under = await open(product);
    const { url } = under.graph.host(png());
    expect(Buffer.from(await fetched(under, { url, kind: 'image' }))).toEqual(PNG);
    expect(under.graph.violations).toEqual([]);
  });

  it('that the sender has taken back is gone', async () => {
    const under = await open(product);
    const url = `${under.graph.base}/lookaside/nothing`;
    await expect(fetched(under, { url, kind: 'image' })).rejects.toMatchObject({
      name: 'FetchError',
      retryable: false,
    });
  });

  it.each([
    'https://example.com/photo.png',
    'https://fbcdn.net.example.com/photo.png',
    'https://evilfbcdn.net/photo.png',
    'https://scontent.fbcdn.net:8443/photo.png',
    'http://scontent.fbcdn.net/photo.png',
    'http://127.0.0.1:9/photo.png',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'https://user:x@example.com/.fbcdn.net',
    'not an address',
  ])('is not fetched from %s', async (url) => {
    const under = await open(product);
    await expect(fetched(under, { url, kind: 'image' })).rejects.toMatchObject({
      name: 'FetchError',
      message: expect.stringContaining('does not lie with the platform'),
    });
  });

  it('is not fetched where a redirect leads away from the platform', async () => {
    const under = await open(product);
    const { url } = under.graph.host(png({ redirect: 'http://127.0.0.1:9/inside' }));
    await expect(fetched(under, { url, kind: 'image' })).rejects.toMatchObject({
      message: expect.stringContaining('does not lie with the platform'),
    });
  });

  it('is fetched over redirects within the platform, but not over ever more of them', async () => {
    const under = await open(product);
    const { url } = under.graph.host(png());
    const hop = under.graph.host(png({ redirect: url }));
    expect(Buffer.from(await fetched(under, { url: hop.url, kind: 'image' }))).toEqual(PNG);
    const loop = png();
    const start = under.graph.host(loop);
    loop.redirect = start.url;
    await expect(fetched(under, { url: start.url, kind: 'image' })).rejects.toMatchObject({ name: 'FetchError' });
  });

  it('is let go of at the cap, whether its size is told or it never ends', async () => {
    const under = await open(product);
    const told = under.graph.host(png({ bytes: Buffer.alloc(5_000, 1) }));
    await expect(fetched(under, { url: told.url, kind: 'document' }, 4_999)).rejects.toMatchObject({
      retryable: false,
    });
    const endless = under.graph.host(png({ endless: true }));
    await expect(fetched(under, { url: endless.url, kind: 'image' }, 500_000)).rejects.toMatchObject({
      name: 'FetchError',
      message: expect.stringContaining('500,000'),
    });
  });

  it.each([
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a drawing that can hold scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ['a program', Buffer.concat([Buffer.from('7f454c46020101', 'hex'), Buffer.alloc(100)])],
    ['an archive', Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(100)])],
    ['text', Buffer.from('just words')],
  ])('that claims to be a picture and is %s is refused', async (_what, bytes) => {
    const under = await open(product);
    const { url } = under.graph.host({ mime: 'image/jpeg', bytes });
    await expect(fetched(under, { url, kind: 'image' })).rejects.toMatchObject({
      name: 'FetchError',
      message: expect.stringContaining('claims to be image'),
    });
  });

  it('of a story may be a picture or a film, and nothing else', async () => {
    const under = await open(product);
    const film = Buffer.concat([
      Buffer.from('000000186674797069736f6d', 'hex'),
      Buffer.from('isommp42'),
      Buffer.alloc(64),
    ]);
    for (const bytes of [PNG, film]) {
      const { url } = under.graph.host({ mime: 'video/mp4', bytes });
      expect(Buffer.from(await fetched(under, { url, kind: 'view' }))).toEqual(bytes);
    }
    const { url } = under.graph.host({ mime: 'video/mp4', bytes: Buffer.from('words') });
    await expect(fetched(under, { url, kind: 'view' })).rejects.toMatchObject({ name: 'FetchError' });
  });

  it('that is empty is no file', async () => {
    const under = await open(product);
    const { url } = under.graph.host({ mime: 'image/png', bytes: Buffer.alloc(0) });
    await expect(fetched(under, { url, kind: 'image' })).rejects.toMatchObject({ name: 'FetchError' });
  });
});

it('knows no recipe but its own', async () => {
  for (const product of ['whatsapp', 'messenger', 'instagram'] as const) {
    const under = await open(product);
    for (const recipe of [
      null,
      7,
      'x',
      [],
      {},
      { media: 1 },
      { url: 'https://x.fbcdn.net/' },
      { media: '1', kind: 'program' },
    ])
      await expect(fetched(under, recipe)).rejects.toMatchObject({ name: 'FetchError' });
  }
});
