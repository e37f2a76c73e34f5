/**
 * What every channel has to pass, whatever its platform. A driver plays the other side: it says things as the platform
 * does, and tells what the platform was told and shown.
 */
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type {
  Admission,
  Channel,
  ChannelLog,
  Entry,
  Host,
  Inbound,
  Json,
  OutPart,
  Reply,
} from '../../adapters/contract.ts';
import { reply } from '../adapters/reply.ts';
import { sizeIn } from '../adapters/shown.ts';
import { hostile } from '../adapters/text/arbitrary-markdown.ts';

export interface ChannelDriver {
  /** The one that runs now. */
  readonly channel: Channel;
  /** Hands over a person's message as the platform does. Resolves with what the platform was told. */
  say(text: string, id: string): Promise<Told>;
  /** Hands over several messages without waiting for any: in one batch where the platform has batches. */
  sayTogether(messages: readonly { text: string; id: string }[]): Promise<unknown>;
  /** What any platform might hand over besides what people write; `never` says why this one does not. */
  besides: Readonly<Record<Aside, Happening | { never: string }>>;
  /** More of it that only this platform has, by its name in words. */
  oddities?: Readonly<Record<string, Happening>>;
  /** The text of a part as a person reads it. */
  textOf(part: OutPart): string;
  /**
   * The text of a part that leaves as a file, because the reply has more parts than the platform is given; else null.
   */
  fileOf?(part: OutPart): string | null;
  /** The texts a person sees, in order. */
  shown(): Promise<string[]>;
  /** What the platform does to the next send. */
  trouble?(kind: Trouble): void;
  /** Ends the channel and makes it anew with the same host, as a restart does. The platform and what it shows stay. */
  restart(): Promise<void>;
  /** What must never be logged or shown: tokens and keys. */
  secrets: readonly string[];
  close(): Promise<void>;
}

/** What is no message of a person, or none with anything in it. */
export type Aside =
  | 'the echo of a send of ours'
  | 'a message of our own account'
  | 'a kind nobody knows'
  | 'a broken event';
/** Resolves when the platform was told anything. */
export type Happening = () => Promise<Told>;
export type Told = 'received' | 'not received';
/** `cut`: the connection breaks after the platform took the send. `refused`: for good. `busy`: try again in a while. */
export type Trouble = 'cut' | 'refused' | 'busy';

/** What the service's side of the contract looks like to a channel under test. */
export interface ScriptedHost extends Host {
  admitted: Inbound[];
  /** What the next admissions resolve to; without one they are admitted. */
  answers: (() => Promise<Admission>)[];
  /** The durable record that `replay` gives. */
  record: Entry[];
  /** What was logged, a line each. */
  logged: string[];
}

export type OpenDriver = (host: ScriptedHost) => Promise<ChannelDriver>;

/** Keeps every line as a log would write it, errors with their stacks and causes. */
function createKeptLog(lines: string[]): ChannelLog {
  const keep = (fields: object, message: string) => void lines.push(inspect([message, fields], { depth: 10 }));
  return { info: keep, warn: keep, error: keep };
}

function createScriptedState(): Host['state'] {
  const values = new Map<string, Json>();
  return {
    get: async (name) => values.get(name) ?? null,
    set: async (name, value) => void values.set(name, value),
  };
}

export function createScriptedHost(route: Host['route'] = () => {}): ScriptedHost {
  const logged: string[] = [];
  const host: ScriptedHost = {
    admitted: [],
    answers: [],
    record: [],
    logged,
    async admit(events) {
      const results: Admission[] = [];
      for (const event of events) {
        const result: Admission = await (host.answers.shift()?.() ?? {
          status: 'admitted',
          id: host.admitted.length + 1,
        });
        if (result.status === 'admitted') host.admitted.push(event);
        results.push(result);
      }
      return results;
    },
    route,
    hook: () => {},
    file: async (id) => {
      throw new Error(`There is no file ${id}.`);
    },
    state: createScriptedState(),
    replay: async (_address, after, limit) => ({
      entries: host.record.filter(({ id }) => id > after).slice(0, limit),
      waiting: [],
    }),
    log: createKeptLog(logged),
    signal: new AbortController().signal,
  };
  return host;
}

export function channelContract(name: string, open: OpenDriver): void {
  const opened: { host: ScriptedHost; driver: ChannelDriver }[] = [];
  const start = async () => {
    const host = createScriptedHost();
    const driver = await open(host);
    opened.push({ host, driver });
    return { host, driver };
  };
  afterEach(async () => {
    for (const { host, driver } of opened.splice(0)) {
      const said = [...host.logged, JSON.stringify(driver.channel.health())].join('\n');
      await driver.close();
      // Whatever a test did: nothing secret was logged or told (law 9).
      for (const secret of driver.secrets) expect(said).not.toContain(secret);
    }
  });

  describe(`${name}, as every channel`, () => {
    it('hands a message over with who, where, what and the id it is known by', async () => {
      const { host, driver } = await start();
      expect(await driver.say('Hello there', 'm1')).toBe('received');
      expect(host.admitted).toMatchObject([
        {
          kind: 'message',
          address: { channel: driver.channel.id },
          eventId: expect.any(String),
          parts: [{ kind: 'text', text: 'Hello there' }],
          addressed: true,
        },
      ]);
      expect(host.admitted[0]!.at).toBeGreaterThan(Date.parse('2020-01-01'));
    });

    it('does not say "received" before it is durable (law 1)', async () => {
      const { host, driver } = await start();
      let durable = false;
      host.answers.push(async () => {
        await new Promise((done) => setTimeout(done, 60));
        durable = true;
        return { status: 'admitted', id: 1 };
      });
      await driver.say('slow', 'm1');
      expect(durable).toBe(true);
    });

    it('does not say "received" when the store could not take it', async () => {
      const { host, driver } = await start();
      host.answers.push(async () => ({ status: 'refused', reason: 'store unavailable', retryAfterMs: 1000 }));
      expect(await driver.say('lost?', 'm1')).toBe('not received');
    });

    it('gives a redelivered message the same id, and another one another', async () => {
      const { host, driver } = await start();
      await driver.say('one', 'm1');
      await driver.say('one', 'm1');
      await driver.say('two', 'm2');
      const [first, again, other] = host.admitted;
      expect(again!.eventId).toBe(first!.eventId);
      expect(other!.eventId).not.toBe(first!.eventId);
    });

    it('gives a message that comes again after a restart the id it had', async () => {
      const { host, driver } = await start();
      await driver.say('one', 'm1');
      await driver.restart();
      await driver.say('one', 'm1');
      await driver.say('two', 'm2');
      const [first, again, other] = host.admitted;
      expect(again!.eventId).toBe(first!.eventId);
      expect(again!.address).toEqual(first!.address);
      expect(other!.eventId).not.toBe(first!.eventId);
    });

    it('hands messages over in the order they were written, slow admissions or not', async () => {
      const { host, driver } = await start();
      host.answers.push(async () => {
        await new Promise((done) => setTimeout(done, 40));
        return { status: 'admitted', id: 1 };
      });
      const texts = ['first', 'second', 'third', 'fourth'];
      await driver.sayTogether(texts.map((text, index) => ({ text, id: `m${index}` })));
      await expect.poll(() => wordsOf(host).length, { timeout: 10_000 }).toBe(texts.length);
      expect(wordsOf(host)).toEqual(texts);
    });

    it('takes what is no message of a person as none, and goes on', async () => {
      const { host, driver } = await start();
      await driver.say('before', 'm1');
      for (const [what, happen] of Object.entries({ ...driver.besides, ...driver.oddities })) {
        if ('never' in happen) continue;
        await happen();
        expect({ what, words: wordsOf(host) }).toEqual({ what, words: ['before'] });
      }
      expect(await driver.say('after', 'm2')).toBe('received');
      expect(wordsOf(host)).toEqual(['before', 'after']);
    });

    it('tells nothing received that was not admitted when it is stopped in the middle', async () => {
      const { host, driver } = await start();
      let begun = () => {};
      let end = () => {};
      const beginning = new Promise<void>((done) => {
        begun = done;
      });
      host.answers.push(
        () =>
          new Promise((done) => {
            begun();
            end = () => done({ status: 'refused', reason: 'stopping', retryAfterMs: 1 });
          }),
      );
      const saying = driver.say('in the middle', 'm1');
      await beginning;
      const stopped = driver.channel.stop();
      end();
      await stopped;
      expect(await saying).toBe('not received');
      expect(host.admitted).toEqual([]);
    });

    it('takes any text as it is, hostile ones too, and goes on', async () => {
      const { host, driver } = await start();
      const texts = [
        '</script><script>alert(1)</script>',
        'مرحبا 👩‍👩‍👧‍👦 नमस्ते',
        '{"json": true}',
        '../../etc/passwd',
        "'; DROP TABLE entry; --",
        'a\nb\tc',
      ];
      for (const [index, text] of texts.entries()) await driver.say(text, `m${index}`);
      expect(wordsOf(host)).toEqual(texts);
    });

    it('proves that it hears by what came in, and by nothing else', async () => {
      const { driver } = await start();
      expect(driver.channel.health()).toEqual({ state: 'unproven' });
      await driver.say('hello', 'm1');
      expect(driver.channel.health()).toMatchObject({ state: 'ok', lastInboundAt: expect.any(Number) });
    });

    it('encodes the same reply the same way, and changes nothing in it', async () => {
      const { host, driver } = await start();
      await driver.say('x', 'm1');
      const { address } = host.admitted[0]!;
      const said = reply('# Title\n\nSome **bold** text', { buttons: [{ label: 'Yes', value: 'yes' }] });
      const before = structuredClone(said);
      expect(await driver.channel.encode(said, address)).toEqual(await driver.channel.encode(said, address));
      expect(said).toEqual(before);
    });

    it('keeps every part within its platform, cuts no character, and loses no word (law 6)', async () => {
      const { host, driver } = await start();
      await driver.say('x', 'm1');
      const { address } = host.admitted[0]!;
      const { text } = driver.channel.capabilities;
      const word = fc.constantFrom('word', 'Wörter', 'слово', 'शब्द', 'كلمة', '👩‍👩‍👧‍👦', '🇫🇷', '単語', 'e\u0301tude');
      const prose = fc.array(
        fc.array(word, { minLength: 1, maxLength: 700 }).map((words) => words.join(' ')),
        { minLength: 1, maxLength: 4 },
      );
      await fc.assert(
        fc.asyncProperty(prose, async (paragraphs) => {
          const parts = await driver.channel.encode(reply(paragraphs.join('\n\n')), address);
          const files = parts.flatMap((part) => driver.fileOf?.(part) ?? []);
          const texts = parts.filter((part) => driver.fileOf?.(part) == null).map((part) => driver.textOf(part));
          expect(texts.length).toBeLessThanOrEqual(driver.channel.capabilities.parts);
          for (const part of texts) {
            expect(sizeIn(text.unit, part)).toBeLessThanOrEqual(text.limit);
            expect(part.trim()).not.toBe('');
            expect(part.isWellFormed()).toBe(true);
          }
          const letters = (value: string) => value.replace(/\s+/g, '');
          expect(letters([...texts, ...files].join(''))).toBe(letters(paragraphs.join('')));
          const whole = new Set(graphemes(paragraphs.join(' ')));
          for (const part of texts)
            for (const one of graphemes(part)) expect(whole.has(one) || /^\s*$/.test(one)).toBe(true);
        }),
        { numRuns: 20 },
      );
    });

    it('never throws on what a model may write, and never sends an empty part', async () => {
      const { host, driver } = await start();
      await driver.say('x', 'm1');
      const { address } = host.admitted[0]!;
      await fc.assert(
        fc.asyncProperty(fc.oneof(hostile(40), fc.string()), async (markdown) => {
          for (const part of await driver.channel.encode(reply(markdown), address)) {
            expect(JSON.parse(JSON.stringify(part.body)) as Json).toEqual(part.body);
            if (driver.channel.capabilities.text.unit !== 'none')
              expect((driver.fileOf?.(part) ?? driver.textOf(part)).trim()).not.toBe('');
          }
        }),
        { numRuns: 100 },
      );
    });

    it('shows what it sends, in order, and says that it did', async () => {
      const { host, driver } = await start();
      await driver.say('question', 'm1');
      await show(driver, host, reply('first answer'));
      await show(driver, host, reply('second answer'));
      expect(await driver.shown()).toEqual(['first answer', 'second answer']);
    });

    it('shows a part sent twice under one key once, where it says that it can', async () => {
      const { host, driver } = await start();
      if (!driver.channel.capabilities.idempotentSend) return;
      await driver.say('question', 'm1');
      const said = reply('only once');
      await show(driver, host, said);
      await show(driver, host, said, false);
      expect(await driver.shown()).toEqual(['only once']);
    });

    it('goes on sending after a restart', async () => {
      const { host, driver } = await start();
      await driver.say('question', 'm1');
      await show(driver, host, reply('before the restart'));
      await driver.restart();
      await show(driver, host, reply('after it'));
      expect(await driver.shown()).toEqual(['before the restart', 'after it']);
    });

    it('says of a send that failed whether it may have arrived and whether to try again, and never throws', async () => {
      const { host, driver } = await start();
      if (!driver.trouble) return;
      await driver.say('question', 'm1');
      const [part] = await driver.channel.encode(reply('an answer'), host.admitted[0]!.address);
      driver.trouble('cut');
      expect(await driver.channel.send(part!, 'k:0')).toMatchObject({ status: 'unknown' });
      driver.trouble('busy');
      expect(await driver.channel.send(part!, 'k:0')).toMatchObject({ status: 'failed', error: { retryable: true } });
      driver.trouble('refused');
      expect(await driver.channel.send(part!, 'k:0')).toMatchObject({ status: 'failed', error: { retryable: false } });
      expect(await driver.channel.send(part!, 'k:0')).toMatchObject({ status: 'sent' });
    });

    it('refuses to fetch what it cannot have, as an error of its own kind', async () => {
      const { driver } = await start();
      await expect(
        driver.channel.fetch('nothing of ours', { maxBytes: 10, signal: new AbortController().signal }),
      ).rejects.toMatchObject({ name: 'FetchError' });
    });

    it('can be stopped twice', async () => {
      const { driver } = await start();
      await driver.channel.stop();
      await driver.channel.stop();
    });
  });
}

/** What people wrote, as it was admitted; of a message that cannot be read there is nothing. */
const wordsOf = (host: ScriptedHost): string[] =>
  host.admitted.flatMap((event) => {
    if (event.kind !== 'message' || event.parts.every(({ kind }) => kind === 'unsupported')) return [];
    return [event.parts[0]?.kind === 'text' ? event.parts[0].text : ''];
  });

/** Records a reply as the service does, and delivers its parts. */
async function show({ channel }: ChannelDriver, host: ScriptedHost, reply: Reply, record = true): Promise<void> {
  const { address } = host.admitted[0]!;
  if (record)
    host.record.push({ id: host.record.length + 100, at: Date.now(), content: { by: 'parley', reply, answers: [1] } });
  for (const [index, part] of (await channel.encode(reply, address)).entries())
    expect(await channel.send(part, `${reply.key}:${index}`)).toMatchObject({ status: 'sent' });
}

const graphemes = (text: string): string[] =>
  [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
