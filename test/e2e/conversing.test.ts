import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PHONE } from '../adapters/web/page/visit.ts';
import type { RunningService } from '../soak/started.ts';
import { agree, inAnotherTab, obstacles, ownerAt, type Person, until } from './person.ts';
import { eachRunning } from './running.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

const MARKDOWN = `**Three** ways to average a list:

## By hand

1. Sort it.
2. Drop both ends.
   - the highest
   - the lowest

| Way  | Steps | Good for |
| :--- | ----: | :------: |
| mean |     2 | all      |
| trim |     3 | outliers |

\`\`\`js
const kept = [...list].sort((a, b) => a - b).slice(1, -1);
\`\`\`

> Sort a copy. [How sorting works](https://example.org/sort), [not this](javascript:alert(1))

- [x] read
- [ ] tried

<script>console.error('never')</script>`;

describe('a conversation', () => {
  let browser: Browser;
  let service: RunningService;
  let person: Person;

  eachRunning({ PARLEY_RUNTIME: 'echo', PARLEY_PER_MINUTE: 'none' }, (running) => {
    ({ browser, service } = running);
  });
  beforeEach(async () => {
    await agree(service);
    person = await ownerAt(browser, service);
  });
  afterEach(async () => {
    await person.leave();
    expect(person.faults).toEqual([]);
  });

  test('shows Markdown as it should be: headings, lists, a table, code to copy, links; markup stays text', async () => {
    const { page, context } = person;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await person.send(MARKDOWN);
    const answer = await person.finished(1);
    await answer.getByRole('heading', { name: 'By hand', level: 2 }).waitFor();
    expect(await answer.locator('.lead strong').innerText()).toBe('Three');
    expect(await answer.locator('ol > li').count()).toBe(2);
    expect(await answer.locator('ol ul > li').allInnerTexts()).toEqual(['the highest', 'the lowest']);
    expect(await answer.getByRole('columnheader').allInnerTexts()).toEqual(['Way', 'Steps', 'Good for']);
    expect(await answer.locator('td.to-end').allInnerTexts()).toEqual(['2', '3']);
    expect(await answer.getByRole('checkbox').count()).toBe(2);
    expect(await answer.locator('.tone-k').innerText()).toBe('const');
    await answer.getByRole('button', { name: 'Copy this code' }).click();
    await answer.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      'const kept = [...list].sort((a, b) => a - b).slice(1, -1);',
    );
    expect(await answer.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))).toEqual([
      'https://example.org/sort',
    ]);
    expect(await answer.locator('script').count()).toBe(0);
    await answer.getByText("<script>console.error('never')</script>").waitFor();
    expect(await obstacles(person)).toEqual([]);
  });

  test('is listed, renamed, found, left for a new one, and deleted', async () => {
    const { page, log } = person;
    await person.send('Rivers of Europe');
    await person.finished(1);
    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
    await person.send('A lease for a dog');
    await person.finished(1);
    const rows = page.locator('.chat b');
    await until(() => rows.allInnerTexts()).toEqual(expect.arrayContaining(['A lease for a dog', 'Rivers of Europe']));

    await page.getByRole('button', { name: 'Rename or delete “A lease for a dog”' }).click();
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    expect(await obstacles(person)).toEqual([]);
    await page.getByRole('textbox', { name: 'Title of the conversation' }).fill('Keeping a dog');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Keeping a dog', level: 1 }).waitFor();

    await page.keyboard.press('Control+k');
    await page.keyboard.type('rivers');
    await page.keyboard.press('Enter');
    await log.locator('.bub', { hasText: 'Rivers of Europe' }).waitFor();
    await page.getByRole('button', { name: 'Rename or delete “Rivers of Europe”' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
    await until(() => rows.allInnerTexts()).not.toContain('Rivers of Europe');
    expect(await rows.allInnerTexts()).toContain('Keeping a dog');
  });

  test('stands the same in two tabs: message, answer, name, and its end', async () => {
    const other = await inAnotherTab(person);
    await person.send('Seen by both');
    for (const tab of [person, other]) {
      await tab.finished(1);
      expect(await tab.log.locator('.bub, .ans > p').allInnerTexts()).toEqual(['Seen by both', 'Seen by both']);
    }
    await other.send('From the other side');
    await person.finished(2);
    expect(await person.log.locator('.bub').last().innerText()).toBe('From the other side');

    await other.page.getByRole('button', { name: 'Rename or delete “Seen by both”' }).click();
    await other.page.getByRole('button', { name: 'Rename', exact: true }).click();
    await other.page.getByRole('textbox', { name: 'Title of the conversation' }).fill('Two tabs');
    await other.page.keyboard.press('Enter');
    await person.page.getByRole('heading', { name: 'Two tabs', level: 1 }).waitFor();

    await other.page.getByRole('button', { name: 'Rename or delete “Two tabs”' }).click();
    await other.page.getByRole('button', { name: 'Delete', exact: true }).click();
    await other.page.getByRole('button', { name: 'Delete', exact: true }).click();
    await person.page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
    expect(await person.log.locator('.bub, .ans').count()).toBe(0);
    await until(() => person.page.locator('.chat', { hasText: 'Two tabs' }).count()).toBe(0);
  });

  test('knows its commands', async () => {
    const { page, field, log } = person;
    await field.pressSequentially('/');
    await page.getByRole('listbox', { name: 'Commands' }).waitFor();
    expect(await obstacles(person)).toEqual([]);
    await person.send('/help');
    const help = await person.finished(1);
    expect(await help.locator('li').allInnerTexts()).toHaveLength(10);
    await person.send('/status');
    expect(await (await person.finished(2)).innerText()).toMatch(
      /echo is ready, on this computer.*Admitted \d+, answered \d+/s,
    );
    await person.send('/about');
    expect(await (await person.finished(3)).innerText()).toMatch(/Licence: Apache-2\.0.*Parley \d+\.\d+\.\d+/s);
    await person.send('/stop');
    expect(await (await person.finished(4)).innerText()).toContain('Nothing is running.');
    await person.send('/new');
    expect(await (await person.finished(5)).innerText()).toContain('A fresh start.');
    await person.send('an answer at last');
    await person.finished(6);
    expect(await log.getByText('unchecked').count()).toBe(1);
    expect(await log.locator('.notice.info').count()).toBe(5);
  });

  test('is forgotten at a word: this one, after a second thought, or everything, and then the notice stands again', async () => {
    const { page, log } = person;
    await person.send('something private');
    await person.finished(1);
    await person.send('/forget');
    await (await person.finished(2)).getByRole('button', { name: 'Cancel' }).click();
    await log.getByText('Nothing was erased.').waitFor();
    await person.send('/forget');
    const ask = await person.finished(4);
    expect(await obstacles(person)).toEqual([]);
    await ask.getByRole('button', { name: 'Erase this one' }).click();
    await log.getByText('Erased from this computer.').waitFor();
    expect(await log.getByText('something private').count()).toBe(0);
    expect(await log.locator('.bub').count()).toBe(0);

    await person.send('something else');
    await person.finished(2);
    await person.send('/forget');
    await (await person.finished(3)).getByRole('button', { name: 'Erase everything' }).click();
    await page.getByRole('heading', { name: 'Hi, I’m Parley, an AI assistant.' }).waitFor();
    await until(() => page.locator('.chat').count()).toBe(0);
    expect(await log.locator('.bub, .ans').count()).toBe(0);
  });

  test('can be had on a phone', async () => {
    await person.leave();
    person = await ownerAt(browser, service, { viewport: PHONE, hasTouch: true, isMobile: true });
    const { page, log } = person;
    await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
    await person.send(MARKDOWN);
    const answer = await person.finished(1);
    await answer.locator('.strip-line').tap();
    await page.locator('.waterfall tr').first().waitFor();
    await page.getByRole('button', { name: 'Conversations' }).tap();
    const drawer = page.getByRole('dialog', { name: 'Conversations' });
    await drawer.getByRole('link', { name: 'Status' }).tap();
    await page.getByRole('heading', { name: 'Nothing to do' }).waitFor();
    expect(await obstacles(person)).toEqual([]);
    await page.goBack();
    await log.locator('.ans').waitFor();
    expect(await obstacles(person)).toEqual([]);
  });
});
