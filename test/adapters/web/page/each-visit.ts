/** Before each test a service and a person who is at its page; after it both are gone, and nothing went wrong on the page. */
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { ServiceState } from '../../../../adapters/web/protocol.ts';
import { launchBrowser } from '../../../browser.ts';
import { StandIn } from './stand-in.ts';
import { newVisit, SERVICE, type Visit } from './visit.ts';

export interface Given extends Visit {
  browser: Browser;
  service: StandIn;
}

interface How {
  /** What the service knows in the beginning. */
  knows?: () => ServiceState;
  visit?: BrowserContextOptions;
}

/** @param begin is handed what each test is given; nobody is signed in yet */
export function eachVisit(
  begin: (given: Given) => void | Promise<void>,
  { knows = () => structuredClone(SERVICE), visit }: How = {},
): void {
  let browser: Browser;
  let given: Given;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    const service = new StandIn(knows());
    await service.start();
    given = { ...(await newVisit(browser, visit)), browser, service };
    await begin(given);
  });
  afterEach(async () => {
    await given.context.close();
    await given.service.kill();
    expect(given.faults).toEqual([]);
  });
}
