/**
 * Preloaded into the program under test: kills the whole process at one exact point of the bus, as a power switch would.
 *
 *     node --import 'kill.ts?operation=complete&phase=written&nth=7' …
 */
import { subscribe } from 'node:diagnostics_channel';
import { type BusEvent, type BusOperation, busChannelName } from '../../../../src/bus/trace.ts';

const { operation, phase, nth } = Object.fromEntries(new URL(import.meta.url).searchParams);
let left = Number(nth);
subscribe(busChannelName(operation as BusOperation), (event) => {
  if ((event as BusEvent).phase === phase && --left === 0) process.kill(process.pid, 'SIGKILL');
});
