import { afterEach, describe, expect, it } from 'vitest';
import type { ReplyFile } from '../../../adapters/contract.ts';
import { createScriptedHost } from '../../contract/channel.ts';
import { type MetaOptionsUnderTest, type MetaUnderTest, openMeta, PAGE_OF_INSTAGRAM } from './meta-under-test.ts';

const opened: MetaUnderTest[] = [];
afterEach(async () => {
  for (const under of opened.splice(0)) await under.close();
});
const PICTURE: ReplyFile = { id: 'f1', kind: 'image', name: 'chart.png', mime: 'image/png', bytes: 4, alt: 'A chart' };

async function open(product: 'whatsapp' | 'messenger' | 'instagram', options: MetaOptionsUnderTest = {}) {
  const host = createScriptedHost();
  host.file = async (id) => {
    if (id !== 'f1') throw new Error('gone');
    return new Uint8Array([1, 2, 3, 4]);
  };
  const under = await openMeta(product, host, options);
  opened.push(under);
  await under.say('hello', '1');
  const send = async (file: ReplyFile, key = 'k') => {
    const parts = await under.channel.encode({ key, kind: 'answer', markdown: '', files: [file] }, under.address());
    return under.channel.send(parts.at(-1)!, `${key}:0`);
  };
  return { under, send };
}

describe.each([
  ['whatsapp', {}],
  ['messenger', {}],
  ['instagram', { linked: true }],
] as const)('2.11, 3.8, 4: a file of a reply on %s', (product, options) => {
  it('is uploaded once and sent as often as it is wanted', async () => {
    const { under, send } = await open(product, options);
    expect(await send(PICTURE, 'one')).toMatchObject({ status: 'sent' });
    expect(await send(PICTURE, 'two')).toMatchObject({ status: 'sent' });
    await under.restart();
    expect(await send(PICTURE, 'three')).toMatchObject({ status: 'sent' });
    expect(under.graph.uploads).toBe(1);
    expect(under.graph.sent).toHaveLength(3);
    expect(under.graph.sent[0]!.file).toMatchObject({ mime: 'image/png', bytes: Buffer.from([1, 2, 3, 4]) });
  });

  it('is uploaded again after the platform did not know it any more', async () => {
    const { under, send } = await open(product, options);
    await send(PICTURE, 'one');
    under.graph.faults.push(
      product === 'whatsapp'
        ? { kind: 'code', status: 400, code: 131053 }
        : { kind: 'code', status: 400, code: 100, subcode: 2018109 },
    );
    expect(await send(PICTURE, 'two')).toMatchObject({ status: 'failed' });
    expect(await send(PICTURE, 'two')).toMatchObject({ status: 'sent' });
    expect(under.graph.uploads).toBe(2);
  });

  it('that is not kept any more fails for good', async () => {
    const { send } = await open(product, options);
    expect(await send({ ...PICTURE, id: 'f2' })).toMatchObject({ status: 'failed', error: { retryable: false } });
  });

  it('is tried again when it could not be uploaded, which nobody has seen', async () => {
    const { under, send } = await open(product, options);
    under.graph.revoke(product === 'instagram' ? PAGE_OF_INSTAGRAM : under.account);
    expect(await send(PICTURE)).toMatchObject({ status: 'failed', error: { retryable: true } });
  });
});

it('text that does not fit messages arrives as a file with the words in it', async () => {
  const { under } = await open('whatsapp');
  const parts = await under.channel.encode(
    { key: 'k', kind: 'answer', markdown: 'word '.repeat(6_000) },
    under.address(),
  );
  for (const [index, part] of parts.entries())
    expect(await under.channel.send(part, `k:${index}`)).toMatchObject({ status: 'sent' });
  const file = under.graph.sent.at(-1)!.file!;
  expect(file.mime).toContain('text/plain');
  expect(file.bytes.toString()).toMatch(/^word word/);
});
