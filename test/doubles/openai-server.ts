/**
 * A strict OpenAI-compatible server: refuses what the real ones refuse (unknown model, wrong key, bodies out of shape, a
 * prompt longer than its context) and streams as they do. Its answer is a function of the messages, so that a test can
 * tell what it was asked. The knobs are the faults measured on real servers.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export interface Knobs {
  /** Where thinking goes: a field of its own, or tags in the content. */
  thinking: 'none' | 'reasoning_content' | 'reasoning' | 'tags';
  /** What goes wrong in mid-answer. */
  fault: 'none' | 'cut' | 'no finish' | 'error event' | 'not json' | 'silence' | '500' | '429';
  /** Characters of prompt it takes. */
  contextCharacters: number;
  /** ms between pieces. */
  paceMs: number;
  pieces: string[];
  finish: 'stop' | 'length';
}

const body = z.strictObject({
  model: z.string(),
  stream: z.literal(true),
  stream_options: z.object({ include_usage: z.boolean() }).optional(),
  messages: z
    .array(
      z.object({
        role: z.enum(['system', 'user', 'assistant', 'tool']),
        content: z.union([z.string(), z.array(z.object({ type: z.enum(['text', 'image_url']) }).loose())]),
      }),
    )
    .min(1),
  max_tokens: z.number().int().positive(),
  temperature: z.number().min(0).max(2),
  top_p: z.number().gt(0).max(1),
  seed: z.number().int().optional(),
  stop: z.array(z.string()).max(4).optional(),
  response_format: z
    .object({ type: z.literal('json_schema') })
    .loose()
    .optional(),
});
export type Asked = z.infer<typeof body>;

export interface OpenAiServer {
  url: string;
  asked: Asked[];
  /** Requests whose client went away before the end. */
  aborted: number;
  knobs: Knobs;
  close(): Promise<void>;
}

export async function startOpenAiServer({
  key,
  models = ['stand-in'],
  port = 0,
  ...knobs
}: { key?: string; models?: string[]; port?: number } & Partial<Knobs> = {}): Promise<OpenAiServer> {
  const server: OpenAiServer = {
    url: '',
    asked: [],
    aborted: 0,
    knobs: {
      thinking: 'none',
      fault: 'none',
      contextCharacters: 100_000,
      paceMs: 0,
      pieces: ['Can', 'berra', ' and', ' Seine.'],
      finish: 'stop',
      ...knobs,
    },
    close: () =>
      new Promise((done) => {
        http.close(() => done());
        http.closeAllConnections();
      }),
  };
  const http = createServer(async (request, response) => {
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`)
      return fail(response, 401, 'Incorrect API key provided.', 'invalid_api_key');
    if (request.method === 'GET' && request.url === '/v1/models')
      return json(response, 200, {
        object: 'list',
        data: models.map((id) => ({ id, object: 'model', created: 1, owned_by: 'test' })),
      });
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions')
      return fail(response, 404, 'Not found.', 'not_found');
    const parsed = body.safeParse(await readJson(request));
    if (!parsed.success) return fail(response, 400, z.prettifyError(parsed.error), 'invalid_request_error');
    if (!models.includes(parsed.data.model))
      return fail(response, 404, `The model ${parsed.data.model} does not exist.`, 'model_not_found');
    const length = JSON.stringify(parsed.data.messages).length;
    if (length > server.knobs.contextCharacters)
      return fail(
        response,
        400,
        `This model's maximum context length is ${server.knobs.contextCharacters} tokens, the messages have ${length}.`,
        'context_length_exceeded',
      );
    if (server.knobs.fault === '500') return fail(response, 500, 'The server had an error.', 'server_error');
    if (server.knobs.fault === '429') return fail(response, 429, 'Slow down.', 'rate_limit_exceeded');
    server.asked.push(parsed.data);
    await stream(response, parsed.data, server);
  });
  await new Promise<void>((done) => http.listen(port, '127.0.0.1', done));
  server.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`;
  return server;
}

async function stream(response: ServerResponse, { model, stream_options }: Asked, server: OpenAiServer): Promise<void> {
  const { thinking, fault, paceMs, pieces, finish } = server.knobs;
  let gone = false;
  response.on('close', () => {
    if (!response.writableEnded) server.aborted += 1;
    gone = true;
  });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (value: object) =>
    response.write(
      `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, ...value })}\n\n`,
    );
  const delta = (content: object) => send({ choices: [{ index: 0, delta: content, finish_reason: null }] });
  delta({ role: 'assistant', content: '' });
  response.write(': ping\n\n');
  if (thinking === 'tags')
    for (const piece of ['<thi', 'nk>secret', ' thoughts</', 'think>']) delta({ content: piece });
  else if (thinking !== 'none') delta({ [thinking]: 'secret thoughts' });
  for (const [index, piece] of pieces.entries()) {
    if (gone) return;
    if (index === 2) {
      if (fault === 'cut') return void response.destroy();
      if (fault === 'no finish') return void response.end('data: [DONE]\n\n');
      if (fault === 'error event')
        return void response.end(
          `data: ${JSON.stringify({ error: { message: 'out of memory', type: 'server_error', code: 500 } })}\n\n`,
        );
      if (fault === 'not json') return void response.end('data: {"choices": [\n\n');
      if (fault === 'silence') return;
    }
    delta({ content: piece });
    if (paceMs > 0) await new Promise((done) => setTimeout(done, paceMs));
  }
  send({ choices: [{ index: 0, delta: {}, finish_reason: finish }] });
  if (stream_options?.include_usage)
    send({
      choices: [],
      usage: { prompt_tokens: 12, completion_tokens: pieces.length, prompt_tokens_details: { cached_tokens: 5 } },
    });
  response.end('data: [DONE]\n\n');
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const piece of request) text += String(piece);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function json(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

const fail = (response: ServerResponse, status: number, message: string, code: string): void =>
  json(response, status, { error: { message, type: code, param: null, code } });
