import sharp from 'sharp';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { eachVisit, type Given } from './each-visit.ts';
import { refused } from './stand-in.ts';
import { log, message, openChat, PHONE, sideways, violations } from './visit.ts';

vi.setConfig({ testTimeout: 40_000, hookTimeout: 60_000 });

const CHAT = 'chat-one';

/** As a phone takes it: lying on its side, with the camera and the place in it. */
const fromPhone = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#4a7' } })
    .withExif({ IFD0: { Make: 'Camera' }, IFD3: { GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

describe('photos at the page', () => {
  let page: Given['page'];
  let service: Given['service'];
  let small: Buffer;
  beforeAll(async () => {
    small = await fromPhone(40, 30);
  });
  eachVisit(async (given) => {
    ({ page, service } = given);
    await openChat(page, service, CHAT);
  });

  const tray = () => page.getByRole('list', { name: 'Attached photos' });
  async function attach(...photos: Buffer[]) {
    const picking = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach a photo' }).click();
    const files = photos.map((buffer, index) => ({ name: `${index}.jpg`, mimeType: 'image/jpeg', buffer }));
    await (await picking).setFiles(files);
  }

  test('one is made small, upright and nameless before it leaves, and stays in sight', async () => {
    await attach(await fromPhone(3000, 1500));
    await tray().getByRole('img', { name: 'Photo 1 of 1' }).waitFor();
    expect(service.photos.size).toBe(0);
    for (const viewport of [PHONE, { width: 1280, height: 860 }]) {
      await page.setViewportSize(viewport);
      expect(await violations(page)).toEqual([]);
      expect(await sideways(page)).toBe(0);
    }
    await message(page).fill('how much protein?');
    await message(page).press('Enter');
    await expect.poll(() => service.messages()).toEqual(['how much protein?']);
    expect(service.received.at(-1)!.body.photos).toEqual(['photo-1']);
    const { format, width, height, exif, orientation } = await sharp(service.photos.get('photo-1')).metadata();
    expect({ format, width, height, exif, orientation }).toMatchObject({ format: 'jpeg', width: 1024, height: 2048 });
    expect([exif, orientation]).toEqual([undefined, undefined]);
    await log(page).getByRole('img', { name: 'Photo 1 of 1' }).waitFor();
    expect(await tray().count()).toBe(0);
    await page.reload();
    const again = log(page).getByRole('img', { name: 'Photo 1 of 1' });
    await expect.poll(() => again.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1024);
  });

  test('four go into one message; one taken out makes room', async () => {
    await attach(small, small, small, small, small);
    await page.getByText('At most 4 photos go into one message.').waitFor();
    expect(await tray().getByRole('img').count()).toBe(4);
    await tray().getByRole('button', { name: 'Remove photo 2' }).click();
    expect(await tray().getByRole('img').count()).toBe(3);
    await page.getByRole('button', { name: 'Send' }).click();
    await expect.poll(() => service.messages()).toEqual(['']);
    expect(service.received.at(-1)!.body.photos).toHaveLength(3);
  });

  test('pasted and dropped ones are taken too, and what is no picture is named', async () => {
    const arrives = (event: 'paste' | 'drop', bytes: Buffer) =>
      message(page).evaluate(
        (field, { event, bytes }) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(bytes)], 'label.jpg', { type: 'image/jpeg' }));
          const options = { bubbles: true, cancelable: true };
          field.dispatchEvent(
            event === 'paste'
              ? new ClipboardEvent('paste', { ...options, clipboardData: data })
              : new DragEvent('drop', { ...options, dataTransfer: data }),
          );
        },
        { event, bytes: [...bytes] },
      );
    await arrives('paste', small);
    await arrives('drop', small);
    await expect.poll(() => tray().getByRole('img').count()).toBe(2);
    await arrives('paste', Buffer.from('no picture'));
    await page.getByText('“label.jpg” could not be opened as a picture.').waitFor();
    expect(await tray().getByRole('img').count()).toBe(2);
  });

  test('one the service will not take comes back with its words', async () => {
    service.answer = ({ path }) => (path.endsWith('/photos') ? refused(413, 'Too large.') : undefined);
    await attach(small);
    await message(page).fill('what is it?');
    await tray().waitFor();
    await message(page).press('Enter');
    await page.getByText('Too large.').waitFor();
    await tray().getByRole('img').waitFor();
    expect(await message(page).inputValue()).toBe('what is it?');
    expect(service.messages()).toEqual([]);
  });

  test('one that is gone is a word, and pictures of an answer stand under it as ways to the whole', async () => {
    service.person(CHAT, 'two', { photos: [null, `/api/chats/${CHAT}/photos/lost`] });
    service.parley(CHAT, {
      blocks: [{ t: 'p', c: ['Numbered.'] }],
      files: [
        { id: 'f.picture', name: 'read.jpg', bytes: 9, picture: { alt: '1 “Oats”' } },
        { id: 'f.table', name: 'table.csv', bytes: 9 },
      ],
    });
    await expect.poll(() => log(page).locator('.bub').getByText('photo', { exact: true }).count()).toBe(2);
    const picture = log(page).getByRole('link', { name: '1 “Oats”' });
    expect(await picture.getAttribute('href')).toBe('/api/files/f.picture');
    expect(await picture.getByRole('img').getAttribute('src')).toBe('/api/files/f.picture');
    expect(
      await log(page)
        .getByRole('link', { name: /table\.csv/ })
        .getAttribute('download'),
    ).toBe('table.csv');
    expect(await violations(page)).toEqual([]);
  });
});
