import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Picture, Reading } from '../../model-runtime/contract.ts';
import { createEchoRuntime } from '../../model-runtime/echo.ts';
import { createEmbeddedRuntime } from '../../model-runtime/embedded.ts';
import { createReader, type ProcessReader, type ReaderOptions } from '../../model-runtime/reader.ts';
import { createRemoteRuntime } from '../../model-runtime/remote/remote.ts';
import { pictureFiles } from '../vision/picture-file.ts';
import { drawSvg } from '../vision/render.ts';
import { optionsFor } from './embedded-options.ts';

const asFile = pictureFiles();
const readers: ProcessReader[] = [];

afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.close()));
});

function create(options: Partial<ReaderOptions> = {}): ProcessReader {
  const reader = createReader({
    log: { info: () => {}, warn: () => {} },
    threads: 1,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    ...options,
  });
  readers.push(reader);
  return reader;
}

/** With so many lines that reading takes a while. */
async function picture(word: string, lines = 1): Promise<Picture> {
  const text = Array.from(
    { length: lines },
    (_, i) => `<text x="20" y="${50 + 40 * i}" font-size="30">${word} ${i + 2}</text>`,
  );
  const [width, height] = [500, 40 * lines + 40];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${text.join('')}</svg>`;
  return asFile({ bytes: drawSvg(svg), width, height });
}

const wordsOf = ({ lines }: Reading): string => lines.map(({ text }) => text.replaceAll(' ', '')).join(' ');

const asked = { signal: new AbortController().signal, priority: 'asked' } as const;
const arrival = { ...asked, priority: 'arrival' } as const;

/** Until the process is there and has something to do. */
async function untilBusy(reader: ProcessReader): Promise<number> {
  while (reader.pid === undefined) await sleep(10);
  return reader.pid;
}

const isGone = (pid: number): boolean => {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return true;
  }
};

describe('the reader of pictures', () => {
  test('reads one after the other in one process', async () => {
    const reader = create();
    expect(reader.pid).toBeUndefined();
    const readings = await Promise.all([
      reader.read(await picture('Protein'), asked),
      reader.read(await picture('Salt'), asked),
    ]);
    expect(readings.map(wordsOf)).toEqual(['Protein2', 'Salt2']);
    expect(readings.every(({ ms }) => ms > 0)).toBe(true);
    const { pid } = reader;
    expect(wordsOf(await reader.read(await picture('Fibre'), asked))).toBe('Fibre2');
    expect(reader.pid).toBe(pid);
  });

  test('takes what somebody waits for first, also when something else is under way', async () => {
    const reader = create();
    const order: string[] = [];
    const [first, second, wanted] = [await picture('First', 20), await picture('Second'), await picture('Wanted')];
    const note = async (name: string, reading: Promise<Reading>): Promise<void> => {
      expect(wordsOf(await reading)).toContain(`${name}2`);
      order.push(name);
    };
    const background = [note('First', reader.read(first, arrival)), note('Second', reader.read(second, arrival))];
    await untilBusy(reader);
    await Promise.all([...background, note('Wanted', reader.read(wanted, asked))]);
    expect(order).toEqual(['Wanted', 'First', 'Second']);
  });

  test('stops when nobody waits any more, and reads the next', async () => {
    const reader = create();
    const stop = new AbortController();
    const reading = reader.read(await picture('Endless', 20), { signal: stop.signal, priority: 'asked' });
    await untilBusy(reader);
    const next = reader.read(await picture('Next'), asked);
    stop.abort(new Error('Nobody waits.'));
    await expect(reading).rejects.toThrow('Nobody waits.');
    expect(wordsOf(await next)).toBe('Next2');
    await expect(reader.read(await picture('Late'), { signal: stop.signal, priority: 'asked' })).rejects.toThrow(
      'Nobody waits.',
    );
  });

  test('that dies fails the picture it was at, and reads the next in a new process', async () => {
    const reader = create();
    const reading = reader.read(await picture('Fatal', 20), asked);
    const next = reader.read(await picture('Next'), arrival);
    const pid = await untilBusy(reader);
    process.kill(pid, 'SIGKILL');
    await expect(reading).rejects.toMatchObject({ name: 'RuntimeError', kind: 'crashed' });
    expect(wordsOf(await next)).toBe('Next2');
    expect(reader.pid).not.toBe(pid);
  });

  test('that hangs is killed after a while, and fails the picture it was at', async () => {
    const reader = create({ patience: { silence: 6_000 } });
    await reader.read(await picture('Warm'), asked);
    process.kill(reader.pid!, 'SIGSTOP');
    await expect(reader.read(await picture('Stuck'), asked)).rejects.toMatchObject({ kind: 'crashed' });
    expect(wordsOf(await reader.read(await picture('Next'), asked))).toBe('Next2');
  });

  test('ends when there was nothing to read for a while, and comes back', async () => {
    const reader = create({ patience: { idle: 50 } });
    await reader.read(await picture('Once'), asked);
    const pid = reader.pid!;
    while (!isGone(pid)) await sleep(10);
    expect(reader.pid).toBeUndefined();
    expect(wordsOf(await reader.read(await picture('Again'), asked))).toBe('Again2');
  });

  test('refuses a file that is no picture, and goes on', async () => {
    const reader = create();
    const broken = await asFile({ bytes: Buffer.from('%PDF-1.7 is no picture'), width: 10, height: 10 });
    await expect(reader.read(broken, asked)).rejects.toMatchObject({ kind: 'unusable' });
    await expect(reader.read({ ...broken, file: `${broken.file}.gone` }, asked)).rejects.toMatchObject({
      kind: 'unusable',
    });
    expect(wordsOf(await reader.read(await picture('Next'), asked))).toBe('Next2');
  });

  test('settles whatever it was asked, in any order of asking, aborting and dying', async () => {
    const words = ['Oats', 'Rice', 'Corn', 'Beans'];
    const pictures = await Promise.all(words.map((word) => picture(word)));
    const reader = create();
    const acts = fc.array(
      fc.record({
        which: fc.nat({ max: words.length - 1 }),
        priority: fc.constantFrom('asked', 'arrival'),
        abortAfterMs: fc.option(fc.nat({ max: 300 }), { freq: 2 }),
        thenDie: fc.boolean(),
        waitMs: fc.nat({ max: 150 }),
      }),
      { minLength: 2, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(acts, async (wishes) => {
        const endings: Promise<void>[] = [];
        let killed: number | undefined;
        for (const { which, priority, abortAfterMs, thenDie, waitMs } of wishes) {
          const stop = new AbortController();
          const ending = reader.read(pictures[which]!, { signal: stop.signal, priority }).then(
            (reading) => expect(wordsOf(reading)).toBe(`${words[which]}2`),
            (reason) => expect(reason === stop.signal.reason || reason.kind === 'crashed').toBe(true),
          );
          endings.push(ending);
          if (abortAfterMs !== null) setTimeout(() => stop.abort(), abortAfterMs);
          await sleep(waitMs);
          if (!thenDie || reader.pid === undefined) continue;
          killed = reader.pid;
          process.kill(killed, 'SIGKILL');
        }
        await Promise.all(endings);
        // The next wish must not meet one that is already dead.
        while (killed !== undefined && reader.pid === killed) await sleep(5);
      }),
      { numRuns: 4 },
    );
    expect(wordsOf(await reader.read(pictures[0]!, asked))).toBe('Oats2');
  });

  test('that is closed fails what it has, and takes nothing more', async () => {
    const reader = create();
    const readings = [reader.read(await picture('Under', 20), asked), reader.read(await picture('Waiting'), arrival)];
    const settled = Promise.allSettled(readings);
    const pid = await untilBusy(reader);
    await reader.close();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(isGone(pid)).toBe(true);
    await expect(reader.read(await picture('More'), asked)).rejects.toMatchObject({ kind: 'unusable' });
  });
});

describe('pictures are read whichever runtime answers', () => {
  test('by one whose model is still on its way', async () => {
    const options = optionsFor('', '');
    const never = new Promise<never>(() => {});
    const models = async function* () {
      yield await never;
    };
    const runtime = createEmbeddedRuntime({ ...options, models, reader: create() });
    runtime.start();
    expect(wordsOf(await runtime.read!(await picture('Early'), asked))).toBe('Early2');
    expect(runtime.status.state).toBe('getting');
    await runtime.close();
  });

  test('by one that asks a server, and by one that only repeats; and each closes its reader', async () => {
    const readers = [create(), create()] as const;
    const remote = createRemoteRuntime({
      url: 'http://127.0.0.1:9/v1',
      model: 'any',
      key: undefined,
      reader: readers[0],
    });
    const echo = createEchoRuntime({ reader: readers[1] });
    for (const [i, runtime] of [remote, echo].entries()) {
      expect(wordsOf(await runtime.read!(await picture('Here'), asked))).toBe('Here2');
      await runtime.close();
      await expect(readers[i]!.read(await picture('More'), asked)).rejects.toMatchObject({ kind: 'unusable' });
    }
  });

  test('and one without a reader says so by having none', () => {
    expect(createEchoRuntime().read).toBeUndefined();
  });
});
