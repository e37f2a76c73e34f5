/**
 * What every channel has to pass, whatever its platform. A driver plays the other side: it says things as the platform
 * does, and tells what the platform was told and shown.
 */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type {
  Admission,
  Capabilities,
  Channel,
  ChannelLog,
  Entry,
  Host,
  Inbound,
  Json,
  OutPart,
  Reply,
} from '../../adapters/contract.ts';

export interface ChannelDriver {
  channel: Channel;
  /** Hands over a person's message as the platform does. Resolves with what the platform was told. */
  say(text: string, id: string): Promise<'received' | 'not received'>;
  /** The text of a part as a person reads it. */
  textOf(part: OutPart): string;
  /** The texts a person sees, in order. */
  shown(): Promise<string[]>;
  close(): Promise<void>;
}

/** What the service's side of the contract looks like to a channel under test. */
export interface ScriptedHost extends Host {
  admitted: Inbound[];
  /** What the next admissions resolve to; without one they are admitted. */
  answers: (() => Promise<Admission>)[];
  /** The durable record that `replay` gives. */
  record: Entry[];
}

export type OpenDriver = (host: ScriptedHost) => Promise<ChannelDriver>;

const silent: ChannelLog = { info() {}, warn() {}, error() {} };

function createScriptedState(): Host['state'] {
  const values = new Map<string, Json>();
  return {
    get: async (name) => values.get(name) ?? null,
    set: async (name, value) => void values.set(name, value),
  };
}

export function createScriptedHost(route: Host['route'] = () => {}): ScriptedHost {
  const host: ScriptedHost = {
    admitted: [],
    answers: [],
    record: [],
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
    log: silent,
    signal: new AbortController().signal,
  };
  return host;
}

export function channelContract(name: string, open: OpenDriver): void {
  const opened: ChannelDriver[] = [];
  const start = async () => {
    const host = createScriptedHost();
    const driver = await open(host);
    opened.push(driver);
    return { host, driver };
  };
  afterEach(async () => {
    for (const driver of opened.splice(0)) await driver.close();
  });
  let keys = 0;
  const reply = (markdown: string, over: Partial<Reply> = {}): Reply => ({
    key: `key-${keys++}`,
    kind: 'answer',
    markdown,
    ...over,
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
      expect(
        host.admitted.map((event) =>
          event.kind === 'message' && event.parts[0]?.kind === 'text' ? event.parts[0].text : '',
        ),
      ).toEqual(texts);
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
          const texts = parts.map((part) => driver.textOf(part));
          for (const part of texts) {
            expect(sizeIn(part, text)).toBeLessThanOrEqual(text.limit);
            expect(part.trim()).not.toBe('');
            expect(part.isWellFormed()).toBe(true);
          }
          const letters = (value: string) => value.replace(/\s+/g, '');
          expect(letters(texts.join(''))).toBe(letters(paragraphs.join('')));
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
      const marks = fc
        .array(
          fc.constantFrom(
            '**',
            '_',
            '`',
            '```',
            '\n',
            '> ',
            '- ',
            '1. ',
            '|',
            '[',
            '](',
            ')',
            '$',
            '<b>',
            'x',
            ' ',
            '\\',
            '&amp;',
          ),
          { maxLength: 40 },
        )
        .map((pieces) => pieces.join(''));
      await fc.assert(
        fc.asyncProperty(fc.oneof(marks, fc.string()), async (markdown) => {
          for (const part of await driver.channel.encode(reply(markdown), address)) {
            expect(JSON.parse(JSON.stringify(part.body)) as Json).toEqual(part.body);
            if (driver.channel.capabilities.text.unit !== 'none') expect(driver.textOf(part).trim()).not.toBe('');
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

/** Records a reply as the service does, and delivers its parts. */
async function show({ channel }: ChannelDriver, host: ScriptedHost, reply: Reply, record = true): Promise<void> {
  const { address } = host.admitted[0]!;
  if (record)
    host.record.push({ id: host.record.length + 100, at: Date.now(), content: { by: 'parley', reply, answers: [1] } });
  for (const [index, part] of (await channel.encode(reply, address)).entries())
    expect(await channel.send(part, `${reply.key}:${index}`)).toMatchObject({ status: 'sent' });
}

function sizeIn(text: string, { unit }: Capabilities['text']): number {
  switch (unit) {
    case 'utf16':
      return text.length;
    case 'codepoint':
      return [...text].length;
    case 'byte':
      return Buffer.byteLength(text);
    case 'none':
      return 0;
    default:
      return unit satisfies never;
  }
}

const graphemes = (text: string): string[] =>
  [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
