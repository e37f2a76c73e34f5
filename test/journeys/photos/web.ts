/** Photos at the real page, on a phone's screen: attached, sent and read there. */
import type { Browser, Locator } from 'playwright-core';
import { expect } from 'vitest';
import { PHONE, sideways } from '../../adapters/web/page/visit.ts';
import { type Bubble, bubble } from '../../doubles/viewer/chat.ts';
import { agree, ownerAt, until } from '../../e2e/person.ts';
import type { RunningService } from '../../soak/started.ts';
import type { Door, Guest } from './guest.ts';

export function webDoor(service: () => RunningService, browser: Browser): Door {
  return { name: 'the page', tables: 'table', guest };

  async function guest(): Promise<Guest> {
    await agree(service());
    const person = await ownerAt(browser, service(), { viewport: PHONE, timezoneId: 'UTC' });
    const { page, log } = person;
    // Busy is the log while an answer is made; it may be so for less time than it takes to look.
    await log.evaluate((element) => {
      new MutationObserver(() => {
        if (element.ariaBusy !== 'true') return;
        element.dataset.timesBusy = String(Number(element.dataset.timesBusy ?? 0) + 1);
      }).observe(element, { attributeFilter: ['aria-busy'] });
    });
    const send = async (text: string) => {
      await page.clock.setFixedTime(Date.now());
      await person.send(text);
    };
    return {
      writes: send,
      async sends(photos, words = '') {
        const files = photos.map((buffer, index) => ({ name: `${index}.jpg`, mimeType: 'image/jpeg', buffer }));
        await page.locator('input[type=file]').setInputFiles(files);
        const attached = page.getByRole('list', { name: 'Attached photos' });
        await until(() => attached.getByRole('img').count()).toBe(photos.length);
        await send(words);
      },
      async presses(label) {
        await log.getByRole('button', { name: label, disabled: false }).last().click();
      },
      atWork: async () => Number(await log.getAttribute('data-times-busy')),
      async seen() {
        const entries = await log.locator('.turn:not(.running) :is(.me, .ans)').all();
        const found: Bubble[] = [];
        for (const entry of entries) found.push(await shown(entry));
        return found;
      },
      async screen() {
        await until(() => log.getAttribute('aria-busy')).toBe('false');
        expect(await sideways(page)).toBe(0);
        expect(person.faults).toEqual([]);
        const images = await log.locator('img').all();
        for (const image of images)
          await until(() => image.evaluate((one: HTMLImageElement) => one.complete)).toBe(true);
        const hidden = () => log.evaluate((part) => part.scrollHeight - part.clientHeight);
        await page.setViewportSize({ width: PHONE.width, height: PHONE.height + (await hidden()) });
        const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' });
        await page.setViewportSize(PHONE);
        return shot;
      },
    };
  }
}

/** Words, buttons and pictures; not what only a screen reader is told, nor the line of figures beneath. */
async function shown(entry: Locator): Promise<Bubble> {
  const { mine, text, buttons, pictures } = await entry.evaluate((element) => {
    const within = element.querySelector('.notice > div, .notice.info') ?? element;
    const aside = '.vh, .acts, .foot, .evidence, .picture, .meta';
    const parts = [...within.children].filter((part) => !part.matches(aside)) as HTMLElement[];
    return {
      mine: element.matches('.me'),
      text: parts.map((part) => part.innerText).join('\n'),
      buttons: [...within.querySelectorAll('.acts button')].map(({ lastChild }) => lastChild?.textContent ?? ''),
      pictures: element.querySelectorAll('img').length,
    };
  });
  return bubble(mine ? 'person' : 'parley', text, {
    buttons,
    pictures: Array.from({ length: pictures }, () => new Uint8Array()),
  });
}
