/** A phone's screen, as tall as the chat is long. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import type { Bubble } from '../../doubles/viewer/chat.ts';
import { chatPage, type Platform } from '../../doubles/viewer/page.ts';
import type { Door, Guest } from './guest.ts';

export const PHONE_PX = 390;
/** A short chat still looks like a phone. */
const SHORTEST_PX = 500;

export async function screenOf(browser: Browser, bubbles: readonly Bubble[], platform: Platform): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: PHONE_PX, height: SHORTEST_PX } });
  try {
    await page.setContent(chatPage(bubbles, platform));
    await page.evaluate(() => document.fonts.ready);
    return await page.screenshot({ fullPage: true });
  } finally {
    await page.close();
  }
}

const FOLDER = new URL('../../../docs/shots/journeys/', import.meta.url);

/** Figures in it differ from run to run, so the pictures for people are taken only where that is asked for. */
const WANTED = process.env.PARLEY_TEST_PICTURES === 'yes';

/** Looks at somebody's phone, and keeps what is on it for people where that is wanted. */
export async function keepScreen({ name }: Door, story: string, guest: Guest): Promise<void> {
  const screen = await guest.screen();
  if (!WANTED) return;
  mkdirSync(FOLDER, { recursive: true });
  const file = `${story}-${name.toLowerCase().replaceAll(' ', '-')}.webp`;
  const shot = await sharp(screen).webp({ quality: 60, effort: 6 }).toBuffer();
  writeFileSync(new URL(file, FOLDER), shot);
}
