/**
 * Preloaded into the service under test, by `--import preload.ts?…`. It writes down every send that begins, ends the process
 * at one exact point as a power switch would, and can take a protection away by changing a file's text as it is loaded.
 * The service knows nothing of it: it publishes these points on Node's own diagnostics channels.
 *
 *   sends=FILE            one line per send that begins: its key
 *   point=NAME&nth=N      kill -9 at the N-th time of: enqueue|complete|ack written|committed, send begun|done;
 *   &deaths=FILE          the point is written there first
 *   sabotage=NAME         see sabotage.ts
 */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { type BusEvent, type BusOperation, busChannelName } from '../../src/bus/trace.ts';
import { sabotages } from './sabotage.ts';

const { sends, point, nth = '1', deaths, sabotage } = Object.fromEntries(new URL(import.meta.url).searchParams);

if (sends !== undefined)
  subscribe('tracing:parley:send:start', (event) => appendFileSync(sends, `${(event as { key: string }).key}\n`));

if (point !== undefined) {
  const [what, when] = point.split(' ');
  let left = Number(nth);
  const reached = () => {
    if (--left !== 0) return;
    if (deaths !== undefined) appendFileSync(deaths, `${point}\n`);
    process.kill(process.pid, 'SIGKILL');
  };
  // `send begun`: the platform has nothing yet; `send done`: it has it, and nothing of that is recorded.
  if (what === 'send') subscribe(`tracing:parley:send:${when === 'begun' ? 'start' : 'asyncEnd'}`, reached);
  else
    subscribe(busChannelName(what as BusOperation), (event) => {
      if ((event as BusEvent).phase === when) reached();
    });
}

if (sabotage !== undefined) {
  const { file, from, to } = sabotages[sabotage]!;
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(file)) return loaded;
      const source = String(loaded.source);
      if (!source.includes(from)) throw new Error(`${file} does not hold what this sabotage changes: ${from}`);
      return { ...loaded, source: source.replace(from, to) };
    },
  });
}
