/**
 * What an OpenAI-compatible server is asked and answers: the shapes we send, and what we accept of theirs. Servers differ
 * (llama.cpp, vLLM, Ollama, LM Studio), so everything they may leave out is optional here.
 * Source: the public reference of `/v1/chat/completions`, and the differences measured in experience.md section 4.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Content, GenerateRequest, ModelMessage } from '../contract.ts';

/** One piece of a streamed answer. Thinking comes as `reasoning_content` (llama.cpp, DeepSeek) or `reasoning` (vLLM, Ollama). */
export const chunkShape = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish(),
            reasoning_content: z.string().nullish(),
            reasoning: z.string().nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .optional(),
  usage: z
    .object({
      prompt_tokens: z.number().optional(),
      completion_tokens: z.number().optional(),
      prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
  error: z
    .union([
      z.string(),
      z.object({ message: z.string().optional(), code: z.union([z.string(), z.number()]).nullish() }),
    ])
    .optional(),
});

export const modelsShape = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      max_model_len: z.number().nullish(),
      meta: z.object({ n_ctx_train: z.number().nullish() }).nullish(),
    }),
  ),
});

export const errorShape = z.object({
  error: z.union([
    z.string(),
    z.object({
      message: z.string().optional(),
      code: z.union([z.string(), z.number()]).nullish(),
      type: z.string().nullish(),
    }),
  ]),
});

/** The body of a request. Sampling that is not in the public reference (top-k, min-p, repetition) is left to the server. */
export async function requestBody(
  model: string,
  { messages, sampling, limits, stop, grammar }: GenerateRequest,
): Promise<object> {
  return {
    model,
    stream: true,
    stream_options: { include_usage: true },
    messages: await Promise.all(messages.map(wireMessage)),
    max_tokens: limits.maxTokens,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    ...(sampling.seed === undefined ? {} : { seed: sampling.seed }),
    ...(stop === undefined || stop.length === 0 ? {} : { stop }),
    ...(grammar?.kind === 'json'
      ? {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'answer', strict: true, schema: grammar.schema },
          },
        }
      : {}),
    ...(grammar?.kind === 'choices'
      ? {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'answer', strict: true, schema: { type: 'string', enum: grammar.choices } },
          },
        }
      : {}),
  };
}

async function wireMessage({ role, content }: ModelMessage): Promise<object> {
  const [only] = content;
  if (content.length === 1 && only?.kind === 'text') return { role, content: only.text };
  return { role, content: await Promise.all(content.map(wirePart)) };
}

async function wirePart(part: Content): Promise<object> {
  if (part.kind === 'text') return { type: 'text', text: part.text };
  // Pictures were normalised to JPEG before they got here (src/media).
  return { type: 'image_url', image_url: { url: `data:image/jpeg;base64,${await readFile(part.file, 'base64')}` } };
}
