import { afterEach, describe, expect, it } from 'vitest';
import { createScriptedHost } from '../../contract/channel.ts';
import { openDriver, type TelegramDriver } from './driver.ts';

const open: TelegramDriver[] = [];
afterEach(async () => {
  for (const driver of open.splice(0)) await driver.close();
});
const start = async (): Promise<TelegramDriver> => {
  const driver = await openDriver(createScriptedHost());
  open.push(driver);
  return driver;
};
const MB = 1024 * 1024;
const signal = new AbortController().signal;
const recipe = (file: string) => ({ file, unique: 'u' });

describe('a file from Telegram', () => {
  it('comes as it was sent, whatever its name says it is', async () => {
    const { standIn, channel } = await start();
    const id = standIn.server.files.keep(Buffer.from('MZ not a picture'), 'holiday photo #1.jpg');
    const bytes = await channel.fetch(recipe(id), { maxBytes: MB, signal });
    expect(Buffer.from(bytes).toString()).toBe('MZ not a picture');
  });

  it('is asked for anew each time, since an address of one does not last', async () => {
    const { standIn, channel } = await start();
    const id = standIn.server.files.keep(Buffer.from('x'), 'x.jpg');
    for (const _ of [1, 2]) await channel.fetch(recipe(id), { maxBytes: MB, signal });
    expect(standIn.calls.filter(({ method }) => method === 'getFile')).toHaveLength(2);
  });

  it('is not read beyond what may be fetched', async () => {
    const { standIn, channel } = await start();
    const id = standIn.server.files.keep(Buffer.alloc(3 * MB), 'big.bin');
    await expect(channel.fetch(recipe(id), { maxBytes: 2 * MB, signal })).rejects.toMatchObject({
      name: 'FetchError',
      retryable: false,
    });
  });

  it('of more than 20 MB is not given to bots, and that is for good', async () => {
    const { standIn, channel } = await start();
    const id = standIn.server.files.keep(Buffer.alloc(21 * MB), 'film.mp4');
    await expect(channel.fetch(recipe(id), { maxBytes: 100 * MB, signal })).rejects.toMatchObject({
      retryable: false,
      message: expect.stringContaining('20 MB'),
    });
  });

  it('that is unknown, or no file of Telegram, is refused for good', async () => {
    const { channel } = await start();
    for (const what of [recipe('nothing'), {}, null, 'F', { file: 7 }])
      await expect(channel.fetch(what, { maxBytes: MB, signal })).rejects.toMatchObject({
        name: 'FetchError',
        retryable: false,
      });
  });

  it('that cannot be asked for now may be asked for later; nothing said holds the token', async () => {
    const { standIn, channel } = await start();
    const id = standIn.server.files.keep(Buffer.from('x'), 'x');
    standIn.faults.push({ method: 'getFile', fault: { kind: 'cut', done: false } });
    const error = await channel.fetch(recipe(id), { maxBytes: MB, signal }).then(
      () => null,
      (failure: Error) => failure,
    );
    expect(error).toMatchObject({ retryable: true });
    expect(`${error!.message}${error!.stack}`).not.toContain(standIn.token);
  });
});
