/**
 * The program that the crash test kills: an echo through the store alone. Run again on the same folder it goes on
 * where it was killed, and ends by itself when every message is answered.
 *
 *     node load.ts <folder> <conversations> <messages of each> <protection>
 *
 * What it was told (`acknowledged.log`) and what it sent (`sent.log`) are on the operating system's side of the
 * process, so a kill takes nothing of them.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openSqliteStore } from '../../../../src/bus/sqlite/open.ts';
import type { Claim } from '../../../../src/bus/store.ts';

const [folder = '', conversations, messages, protection = ''] = process.argv.slice(2);
const acknowledged = join(folder, 'acknowledged.log');
const sent = join(folder, 'sent.log');

const store = await openSqliteStore({
  file: join(folder, 'parley.db'),
  modules: [new URL('./protection.ts', import.meta.url).href],
  onFatal(error) {
    throw error;
  },
});

/** A platform: offers its next message until it is acknowledged. */
async function offer(conversation: string, first: number): Promise<void> {
  for (let n = first; n < Number(messages); n++) {
    const [result] = await store.enqueue([
      { topic: 'in', lane: `in:${conversation}`, payload: String(n), dedupeKey: `${conversation}/${n}` },
    ]);
    if (result?.status === 'refused') throw new Error('No gate was asked, and yet it refused.');
    appendFileSync(acknowledged, `${conversation} ${n}\n`);
  }
}

async function answer({ lane, epoch, items }: Claim): Promise<void> {
  const conversation = lane.slice('in:'.length);
  const emits = items.map(({ payload }) => ({
    topic: 'out',
    lane: `out:${conversation}`,
    payload,
    gate: { procedure: protection, args: null },
  }));
  await store.complete(lane, epoch, items.at(-1)!.seq, emits);
}

async function send({ lane, epoch, items }: Claim): Promise<void> {
  for (const { seq, payload } of items) {
    appendFileSync(sent, `${lane.slice('out:'.length)} ${payload} ${seq}\n`);
    await store.ack(lane, epoch, seq);
  }
  await store.complete(lane, epoch, items.at(-1)!.seq, []);
}

async function work(topic: string, handle: (claim: Claim) => Promise<void>): Promise<void> {
  while (!finished) {
    const claims = await store.claim(topic, 'load', 3, 60_000, 4);
    await Promise.all(claims.map(handle));
    if (claims.length === 0) await setTimeout(1);
  }
}

let finished = false;
const next = new Map<string, number>();
for (const line of existsSync(acknowledged) ? readFileSync(acknowledged, 'utf8').split('\n') : []) {
  const [conversation = '', n] = line.split(' ');
  next.set(conversation, Number(n) + 1);
}
const names = Array.from({ length: Number(conversations) }, (_, n) => `c${n}`);
const workers = [work('in', answer), work('in', answer), work('out', send), work('out', send)];
await Promise.all(names.map((name) => offer(name, next.get(name) ?? 0)));
for (const lane of names.flatMap((name) => [`in:${name}`, `out:${name}`])) {
  while ((await store.peek(lane)).length > 0) await setTimeout(1);
}
finished = true;
await Promise.all(workers);
await store.close();
