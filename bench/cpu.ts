/** What a process has worked so far, whatever else the machine does meanwhile. From the kernel's own accounting; Linux only. */
import { readFileSync } from 'node:fs';

/** The kernel counts in hundredths of a second: `getconf CLK_TCK`. */
const TICK_MS = 10;

/** CPU time of all threads of a process, user and system, in ms. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name may hold spaces and parentheses; after it come the state and the numbers (proc(5): utime is field 14).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
