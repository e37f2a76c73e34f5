/** The store's thread: the only one that touches the file. It takes what is asked, commits, and answers afterwards. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Alarm } from './alarm.ts';
import { keepBackups, removeBackups } from './backup.ts';
import { sharedClock, systemClock } from './clock.ts';
import { Commits } from './commits.ts';
import { closeFile, openFile } from './database-file.ts';
import { Dedupe } from './dedupe.ts';
import { isUnavailable, toThrown } from './faults.ts';
import { PendingHints } from './hints.ts';
import { ItemTable } from './item-table.ts';
import { LaneTable } from './lane-table.ts';
import { limits } from './limits.ts';
import { Mailboxes } from './mailboxes.ts';
import { migrate } from './migrate.ts';
import type { Answer, Asked, FromThread, OutsideRequest, Request, ThreadOptions } from './operations.ts';
import { loadModules, Procedures } from './procedures.ts';
import { Tally } from './tally.ts';

if (!parentPort) throw new Error('thread.ts runs as the worker of openSqliteStore.');
const port = parentPort;

async function open({ file, modules: urls, clock: cells }: ThreadOptions): Promise<void> {
  const modules = await loadModules(urls);
  const clock = cells ? sharedClock(cells) : systemClock();
  const db = openFile(file);
  migrate(db, file, modules, clock.wall());

  const tally = new Tally(db);
  const hints = new PendingHints();
  const mailboxes = new Mailboxes({
    clock,
    lanes: new LaneTable(db, tally),
    items: new ItemTable(db, tally),
    dedupe: new Dedupe(db, tally),
    procedures: new Procedures(modules, db),
    tally,
    hints,
  });
  const commits = new Commits(db, mailboxes, tally, hints);

  const alarm = new Alarm(clock, (topics) => post({ kind: 'answers', answers: [], ready: topics, arrivals: [] }));
  const backups = keepBackups(file, clock);

  commits.transaction(() => mailboxes.takeOver());
  post({ kind: 'opened' });

  port.on('message', (asked: Asked) => {
    for (const waiting = [...asked]; waiting.length > 0; ) {
      const { requests, outside } = takeFrom(waiting);
      if (requests.length > 0) tell(commits.answer(requests));
      if (outside) perform(outside);
    }
  });

  function perform(outside: OutsideRequest): void {
    switch (outside.operation) {
      case 'scrub':
        return tell([commits.scrub(outside.id, () => removeBackups(file))]);
      case 'close':
        alarm.stop();
        clearInterval(backups);
        closeFile(db);
        port.close();
        return;
      default:
        outside satisfies never;
    }
  }

  /** What became durable: answers first, then hints. */
  function tell(answers: Answer[]): void {
    const { ready, arrivals, due } = hints.take();
    for (const [topic, at] of due) alarm.set(topic, at);
    if (answers.length + ready.length + arrivals.length > 0) post({ kind: 'answers', answers, ready, arrivals });
  }
}

/** From the front of what waits, here and at the port, as much as one transaction takes. */
function takeFrom(waiting: Asked): { requests: Request[]; outside: OutsideRequest | undefined } {
  const requests: Request[] = [];
  let weight = 0;
  while (requests.length < limits.operationsPerCommit && weight < limits.textPerCommit) {
    if (waiting.length === 0) waiting.push(...((receiveMessageOnPort(port)?.message as Asked | undefined) ?? []));
    const next = waiting.shift();
    if (next === undefined) break;
    if (next.operation === 'close' || next.operation === 'scrub') return { requests, outside: next };
    requests.push(next);
    weight += next.weight;
  }
  return { requests, outside: undefined };
}

function post(message: FromThread): void {
  port.postMessage(message);
}

try {
  await open(workerData);
} catch (error) {
  post({ kind: 'not opened', status: isUnavailable(error) ? 'unavailable' : 'failed', thrown: toThrown(error) });
  port.close();
}
