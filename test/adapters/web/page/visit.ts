/** A person at the page: opens it in a browser of their own, and notices everything that goes wrong in it. */
import axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ModelState, NoticeView, ServiceState } from '../../../../adapters/web/protocol.ts';
import { KEY, type StandIn } from './stand-in.ts';

export const DESK = { width: 1280, height: 860 };
export const PHONE = { width: 390, height: 844 };

export const READY = { state: 'ready', name: 'small-model', where: 'here' } satisfies ModelState;

export const SERVICE: ServiceState = {
  version: '0.1.0',
  notice: null,
  model: READY,
  photos: { read: true, eyes: { kind: 'none', command: 'npm run models -- pull eyes' } },
  channels: [],
  stopping: false,
};

export const NOTICE: NoticeView = {
  version: 3,
  language: 'en',
  title: 'Hi, I’m Parley, an AI assistant.',
  lead: 'I run on **Ana’s own computer**, pass your messages to nobody else, and make mistakes.',
  lines: ['I read the messages you send in this chat.', 'I keep them **30 days**.', '`/forget` erases everything.'],
  more: ['The model is small-model; its licence is Apache-2.0.'],
  footer: 'Until you choose Start I keep nothing you write. Notice 3, English.',
  labels: { start: 'Start', no: 'No thanks', more: 'Read more', less: 'Read less' },
  silent: { title: 'I stay silent.', why: 'You chose No thanks.' },
  accept: 'notice:on:3',
  decline: 'notice:declined:3',
  declined: false,
};

export interface Visit {
  context: BrowserContext;
  page: Page;
  /** Everything that went wrong so far: errors in the console, uncaught ones, violations of the security policy. */
  faults: string[];
}

/** A browser of one person, not signed in yet. Requests that fail are no fault of the page. */
export async function newVisit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: DESK,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    ...options,
  });
  context.setDefaultTimeout(15_000);
  const faults: string[] = [];
  context.on('page', (page) => watch(page, faults));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  return { context, page: await context.newPage(), faults };
}

function watch(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    const failedRequest = message.text().startsWith('Failed to load resource');
    if ((message.type() === 'error' || message.type() === 'warning') && !failedRequest) faults.push(message.text());
  });
}

/** Signs in by the link and shows a chat. */
export async function openChat(page: Page, service: StandIn, chat: string): Promise<void> {
  await page.goto(`${service.url}/#k=${KEY}`);
  await page.locator('.app').waitFor();
  await page.evaluate((chat) => {
    location.hash = `#chat=${chat}`;
  }, chat);
  await expect.poll(() => service.streams.at(-1)?.get('chat')).toBe(chat);
}

/** The field that a message is written in. */
export const message = (page: Page): Locator => page.getByRole('textbox', { name: 'Message to Parley' });

/** What was said so far. */
export const log = (page: Page): Locator => page.getByRole('log');

export async function send(page: Page, text: string): Promise<void> {
  await message(page).fill(text);
  await message(page).press('Enter');
}

/** Violations of WCAG 2.2 A and AA and of axe's own best practices, each as one line. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate(() => (globalThis as typeof globalThis & { axe: typeof axe }).axe.run(document));
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary?.split('\n').at(-1) ?? ''}`),
  );
}

/** How far the page itself could be scrolled sideways, in px. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** The id of the focused element. */
export function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.id);
}
