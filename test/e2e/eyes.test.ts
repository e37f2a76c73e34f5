/**
 * Questions about what a photo shows, at the real service with the tiny model that sees. Its words mean nothing; what counts
 * is their way: a process of its own, started by the first question, and its words as evidence for the model for text.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { PagePreview, ServiceState } from '../../adapters/web/protocol.ts';
import { type Hub, startHub } from '../doubles/hub.ts';
import { SMALL_MODEL_TIMEOUT_MS, smallModel } from '../model-runtime/small-model.ts';
import { tinyGguf } from '../model-runtime/vision/tiny-gguf.ts';
import { fingerprint } from '../model-runtime/weights/world.ts';
import { type RunningService, startService } from '../soak/started.ts';
import { drawSvg } from '../vision/render.ts';
import { agree, until } from './person.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const MODELS = join(import.meta.dirname, '../../src/models.ts');

/** Of a colour of its own, so that the model says something else of each. */
const garden = (sky: string) =>
  drawSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400"><rect width="640" height="400" fill="${sky}"/><circle cx="320" cy="250" r="120" fill="#292"/></svg>`,
  );
const SKIES = ['#9cf', '#fff', '#800', '#080', '#008', '#ff0', '#000', '#f0f', '#0ff', '#888', '#c84', '#48c'];

const LOOKED = /Seen by text, unchecked|text looked at it/;

interface Visit {
  service: RunningService;
  upload(chat: string, sky?: string): Promise<string>;
  /** Without an answer. */
  sends(chat: string, text: string): Promise<void>;
  /** What is answered to it, in the end. */
  asks(chat: string, text: string, photos?: string[]): Promise<string>;
  stop(): Promise<void>;
}

async function visit(
  env: Record<string, string>,
  prepare?: (folder: string) => Promise<unknown>,
  imports: string[] = [],
): Promise<Visit> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-eyes-'));
  mkdirSync(join(folder, 'models'));
  await prepare?.(join(folder, 'models'));
  const service = await startService({
    folder,
    env: { PARLEY_CACHE: join(folder, 'cache'), PARLEY_THREADS: '2', ...env },
    imports,
  });
  await agree(service);
  const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`${service.url}/api/chats/${path}`, { method: 'POST', headers: { ...service.headers, ...headers }, body });
  return {
    service,
    async upload(chat, sky = SKIES[0]!) {
      const response = await post(`${chat}/photos`, new Uint8Array(garden(sky)), { 'content-type': 'image/png' });
      return ((await response.json()) as { photo: string }).photo;
    },
    async sends(chat, text) {
      await post(`${chat}/messages`, JSON.stringify({ key: crypto.randomUUID(), text }));
    },
    async asks(chat, text, photos = []) {
      const body = JSON.stringify({ key: crypto.randomUUID(), text, ...(photos.length > 0 && { photos }) });
      return (await post(`${chat}/messages`, body, { prefer: 'wait=60' })).text();
    },
    async stop() {
      service.kill('SIGTERM');
      await service.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the page is shown of running answers in a chat and of the service, until the test ends it. */
async function watch({ service }: Visit, chat: string) {
  const ended = new AbortController();
  const previews: PagePreview[] = [];
  const states: ServiceState[] = [];
  const response = await fetch(`${service.url}/api/stream?chat=${chat}`, {
    headers: service.headers,
    signal: ended.signal,
  });
  const events = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  const done = (async () => {
    for await (const { event, data } of events) {
      const preview = event === 'preview' ? (JSON.parse(data) as PagePreview | null) : null;
      if (preview) previews.push(preview);
      if (event === 'service') states.push(JSON.parse(data) as ServiceState);
    }
  })().catch(() => {});
  return {
    previews,
    states,
    async end() {
      ended.abort();
      await done;
    },
  };
}

/** What the page shows under Status of what can be done with photos. */
async function photosUnderStatus(person: Visit) {
  const { states, end } = await watch(person, 'status');
  await until(() => states.length).toBeGreaterThan(0);
  await end();
  return states[0]!.photos;
}

/** The processes the service has started that hold a model. */
function modelProcesses({ service }: Visit): number[] {
  const children = readFileSync(`/proc/${service.pid}/task/${service.pid}/children`, 'utf8').trim().split(' ');
  const holds = (pid: string) => /model-runtime\/child\.ts/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  return children.filter((pid) => pid !== '' && holds(pid)).map(Number);
}

describe('with a model that sees', () => {
  let person: Visit;
  beforeAll(async () => {
    person = await visit({ PARLEY_RUNTIME: 'echo', PARLEY_EYES: 'models/text.gguf, models/mmproj.gguf' }, (folder) =>
      tinyGguf('tiny-smolvlm-128', folder),
    );
  });
  afterAll(() => person?.stop());

  test('the first question about a photo starts its process, whose words are evidence for the model for text', async () => {
    expect(await person.asks('one', 'hello')).toContain('hello');
    expect(modelProcesses(person)).toHaveLength(0);
    const shown = await watch(person, 'one');
    // Some of what it says of some of them may go on; of the others it is said that nothing could be made out.
    const answers: string[] = [];
    for (const sky of SKIES) {
      answers.push(await person.asks('one', 'what is in this photo?', [await person.upload('one', sky)]));
      if (answers.at(-1)!.includes('Seen by')) break;
    }
    await shown.end();
    expect(modelProcesses(person)).toHaveLength(1);
    const seen = answers.filter((answer) => answer.includes('Seen by text, unchecked.'));
    for (const answer of seen) {
      expect(answer).toContain('what it shows, unchecked:');
      expect(answer).toContain('what is in this photo?');
    }
    const nothing = answers.filter((answer) => answer.includes('text looked at it, and could make out nothing'));
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.length + nothing.length).toBe(answers.length);
    const phases = shown.previews.map(({ phase }) => phase.name);
    expect(phases).toEqual(expect.arrayContaining(['reading', 'loading']));
  });

  test('a later question is about the photo that just came, and another chat knows nothing of it', async () => {
    expect(await person.asks('one', 'what colour is the bush?')).toMatch(LOOKED);
    expect(await person.asks('two', 'what colour is the bush?')).not.toMatch(LOOKED);
  });

  test('its process dies: it is started again, and the question is answered', async () => {
    const pid = modelProcesses(person)[0]!;
    process.kill(pid, 'SIGKILL');
    expect(await person.asks('one', 'what is in the photo?')).toMatch(LOOKED);
    expect(modelProcesses(person)[0]!).not.toBe(pid);
  });

  test('/stop ends a look, and nothing of it is said', async () => {
    const pid = modelProcesses(person)[0]!;
    process.kill(pid, 'SIGSTOP');
    const shown = await watch(person, 'three');
    const asked = person.asks('three', 'look closer, what is in this photo?', [await person.upload('three')]);
    await until(() => shown.previews.length).toBeGreaterThan(0);
    await person.sends('three', '/stop');
    expect(await asked).not.toMatch(LOOKED);
    process.kill(pid, 'SIGCONT');
    await shown.end();
    expect(await person.asks('three', 'what is in the photo?')).toMatch(LOOKED);
  });

  test('/status, the page and /help say that photos are looked at', async () => {
    expect(await person.asks('one', '/status')).toContain('text** looks at photos');
    expect(await photosUnderStatus(person)).toEqual({ read: true, eyes: { kind: 'own model', name: 'text' } });
    expect(await person.asks('one', '/help')).toContain('I also recognise what is on a photo');
  });

  test('after /new no photo from before is looked at', async () => {
    await person.asks('one', '/new');
    expect(await person.asks('one', 'what is in the photo?')).not.toMatch(LOOKED);
  });
});

describe('with one model for words and pictures', () => {
  let person: Visit;
  beforeAll(async () => {
    person = await visit(
      {
        PARLEY_MODEL_FILE: 'models/text.gguf',
        PARLEY_EYES: 'models/text.gguf, models/mmproj.gguf',
        PARLEY_CONTEXT: '2048',
      },
      (folder) => tinyGguf('tiny-smolvlm-128', folder),
    );
  });
  afterAll(() => person?.stop());

  test('the picture goes in the same turn, in the one process', async () => {
    const answers: string[] = [];
    // Of some it says nothing at all.
    for (const sky of SKIES) {
      answers.push(await person.asks('one', 'what is in this photo?', [await person.upload('one', sky)]));
      if (answers.at(-1)!.includes('Seen by')) break;
    }
    expect(answers.some((answer) => answer.includes('Seen by text, unchecked.'))).toBe(true);
    expect(modelProcesses(person)).toHaveLength(1);
    expect(await person.asks('one', '/status')).toContain('It looks at photos as well.');
    expect(await photosUnderStatus(person)).toEqual({ read: true, eyes: { kind: 'text model' } });
  });
});

describe('beside a real model for words', () => {
  let person: Visit;
  beforeAll(async () => {
    const small = await smallModel();
    person = await visit(
      { PARLEY_MODEL_FILE: small, PARLEY_EYES: 'models/text.gguf, models/mmproj.gguf', PARLEY_CONTEXT: '2048' },
      (folder) => tinyGguf('tiny-smolvlm-128', folder),
    );
  }, SMALL_MODEL_TIMEOUT_MS + 60_000);
  afterAll(() => person?.stop());

  test('each has a process of its own, and the answer is shown as it comes', async () => {
    const shown = await watch(person, 'one');
    let answer = '';
    for (const sky of SKIES) {
      answer = await person.asks('one', 'what is in this photo?', [await person.upload('one', sky)]);
      if (answer.includes('Seen by text, unchecked.')) break;
    }
    await shown.end();
    expect(answer).toContain('Seen by text, unchecked.');
    expect(modelProcesses(person)).toHaveLength(2);
    expect(shown.previews.some(({ phase }) => phase.name === 'answering')).toBe(true);
  });
});

describe('from the public hub', () => {
  const REPOSITORY = 'ggml-org/SmolVLM2-500M-Video-Instruct-GGUF';
  const REVISION = 'ccd7aae53bcb1997355c2f094959e72b3642ce17';
  const FILES = ['SmolVLM2-500M-Video-Instruct-Q8_0.gguf', 'mmproj-SmolVLM2-500M-Video-Instruct-Q8_0.gguf'] as const;
  const folder = mkdtempSync(join(tmpdir(), 'parley-hub-'));
  const cache = join(folder, 'cache');
  const fingerprints = new URL('../doubles/fingerprints.ts', import.meta.url);
  let hub: Hub;
  beforeAll(async () => {
    const { ggufFile, projectorFile } = await tinyGguf('tiny-smolvlm-128', folder);
    const [model, projector] = [readFileSync(ggufFile), readFileSync(projectorFile)];
    hub = await startHub([
      { repository: REPOSITORY, file: FILES[0], content: model },
      { repository: REPOSITORY, file: FILES[1], content: projector },
    ]);
    hub.commit = REVISION;
    fingerprints.searchParams.set('smolvlm2-500m', JSON.stringify(fingerprint(model)));
    fingerprints.searchParams.set('smolvlm2-500m-projector', JSON.stringify(fingerprint(projector)));
  });
  afterAll(async () => {
    await hub.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('both files are fetched by one command, and the next start looks with them', async () => {
    const env = { PARLEY_CACHE: cache, PARLEY_MODEL_HUB: hub.base };
    const pull = (...flags: string[]) =>
      promisify(execFile)(process.execPath, [...flags, MODELS, 'pull', 'smolvlm2-500m', '--json'], {
        cwd: folder,
        env: { ...process.env, ...env },
      });
    // They are not the files the catalogue knows.
    await expect(pull()).rejects.toThrow('is not the one known here');
    const { stdout } = await pull('--import', fingerprints.href);
    expect(JSON.parse(stdout)).toMatchObject({
      id: 'smolvlm2-500m',
      file: expect.stringContaining(FILES[0]),
      projectorFile: expect.stringContaining(FILES[1]),
    });
    expect(hub.violations).toEqual([]);

    hub.seen.length = 0;
    const person = await visit({ PARLEY_RUNTIME: 'echo', ...env }, undefined, [fingerprints.href]);
    const asked = person.asks('one', 'what is in this photo?', [await person.upload('one')]);
    expect(await asked).toMatch(/Seen by smolvlm2-500m, unchecked|smolvlm2-500m looked at it/);
    expect(await person.asks('one', '/about')).toMatch(/Apache-2\.0[\s\S]*smolvlm2-500m[\s\S]*Apache-2\.0/);
    await person.stop();
    expect(hub.seen).toEqual([]);
  });

  test('or with the first question, where the settings name it', async () => {
    const env = { PARLEY_CACHE: join(folder, 'another'), PARLEY_MODEL_HUB: hub.base };
    const named = { PARLEY_RUNTIME: 'echo', PARLEY_EYES: 'smolvlm2-500m', ...env };
    const person = await visit(named, undefined, [fingerprints.href]);
    expect(hub.seen).toEqual([]);
    const asked = person.asks('one', 'what is in this photo?', [await person.upload('one')]);
    expect(await asked).toMatch(/Seen by smolvlm2-500m, unchecked|smolvlm2-500m looked at it/);
    expect(hub.seen.some((request) => request.endsWith(FILES[1]))).toBe(true);
    await person.stop();
  });
});

describe('without a model that sees', () => {
  let person: Visit;
  beforeAll(async () => {
    person = await visit({ PARLEY_RUNTIME: 'echo' });
  });
  afterAll(() => person?.stop());

  test('it says so, and where a model is to be had', async () => {
    const answer = await person.asks('one', 'what do you see in this photo?', [await person.upload('one')]);
    expect(answer).toContain('I can’t recognise objects here. I can read text, codes and colours.');
    expect(await person.asks('one', '/status')).toContain('npm run models -- pull smolvlm2-500m');
    expect(await photosUnderStatus(person)).toEqual({
      read: true,
      eyes: { kind: 'none', command: 'npm run models -- pull smolvlm2-500m' },
    });
    expect(await person.asks('one', '/help')).toContain('I recognise no objects');
    expect(modelProcesses(person)).toHaveLength(0);
  });
});
