/** Journeys for the tests of a file: each is closed after the test that opened it. */
import { afterEach } from 'vitest';
import { type JourneyOptions, type JourneyUnderTest, openJourney } from './journey-under-test.ts';

/** @param defaults what holds for all journeys of the file, where a test says nothing else */
export function journeys(
  defaults: () => JourneyOptions = () => ({}),
): (options?: JourneyOptions) => Promise<JourneyUnderTest> {
  const open: JourneyUnderTest[] = [];
  afterEach(async () => {
    for (const journey of open.splice(0)) await journey.close();
  });
  return async (options) => {
    const journey = await openJourney({ ...defaults(), ...options });
    open.push(journey);
    return journey;
  };
}
