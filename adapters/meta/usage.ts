/**
 * How much of the allowed calls is used up, as every answer of the Graph API tells in a header, and how much slower to go.
 * https://developers.facebook.com/docs/graph-api/overview/rate-limiting
 */
import { fields, list, number } from './json.ts';

/** From here on calls are spread, so that the limit is not met. */
const SLOW_FROM_PERCENT = 80;
/** The wait before a call grows to this at 100 %. */
const LONGEST_SPREAD_MS = 5_000;
const MINUTE_MS = 60_000;

export interface Usage {
  /** Reads the headers of an answer. */
  read(headers: Headers): void;
  /** How long to wait before the next call; at 100 % until the platform lets us in again. */
  waitMs(): number;
}

export function createUsage(now: () => number = Date.now): Usage {
  let percent = 0;
  let closedUntil = 0;
  return {
    read(headers) {
      const seen = ['x-app-usage', 'x-page-usage', 'x-business-use-case-usage'].flatMap((name) =>
        readings(headers.get(name)),
      );
      if (seen.length === 0) return;
      percent = Math.max(...seen.map((reading) => reading.percent));
      const minutes = Math.max(...seen.map((reading) => reading.minutes));
      closedUntil = percent >= 100 ? now() + Math.max(1, minutes) * MINUTE_MS : 0;
    },
    waitMs() {
      const left = closedUntil - now();
      if (left > 0) return left;
      if (percent < SLOW_FROM_PERCENT) return 0;
      const share = (Math.min(percent, 100) - SLOW_FROM_PERCENT) / (100 - SLOW_FROM_PERCENT);
      return Math.round(Math.max(0.1, share) * LONGEST_SPREAD_MS);
    },
  };
}

/** `{"call_count": 28, …}`, or by business a list of such, with the minutes until access is regained. */
function readings(header: string | null): { percent: number; minutes: number }[] {
  if (header === null) return [];
  try {
    const usage = fields(JSON.parse(header)) ?? {};
    const rows = 'call_count' in usage ? [usage] : Object.values(usage).flatMap(list);
    return rows.map((row) => {
      const { call_count, total_time, total_cputime, estimated_time_to_regain_access } = fields(row) ?? {};
      return {
        percent: Math.max(0, ...[call_count, total_time, total_cputime].map((share) => number(share) ?? 0)),
        minutes: number(estimated_time_to_regain_access) ?? 0,
      };
    });
  } catch {
    return [];
  }
}
