/** A service that is going to be killed in mid-answer: prints the id of its model's process. */
import { createEmbeddedRuntime } from '../../model-runtime/embedded.ts';
import { optionsFor, SYSTEM } from './embedded-options.ts';

const [ggufFile, importFolder] = process.argv.slice(2) as [string, string];
const runtime = createEmbeddedRuntime(optionsFor(ggufFile, importFolder));
runtime.start();
const answer = runtime.generate(
  {
    messages: [
      { role: 'system', content: [{ kind: 'text', text: SYSTEM }] },
      { role: 'user', content: [{ kind: 'text', text: 'Tell me a long story.' }] },
    ],
    mode: 'instant',
    sampling: { temperature: 1, topK: 40, topP: 1, minP: 0, repetition: 1, repetitionWindow: 64, seed: 1 },
    limits: { maxTokens: 1500, maxMs: 600_000 },
    cacheKey: 'story',
  },
  { signal: new AbortController().signal },
);
let told = false;
for await (const { kind } of answer) {
  if (kind === 'answer' && !told) console.log(runtime.pid);
  told ||= kind === 'answer';
}
