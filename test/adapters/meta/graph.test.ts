import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { asSendResult, createGraph, type Graph } from '../../../adapters/meta/graph.ts';
import { readGraphError } from '../../../adapters/meta/graph-errors.ts';
import { createUsage } from '../../../adapters/meta/usage.ts';
import { type Fault, type StandInGraph, startGraph } from '../../doubles/graph/graph.ts';

const PAGE = { product: 'messenger' as const, id: '100123456789012', token: 'the-token' };
const PERSON = '7711223344556677';
const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function open(): Promise<{ standIn: StandInGraph; graph: Graph }> {
  const standIn = await startGraph([PAGE]);
  opened.push(standIn);
  standIn.heard(PAGE.id, PERSON);
  return { standIn, graph: createGraph({ base: standIn.base, token: PAGE.token }) };
}
const say = (graph: Graph, text = 'hello') =>
  graph.post(`${PAGE.id}/messages`, { recipient: { id: PERSON }, messaging_type: 'RESPONSE', message: { text } });

describe('a call to the Graph API', () => {
  it('bears the token in a header and never in the address', async () => {
    const { standIn, graph } = await open();
    expect(await say(graph)).toMatchObject({ status: 'ok', body: { message_id: expect.any(String) } });
    expect(standIn.violations).toEqual([]);
    expect(standIn.calls).toEqual(['POST /v26.0/100123456789012/messages']);
  });

  const faults: [string, Fault, object][] = [
    ['a connection that breaks is unknown', { kind: 'cut' }, { status: 'unknown' }],
    ["a proxy's own error page is unknown", { kind: 'page', status: 502 }, { status: 'unknown' }],
    [
      'trouble in the words of the platform is tried again',
      { kind: 'code', status: 500, code: 2 },
      { status: 'failed', error: { failure: { retryable: true } } },
    ],
    [
      'too many calls are tried again when the platform says',
      { kind: 'code', status: 429, code: 4, retryAfterS: 7 },
      { status: 'failed', error: { failure: { retryable: true, retryAfterMs: 7_000 } } },
    ],
    [
      'a bad request is not tried again',
      { kind: 'code', status: 400, code: 100 },
      { status: 'failed', error: { kind: 'request refused', failure: { retryable: false } } },
    ],
  ];
  it.each(faults)('%s', async (_what, fault, expected) => {
    const { standIn, graph } = await open();
    standIn.faults.push(fault);
    expect(await say(graph)).toMatchObject(expected);
    // Whatever came of one call, the next one is a call like any other.
    expect(await say(graph)).toMatchObject({ status: 'ok' });
  });

  it('to nobody has certainly not arrived', async () => {
    const closed = await startGraph([PAGE]);
    await closed.close();
    expect(await say(createGraph({ base: closed.base, token: PAGE.token }))).toMatchObject({
      status: 'failed',
      error: { failure: { retryable: true } },
    });
  });

  it('takes an answer without a message for unknown', async () => {
    expect(asSendResult({ status: 'ok', body: {} }, () => undefined)).toMatchObject({ status: 'unknown' });
  });

  it('follows no redirect, which could carry the token elsewhere', async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    opened.push({ close: () => server.close() });
    const graph = createGraph({ base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'x' });
    expect(await graph.get('me')).toMatchObject({ status: 'unknown' });
    expect(seen).toEqual(['/v26.0/me']);
  });

  it('knows that the token was taken away, and that it was given back', async () => {
    const { standIn, graph } = await open();
    standIn.revoke(PAGE.id);
    // The owner has the rest of the window to give another: nothing is lost for now.
    expect(await say(graph)).toMatchObject({
      status: 'failed',
      error: { kind: 'token refused', failure: { retryable: true, retryAfterMs: 600_000 } },
    });
    expect(graph.tokenRefused).toBe(true);
    standIn.restore(PAGE.id);
    await say(graph);
    expect(graph.tokenRefused).toBe(false);
  });

  it('is not made while all calls are used up', async () => {
    const { standIn, graph } = await open();
    standIn.usagePercent = 100;
    await say(graph);
    const before = standIn.calls.length;
    const refused = await say(graph);
    expect(refused).toMatchObject({
      status: 'failed',
      error: { kind: 'too many calls', failure: { retryable: true } },
    });
    expect(refused.status === 'failed' && refused.error.failure.retryAfterMs).toBeGreaterThan(50_000);
    expect(standIn.calls).toHaveLength(before);
  });
});

describe('what a refusal means', () => {
  const cases: [number, number | undefined, number, string, boolean][] = [
    [131047, undefined, 400, 'outside the 24-hour window', false],
    [10, 2018278, 403, 'outside the 24-hour window', false],
    [10, 2534022, 403, 'outside the 24-hour window', false],
    [10, 1893063, 403, 'restricted by the platform', false],
    [10, undefined, 403, 'no permission', false],
    [200, undefined, 403, 'no permission', false],
    [299, undefined, 403, 'no permission', false],
    [190, 463, 401, 'token refused', true],
    [4, undefined, 400, 'too many calls', true],
    [17, undefined, 400, 'too many calls', true],
    [32, undefined, 400, 'too many calls', true],
    [613, undefined, 400, 'too many calls', true],
    [80007, undefined, 400, 'too many calls', true],
    [130429, undefined, 429, 'too many calls', true],
    [131056, undefined, 400, 'too many to one person', true],
    [131026, undefined, 400, 'person cannot be reached', false],
    [551, 1545041, 400, 'person cannot be reached', false],
    [100, 2018001, 400, 'person cannot be reached', false],
    [100, 2018109, 400, 'media refused', false],
    [131053, undefined, 400, 'media refused', false],
    [368, undefined, 400, 'restricted by the platform', false],
    [131031, undefined, 400, 'restricted by the platform', false],
    [133010, undefined, 400, 'number not ready', true],
    [1, undefined, 500, 'platform trouble', true],
    [2, undefined, 503, 'platform trouble', true],
    [-1, undefined, 500, 'platform trouble', true],
    [100, undefined, 400, 'request refused', false],
    [987654, undefined, 400, 'request refused', false],
  ];
  it.each(cases)('%i/%s is told by its code', (code, subcode, status, kind, retryable) => {
    const error = { code, ...(subcode === undefined ? {} : { error_subcode: subcode }), message: 'words that change' };
    expect(readGraphError(status, { error })).toMatchObject({ kind, failure: { retryable } });
  });

  it('without a code is told by the status, and by the platform calling it passing', () => {
    expect(readGraphError(429, undefined).kind).toBe('too many calls');
    expect(readGraphError(401, undefined).kind).toBe('token refused');
    expect(readGraphError(400, undefined).kind).toBe('request refused');
    expect(readGraphError(400, { error: { is_transient: true } }).kind).toBe('platform trouble');
  });

  it('never repeats the words, which may hold what was sent', () => {
    const { failure } = readGraphError(400, { error: { code: 100, message: 'Invalid: my secret words' } });
    expect(JSON.stringify(failure)).not.toContain('secret');
  });
});

describe('the share of calls used', () => {
  const read = (headers: Record<string, string>) => {
    const usage = createUsage(() => 0);
    usage.read(new Headers(headers));
    return usage.waitMs();
  };
  it('slows down from 80 % on, more the nearer the limit is', () => {
    const at = (call_count: number) => read({ 'x-app-usage': JSON.stringify({ call_count, total_time: 3 }) });
    expect([at(0), at(79)]).toEqual([0, 0]);
    expect(at(80)).toBeGreaterThan(0);
    expect(at(95)).toBeGreaterThan(at(85));
    expect(at(100)).toBe(60_000);
  });

  it('waits as long as the platform says when the limit is met', () => {
    const row = { call_count: 100, estimated_time_to_regain_access: 12, type: 'messenger' };
    expect(read({ 'x-business-use-case-usage': JSON.stringify({ '123': [row] }) })).toBe(12 * 60_000);
  });

  it('is nothing where the header is missing or cannot be read', () => {
    expect([read({}), read({ 'x-app-usage': '{' }), read({ 'x-app-usage': '[]' })]).toEqual([0, 0, 0]);
  });
});
