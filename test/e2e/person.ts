/** A person at the real page of the real service, in a real browser. */
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { consentChoiceValue } from '../../src/journey/approach.ts';
import { DESK, newVisit, PHONE, sideways, violations } from '../adapters/web/page/visit.ts';
import type { RunningService } from '../soak/started.ts';

/** Patience with whatever is waited for: two cores may be busy with a model and a browser. */
const PATIENCE_MS = 30_000;

/** Waits until what `look` finds is as expected. */
export const until = <Found>(look: () => Promise<Found> | Found) => expect.poll(look, { timeout: PATIENCE_MS });

export interface Person {
  context: BrowserContext;
  page: Page;
  /** What went wrong in the browser so far: errors in the console, uncaught ones, violations of the security policy. */
  faults: string[];
  field: Locator;
  log: Locator;
  /** Writes and sends. */
  send(text: string): Promise<void>;
  /** Parley's entries on the page, notices and a running answer too. */
  said: Locator;
  /** Waits until the newest of so many entries of Parley's is final. */
  finished(count: number): Promise<Locator>;
  leave(): Promise<void>;
}

/** A browser of one person, not signed in; nothing moves by itself in it, so that what is measured is at rest. */
export async function newPerson(browser: Browser, options: BrowserContextOptions = {}): Promise<Person> {
  const { context, page, faults } = await newVisit(browser, { reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  return personAt(context, page, faults);
}

/** The same person in another tab. */
export async function inAnotherTab({ context, page, faults }: Person): Promise<Person> {
  const other = await context.newPage();
  await other.goto(page.url());
  await other.locator('.app').waitFor();
  return personAt(context, other, faults);
}

function personAt(context: BrowserContext, page: Page, faults: string[]): Person {
  const field = page.getByRole('textbox', { name: 'Message to Parley' });
  const log = page.getByRole('log');
  const said = log.locator('.ans');
  return {
    context,
    page,
    faults,
    field,
    log,
    said,
    async send(text) {
      await field.fill(text);
      await field.press('Enter');
    },
    async finished(count) {
      await until(() => said.count()).toBe(count);
      await until(() => log.getAttribute('aria-busy')).toBe('false');
      return said.last();
    },
    leave: () => context.close(),
  };
}

/** A person who holds the page already and shows a new conversation. `url`: where the service is reached. */
export async function ownerAt(
  browser: Browser,
  service: RunningService,
  { url = service.url, ...options }: { url?: string } & BrowserContextOptions = {},
): Promise<Person> {
  const person = await newPerson(browser, options);
  await person.page.goto(`${url}/${new URL(await newLink(service)).hash}`);
  await person.page.locator('.app').waitFor();
  return person;
}

async function newLink({ url, headers }: RunningService): Promise<string> {
  const response = await fetch(`${url}/api/session/link`, { method: 'POST', headers });
  return ((await response.json()) as { url: string }).url;
}

/** Of a new installation. */
const FIRST_NOTICE = 1;

/** Presses Start, as a script does it. */
export async function agree({ url, headers }: RunningService): Promise<void> {
  const body = JSON.stringify({ key: crypto.randomUUID(), choice: consentChoiceValue('on', FIRST_NOTICE) });
  const response = await fetch(`${url}/api/chats/start/choices`, { method: 'POST', headers, body });
  expect(response.status).toBe(202);
}

/** What somebody could not use on the screen as it stands: at the desk and on a phone, light and dark. */
export async function obstacles({ page }: Person): Promise<string[]> {
  const found: string[] = [];
  for (const viewport of [PHONE, DESK]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      const where = `at ${viewport.width}, ${colorScheme}`;
      found.push(...(await violations(page)).map((violation) => `${where}: ${violation}`));
    }
    const px = await sideways(page);
    if (px > 0) found.push(`at ${viewport.width}: the page can be scrolled ${px} px sideways`);
  }
  return found;
}
