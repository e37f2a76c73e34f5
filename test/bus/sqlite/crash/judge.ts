/** Compares what was acknowledged with what was sent. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Verdict {
  acknowledged: number;
  /** Acknowledged and never sent. */
  lost: number;
  /** Answered by two replies that no platform could tell to be the same. */
  seenTwice: number;
  /** Sent after a later message of its conversation. */
  outOfOrder: number;
  /** One reply sent again because its acknowledgement was not stored in time. A platform with keys shows it once. */
  rawDuplicates: number;
}

export function judge(folder: string): Verdict {
  const acknowledged = new Set(lines(folder, 'acknowledged.log'));
  const replies = new Set<string>();
  const answered = new Set<string>();
  const latest = new Map<string, number>();
  const verdict: Verdict = { acknowledged: acknowledged.size, lost: 0, seenTwice: 0, outOfOrder: 0, rawDuplicates: 0 };
  for (const line of lines(folder, 'sent.log')) {
    if (replies.has(line)) {
      verdict.rawDuplicates++;
      continue;
    }
    replies.add(line);
    const [conversation = '', n = ''] = line.split(' ');
    const message = `${conversation} ${n}`;
    if (answered.has(message)) verdict.seenTwice++;
    answered.add(message);
    if (Number(n) < (latest.get(conversation) ?? 0)) verdict.outOfOrder++;
    latest.set(conversation, Math.max(Number(n), latest.get(conversation) ?? 0));
  }
  for (const message of acknowledged) if (!answered.has(message)) verdict.lost++;
  return verdict;
}

/** A line without its end was cut off by the kill: nobody was told it. */
function lines(folder: string, name: string): string[] {
  return readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1);
}
