/**
 * A time of day as every text says it, and the page too: "07:05", by the clock of 24 hours, in the digits and with the
 * sign between them that are the language's own. Where somebody lives says nothing safe about which clock they read.
 */
export const TIME_OF_DAY = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** `at`: ms since 1970, said as the clock on the owner's wall shows it. */
export const timeOfDay = (at: number, language: string): string =>
  new Intl.DateTimeFormat(language, TIME_OF_DAY).format(at);
