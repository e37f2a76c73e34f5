/** Normalises the files it is given and prints by how many bytes its memory grew at most. */
import { readFileSync } from 'node:fs';
import { normalise } from '../../src/media/normalise.ts';

const [warm, ...files] = process.argv.slice(2);
// What the libraries take by themselves is no picture's.
await normalise(readFileSync(warm!));
const before = process.memoryUsage().rss;
const outcomes: string[] = [];
for (const file of files) {
  const result = await normalise(readFileSync(file));
  outcomes.push(result.status === 'safe' ? 'safe' : result.why);
}
// In kibibytes (getrusage).
const most = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ grown: most - before, outcomes }));
